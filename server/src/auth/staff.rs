//! People who sign in with a name and a password.

use std::net::IpAddr;

use axum_login::{AuthUser, AuthnBackend};
use visits_domain::arrival::Language;
use visits_domain::site::SiteCode;

use super::{lockout, password};
use crate::error::Error;
use crate::house::House;
use crate::store::users::{self, Role, User};

/// The session of a browser, signed in or not.
pub type Session = axum_login::AuthSession<Staff>;

/// Knows the people.
#[derive(Clone)]
pub struct Staff(pub House);

/// What somebody typed to sign in, and from where.
pub struct Credentials {
    /// The site.
    pub site: SiteCode,
    /// The account.
    pub name: String,
    /// The password.
    pub password: String,
    /// The caller's address.
    pub from: IpAddr,
}

impl AuthUser for User {
    type Id = String;

    fn id(&self) -> String {
        format!("{}/{}", self.site, self.name)
    }

    fn session_auth_hash(&self) -> &[u8] {
        // A new password ends all sessions.
        self.password.as_bytes()
    }
}

impl AuthnBackend for Staff {
    type User = User;
    type Credentials = Credentials;
    type Error = Error;

    /// None: wrong, unknown, or locked for a while. The same work and answer for all three.
    async fn authenticate(&self, typed: Credentials) -> Result<Option<User>, Error> {
        let house = &self.0;
        let name = users::account_name(&typed.name);
        let account = format!("account:{name}");
        let address = format!("address:{}", typed.from);
        let locked = self.is_locked(typed.site, &account).await?
            || self.is_locked(typed.site, &address).await?;
        let user = users::find(&house.db, typed.site, &name).await?;
        let stored = user.as_ref().map(|user| user.password.clone());
        let right = password::is_right(typed.password, stored).await?;
        if locked {
            return Ok(None);
        }
        for who in [&account, &address] {
            self.note(typed.site, who, right).await?;
        }
        Ok(user.filter(|_| right))
    }

    async fn get_user(&self, id: &String) -> Result<Option<User>, Error> {
        let Some((site, name)) = id.split_once('/') else { return Ok(None) };
        let Ok(site) = site.parse() else { return Ok(None) };
        users::find(&self.0.db, site, name).await
    }
}

impl Staff {
    async fn is_locked(&self, site: SiteCode, who: &str) -> Result<bool, Error> {
        let failures = users::failures(&self.0.db, site, who).await?;
        Ok(lockout::is_locked(failures, self.0.clock.now()))
    }

    async fn note(&self, site: SiteCode, who: &str, right: bool) -> Result<(), Error> {
        let house = &self.0;
        let before = users::failures(&house.db, site, who).await?;
        if right && before == users::Failures::default() {
            return Ok(());
        }
        let now = house.clock.now();
        let after =
            if right { users::Failures::default() } else { lockout::after_failure(before, now) };
        let mut tx = house.db.write().await?;
        users::set_failures(&mut tx, site, who, after).await?;
        tx.commit().await
    }
}

/// Adds a person. The password is hashed here and kept nowhere else.
pub async fn add_user(
    house: &House,
    (site, shown_name, role): (SiteCode, &str, Role),
    password: String,
) -> Result<(), Error> {
    let hash = password::hash(password).await?;
    let user = User {
        site,
        name: users::account_name(shown_name),
        shown_name: shown_name.trim().to_owned(),
        role,
        password: hash,
        language: None::<Language>,
    };
    let mut tx = house.db.write().await?;
    crate::store::sites::lock(&mut tx, site).await?;
    users::add(&mut tx, &user, house.clock.now()).await?;
    tx.commit().await
}
