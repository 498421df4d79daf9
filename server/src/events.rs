//! Events: family days and their kin, as staff plan them. `plan` reads a form at the door, `series`
//! repeats, `ics` writes calendars, `told` says what kiosks hear of, `wings` whose turn it is: all of these are pure. `acts`
//! changes things, each act one transaction.

pub mod acts;
pub mod ics;
pub mod plan;
pub mod series;
pub mod told;
pub mod typed;
pub mod wings;

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use visits_domain::ballot::{Commitment, Share};
use visits_domain::event::{
    Access, Ages, Born, Both, Facility, Kind, PoolKind, State, on_the_clock,
};
use visits_domain::places::{EventId, Mode, PoolId};

/// An event as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// For good.
    pub id: EventId,
    /// Grows with every change.
    pub version: i64,
    /// How far it has come.
    pub state: State,
    /// What is published of its ballot's seed since it was opened.
    pub commitment: Option<Commitment>,
    /// What was planned.
    pub plan: Plan,
}

/// What staff plan. Whatever is in it was read by [`plan::read`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// What it is.
    pub kind: Kind,
    /// Who books.
    pub booking: Mode,
    /// What it is called.
    pub title: Both,
    /// What happens there.
    pub words: Both,
    /// Where.
    pub place: Both,
    /// Its local day.
    pub day: NaiveDate,
    /// Local.
    pub start: NaiveTime,
    /// Local, later than `start`.
    pub end: NaiveTime,
    /// Whether the prison has said yes.
    pub prison_approved: bool,
    /// None: no child comes.
    pub ages: Option<Ages>,
    /// For children born in these days.
    pub born: Option<Born>,
    /// The programme or course that comes first; empty where there is none.
    pub first: Both,
    /// What is there.
    pub facilities: Vec<Facility>,
    /// Who can come without asking for more.
    pub access: Vec<Access>,
    /// When booking opens. Local.
    pub books_from: NaiveDateTime,
    /// When booking closes. Local.
    pub books_until: NaiveDateTime,
    /// Children of one party.
    pub most_children: u8,
    /// People of one party.
    pub most_people: u8,
    /// What places are counted in: people always, tables and buses where there are any.
    pub pools: Vec<Pool>,
    /// Wings whose turn it is. Kiosks are not told.
    pub wings: Vec<String>,
    /// Who of the wings is in the plan. Kiosks are not told.
    pub wing_staff: Vec<String>,
    /// Who offers something there.
    pub providers: Vec<String>,
    /// How many volunteers are needed.
    pub volunteers_needed: u8,
    /// Some of the places are drawn, or all.
    pub ballot: Option<Lots>,
}

/// Which part of an event's places is drawn, and who is in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lots {
    /// Of each pool.
    pub share: Share,
    /// Who asks before this is in it. Local.
    pub closes: NaiveDateTime,
}

impl Lots {
    /// When it closes. A plan has no time that the clocks jump over.
    pub fn closes_at(&self) -> DateTime<Utc> {
        on_the_clock(self.closes).unwrap_or_default()
    }
}

/// Places of one kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pool {
    /// None: it is new.
    pub id: Option<PoolId>,
    /// What it counts.
    pub counts: PoolKind,
    /// Where a bus leaves; empty for people and tables.
    pub name: Both,
    /// How many.
    pub capacity: u16,
}

impl Event {
    /// Whether it has been opened: it is no draft any more.
    pub fn is_told(&self) -> bool {
        self.state != State::Draft
    }
}

impl Plan {
    /// When it begins. A plan has no time that the clocks jump over.
    pub fn begins(&self) -> DateTime<Utc> {
        on_the_clock(self.day.and_time(self.start)).unwrap_or_default()
    }

    /// When it ends.
    pub fn ends(&self) -> DateTime<Utc> {
        on_the_clock(self.day.and_time(self.end)).unwrap_or_default()
    }

    /// How many places of a kind there are; none where they are not counted.
    pub fn capacity(&self, counts: PoolKind) -> Option<u16> {
        let mut pools = self.pools.iter().filter(|pool| pool.counts == counts).peekable();
        pools.peek()?;
        Some(pools.map(|pool| pool.capacity).sum())
    }

    /// Whether families may learn of it once it is open.
    pub fn is_for_families(&self) -> bool {
        self.kind.is_public() && self.booking != Mode::StaffOnly
    }
}
