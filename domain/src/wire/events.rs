//! Events that families may know of: server to kiosk.

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use serde::{Deserialize, Serialize};

use crate::ballot::Commitment;
use crate::event::{Access, Ages, Born, Both, Facility, Kind, PoolKind, Window};
use crate::places::{EventId, Mode, PoolId};

/// An event as a family sees it. Of wings, of staff and of those who come there is nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// Which.
    pub event: EventId,
    /// What it is. (`kind` is the word that names the news itself.)
    pub event_kind: Kind,
    /// What it is called.
    pub title: Both,
    /// What happens there.
    pub words: Both,
    /// Where it is.
    pub place: Both,
    /// Its local day.
    pub date: NaiveDate,
    /// When it begins. Local.
    pub start: NaiveTime,
    /// When it ends. Local.
    pub end: NaiveTime,
    /// For children of which ages; none: no child comes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ages: Option<Ages>,
    /// For children born in these days.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub born: Option<Born>,
    /// The programme or course that comes first; empty where there is none.
    #[serde(default, skip_serializing_if = "Both::is_empty")]
    pub first: Both,
    /// What is there.
    #[serde(default)]
    pub facilities: Vec<Facility>,
    /// Who can come without asking for more.
    #[serde(default)]
    pub access: Vec<Access>,
    /// Who books.
    pub booking: Mode,
    /// When families can ask.
    pub window: Window,
    /// Children of one party at most.
    pub most_children: u8,
    /// People of one party at most.
    pub most_people: u8,
    /// What places are counted in.
    pub pools: Vec<Pool>,
    /// Part of the places, or all, are drawn.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ballot: Option<Ballot>,
    /// It does not take place.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub cancelled: bool,
}

/// What families are told of a ballot before it is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ballot {
    /// Who asks before this is in it.
    pub closes: DateTime<Utc>,
    /// Of the places, so many in a hundred are drawn. 1 to 100.
    pub share: u8,
    /// Fixes the seed before anybody has asked.
    pub commitment: Commitment,
}

/// Places of one kind at an event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pool {
    /// Which.
    pub pool: PoolId,
    /// What it counts.
    pub counts: PoolKind,
    /// Where a bus leaves; empty for people and tables.
    #[serde(default, skip_serializing_if = "Both::is_empty")]
    pub name: Both,
}
