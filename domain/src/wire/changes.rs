//! Changes: server to kiosk.

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Event, Granted, SiteKeys};
use crate::arrival::{ArrivalNumber, Language};
use crate::booking_card::SealedBookingCard;
use crate::encoding::Bytes;
use crate::help::{Service, ServiceId, TalkId};
use crate::places::{EpochId, EventId};
use crate::sealing::SealedCard;
use crate::visit::VisitHandle;

/// The query of the held request.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ChangesQuery {
    /// The last change the kiosk has applied.
    pub cursor: u64,
    /// How long the server may hold the request when there is nothing. At most 55.
    pub wait_seconds: u16,
    /// Health: records not sent yet.
    pub unsent: u64,
    /// Health: the kiosk's program version.
    pub version: String,
    /// Health: the kiosk's clock, for the offset that staff see.
    pub clock: DateTime<Utc>,
    /// The life of the server that gave the cursor; none at first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub generation: Option<Uuid>,
    /// What the device is for. A call board is told no cards.
    #[serde(default, skip_serializing_if = "DeviceRole::is_kiosk")]
    pub role: DeviceRole,
    /// Health: staff have put the device out of service.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub out_of_service: bool,
}

/// What a device is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DeviceRole {
    /// Families touch it.
    #[default]
    Kiosk,
    /// It hangs on the wall and shows the numbers called.
    CallBoard,
}

impl DeviceRole {
    #[allow(clippy::trivially_copy_pass_by_ref, reason = "as serde calls it")]
    fn is_kiosk(&self) -> bool {
        *self == Self::Kiosk
    }
}

/// Something a kiosk must know, numbered by the site's cursor.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// Where it stands in the site's order. Gaps are normal: only the newest state of a thing
    /// is kept.
    pub seq: u64,
    /// What changed.
    #[serde(flatten)]
    pub news: News,
}

/// What changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum News {
    /// A card to keep.
    Card(SealedCard),
    /// A card to forget.
    CardGone {
        /// Its day.
        date: NaiveDate,
        /// Where it was.
        lookup: Bytes,
    },
    /// A visit's party has a number, given by any kiosk or at the desk.
    Arrived {
        /// The visit.
        visit: VisitHandle,
        /// Its local day.
        date: NaiveDate,
        /// The earliest number it has.
        number: ArrivalNumber,
    },
    /// Staff undid an arrival.
    ArrivalUndone {
        /// The visit.
        visit: VisitHandle,
        /// Its local day.
        date: NaiveDate,
    },
    /// What everybody may read on the wall.
    Board(Board),
    /// A member of staff has seen that somebody asks for a person.
    AskTaken {
        /// The ask.
        ask: Uuid,
    },
    /// New keys: cards of the old ones open no more and are replaced by changes that follow.
    Keys(SiteKeys),
    /// The visit list was brought up to date at this moment.
    ListAsOf {
        /// When.
        at: DateTime<Utc>,
    },
    /// Somebody who may open staff or volunteer mode.
    Keyholder(Keyholder),
    /// Somebody who may not any more.
    KeyholderGone {
        /// Which.
        code: KeyholderCode,
    },
    /// The families who wait for a volunteer.
    Waiting(Waiting),
    /// An event, or what has changed about it.
    Event(Box<Event>),
    /// An event that families need not know of any more.
    EventGone {
        /// Which.
        event: EventId,
    },
    /// Whether there are family events that kiosks book. Until there are, none begins an epoch.
    Places {
        /// There are.
        on: bool,
    },
    /// Places that a kiosk may give to families.
    Granted(Granted),
    /// With this a family finds its booking again.
    BookingCard(SealedBookingCard),
    /// A booking's card to forget.
    BookingCardGone {
        /// Where it was: 16 bytes.
        lookup: Bytes,
    },
    /// A person has written off what this epoch was granted: its kiosk begins another one.
    EpochVoid {
        /// Which.
        epoch: EpochId,
    },
    /// A service that families may see, or what has changed about it.
    Service(Box<Service>),
    /// A service that families see no more.
    ServiceGone {
        /// Which.
        service: ServiceId,
    },
    /// A member of staff has taken an urgent talk.
    TalkTaken {
        /// The talk.
        talk: TalkId,
    },
    /// Of a kind that this program is too old for. The rest is taken in all the same.
    #[serde(other)]
    Unknown,
}

/// What somebody types before the PIN, so that a wrong PIN counts against one person. Two to six
/// digits; the server gives it out. It says nothing of the name.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct KeyholderCode(pub String);

/// Somebody who may open staff or volunteer mode. The name stays on the server.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Keyholder {
    /// Typed before the PIN.
    pub code: KeyholderCode,
    /// What it opens.
    pub opens: Mode,
    /// Argon2id of the PIN, as a PHC string.
    pub pin: String,
}

/// What a PIN opens on a kiosk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// Arrivals not sent, health, tests, out of service; volunteer mode too.
    Staff,
    /// Families who wait for a volunteer.
    Volunteer,
}

/// The families who wait for a volunteer, longest first. Numbers and seats, never names.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waiting {
    /// The local day.
    pub date: NaiveDate,
    /// Nobody whose help is done.
    pub families: Vec<WaitingFamily>,
}

/// A family that waits for a volunteer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WaitingFamily {
    /// Of the ask, or of the arrival of a first visit.
    pub id: Uuid,
    /// Their number, where they have one.
    pub number: Option<ArrivalNumber>,
    /// Where they sit, where they said so.
    pub seat: Option<String>,
    /// On their screen.
    pub language: Language,
    /// Since when.
    pub since: DateTime<Utc>,
    /// Who has gone to them.
    pub claimed_by: Option<KeyholderCode>,
}

/// Public state of a site's day.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Board {
    /// The local day.
    pub date: NaiveDate,
    /// Numbers called and not yet through search, in the order of calling.
    pub called: Vec<ArrivalNumber>,
    /// How late visits run; 0 is on time. Minutes.
    pub running_late_minutes: u16,
    /// The starts of sessions that do not go ahead today. Local.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cancelled_sessions: Vec<NaiveTime>,
}

/// The answer to the held request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Changes {
    /// In order of `seq`; empty when nothing changed while it was held.
    pub changes: Vec<Change>,
    /// What to ask for next.
    pub cursor: u64,
    /// There is more at once.
    pub more: bool,
    /// The highest sequence number of this kiosk that the server has stored. Lower than what the
    /// kiosk was told before: the server was restored from a copy.
    pub acknowledged: u64,
    /// As in [`Acknowledged`](super::Acknowledged).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub acknowledged_id: Option<Uuid>,
    /// The server's clock, for the offset.
    pub server_time: DateTime<Utc>,
    /// This life of the server: another after it was restored from a copy.
    #[serde(default)]
    pub generation: Uuid,
    /// The cursor was given by another life of the server. What follows is everything: whatever
    /// the device holds of earlier changes is of no worth.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub from_the_start: bool,
}
