//! What can go wrong, as nouns with their causes.

use visits_domain::site::SiteCode;

/// Why the server could not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The database did not answer, or refused.
    #[error("the database failed: {0}")]
    Database(#[from] sqlx::Error),
    /// The tables could not be brought up to date.
    #[error("the database could not be migrated: {0}")]
    Migration(#[from] sqlx::migrate::MigrateError),
    /// Something stored has a shape that this version does not know.
    #[error("stored data cannot be read: {0}")]
    Stored(#[from] serde_json::Error),
    /// Neither `sqlite:` nor `postgres:`.
    #[error("VISITS_DATABASE_URL is neither sqlite:///path/file.db nor postgres://…")]
    DatabaseUrl,
    /// A file or socket failed.
    #[error("{what}: {cause}")]
    Io {
        /// What was tried.
        what: String,
        /// Why it failed.
        cause: std::io::Error,
    },
    /// The key that locks the sites' private keys is absent or wrong.
    #[error(transparent)]
    MasterKey(#[from] crate::keys::MasterKeyError),
    /// No such site.
    #[error("there is no site {0}: add it with `visits-server site add {0} \"Its name\"`")]
    UnknownSite(SiteCode),
    /// The site exists.
    #[error("the site {0} exists already")]
    SiteExists(SiteCode),
    /// The secret of the site's machines is not the one that its cards are sealed with.
    #[error(
        "the secret of {0}'s machines is not the one its cards are sealed with: give this command \
         the VISITS_SITE_SECRETS that `serve` has, or change to this one on purpose with \
         `visits-server site accept-secret {0}`"
    )]
    OtherSecret(SiteCode),
    /// The user exists.
    #[error("a user of that name exists already at {0}")]
    UserExists(SiteCode),
    /// Too short to be worth asking for.
    #[error("a password has at least {0} characters")]
    WeakPassword(usize),
    /// The password could not be hashed.
    #[error("the password could not be hashed: {0}")]
    Password(String),
    /// No such kiosk at the site.
    #[error("there is no such kiosk")]
    UnknownKiosk,
    /// All 24 letters are in use.
    #[error("every kiosk letter of this site is in use: revoke a kiosk first")]
    NoLetterLeft,
    /// The file is none that can be imported.
    #[error(transparent)]
    Unreadable(#[from] crate::import::Unreadable),
    /// A credential could not be hashed.
    #[error(transparent)]
    Salt(#[from] visits_domain::sealing::UnusableSalt),
    /// The private authority or a certificate could not be made.
    #[error("the certificate could not be made: {0}")]
    Certificate(#[from] rcgen::Error),
    /// TLS could not be set up.
    #[error("TLS could not be set up: {0}")]
    Tls(#[from] rustls::Error),
    /// A background computation was cut off.
    #[error("a background task ended early: {0}")]
    Task(#[from] tokio::task::JoinError),
}

impl Error {
    /// An I/O failure with what was tried.
    pub fn io(what: impl Into<String>) -> impl FnOnce(std::io::Error) -> Self {
        let what = what.into();
        move |cause| Self::Io { what, cause }
    }
}
