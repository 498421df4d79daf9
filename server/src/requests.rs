//! Families who asked to be contacted: who has each request, how it stands, what is written down
//! for whoever goes on, and what becomes of it when the family does not want it any more.

pub mod referrals;
pub mod table;
pub mod transfer;

use chrono::NaiveDate;
use uuid::Uuid;
use visits_domain::encoding::Bytes;
use visits_domain::help::{Contact, RequestId, Segment};
use visits_domain::site::SiteCode;

use crate::audit::{self, Noted};
use crate::contacts::Contacts;
use crate::error::Error;
use crate::house::House;
use crate::random;
use crate::store::people::User;
use crate::store::requests::{self as rows, Request};
use crate::store::{Write, sites, talks};

/// How a request stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum State {
    /// Nobody has it.
    New,
    /// Somebody has it.
    Owned,
    /// The family was reached.
    Contacted,
    /// It went to the organisation that the family named.
    HandedOn,
    /// The family has what it asked for.
    Answered,
    /// Nothing is left to do.
    Closed,
    /// The family does not want it any more.
    Withdrawn,
}

impl State {
    /// All, in the order in which they follow.
    pub const ALL: [Self; 7] = [
        Self::New,
        Self::Owned,
        Self::Contacted,
        Self::HandedOn,
        Self::Answered,
        Self::Closed,
        Self::Withdrawn,
    ];

    /// As it is stored, and as forms name it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Owned => "owned",
            Self::Contacted => "contacted",
            Self::HandedOn => "handed-on",
            Self::Answered => "answered",
            Self::Closed => "closed",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// From what was stored or sent.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == text)
    }

    /// Nothing is left to do.
    pub fn is_over(self) -> bool {
        matches!(self, Self::Closed | Self::Withdrawn)
    }

    /// Whether staff may say so of one that stands like this. What has an owner may be said to be
    /// in any state that comes after; what is over stays over.
    pub fn may_become(self, to: Self) -> bool {
        match to {
            Self::New | Self::Withdrawn => false,
            Self::Owned => !self.is_over(),
            _ => self != Self::New && !self.is_over() && self != to,
        }
    }
}

/// What somebody does with a request.
#[derive(Clone, Debug)]
pub enum Step {
    /// It is theirs now, whoever had it before.
    Own,
    /// How it stands.
    Stands(State),
    /// For whoever goes on.
    Note(String),
    /// What is to be done next, and until when.
    Next(String, Option<NaiveDate>),
    /// For the panel, or not any more.
    Panel(bool),
    /// Where the family is in its life, for reports alone.
    Segment(Option<Segment>),
    /// It must stay, and why.
    Hold(String),
    /// It need not any more.
    Free,
}

/// Why nothing was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotNow {
    /// There is no such request.
    Nobodys,
    /// Somebody else changed it since the page was shown.
    Changed,
    /// It does not stand so.
    State,
}

/// A request, and the version of the page that a form was on.
#[derive(Clone, Copy, Debug)]
pub struct Seen {
    /// Which.
    pub request: RequestId,
    /// Grows with every change.
    pub version: i64,
}

/// Does it, if the request stands as its page showed it.
pub async fn act(
    house: &House,
    user: &User,
    seen: Seen,
    step: &Step,
) -> Result<Result<(), NotNow>, Error> {
    let (site, id) = (user.site, seen.request.to_string());
    let mut tx = house.db.write().await?;
    sites::lock(&mut tx, site).await?;
    let Some(request) = rows::find(tx.conn(), site, &id).await? else {
        return Ok(Err(NotNow::Nobodys));
    };
    if request.version != seen.version {
        return Ok(Err(NotNow::Changed));
    }
    let Some(noted) = write(house, &mut tx, user, (&request, step)).await? else {
        return Ok(Err(NotNow::State));
    };
    rows::touch(&mut tx, site, &id, house.clock.now()).await?;
    let about = match step {
        Step::Stands(state) => format!("{id} {}", state.as_str()),
        _ => id,
    };
    audit::note(house, &mut tx, site, (&user.name, noted), about).await?;
    house.commit_and_tell(tx, site).await?;
    Ok(Ok(()))
}

/// None: it does not stand so.
async fn write(
    house: &House,
    tx: &mut Write,
    user: &User,
    (request, step): (&Request, &Step),
) -> Result<Option<Noted>, Error> {
    let (site, id, now) = (user.site, request.request.as_str(), house.clock.now());
    let is = State::parse(&request.state).unwrap_or(State::New);
    let noted = match step {
        Step::Own if is.may_become(State::Owned) => {
            let to = if is == State::New { State::Owned } else { is };
            rows::own(tx, site, (id, to.as_str()), (&user.name, &user.shown_name, now)).await?;
            Noted::RequestOwned
        }
        Step::Stands(to) if is.may_become(*to) => {
            rows::stands(tx, site, (id, to.as_str()), (&user.shown_name, now)).await?;
            Noted::RequestStands
        }
        Step::Note(text) => {
            let note = random::opaque_id().to_string();
            let locked = lock(house, site, &note, text);
            rows::add_note(tx, site, (id, &note, &locked), (&user.shown_name, now)).await?;
            Noted::NoteWritten
        }
        Step::Next(text, day) if !is.is_over() => {
            let locked = (!text.is_empty()).then(|| lock(house, site, id, text));
            let day = day.map(|day| day.to_string());
            rows::set_next(tx, site, id, (locked.as_deref(), day.as_deref())).await?;
            Noted::NoteWritten
        }
        Step::Panel(on) => {
            rows::set_panel(tx, site, id, *on).await?;
            Noted::RequestStands
        }
        Step::Segment(segment) => {
            rows::set_segment(tx, site, id, segment.map(Segment::as_str)).await?;
            Noted::NoteWritten
        }
        Step::Hold(why) if request.held.is_none() => {
            rows::hold(tx, site, id, Some((why, &user.name, now))).await?;
            Noted::RequestHeld
        }
        Step::Free if request.held.is_some() => {
            rows::hold(tx, site, id, None).await?;
            if is == State::Withdrawn {
                rows::empty(tx, site, id).await?; // the family wanted it gone
            }
            Noted::RequestFreed
        }
        _ => return Ok(None),
    };
    Ok(Some(noted))
}

fn lock(house: &House, site: SiteCode, id: &str, text: &str) -> Vec<u8> {
    house.master.lock_bytes(&format!("request {site} {id}"), text.as_bytes())
}

fn unlock(house: &House, site: SiteCode, id: &str, locked: &[u8]) -> Option<String> {
    let plain = house.master.unlock_bytes(&format!("request {site} {id}"), locked).ok()?;
    String::from_utf8(plain.to_vec()).ok()
}

/// All that is written down about a request.
pub struct Opened {
    /// What the family typed. None: erased, or not to be read.
    pub contact: Option<Contact>,
    /// When, by whom, what.
    pub notes: Vec<(i64, String, String)>,
    /// What is to be done next.
    pub next_step: Option<String>,
}

/// Opens it. Whoever shows it notes that first.
pub async fn open(
    house: &House,
    conn: &mut sqlx::AnyConnection,
    site: SiteCode,
    request: &Request,
) -> Result<Opened, Error> {
    let id = request.request.as_str();
    let contacts = Contacts::of(house, site).await?;
    let sealed = request.sealed.clone().zip(id.parse::<Uuid>().ok());
    let notes = rows::notes(conn, site, id).await?;
    let read = |(note, at, who, text): (String, i64, String, Vec<u8>)| {
        Some((at, who, unlock(house, site, &note, &text)?))
    };
    Ok(Opened {
        contact: sealed.and_then(|(sealed, id)| contacts.open(id, &Bytes(sealed))),
        notes: notes.into_iter().filter_map(read).collect(),
        next_step: request.next_step.as_deref().and_then(|text| unlock(house, site, id, text)),
    })
}

/// What a receipt was found to be.
pub enum Found {
    /// A request.
    Request(String),
    /// A talk that can wait.
    Talk(String),
}

/// Finds what a family asked for by what it says at the desk.
pub async fn by_receipt(
    conn: &mut sqlx::AnyConnection,
    site: SiteCode,
    receipt: &str,
) -> Result<Option<Found>, Error> {
    if let Some(found) = rows::by_receipt(conn, site, receipt).await? {
        return Ok(Some(Found::Request(found.request)));
    }
    let talk = talks::by_receipt(conn, site, receipt).await?;
    Ok(talk.map(|talk| Found::Talk(talk.talk)))
}

/// What became of a withdrawal.
#[derive(Debug, PartialEq, Eq)]
pub enum Withdrawn {
    /// Nothing was asked for under this receipt.
    Nothing,
    /// What the family typed and what was written about it is gone. It had been given to somebody,
    /// who must be told.
    Gone(Option<String>),
    /// It is shared no more. What must stay stays until the hold ends.
    Held,
}

/// The family does not want it any more.
pub async fn withdraw(
    house: &House,
    (site, who): (SiteCode, &str),
    receipt: &str,
) -> Result<Withdrawn, Error> {
    let now = house.clock.now();
    let mut tx = house.db.write().await?;
    sites::lock(&mut tx, site).await?;
    let Some(found) = by_receipt(tx.conn(), site, receipt).await? else {
        return Ok(Withdrawn::Nothing);
    };
    let (about, done) = match found {
        Found::Talk(talk) => {
            talks::erase(&mut tx, site, &talk, (who, now)).await?;
            (talk, Withdrawn::Gone(None))
        }
        Found::Request(id) => {
            let found = rows::find(tx.conn(), site, &id).await?;
            rows::withdraw(&mut tx, site, &id, now).await?;
            if found.as_ref().is_some_and(|one| one.held.is_some()) {
                (id, Withdrawn::Held)
            } else {
                rows::empty(&mut tx, site, &id).await?;
                (id, Withdrawn::Gone(found.and_then(|one| one.handed_to)))
            }
        }
    };
    audit::note(house, &mut tx, site, (who, Noted::RequestWithdrawn), about).await?;
    house.commit_and_tell(tx, site).await?;
    house.db.settle().await;
    Ok(done)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_over_stays_over_and_what_nobody_has_becomes_nothing_else() {
        for to in State::ALL {
            assert!(!State::Closed.may_become(to) && !State::Withdrawn.may_become(to), "{to:?}");
            assert_eq!(State::New.may_become(to), to == State::Owned, "{to:?}");
            assert!(!State::Owned.may_become(State::Withdrawn), "by receipt alone");
        }
        assert!(State::Owned.may_become(State::Closed));
        assert!(State::Answered.may_become(State::Contacted), "they rang again");
    }

    #[test]
    fn states_are_read_as_they_are_stored() {
        for state in State::ALL {
            assert_eq!(State::parse(state.as_str()), Some(state));
        }
    }
}
