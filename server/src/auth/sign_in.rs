//! Signing in: a name and a password, and a code where the person set that up.
//!
//! Unknown, wrong, run out and paused are one answer after the same work. A try is counted before
//! it is looked at, so that many at once count as many.

use std::net::IpAddr;

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};
use visits_domain::site::SiteCode;

use super::{factor, lockout, password};
use crate::audit::{self, Noted};
use crate::clock::moment;
use crate::error::Error;
use crate::house::House;
use crate::keys::hex;
use crate::store::people::{self, Account, User};
use crate::store::roles::{self, Held};
use crate::store::tries;

/// So long may somebody look for their phone.
const CODE_WITHIN: TimeDelta = TimeDelta::minutes(5);

/// What came of a try.
pub enum SignIn {
    /// They are in.
    Done(User),
    /// The password was right; a code is needed too.
    CodeNeeded(Half),
    /// No. Nobody is told why.
    Refused,
}

/// Somebody whose password was right and whose code is still needed. Kept in the session.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Half {
    person: String,
    stamp: i64,
    at: i64,
}

/// A name and a password.
pub async fn with_password(
    house: &House,
    (name, typed): (&str, String),
    from: IpAddr,
) -> Result<SignIn, Error> {
    let name = people::account_name(name);
    let open = count(house, &name, from).await?;
    let account = people::by_name(&house.db, &name).await?;
    let stored = account.as_ref().map(|account| account.password.clone());
    let right = password::is_right(typed, stored).await?;
    if !open {
        return Ok(SignIn::Refused);
    }
    let Some(account) = account else {
        return refused(house, &name, from, None).await;
    };
    let held = roles::of(&house.db, &account.person).await?;
    let now = house.clock.now();
    let run_out = account.once_until.is_some_and(|until| now > moment(until));
    if !right || run_out || held.is_empty() {
        return refused(house, &name, from, Some((&account, &held))).await;
    }
    if account.factor.is_some() {
        take_back(house, &name, from).await?;
        let half =
            Half { person: account.person, stamp: account.stamp, at: now.timestamp_micros() };
        return Ok(SignIn::CodeNeeded(half));
    }
    done(house, &account, &held, from, &[]).await
}

/// A code of the authenticator, or a recovery code, after the password.
pub async fn with_code(
    house: &House,
    half: &Half,
    typed: &str,
    from: IpAddr,
) -> Result<SignIn, Error> {
    let now = house.clock.now();
    let account = people::by_id(&house.db, &half.person).await?;
    let same = |account: &Account| account.stamp == half.stamp;
    let Some(account) = account.filter(same) else { return Ok(SignIn::Refused) };
    let late = (now - moment(half.at)).abs() > CODE_WITHIN;
    let open = count(house, &account.name, from).await?;
    if late || !open {
        return Ok(SignIn::Refused);
    }
    let held = roles::of(&house.db, &account.person).await?;
    match factor::spend(house, &account, typed).await? {
        Some(_) if held.is_empty() => Ok(SignIn::Refused),
        Some(factor::Spent::Code) => done(house, &account, &held, from, &[]).await,
        Some(factor::Spent::Recovery) => {
            done(house, &account, &held, from, &[Noted::RecoveryCodeUsed]).await
        }
        None => refused(house, &account.name, from, Some((&account, &held))).await,
    }
}

/// Whether a password is that of somebody who is signed in already. Wrong ones count as when
/// signing in.
pub async fn confirm(
    house: &House,
    user: &User,
    typed: String,
    from: IpAddr,
) -> Result<bool, Error> {
    let open = count(house, &user.name, from).await?;
    let account = people::by_id(&house.db, &user.person).await?;
    let right = password::is_right(typed, account.map(|account| account.password)).await?;
    if open && right {
        take_back(house, &user.name, from).await?;
    }
    Ok(open && right)
}

// --- Counting ----------------------------------------------------------------------------------

/// Under what an account's failures are kept: a mark, because what was typed as a name may have
/// been a password.
pub fn account_key(house: &House, name: &str) -> String {
    hex(&house.master.derive("tries", &[b"account", name.as_bytes()]))
}

fn address_key(house: &House, from: IpAddr) -> String {
    hex(&house.master.derive("tries", &[b"address", &lockout::neighbourhood(from)]))
}

/// Counts a try. False: there is a pause, and it counts nothing.
async fn count(house: &House, name: &str, from: IpAddr) -> Result<bool, Error> {
    let now = house.clock.now();
    let mut tx = house.db.write().await?;
    tries::forget(&mut tx, now, lockout::FORGOTTEN_AFTER).await?;
    let (account, address) = (account_key(house, name), address_key(house, from));
    // The address first, everywhere: two who wait for each other would wait for ever.
    let of_address = tries::lock(&mut tx, &address).await?;
    let of_account = tries::lock(&mut tx, &account).await?;
    let open = !lockout::is_locked(&lockout::ACCOUNT, of_account, now)
        && !lockout::is_locked(&lockout::ADDRESS, of_address, now);
    if open {
        let after = lockout::after_failure(&lockout::ADDRESS, of_address, now);
        tries::set(&mut tx, &address, after).await?;
        let after = lockout::after_failure(&lockout::ACCOUNT, of_account, now);
        tries::set(&mut tx, &account, after).await?;
    }
    tx.commit().await?;
    Ok(open)
}

/// The try was right, and yet not the whole of it: as if there had been none.
async fn take_back(house: &House, name: &str, from: IpAddr) -> Result<(), Error> {
    let mut tx = house.db.write().await?;
    for who in [address_key(house, from), account_key(house, name)] {
        let after = tries::lock(&mut tx, &who).await?;
        tries::set(&mut tx, &who, lockout::take_back(after)).await?;
    }
    tx.commit().await
}

async fn refused(
    house: &House,
    name: &str,
    from: IpAddr,
    known: Option<(&Account, &[Held])>,
) -> Result<SignIn, Error> {
    let now = house.clock.now();
    let mut tx = house.db.write().await?;
    let failures = tries::lock(&mut tx, &account_key(house, name)).await?;
    if let Some((account, held)) = known {
        let paused = lockout::is_locked(&lockout::ACCOUNT, failures, now);
        let act = if paused { Noted::SignInPaused } else { Noted::SignInFailed };
        for site in in_order(held) {
            let by = (account.name.as_str(), act);
            audit::note(house, &mut tx, site, by, account.person.as_str()).await?;
        }
    } else {
        // One write here too: time does not tell which names exist.
        let address = address_key(house, from);
        let same = tries::lock(&mut tx, &address).await?;
        tries::set(&mut tx, &address, same).await?;
    }
    tx.commit().await?;
    Ok(SignIn::Refused)
}

async fn done(
    house: &House,
    account: &Account,
    held: &[Held],
    from: IpAddr,
    also: &[Noted],
) -> Result<SignIn, Error> {
    let now = house.clock.now();
    let Some(here) = last_or_first(account, held) else { return Ok(SignIn::Refused) };
    let mut tx = house.db.write().await?;
    let address = address_key(house, from);
    let after = tries::lock(&mut tx, &address).await?;
    tries::set(&mut tx, &address, lockout::take_back(after)).await?;
    tries::set(&mut tx, &account_key(house, &account.name), tries::Failures::default()).await?;
    people::set_last_site(&mut tx, &account.person, here.site).await?;
    for act in also.iter().copied().chain([Noted::SignedIn]) {
        let by = (account.name.as_str(), act);
        audit::note(house, &mut tx, here.site, by, account.person.as_str()).await?;
    }
    tx.commit().await?;
    Ok(SignIn::Done(User::new(account, (here.site, here.role), now.timestamp_micros())))
}

/// Where they worked last, else the first of their sites.
fn last_or_first<'a>(account: &Account, held: &'a [Held]) -> Option<&'a Held> {
    let last = held.iter().find(|held| Some(held.site.as_str()) == account.last_site.as_deref());
    last.or(held.first())
}

/// Sites in the order in which everybody locks them.
fn in_order(held: &[Held]) -> Vec<SiteCode> {
    let mut sites: Vec<SiteCode> = held.iter().map(|held| held.site).collect();
    sites.sort_unstable();
    sites
}
