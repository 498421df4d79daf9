//! What managers do with people: accounts, roles, passwords. Each is one transaction with its
//! line in the audit.

use chrono::TimeDelta;
use visits_domain::site::SiteCode;

use super::{keyholders, may, password, sign_in};
use crate::audit::{self, COMMAND_LINE, Noted};
use crate::error::{Error, NotDone};
use crate::house::House;
use crate::random;
use crate::store::people::{self, NewPerson, User};
use crate::store::roles::{self, Held, Role};
use crate::store::{Write, factors, feed, safeguarding, sites, tries};

/// How long a password serves that a manager read out: longer than a volunteer's week.
const ONCE_FOR: TimeDelta = TimeDelta::days(8);
const LONGEST_NAME: usize = 100;

/// Who does it.
#[derive(Clone, Copy)]
pub enum By<'a> {
    /// Somebody signed in, at their site.
    Person(&'a User),
    /// Whoever may run commands on the server's machine may do everything.
    CommandLine,
}

impl By<'_> {
    fn who(&self) -> &str {
        match self {
            Self::Person(user) => &user.name,
            Self::CommandLine => COMMAND_LINE,
        }
    }

    fn may_give(self, role: Role) -> Result<(), NotDone> {
        match self {
            Self::Person(user) if !user.role.may_give(role) => Err(NotDone::NotAllowed),
            _ => Ok(()),
        }
    }

    fn is_another(self, person: &str) -> Result<(), NotDone> {
        match self {
            // Who ends their own role, or makes it less, cannot undo it.
            Self::Person(user) if user.person == person => Err(NotDone::Yourself),
            _ => Ok(()),
        }
    }

    async fn may_reset(&self, tx: &mut Write, person: &[Held]) -> Result<(), Error> {
        let Self::Person(user) = self else { return Ok(()) };
        let own = roles::of_in(tx, &user.person).await?;
        if may::may_reset(&own, person) { Ok(()) } else { Err(NotDone::NotAllowed.into()) }
    }
}

/// A new person's password.
pub enum FirstPassword {
    /// Their own.
    Own(String),
    /// Somebody else knows it: it must be changed.
    Once(String),
}

/// Adds a person with a role at a site. The password is hashed here and kept nowhere else.
pub async fn add(
    house: &House,
    (by, site): (By<'_>, SiteCode),
    (shown_name, role): (&str, Role),
    first: FirstPassword,
) -> Result<String, Error> {
    by.may_give(role)?;
    let shown_name = shown_name.trim();
    if shown_name.is_empty() || shown_name.chars().count() > LONGEST_NAME {
        return Err(NotDone::Name.into());
    }
    if audit::is_taken(&people::account_name(shown_name)) {
        return Err(NotDone::NameTaken.into());
    }
    let now = house.clock.now();
    let (password, once_until) = match first {
        FirstPassword::Own(password) => (password, None),
        FirstPassword::Once(password) => (password, Some(now + ONCE_FOR)),
    };
    if !password::is_strong(&password, shown_name) {
        return Err(NotDone::WeakPassword.into());
    }
    let hash = password::hash(password).await?;
    let person = random::opaque_id().to_string();
    let new = NewPerson { person: &person, shown_name, password: &hash, once_until };
    let mut tx = house.db.write().await?;
    sites::lock(&mut tx, site).await?;
    people::add(&mut tx, &new, now).await?;
    roles::give(&mut tx, (site, &person), role, now).await?;
    let about = format!("{person} {}", role.as_str());
    audit::note(house, &mut tx, site, (by.who(), Noted::PersonAdded), about).await?;
    tx.commit().await?;
    Ok(person)
}

/// Gives somebody who has an account elsewhere a role at a site, by the name they sign in with.
pub async fn add_known(
    house: &House,
    (by, site): (By<'_>, SiteCode),
    (name, role): (&str, Role),
) -> Result<(), Error> {
    let account = people::by_name(&house.db, &people::account_name(name)).await?;
    let account = account.ok_or(NotDone::Unknown)?;
    let held = roles::of(&house.db, &account.person).await?;
    if held.iter().any(|held| held.site == site) {
        return Err(NotDone::HereAlready.into());
    }
    set_role(house, (by, site), &account.person, role).await
}

/// Gives a role, or another one. Their sessions at the site end.
pub async fn set_role(
    house: &House,
    (by, site): (By<'_>, SiteCode),
    person: &str,
    role: Role,
) -> Result<(), Error> {
    by.is_another(person)?;
    by.may_give(role)?;
    let mut tx = house.db.write().await?;
    sites::lock(&mut tx, site).await?;
    let held = roles::of_in(&mut tx, person).await?;
    if let Some(before) = held.iter().find(|held| held.site == site) {
        by.may_give(before.role)?;
    }
    roles::give(&mut tx, (site, person), role, house.clock.now()).await?;
    let about = format!("{person} {}", role.as_str());
    audit::note(house, &mut tx, site, (by.who(), Noted::RoleGiven), about).await?;
    let notices = keyholders::follow_role(house, &mut tx, (site, person), Some(role)).await?;
    finish(house, tx, site, notices).await
}

/// Ends a role. Their sessions at the site end, and so does their code for the kiosks.
pub async fn end_role(
    house: &House,
    (by, site): (By<'_>, SiteCode),
    person: &str,
) -> Result<(), Error> {
    by.is_another(person)?;
    let mut tx = house.db.write().await?;
    sites::lock(&mut tx, site).await?;
    by.may_give(role_at(&mut tx, site, person).await?)?;
    roles::end(&mut tx, (site, person), house.clock.now()).await?;
    audit::note(house, &mut tx, site, (by.who(), Noted::RoleEnded), person).await?;
    if safeguarding::end_lead(&mut tx, (site, person), house.clock.now()).await? {
        audit::note(house, &mut tx, site, (by.who(), Noted::LeadEnded), person).await?;
    }
    let notices = keyholders::follow_role(house, &mut tx, (site, person), None).await?;
    finish(house, tx, site, notices).await
}

/// Names a safeguarding lead, or ends their task: never one's own, so that whoever gives accounts
/// does not read notes without somebody else seeing it.
pub async fn set_lead(
    house: &House,
    (by, site): (By<'_>, SiteCode),
    (person, lead): (&str, bool),
) -> Result<(), Error> {
    by.is_another(person)?;
    let now = house.clock.now();
    let mut tx = house.db.write().await?;
    sites::lock(&mut tx, site).await?;
    role_at(&mut tx, site, person).await?;
    let noted = if lead {
        safeguarding::name_lead(&mut tx, (site, person), (by.who(), now)).await?;
        Noted::LeadNamed
    } else if safeguarding::end_lead(&mut tx, (site, person), now).await? {
        Noted::LeadEnded
    } else {
        return Ok(());
    };
    audit::note(house, &mut tx, site, (by.who(), noted), person).await?;
    finish(house, tx, site, Vec::new()).await
}

/// Makes a one-time password. All sessions end, and a pause does too.
pub async fn reset_password(
    house: &House,
    (by, site): (By<'_>, SiteCode),
    person: &str,
) -> Result<String, Error> {
    let made = password::generate();
    let hash = password::hash(made.clone()).await?;
    let now = house.clock.now();
    let mut tx = house.db.write().await?;
    sites::lock(&mut tx, site).await?;
    within_reach(&mut tx, by, site, person).await?;
    // Failed tries before the account, as when signing in.
    end_pause(house, &mut tx, person).await?;
    people::set_password(&mut tx, person, &hash, Some(now + ONCE_FOR)).await?;
    audit::note(house, &mut tx, site, (by.who(), Noted::PasswordReset), person).await?;
    finish(house, tx, site, Vec::new()).await?;
    Ok(made)
}

/// Lets somebody try again who mistyped too often.
pub async fn lift_pause(
    house: &House,
    (by, site): (By<'_>, SiteCode),
    person: &str,
) -> Result<(), Error> {
    let mut tx = house.db.write().await?;
    sites::lock(&mut tx, site).await?;
    role_at(&mut tx, site, person).await?;
    end_pause(house, &mut tx, person).await?;
    audit::note(house, &mut tx, site, (by.who(), Noted::PauseEnded), person).await?;
    tx.commit().await
}

/// Takes a second factor away from somebody whose phone is lost.
pub async fn factor_off(
    house: &House,
    (by, site): (By<'_>, SiteCode),
    person: &str,
) -> Result<(), Error> {
    let mut tx = house.db.write().await?;
    sites::lock(&mut tx, site).await?;
    within_reach(&mut tx, by, site, person).await?;
    if factors::turn_off(&mut tx, person).await? {
        audit::note(house, &mut tx, site, (by.who(), Noted::SecondFactorOff), person).await?;
    }
    tx.commit().await
}

/// The role that somebody has at a site. The site must be locked.
pub async fn role_at(tx: &mut Write, site: SiteCode, person: &str) -> Result<Role, Error> {
    let held = roles::of_in(tx, person).await?;
    let here = held.into_iter().find(|held| held.site == site);
    Ok(here.ok_or(NotDone::NotHere)?.role)
}

/// They have a role here, and whoever asks may open their account.
async fn within_reach(
    tx: &mut Write,
    by: By<'_>,
    site: SiteCode,
    person: &str,
) -> Result<(), Error> {
    role_at(tx, site, person).await?;
    let held = roles::of_in(tx, person).await?;
    by.may_reset(tx, &held).await
}

async fn end_pause(house: &House, tx: &mut Write, person: &str) -> Result<(), Error> {
    let name = people::name(tx, person).await?.ok_or(NotDone::NotHere)?;
    let who = sign_in::account_key(house, &name);
    tries::set(tx, &who, tries::Failures::default()).await
}

/// Open pages look again: whoever lost a role sees it at once.
async fn finish(
    house: &House,
    mut tx: Write,
    site: SiteCode,
    notices: Vec<feed::Notice>,
) -> Result<(), Error> {
    let counters = feed::publish(&mut tx, site, notices, true).await?;
    tx.commit().await?;
    house.announce(site, counters);
    Ok(())
}
