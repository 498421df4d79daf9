//! What people do with their own account.

use std::net::IpAddr;

use super::{password, sign_in};
use crate::audit::{self, Noted};
use crate::error::{Error, NotDone};
use crate::house::House;
use crate::store::people::{self, User};

/// Sets a new password. Every session ends, this one too: it must be begun again. The old
/// password is asked for unless it was a one-time password, with which they have just signed in.
pub async fn change_password(
    house: &House,
    user: &User,
    (now, new): (String, String),
    from: IpAddr,
) -> Result<(), Error> {
    if !user.must_change_password && !sign_in::confirm(house, user, now, from).await? {
        return Err(NotDone::WrongPassword.into());
    }
    let account = people::by_id(&house.db, &user.person).await?.ok_or(NotDone::Unknown)?;
    let same = password::is_right(new.clone(), Some(account.password)).await?;
    if same || !password::is_strong(&new, &user.shown_name) {
        return Err(NotDone::WeakPassword.into());
    }
    let hash = password::hash(new).await?;
    let mut tx = house.db.write().await?;
    people::set_password(&mut tx, &user.person, &hash, None).await?;
    let by = (user.name.as_str(), Noted::PasswordChanged);
    audit::note(house, &mut tx, user.site, by, user.person.as_str()).await?;
    tx.commit().await
}

/// Ends every session. This one must be begun again.
pub async fn end_other_sessions(house: &House, user: &User) -> Result<(), Error> {
    let mut tx = house.db.write().await?;
    people::end_sessions(&mut tx, &user.person).await?;
    let by = (user.name.as_str(), Noted::SessionsEnded);
    audit::note(house, &mut tx, user.site, by, user.person.as_str()).await?;
    tx.commit().await
}
