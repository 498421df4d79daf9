//! Trust in one private authority and no other: by its fingerprint at enrolment, by its
//! certificate ever after.

use std::sync::Arc;

use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::CryptoProvider;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{
    CertificateError, ClientConfig, DigitallySignedStruct, RootCertStore, SignatureScheme,
};
use sha2::{Digest as _, Sha256};
use visits_domain::encoding;

/// The pin cannot be used.
#[derive(Debug, thiserror::Error)]
pub(super) enum UnusablePin {
    /// Not a certificate.
    #[error("not a certificate")]
    Certificate,
    /// Not 32 bytes.
    #[error("not a fingerprint")]
    Fingerprint,
    /// The TLS library refuses it.
    #[error(transparent)]
    Tls(#[from] rustls::Error),
}

fn provider() -> Arc<CryptoProvider> {
    Arc::new(rustls::crypto::ring::default_provider())
}

fn config() -> Result<rustls::ConfigBuilder<ClientConfig, rustls::WantsVerifier>, UnusablePin> {
    let versions = &[&rustls::version::TLS13];
    Ok(ClientConfig::builder_with_provider(provider()).with_protocol_versions(versions)?)
}

/// Trusts what this authority signed, for the name that was asked for.
pub(super) fn to_authority(pem: &str) -> Result<ClientConfig, UnusablePin> {
    let authority =
        CertificateDer::from_pem_slice(pem.as_bytes()).map_err(|_| UnusablePin::Certificate)?;
    let mut roots = RootCertStore::empty();
    roots.add(authority)?;
    Ok(config()?.with_root_certificates(roots).with_no_client_auth())
}

/// Trusts nobody.
pub(super) fn to_nobody() -> Result<ClientConfig, UnusablePin> {
    Ok(config()?.with_root_certificates(RootCertStore::empty()).with_no_client_auth())
}

/// Trusts what was signed by the authority whose certificate has this SHA-256 (base64url).
pub(super) fn to_fingerprint(text: &str) -> Result<ClientConfig, UnusablePin> {
    let fingerprint: [u8; 32] = encoding::from_text(text)
        .ok()
        .and_then(|bytes| bytes.try_into().ok())
        .ok_or(UnusablePin::Fingerprint)?;
    let verifier = Arc::new(ByFingerprint { fingerprint, provider: provider() });
    Ok(config()?.dangerous().with_custom_certificate_verifier(verifier).with_no_client_auth())
}

/// Looks among the certificates that the server sends for the one with the fingerprint, and then
/// verifies the server's own against that one alone, as ever.
#[derive(Debug)]
struct ByFingerprint {
    fingerprint: [u8; 32],
    provider: Arc<CryptoProvider>,
}

impl ServerCertVerifier for ByFingerprint {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        let unknown = || rustls::Error::InvalidCertificate(CertificateError::UnknownIssuer);
        let authority = intermediates
            .iter()
            .find(|certificate| Sha256::digest(certificate.as_ref()).as_slice() == self.fingerprint)
            .ok_or_else(unknown)?;
        let mut roots = RootCertStore::empty();
        roots.add(authority.clone().into_owned())?;
        let verifier =
            WebPkiServerVerifier::builder_with_provider(roots.into(), Arc::clone(&self.provider))
                .build()
                .map_err(|_| unknown())?;
        verifier.verify_server_cert(end_entity, intermediates, server_name, ocsp_response, now)
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        let algorithms = &self.provider.signature_verification_algorithms;
        rustls::crypto::verify_tls12_signature(message, cert, dss, algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        let algorithms = &self.provider.signature_verification_algorithms;
        rustls::crypto::verify_tls13_signature(message, cert, dss, algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}
