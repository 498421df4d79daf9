//! The sessions of people who have signed in. Signing in itself is in `sign_in.rs`.

use axum_login::{AuthUser, AuthnBackend};
use chrono::TimeDelta;
use visits_domain::site::SiteCode;

use crate::clock::moment;
use crate::error::Error;
use crate::house::House;
use crate::store::people::{self, User};
use crate::store::roles;

/// The session of a browser, signed in or not.
pub type Session = axum_login::AuthSession<Staff>;

/// However busy: before the next morning everybody signs in again.
pub const ENDS_AFTER: TimeDelta = TimeDelta::hours(16);
/// Longer than any shift: nobody is signed out at the desk, and nobody stays signed in overnight.
pub const ENDS_UNUSED_AFTER: TimeDelta = TimeDelta::hours(12);

/// Knows the people.
#[derive(Clone)]
pub struct Staff(pub House);

/// There is one way to sign in, and it is not the session library's.
pub enum Never {}

impl AuthUser for User {
    type Id = String;

    /// Where, who, since when.
    fn id(&self) -> String {
        format!("{}/{}/{}", self.site, self.person, self.signed_in)
    }

    fn session_auth_hash(&self) -> &[u8] {
        self.mark.as_bytes()
    }
}

impl AuthnBackend for Staff {
    type User = User;
    type Credentials = Never;
    type Error = Error;

    async fn authenticate(&self, never: Never) -> Result<Option<User>, Error> {
        match never {}
    }

    /// None: the session has lasted long enough, or the person has no role at its site any more.
    async fn get_user(&self, id: &String) -> Result<Option<User>, Error> {
        let Some((site, person, signed_in)) = parts(id) else { return Ok(None) };
        let age = self.0.clock.now() - moment(signed_in);
        if age > ENDS_AFTER {
            return Ok(None);
        }
        at(&self.0, person, site, signed_in).await
    }
}

fn parts(id: &str) -> Option<(SiteCode, &str, i64)> {
    let mut parts = id.split('/');
    let found = (parts.next()?.parse().ok()?, parts.next()?, parts.next()?.parse().ok()?);
    parts.next().is_none().then_some(found)
}

/// A person at one of their sites. None: they have no role there.
pub async fn at(
    house: &House,
    person: &str,
    site: SiteCode,
    signed_in: i64,
) -> Result<Option<User>, Error> {
    let Some(account) = people::by_id(&house.db, person).await? else { return Ok(None) };
    let held = roles::of(&house.db, person).await?;
    let here = held.into_iter().find(|held| held.site == site);
    Ok(here.map(|held| User::new(&account, (held.site, held.role), signed_in)))
}
