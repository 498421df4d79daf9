//! What staff do on a day, each act one transaction with the site locked: acts of several officers
//! come one after the other, and each is judged (`rules.rs`, pure) against how things stand then.
//!
//! A form carries the version of the row that its page showed. An act that is true already is a
//! success; one that would contradict what somebody did since is refused.

pub mod arrivals;
pub mod exceptions;
pub mod people;
pub mod rules;
pub mod sheets;
pub mod steps;
pub mod walk_ins;
pub mod wall;

use chrono::NaiveDate;
use visits_domain::arrival::ArrivalNumber;
use visits_domain::site::SiteCode;
use visits_domain::visit::VisitHandle;

use crate::audit::{self, Noted};
use crate::board::{self, Person};
use crate::error::Error;
use crate::house::House;
use crate::store::arrivals::Seen;
use crate::store::feed::{self, Notice};
use crate::store::progress::{self, Mark, Progress};
use crate::store::sites::{self, Site};
use crate::store::visits::{self, Visit};
use crate::store::{Write, arrivals as stored_arrivals};
use crate::waiting;

/// A member of staff at a site.
#[derive(Clone, Copy, Debug)]
pub struct Officer<'a> {
    /// Where.
    pub site: SiteCode,
    /// The account.
    pub name: &'a str,
}

/// The row that a form was on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Saw {
    /// The visit.
    pub visit: VisitHandle,
    /// The version of the row.
    pub version: i64,
    /// The day of the page.
    pub day: NaiveDate,
}

/// What became of an act.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// It is done.
    Done,
    /// It was so already.
    AlreadySo,
    /// It was not done.
    No(Why),
}

/// Why an act was not done. Each has one calm sentence on the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// Somebody else has done something with this row since.
    Stale,
    /// The page is of another day.
    OtherDay,
    /// There is no such visit, visitor, number or record.
    Unknown,
    /// Nobody of this party has arrived.
    NobodyHere,
    /// They have arrived: that has to be taken back first.
    Arrived,
    /// The ID of every adult comes before search.
    IdFirst,
    /// They are not in the hall.
    NotInTheHall,
    /// They are through search: that has to be taken back first.
    ThroughSearch,
    /// A later step has to be taken back first.
    NotTheLast,
    /// Another party sits there.
    TableTaken,
    /// What was typed cannot be read.
    Unreadable,
}

impl Why {
    /// All.
    pub const ALL: [Self; 11] = [
        Self::Stale,
        Self::OtherDay,
        Self::Unknown,
        Self::NobodyHere,
        Self::Arrived,
        Self::IdFirst,
        Self::NotInTheHall,
        Self::ThroughSearch,
        Self::NotTheLast,
        Self::TableTaken,
        Self::Unreadable,
    ];

    /// In addresses.
    pub fn code(self) -> &'static str {
        match self {
            Self::Stale => "stale",
            Self::OtherDay => "other-day",
            Self::Unknown => "unknown",
            Self::NobodyHere => "nobody-here",
            Self::Arrived => "arrived",
            Self::IdFirst => "id-first",
            Self::NotInTheHall => "not-in-the-hall",
            Self::ThroughSearch => "through-search",
            Self::NotTheLast => "not-the-last",
            Self::TableTaken => "table-taken",
            Self::Unreadable => "unreadable",
        }
    }
}

/// How one visit stands.
pub struct Standing {
    /// The visit.
    pub visit: Visit,
    /// Who is on it.
    pub people: Vec<Person>,
    /// Its steps.
    pub progress: Progress,
    /// Its arrivals that stand, earliest first.
    pub arrivals: Vec<Seen>,
}

impl Standing {
    /// The numbers its party goes by, earliest first.
    pub fn numbers(&self) -> Vec<ArrivalNumber> {
        let given = self.arrivals.iter().filter(|seen| !seen.joined && !seen.merged);
        given.map(|seen| seen.number).collect()
    }

    /// Somebody of the party is here.
    pub fn is_here(&self) -> bool {
        !self.arrivals.is_empty()
    }

    /// The ID of every adult who is here was seen, or the list names none.
    pub fn ids_are_seen(&self) -> bool {
        let here = self.arrivals.iter().map(|seen| usize::from(seen.party.adults));
        !self.people.iter().any(|person| person.adult) || board::ids_are_seen(&self.people, here)
    }

    /// They are through search, in the hall or gone.
    pub fn is_through_search(&self) -> bool {
        let steps = &self.progress;
        steps.searched.is_some() || steps.hall.is_some() || steps.left.is_some()
    }
}

/// A transaction of the desk: the site is locked until it ends. Dropped, it changes nothing.
pub struct Desk<'a> {
    house: &'a House,
    tx: Write,
    site: Site,
    today: NaiveDate,
    mark: Mark,
}

impl<'a> Desk<'a> {
    /// Locks the site.
    pub async fn open(house: &'a House, officer: Officer<'_>) -> Result<Self, Error> {
        let mut tx = house.db.write().await?;
        let site = sites::lock(&mut tx, officer.site).await?;
        let mark = Mark { at: house.clock.now().timestamp_micros(), by: officer.name.to_owned() };
        Ok(Self { house, tx, site, today: house.clock.local().date(), mark })
    }

    fn code(&self) -> SiteCode {
        self.site.code
    }

    /// How a visit stands that is on today, or for which somebody came today.
    async fn standing(&mut self, visit: VisitHandle) -> Result<Option<Standing>, Error> {
        let (site, key) = (self.code(), (self.today, visit));
        let Some(visit) = visits::get(&mut self.tx, site, visit).await? else { return Ok(None) };
        let arrivals = stored_arrivals::of_visit(&mut self.tx, site, key).await?;
        if visit.slot.date != self.today && arrivals.is_empty() {
            return Ok(None);
        }
        let progress = progress::get(&mut self.tx, site, key).await?;
        let age = self.site.settings.adult_age;
        let people = visit.visitors.iter().map(|v| board::person(&visit, v, age)).collect();
        Ok(Some(Standing { visit, people, progress, arrivals }))
    }

    /// The row that a form was on, as it stands now; none: it can be judged no more.
    async fn seen(&mut self, saw: Saw) -> Result<Result<Standing, Why>, Error> {
        if saw.day != self.today {
            return Ok(Err(Why::OtherDay));
        }
        Ok(self.standing(saw.visit).await?.ok_or(Why::Unknown))
    }

    async fn put(&mut self, visit: VisitHandle, progress: &Progress) -> Result<(), Error> {
        progress::put(&mut self.tx, self.site.code, (self.today, visit), progress).await
    }

    async fn note(&mut self, act: Noted, about: impl Into<String>) -> Result<(), Error> {
        let site = self.site.code;
        audit::note(self.house, &mut self.tx, site, (&self.mark.by, act), about).await
    }

    /// Ends it: staff see it, kiosks are told `notices`.
    async fn close(mut self, mut notices: Vec<Notice>) -> Result<Answer, Error> {
        if notices.iter().any(Notice::is_of_an_arrival) {
            // It may have been a first visit that waits for a volunteer.
            let now = self.house.clock.now();
            notices.push(waiting::notice(&mut self.tx, self.site.code, now).await?);
        }
        let counters = feed::publish(&mut self.tx, self.site.code, notices, true).await?;
        self.tx.commit().await?;
        self.house.announce(self.site.code, counters);
        Ok(Answer::Done)
    }

    /// Ends it: besides, kiosks are told what is on the wall.
    async fn close_with_wall(mut self, mut notices: Vec<Notice>) -> Result<Answer, Error> {
        notices.push(wall::news(&mut self).await?);
        self.close(notices).await
    }
}
