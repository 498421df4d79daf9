//! The only socket of the kiosk.
//!
//! TLS to the pinned private authority, or plain HTTP to this machine alone. What comes back is
//! bounded in size and time, and is ours or nothing: a captive portal's page is a failure.

use std::io::Read as _;
use std::sync::Arc;
use std::time::Duration;

use reqwest::StatusCode;
use reqwest::blocking::{RequestBuilder, Response};
use serde::Serialize;
use serde::de::DeserializeOwned;
use visits_domain::encoding;
use visits_domain::site::KioskLetter;
use visits_domain::wire::{
    Acknowledged, Ask, AskStored, BODY_BYTES, BookingAsked, BookingStands, Changes, ChangesQuery,
    Enrol, Enrolled, PROTOCOL, PROTOCOL_HEADER, PlacesAnswer, PlacesWanted, Records, Refusal,
    Refused, TalkStored, UrgentTalk, VolunteerActs, VolunteerAnswer,
};

use super::pin;
use crate::config::is_loopback;
use crate::store::Identity;

/// To find the server.
const CONNECT: Duration = Duration::from_secs(3);
/// For records: a batch of 500 on a slow line.
const SHORT_CALL: Duration = Duration::from_secs(15);
/// For an ask: somebody stands there and waits.
const ASK_CALL: Duration = Duration::from_secs(6);
/// On top of the time for which the server may hold a request.
const HELD_CALL: Duration = Duration::from_secs(10);

/// The way to the server.
#[derive(Clone)]
pub struct Client {
    http: reqwest::blocking::Client,
    base: Arc<str>,
    bearer: Arc<str>,
}

/// A call did not come to its end.
#[derive(Debug, thiserror::Error)]
pub enum CallError {
    /// Nobody is there: no byte of ours was read.
    #[error("not reached: {0}")]
    NotReached(&'static str),
    /// Sent, and then nothing, or not all of an answer.
    #[error("cut off: {0}")]
    CutOff(&'static str),
    /// Something answered that is not our server.
    #[error("an answer that is not our server's ({status})")]
    NotOurServer {
        /// HTTP status.
        status: u16,
    },
    /// The server said no.
    #[error("refused ({status}): {refused}")]
    Refused {
        /// HTTP status.
        status: u16,
        /// Why.
        refused: Refused,
    },
    /// The address, the certificate or the token cannot be used.
    #[error("the connection is not set up")]
    NotSetUp,
}

impl CallError {
    /// The server has withdrawn this device.
    pub fn is_withdrawn(&self) -> bool {
        matches!(self, Self::Refused { refused: Refused::Withdrawn, .. })
    }

    /// Whether nothing can have come of the call: not one byte can have reached the server, or it
    /// said no. Otherwise we cannot tell.
    pub(super) fn is_not_sent(&self) -> bool {
        match self {
            Self::NotReached(_) | Self::Refused { .. } | Self::NotSetUp => true,
            Self::CutOff(_) | Self::NotOurServer { .. } => false,
        }
    }
}

impl From<reqwest::Error> for CallError {
    /// The library's own words are dropped: they hold addresses.
    fn from(error: reqwest::Error) -> Self {
        if error.is_builder() {
            Self::NotSetUp
        } else if error.is_connect() {
            Self::NotReached("no connection")
        } else if error.is_timeout() {
            Self::CutOff("no answer in time")
        } else {
            Self::CutOff("the connection ended")
        }
    }
}

impl Client {
    /// For an enrolled kiosk.
    pub fn new(url: &str, identity: &Identity) -> Result<Self, CallError> {
        let tls = match &identity.authority {
            Some(pem) => Some(pin::to_authority(pem).map_err(|_| CallError::NotSetUp)?),
            None => None,
        };
        let bearer = format!("Bearer {}", encoding::to_text(&identity.token.0));
        Self::build(url, tls, &bearer)
    }

    fn build(
        url: &str,
        tls: Option<rustls::ClientConfig>,
        bearer: &str,
    ) -> Result<Self, CallError> {
        if tls.is_none() && !is_loopback(url) {
            return Err(CallError::NotSetUp);
        }
        let is_pinned = tls.is_some();
        // Over loopback HTTP the library wants a configuration all the same: one that trusts nobody.
        let tls = tls.map_or_else(|| pin::to_nobody().map_err(|_| CallError::NotSetUp), Ok)?;
        let builder = reqwest::blocking::Client::builder()
            .connect_timeout(CONNECT)
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .pool_max_idle_per_host(2)
            .tcp_nodelay(true)
            .http1_only()
            .tls_backend_preconfigured(tls)
            .https_only(is_pinned);
        let base = url.trim_end_matches('/').into();
        Ok(Self { http: builder.build()?, base, bearer: bearer.into() })
    }

    /// Enrols with a one-time code, which carries the certificate's fingerprint after a dot when
    /// the server speaks TLS. `letters`: of the numbers that this device has given and still keeps.
    pub fn enrol(url: &str, code: &str, letters: Vec<KioskLetter>) -> Result<Enrolled, CallError> {
        let (code, fingerprint) = match code.trim().split_once('.') {
            Some((code, fingerprint)) => (code, Some(fingerprint)),
            None => (code.trim(), None),
        };
        let tls = match fingerprint {
            Some(text) => Some(pin::to_fingerprint(text).map_err(|_| CallError::NotSetUp)?),
            None => None,
        };
        let client = Self::build(url, tls, "")?;
        let enrol = Enrol { code: code.to_owned(), protocol: PROTOCOL, letters };
        client.call(client.post("enrol", &enrol).timeout(SHORT_CALL))
    }

    /// Sends records; the answer says up to where the server has them.
    pub fn send(&self, records: &Records) -> Result<Acknowledged, CallError> {
        self.call(self.post("records", records).timeout(SHORT_CALL))
    }

    /// Asks for changes; held by the server until there are some.
    pub fn changes(&self, query: &ChangesQuery) -> Result<Changes, CallError> {
        let hold = Duration::from_secs(query.wait_seconds.into());
        let url = format!("{}/api/v1/changes", self.base);
        self.call(self.http.get(url).query(query).timeout(hold + HELD_CALL))
    }

    /// Asks for a person.
    pub fn ask(&self, ask: &Ask) -> Result<(), CallError> {
        let stored: AskStored = self.call(self.post("asks", ask).timeout(ASK_CALL))?;
        if stored.ask == ask.id { Ok(()) } else { Err(CallError::NotOurServer { status: 200 }) }
    }

    /// Tells the staff that somebody must talk now. True: somebody has taken it already.
    pub fn talk(&self, talk: &UrgentTalk) -> Result<bool, CallError> {
        let stored: TalkStored = self.call(self.post("talks", talk).timeout(ASK_CALL))?;
        let is_ours = stored.talk == talk.talk;
        if is_ours { Ok(stored.taken) } else { Err(CallError::NotOurServer { status: 200 }) }
    }

    /// Tells what a volunteer does; the answer says how the families stand.
    pub fn volunteer(&self, acts: &VolunteerActs) -> Result<VolunteerAnswer, CallError> {
        self.call(self.post("volunteers", acts).timeout(ASK_CALL))
    }

    /// Asks for places that a family wants now.
    pub fn places(&self, wanted: &PlacesWanted) -> Result<PlacesAnswer, CallError> {
        self.call(self.post("places", wanted).timeout(ASK_CALL))
    }

    /// Asks how a booking stands.
    pub fn booking(&self, asked: &BookingAsked) -> Result<BookingStands, CallError> {
        self.call(self.post("bookings", asked).timeout(ASK_CALL))
    }

    fn post(&self, what: &str, body: &impl Serialize) -> RequestBuilder {
        self.http.post(format!("{}/api/v1/{what}", self.base)).json(body)
    }

    fn call<T: DeserializeOwned>(&self, request: RequestBuilder) -> Result<T, CallError> {
        let response = request
            .header(reqwest::header::AUTHORIZATION, &*self.bearer)
            .header(PROTOCOL_HEADER, PROTOCOL)
            .send()?;
        let status = response.status();
        let body = read_bounded(response)?;
        if status == StatusCode::OK {
            serde_json::from_slice(&body)
                .map_err(|_| CallError::NotOurServer { status: status.as_u16() })
        } else {
            Err(refusal(status, &body))
        }
    }
}

fn refusal(status: StatusCode, body: &[u8]) -> CallError {
    let status = status.as_u16();
    match serde_json::from_slice(body) {
        Ok(Refusal { refused }) => CallError::Refused { status, refused },
        Err(_) => CallError::NotOurServer { status },
    }
}

fn read_bounded(response: Response) -> Result<Vec<u8>, CallError> {
    let mut body = Vec::new();
    let limit = BODY_BYTES as u64;
    response
        .take(limit + 1)
        .read_to_end(&mut body)
        .map_err(|_| CallError::CutOff("half an answer"))?;
    if body.len() as u64 > limit { Err(CallError::CutOff("an endless answer")) } else { Ok(body) }
}
