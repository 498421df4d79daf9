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
    /// A backup could not be made or put back.
    #[error(transparent)]
    Backup(#[from] crate::backup::BackupError),
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
    /// Something about a person that is not done as it was asked.
    #[error(transparent)]
    People(#[from] NotDone),
    /// The password could not be hashed.
    #[error("the password could not be hashed: {0}")]
    Password(String),
    /// The session of somebody signed in.
    #[error("a session could not be read or kept")]
    Session,
    /// Something cannot be where lists are fetched from.
    #[error(transparent)]
    Source(#[from] crate::pull::NotASource),
    /// No such kiosk at the site.
    #[error("there is no such kiosk")]
    UnknownKiosk,
    /// All 23 letters of kiosks are in use.
    #[error("every kiosk letter of this site is in use: revoke a kiosk first")]
    NoLetterLeft,
    /// The file is none that can be imported.
    #[error(transparent)]
    Unreadable(#[from] crate::import::Unreadable),
    /// A credential could not be hashed.
    #[error(transparent)]
    Salt(#[from] visits_domain::sealing::UnusableSalt),
    /// What a family told staff could not be sealed.
    #[error(transparent)]
    Writing(#[from] visits_domain::writing::WritingError),
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

/// Why something about a person was not done. Pages say it in words of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotDone {
    /// An account has one name on the whole server.
    #[error(
        "somebody signs in with that name already: `visits-server user role` gives one more role"
    )]
    NameTaken,
    /// No account of that name.
    #[error("nobody signs in with that name")]
    Unknown,
    /// A name that is empty or very long.
    #[error("a name has 1 to 100 characters")]
    Name,
    /// They have a role at this site.
    #[error("this person has a role there already")]
    HereAlready,
    /// They have no role at this site.
    #[error("this person has no role there")]
    NotHere,
    /// Their account reaches further than that of who asks.
    #[error("that takes somebody who may do it at every site of this person")]
    NotAllowed,
    /// Nobody changes their own role.
    #[error("nobody changes their own role")]
    Yourself,
    /// This role has nothing to do at a kiosk.
    #[error("somebody in this role has nothing to open on a kiosk")]
    NothingToOpen,
    /// Too easily guessed.
    #[error("a password has at least 10 characters, is not the name, and not the one before")]
    WeakPassword,
    /// Too easily guessed.
    #[error("a PIN has 4 to 12 digits, and is neither a row of them nor the code")]
    WeakPin,
    /// Not the password of who is signed in.
    #[error("that is not the password of this account")]
    WrongPassword,
}

impl Error {
    /// An I/O failure with what was tried.
    pub fn io(what: impl Into<String>) -> impl FnOnce(std::io::Error) -> Self {
        let what = what.into();
        move |cause| Self::Io { what, cause }
    }
}
