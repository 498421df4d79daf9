//! The one place of the server that opens a connection to another machine (its database apart). It
//! asks, and never sends anything but an address, a key and a certificate.
//!
//! Nothing is followed, unpacked or believed: a redirect is a failure, an answer is read up to a
//! limit and within a time, and what is compressed is refused unread.

use reqwest::header::{
    ACCEPT, ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_LENGTH, HeaderName, HeaderValue,
};
use reqwest::{Response, StatusCode, Url, redirect, tls};
use sha2::{Digest as _, Sha256};

use super::Failure;
use super::source::{Fetching, Secrets};
use crate::import::Trouble;
use crate::keys::hex;

const API_KEY: HeaderName = HeaderName::from_static("x-api-key");

/// An address that cannot be a source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotAnAddress {
    /// Not an address, or with parts that do not belong there.
    #[error("the address is not of the form https://name/path")]
    Shape,
    /// A key would go over the wire for everybody to read.
    #[error("the address must begin with https:// (http:// is for this machine alone)")]
    Plain,
}

/// Whether an address is plain HTTP, which is for loopback alone.
pub fn is_plain(address: &str) -> bool {
    address.trim_start().to_ascii_lowercase().starts_with("http:")
}

/// Reads the address of a source.
pub fn address(text: &str) -> Result<Url, NotAnAddress> {
    let url = Url::parse(text.trim()).map_err(|_| NotAnAddress::Shape)?;
    let bare = url.username().is_empty()
        && url.password().is_none()
        && url.query().is_none()
        && url.fragment().is_none();
    if !bare || url.host_str().is_none() || url.cannot_be_a_base() {
        return Err(NotAnAddress::Shape);
    }
    match url.scheme() {
        "https" => Ok(url),
        "http" if is_loopback(&url) => Ok(url),
        _ => Err(NotAnAddress::Plain),
    }
}

fn is_loopback(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default().trim_matches(['[', ']']);
    host == "localhost" || host.parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

/// A part of a feed.
#[derive(Clone, Copy, Debug)]
pub enum Part<'a> {
    /// A page of its list, from 1.
    Page(u32),
    /// The whole of a service, by its id there.
    Service(&'a str),
}

/// A feed that is open to everybody: page after page of one address, and what is below it.
pub struct Feed {
    http: reqwest::Client,
    address: Url,
    limits: Fetching,
}

impl Feed {
    /// Of one address, which may have a query of its own.
    pub fn new(text: &str, limits: &Fetching) -> Result<Self, NotAnAddress> {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let mut bare = Url::parse(text.trim()).map_err(|_| NotAnAddress::Shape)?;
        let query = bare.query().map(str::to_owned);
        bare.set_query(None);
        let mut whole = address(bare.as_str())?;
        let http = builder(&whole, limits).build().map_err(|_| NotAnAddress::Shape)?;
        whole.set_query(query.as_deref());
        Ok(Self { http, address: whole, limits: limits.clone() })
    }

    /// What the feed is called: its address. Of a query there is a mark alone, for a key may stand
    /// in it; the same questions in another order have the same mark.
    pub fn name(&self) -> String {
        let mut asked: Vec<_> = self.address.query_pairs().collect();
        asked.sort();
        let mut name = self.address.clone();
        name.query_pairs_mut().clear().extend_pairs(asked);
        let asked = name.query().filter(|asked| !asked.is_empty());
        let mark = asked.map(|asked| hex(&Sha256::digest(asked)[..4]));
        name.set_query(mark.as_deref());
        name.to_string()
    }

    /// How much is read, and how long.
    pub fn limits(&self) -> &Fetching {
        &self.limits
    }

    /// Asks for a part: the bytes of the answer, at most `bytes`. Links in answers are not followed,
    /// so nothing leads to another host.
    pub async fn ask(&self, part: Part<'_>, bytes: usize) -> Result<Vec<u8>, Failure> {
        let mut url = self.address.clone();
        match part {
            Part::Page(number) => {
                let mut asked = url.query_pairs_mut();
                asked.append_pair("page", &number.to_string()).append_pair("per_page", "100");
            }
            // An address that cannot have a path was refused.
            Part::Service(id) => {
                url.path_segments_mut().into_iter().for_each(|mut path| {
                    path.pop_if_empty().push(id);
                });
            }
        }
        let request = self
            .http
            .get(url)
            .header(ACCEPT, "application/json")
            .header(ACCEPT_ENCODING, "identity");
        let response = request.send().await.map_err(|error| failure_of(&error))?;
        refuse_by_status(response.status())?;
        body(response, bytes).await
    }
}

/// What holds for every connection.
fn builder(base: &Url, limits: &Fetching) -> reqwest::ClientBuilder {
    reqwest::Client::builder()
        .redirect(redirect::Policy::none())
        .no_proxy()
        .referer(false)
        .timeout(limits.request_timeout)
        .connect_timeout(limits.request_timeout)
        .tls_version_min(tls::Version::TLS_1_2)
        .https_only(base.scheme() == "https")
        .user_agent(concat!("visits-server/", env!("CARGO_PKG_VERSION")))
}

/// Asks one service.
pub struct Client {
    http: reqwest::Client,
    base: Url,
    key: HeaderValue,
    limits: Fetching,
}

impl Client {
    /// For one service, with what it knows us by.
    pub fn new(base: &str, secrets: &Secrets, limits: &Fetching) -> Result<Self, Failure> {
        // The client brings no cryptography of its own. Somebody may have chosen before.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let base = address(base).map_err(|_| Trouble::NotReached)?;
        let mut builder = builder(&base, limits);
        if let Some(pem) = &secrets.identity {
            let identity = reqwest::Identity::from_pem(pem)
                .map_err(|_| Failure::new(Trouble::BadSecret, "client.pem"))?;
            builder = builder.identity(identity);
        }
        if let Some(pem) = &secrets.authority {
            let certificates = reqwest::Certificate::from_pem_bundle(pem)
                .ok()
                .filter(|certificates| !certificates.is_empty())
                .ok_or_else(|| Failure::new(Trouble::BadSecret, "authority.pem"))?;
            builder = builder.tls_certs_only(certificates);
        }
        let http = builder.build().map_err(|_| Failure::new(Trouble::BadSecret, "client.pem"))?;
        let mut key = HeaderValue::from_str(secrets.api_key.trim())
            .map_err(|_| Failure::new(Trouble::BadSecret, "api-key"))?;
        key.set_sensitive(true);
        Ok(Self { http, base, key, limits: limits.clone() })
    }

    /// How much is read, and how long.
    pub fn limits(&self) -> &Fetching {
        &self.limits
    }

    /// Asks for a path below the service's address: the bytes of the answer, at most `bytes`.
    pub async fn get(
        &self,
        path: &[&str],
        query: &[(&str, String)],
        bytes: usize,
    ) -> Result<Vec<u8>, Failure> {
        let mut url = self.base.clone();
        // A base that cannot have a path was refused when it was set.
        if let Ok(mut segments) = url.path_segments_mut() {
            segments.pop_if_empty().extend(path);
        }
        if !query.is_empty() {
            url.query_pairs_mut().extend_pairs(query);
        }
        let request = self
            .http
            .get(url)
            .header(API_KEY, self.key.clone())
            .header(ACCEPT, "application/json")
            .header(ACCEPT_ENCODING, "identity");
        let response = request.send().await.map_err(|error| failure_of(&error))?;
        refuse_by_status(response.status())?;
        body(response, bytes).await
    }
}

/// An error of the client holds the address, and so may hold somebody's id: only its kind is told.
fn failure_of(error: &reqwest::Error) -> Failure {
    match error {
        error if error.is_timeout() => Trouble::TimedOut,
        error if error.is_connect() || error.is_builder() => Trouble::NotReached,
        error if error.is_body() || error.is_decode() => Trouble::BrokeOff,
        _ => Trouble::NotReached,
    }
    .into()
}

fn refuse_by_status(status: StatusCode) -> Result<(), Failure> {
    let trouble = match status {
        StatusCode::OK => return Ok(()),
        StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => Trouble::NotAccepted,
        StatusCode::TOO_MANY_REQUESTS => Trouble::AskedToWait,
        status if status.is_redirection() => Trouble::Redirected,
        _ => Trouble::Failed,
    };
    Err(Failure::new(trouble, status.as_u16()))
}

async fn body(mut response: Response, most: usize) -> Result<Vec<u8>, Failure> {
    let header = |name| response.headers().get(name).and_then(|v: &HeaderValue| v.to_str().ok());
    if header(CONTENT_ENCODING).is_some_and(|coding| !coding.eq_ignore_ascii_case("identity")) {
        return Err(Trouble::Compressed.into());
    }
    let said = header(CONTENT_LENGTH).and_then(|length| length.parse::<usize>().ok());
    if said.is_some_and(|length| length > most) {
        return Err(Trouble::AnswerTooLarge.into());
    }
    let mut bytes = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(|error| failure_of(&error))? {
        if bytes.len() + chunk.len() > most {
            return Err(Trouble::AnswerTooLarge.into());
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_this_machine_may_be_asked_without_tls() {
        for (text, expected) in [
            ("https://visits.example/api", Ok(())),
            ("https://visits.example:8443", Ok(())),
            ("http://127.0.0.1:8080/", Ok(())),
            ("http://[::1]:8080/", Ok(())),
            ("http://localhost", Ok(())),
            ("http://visits.example", Err(NotAnAddress::Plain)),
            ("http://127.0.0.1.example", Err(NotAnAddress::Plain)),
            ("http://10.0.0.1", Err(NotAnAddress::Plain)),
            ("ftp://visits.example", Err(NotAnAddress::Plain)),
            ("file:///etc/passwd", Err(NotAnAddress::Shape)),
            ("https://key:secret@visits.example", Err(NotAnAddress::Shape)),
            ("https://visits.example/?key=secret", Err(NotAnAddress::Shape)),
            ("visits.example", Err(NotAnAddress::Shape)),
            ("", Err(NotAnAddress::Shape)),
        ] {
            assert_eq!(address(text).map(|_| ()), expected, "{text}");
        }
    }
}
