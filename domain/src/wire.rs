//! What kiosk and server say to each other, as JSON over HTTP.
//!
//! `POST /api/v1/enrol` · `POST /api/v1/records` · `GET /api/v1/changes` (held until there is
//! something) · `POST /api/v1/asks` · `POST /api/v1/volunteers`. All but the first carry `Authorization: Bearer <token>`.

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use crate::arrival::{Arrival, ArrivalNumber, Joined, Language};
use crate::encoding::Bytes;
use crate::sealing::{SealedCard, SiteSalt};
use crate::site::{KioskLetter, SiteCode};
use crate::visit::VisitHandle;
use crate::writing::WritingKey;

/// The version of this exchange. Both sides state theirs.
pub const PROTOCOL: u16 = 1;
/// The header in which a kiosk states [`PROTOCOL`].
pub const PROTOCOL_HEADER: &str = "x-visits-protocol";
/// The most records in one call.
pub const RECORDS_A_CALL: usize = 500;
/// The most changes in one answer.
pub const CHANGES_AN_ANSWER: usize = 500;
/// The largest body that either side reads. Bytes.
pub const BODY_BYTES: usize = 4 << 20;

// --- Enrolment -------------------------------------------------------------------------------

/// A kiosk shows the one-time code that a manager printed.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Enrol {
    /// The code without the fingerprint that may follow it after a dot.
    pub code: String,
    /// [`PROTOCOL`].
    pub protocol: u16,
    /// The letters under which this device has given numbers that it still keeps, newest first.
    /// It gets the first one again where nobody else has it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub letters: Vec<KioskLetter>,
}

/// What a kiosk is told once.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Enrolled {
    /// The kiosk's id.
    pub kiosk: Uuid,
    /// The site it belongs to.
    pub site: SiteCode,
    /// The letter of its numbers.
    pub letter: KioskLetter,
    /// Shown with every later call.
    pub token: Bytes,
    /// What cards and writing are sealed with.
    pub keys: SiteKeys,
    /// The private authority's certificate (PEM), pinned from now on. None over loopback HTTP.
    pub authority: Option<String>,
    /// [`PROTOCOL`].
    pub protocol: u16,
    /// This life of the server: what an earlier life acknowledged, it may not have.
    #[serde(default)]
    pub generation: Uuid,
}

/// The site's public keys. They change when they are rotated.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SiteKeys {
    /// For credentials.
    pub salt: SiteSalt,
    /// For what families type.
    pub writing: WritingKey,
}

// --- Records: kiosk to server ----------------------------------------------------------------

/// What happened at a kiosk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Happening {
    /// A family checked in.
    Arrived(Arrival),
    /// More of it came.
    Joined(Joined),
}

/// A happening as it is stored, sent and acknowledged. Its body stays the bytes that were
/// written first, so that a record which one side cannot read is still one record.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Record {
    /// The device's own sequence, from 1 without gaps.
    pub seq: u64,
    /// Made once, when it happened (`UUIDv7`).
    pub id: Uuid,
    /// The start of the machine during which it happened.
    pub epoch: Uuid,
    /// SHA-256 over id, epoch and body: 32 bytes.
    pub hash: Bytes,
    /// A [`Happening`] as JSON.
    pub body: Box<RawValue>,
}

impl Record {
    /// Builds a record from a body that was stored.
    pub fn new(seq: u64, id: Uuid, epoch: Uuid, body: Box<RawValue>) -> Self {
        let hash = Bytes(Self::hash_of(id, epoch, body.get()).to_vec());
        Self { seq, id, epoch, hash, body }
    }

    /// The hash that a record of this content must carry.
    pub fn hash_of(id: Uuid, epoch: Uuid, body: &str) -> [u8; 32] {
        let mut hash = Sha256::new();
        hash.update(id.as_bytes());
        hash.update(epoch.as_bytes());
        hash.update(body.as_bytes());
        hash.finalize().into()
    }

    /// Whether the content is what the hash says.
    pub fn is_whole(&self) -> bool {
        self.hash.0 == Self::hash_of(self.id, self.epoch, self.body.get())
    }
}

/// A batch of records, in sequence.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Records {
    /// At most [`RECORDS_A_CALL`].
    pub records: Vec<Record>,
    /// The mark after which this batch goes on. Between it and the batch's last number the device
    /// has nothing else: what is missing there is gone for good, and is not waited for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<u64>,
}

/// The server's answer: everything up to `acknowledged` is safe with it, applied or kept as an
/// exception for staff.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Acknowledged {
    /// The highest contiguous sequence number stored; 0 when there is none.
    pub acknowledged: u64,
    /// The id of the record of that number. Another than the device's own: its disk is a copy
    /// that was put back, and its numbers have been used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub acknowledged_id: Option<Uuid>,
    /// The server's clock, for the offset.
    pub server_time: DateTime<Utc>,
}

// --- Changes: server to kiosk ----------------------------------------------------------------

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
    /// As in [`Acknowledged`].
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

// --- Asking for a person ---------------------------------------------------------------------

/// Somebody at a kiosk asks for a person. Sent at once or not at all: it is never stored on the
/// kiosk and never queued.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ask {
    /// Made by the kiosk; sending it twice asks once.
    pub id: Uuid,
    /// Where they sit, in words that staff know.
    pub seat: Option<String>,
    /// Their number, where they have one.
    pub number: Option<ArrivalNumber>,
    /// The language on the screen, ISO 639-1.
    pub language: String,
    /// After so long without anybody it is withdrawn, on both sides. Seconds.
    pub expires_seconds: u32,
    /// Whom they ask for.
    #[serde(default)]
    pub whom: Whom,
}

/// Whom somebody asks for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Whom {
    /// Any member of staff.
    #[default]
    Staff,
    /// A volunteer who knows how a first visit goes.
    Volunteer,
}

/// The server has stored the ask and shows it on every open staff page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskStored {
    /// The ask.
    pub ask: Uuid,
}

// --- Volunteers ------------------------------------------------------------------------------

/// What a volunteer does with a family that waits. Sent at once or not at all.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VolunteerActs {
    /// Of [`WaitingFamily`].
    pub family: Uuid,
    /// Whose PIN opened the mode.
    pub by: KeyholderCode,
    /// What.
    pub act: VolunteerAct,
}

/// What a volunteer does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VolunteerAct {
    /// Goes to them.
    Claim,
    /// Cannot; somebody else should.
    HandBack,
    /// They were helped.
    Done,
}

/// How the families stand afterwards. A claim that came second is seen in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VolunteerAnswer {
    /// As [`News::Waiting`] says it.
    pub waiting: Waiting,
}

// --- Refusals --------------------------------------------------------------------------------

/// The body of every answer that is not a success.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    /// Why.
    pub refused: Refused,
}

/// Why a call was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum Refused {
    /// 401: this token is of no device here. The server may have been restored from before the
    /// enrolment: the kiosk keeps what it holds, and waits.
    #[error("this device is not enrolled")]
    NotEnrolled,
    /// 403: a manager withdrew this device. It wipes what it holds.
    #[error("this device was withdrawn")]
    Withdrawn,
    /// 410: the enrolment code was used, has run out, or never was.
    #[error("the enrolment code is used up or unknown")]
    CodeSpent,
    /// 426: one side is too old.
    #[error("kiosk and server speak different versions")]
    Protocol,
    /// 400 or 413: not what this page describes.
    #[error("the request cannot be read")]
    Unreadable,
    /// 409: a record number was used again for other content. It was kept for staff.
    #[error("a record number was used twice")]
    Conflict,
    /// 503: the server cannot store anything now.
    #[error("the server is busy")]
    Busy,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_that_was_changed_on_the_way_is_noticed() {
        let body = RawValue::from_string("{\"kind\":\"unknown\"}".to_owned()).expect("JSON");
        let record = Record::new(1, Uuid::from_u128(1), Uuid::from_u128(2), body);
        let sent = serde_json::to_string(&record).expect("JSON");
        let read: Record = serde_json::from_str(&sent).expect("a record");
        assert!(read.is_whole());
        let read: Record =
            serde_json::from_str(&sent.replace("unknown", "unknowm")).expect("a record");
        assert!(!read.is_whole());
    }

    #[test]
    fn what_an_older_side_says_is_understood() {
        let time = "\"server_time\":\"2026-06-01T12:00:00Z\"";
        let changes = "\"changes\":[],\"cursor\":9,\"more\":false,\"acknowledged\":3";
        let read: Changes = serde_json::from_str(&format!("{{{changes},{time}}}")).expect("read");
        assert!(read.generation.is_nil() && !read.from_the_start && read.acknowledged_id.is_none());
        let read: Acknowledged =
            serde_json::from_str(&format!("{{\"acknowledged\":3,{time}}}")).expect("read");
        assert_eq!((read.acknowledged, read.acknowledged_id), (3, None));
        let read: Records = serde_json::from_str("{\"records\":[]}").expect("read");
        assert_eq!(read.after, None);
        let read: Enrol = serde_json::from_str("{\"code\":\"AAAA\",\"protocol\":1}").expect("read");
        assert!(read.letters.is_empty());
        // And the newer side says nothing that the older one must know.
        let records = Records { records: vec![], after: None };
        assert_eq!(serde_json::to_string(&records).expect("JSON"), "{\"records\":[]}");
    }

    #[test]
    fn the_wire_does_not_change_by_accident() {
        let board = Board {
            date: "2026-06-01".parse().expect("a day"),
            called: vec!["A7".parse().expect("a number")],
            running_late_minutes: 10,
            cancelled_sessions: Vec::new(),
        };
        let changes = Changes {
            changes: vec![Change { seq: 9, news: News::Board(board) }],
            cursor: 9,
            more: false,
            acknowledged: 3,
            acknowledged_id: Some(Uuid::from_u128(8)),
            server_time: "2026-06-01T12:00:00Z".parse().expect("a time"),
            generation: Uuid::from_u128(7),
            from_the_start: false,
        };
        insta::assert_json_snapshot!(changes);
    }
}
