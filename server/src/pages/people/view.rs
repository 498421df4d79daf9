//! People, ready to show.

use crate::auth::{lockout, sign_in};
use crate::clock::{local, moment};
use crate::error::{Error, NotDone};
use crate::house::House;
use crate::pages::{NoPage, Visitor};
use crate::store::roles::{Listed, Role};
use crate::store::tries;
use crate::words::fill;
use crate::words::people::People;

/// A person of the site.
#[expect(
    clippy::struct_excessive_bools,
    reason = "what a page shows or leaves out, each by itself"
)]
pub struct PersonView {
    /// For addresses.
    pub person: String,
    /// As they write it.
    pub shown_name: String,
    /// What they type.
    pub name: String,
    /// In words.
    pub role: &'static str,
    /// The day.
    pub since: String,
    /// Whether they can sign in.
    pub state: String,
    /// Its colour.
    pub tint: &'static str,
    /// Too many wrong passwords.
    pub paused: bool,
    /// Has a second factor.
    pub has_factor: bool,
    /// For kiosks.
    pub code: Option<String>,
    /// Who looks at the page.
    pub is_you: bool,
    /// Has a role here now.
    pub is_here: bool,
}

/// A role that may be given.
pub struct RoleView {
    /// As it is sent.
    pub value: &'static str,
    /// In words.
    pub name: &'static str,
    /// The one they have.
    pub chosen: bool,
}

/// The roles that somebody may give.
pub fn roles(t: &'static People, giver: Role, chosen: Role) -> Vec<RoleView> {
    let view = |role: Role| RoleView {
        value: role.as_str(),
        name: t.role_name(role),
        chosen: role == chosen,
    };
    Role::ALL.into_iter().filter(|role| giver.may_give(*role)).map(view).collect()
}

/// One person.
pub async fn person(house: &House, visitor: &Visitor, listed: Listed) -> Result<PersonView, Error> {
    let t = People::of(visitor.chosen.language);
    let failures = tries::of(&house.db, &sign_in::account_key(house, &listed.name)).await?;
    let now = house.clock.now();
    let paused = lockout::is_locked(&lockout::ACCOUNT, failures, now);
    let run_out = listed.once_until.is_some_and(|until| now > moment(until));
    let (state, tint) = match &listed {
        Listed { ended: Some(at), .. } => {
            (format!("{}, {}", t.state_ended, fill(t.until, &[("day", &day(*at))])), "plain")
        }
        _ if paused => {
            let until = visitor.words().time(local(moment(failures.locked_until)).time());
            (fill(t.state_paused, &[("time", &until)]), "honey")
        }
        _ if run_out => (t.state_run_out.to_owned(), "blush"),
        Listed { once_until: Some(_), .. } => (t.state_once.to_owned(), "sky"),
        _ => (t.state_good.to_owned(), "sage"),
    };
    Ok(PersonView {
        role: listed.role().map_or("", |role| t.role_name(role)),
        since: day(listed.since),
        state,
        tint,
        paused,
        has_factor: listed.has_factor == 1,
        is_you: listed.person == visitor.user.person,
        is_here: listed.ended.is_none(),
        person: listed.person,
        shown_name: listed.shown_name,
        name: listed.name,
        code: listed.code,
    })
}

/// `1/6/2026`
fn day(at: i64) -> String {
    local(moment(at)).format("%-d/%-m/%Y").to_string()
}

/// Why something was not done, in words; anything else is a failure.
pub fn why(t: &People, error: Error) -> Result<&'static str, NoPage> {
    let Error::People(not_done) = error else { return Err(error.into()) };
    Ok(match not_done {
        NotDone::NameTaken => t.not_taken,
        NotDone::Unknown => t.not_unknown,
        NotDone::HereAlready => t.not_here_already,
        NotDone::NotHere => t.not_here,
        NotDone::NotAllowed => t.not_allowed,
        NotDone::Yourself => t.not_yourself,
        NotDone::NothingToOpen => t.not_opens,
        NotDone::Name | NotDone::WeakPassword | NotDone::WeakPin | NotDone::WrongPassword => {
            t.not_name
        }
    })
}
