//! The private authority that kiosks pin, and the server's certificate under it.

use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;
use std::sync::Arc;

use rcgen::{
    BasicConstraints, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair,
    KeyUsagePurpose, date_time_ymd,
};
use rustls::ServerConfig;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use sha2::{Digest as _, Sha256};
use visits_domain::encoding;

use crate::error::Error;

/// The authority as others see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Authority {
    /// Its certificate (PEM), which kiosks pin.
    pub certificate: String,
    /// SHA-256 of the certificate (DER), base64url: it follows enrolment codes after a dot.
    pub fingerprint: String,
}

const CERTIFICATE_FILE: &str = "authority.pem";
const KEY_FILE: &str = "authority.key";

impl Authority {
    /// Reads the authority of a folder. None: there is none yet.
    pub fn find(folder: &Path) -> Result<Option<Self>, Error> {
        let path = folder.join(CERTIFICATE_FILE);
        match std::fs::read_to_string(&path) {
            Ok(certificate) => Self::of(certificate).map(Some),
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(e) => Err(Error::io(path.display().to_string())(e)),
        }
    }

    /// Reads the authority of a folder, making it when there is none.
    pub fn open(folder: &Path) -> Result<Self, Error> {
        if let Some(known) = Self::find(folder)? {
            return Ok(known);
        }
        std::fs::create_dir_all(folder).map_err(Error::io(folder.display().to_string()))?;
        let key = KeyPair::generate()?;
        let certificate = authority_params().self_signed(&key)?.pem();
        write_private(&folder.join(KEY_FILE), &key.serialize_pem())?;
        let path = folder.join(CERTIFICATE_FILE);
        std::fs::write(&path, &certificate).map_err(Error::io(path.display().to_string()))?;
        Self::of(certificate)
    }

    /// The private key of a folder's authority (PEM), for a backup.
    pub fn private_key(folder: &Path) -> Result<String, Error> {
        let path = folder.join(KEY_FILE);
        std::fs::read_to_string(&path).map_err(Error::io(path.display().to_string()))
    }

    /// Puts an authority of a backup into a folder that has none.
    pub fn put(folder: &Path, certificate: &str, private_key: &str) -> Result<(), Error> {
        std::fs::create_dir_all(folder).map_err(Error::io(folder.display().to_string()))?;
        write_private(&folder.join(KEY_FILE), private_key)?;
        let path = folder.join(CERTIFICATE_FILE);
        std::fs::write(&path, certificate).map_err(Error::io(path.display().to_string()))
    }

    fn of(certificate: String) -> Result<Self, Error> {
        let der = der(&certificate)?;
        let fingerprint = encoding::to_text(&Sha256::digest(&der));
        Ok(Self { certificate, fingerprint })
    }

    /// What the server shows to callers: a new certificate for these names and addresses, under
    /// this authority.
    pub fn server_config(&self, folder: &Path, names: Vec<String>) -> Result<ServerConfig, Error> {
        let path = folder.join(KEY_FILE);
        let pem = std::fs::read_to_string(&path).map_err(Error::io(path.display().to_string()))?;
        let params = authority_params();
        let issuer = Issuer::from_params(&params, KeyPair::from_pem(&pem)?);
        let key = KeyPair::generate()?;
        let leaf = server_params(names)?.signed_by(&key, &issuer)?;
        // The authority is sent along: a kiosk that enrols compares it with the fingerprint.
        let chain = vec![leaf.der().clone(), der(&self.certificate)?];
        let private = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(key.serialize_der()));
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let mut config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()?
            .with_no_client_auth()
            .with_single_cert(chain, private)?;
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok(config)
    }
}

fn der(pem: &str) -> Result<CertificateDer<'static>, Error> {
    CertificateDer::from_pem_slice(pem.as_bytes())
        .map_err(|_| Error::Certificate(rcgen::Error::CouldNotParseCertificate))
}

/// Always the same, so that the name under which it signs is the one in its certificate. It
/// begins long ago: a kiosk whose clock has stopped can still enrol.
fn authority_params() -> CertificateParams {
    let mut params = CertificateParams::default();
    params.distinguished_name.push(DnType::CommonName, "Visits server, private authority");
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    params.not_before = date_time_ymd(2020, 1, 1);
    params.not_after = date_time_ymd(2066, 1, 1);
    params
}

/// Made anew at each start, so its end is never met by a server that is looked after.
fn server_params(names: Vec<String>) -> Result<CertificateParams, Error> {
    let mut params = CertificateParams::new(names)?;
    params.distinguished_name.push(DnType::CommonName, "Visits server");
    params.use_authority_key_identifier_extension = true;
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    params.not_before = date_time_ymd(2020, 1, 1);
    params.not_after = date_time_ymd(2066, 1, 1);
    Ok(params)
}

fn write_private(path: &Path, text: &str) -> Result<(), Error> {
    let mut options = std::fs::OpenOptions::new();
    options
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(path)
        .and_then(|mut file| file.write_all(text.as_bytes()).and_then(|()| file.sync_all()))
        .map_err(Error::io(path.display().to_string()))
}
