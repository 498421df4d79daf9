//! What kiosk and server say to each other, as JSON over HTTP.
//!
//! `POST /api/v1/enrol` · `POST /api/v1/records` · `GET /api/v1/changes` (held until there is
//! something) · `POST /api/v1/asks` · `POST /api/v1/volunteers` · `POST /api/v1/places` ·
//! `POST /api/v1/bookings` · `POST /api/v1/talks`. All but the first carry `Authorization: Bearer <token>`.

mod asks;
mod changes;
mod enrol;
mod events;
mod help;
mod places;
mod records;
mod volunteers;

use serde::{Deserialize, Serialize};

pub use asks::{Ask, AskStored, Whom};
pub use changes::{
    Board, Change, Changes, ChangesQuery, DeviceRole, Keyholder, KeyholderCode, Mode, News,
    Waiting, WaitingFamily,
};
pub use enrol::{Enrol, Enrolled, SiteKeys};
pub use events::{Ballot, Event, Pool};
pub use help::{
    ContactAsked, HelpAct, Mistake, ServiceWrong, Sought, SoughtCount, TalkAsked, TalkStored,
    UrgentTalk,
};
pub use places::{
    Booked, BookingAsked, BookingCancelled, BookingChanged, BookingStands, EpochBegan, EpochEnded,
    Granted, PlacesAct, PlacesAnswer, PlacesReturned, PlacesWanted,
};
pub use records::{Acknowledged, Happening, Record, Records};
pub use volunteers::{VolunteerAct, VolunteerActs, VolunteerAnswer};

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
    use serde_json::value::RawValue;
    use uuid::Uuid;

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
    fn news_of_a_kind_that_this_side_does_not_know_is_passed_over() {
        let change = "{\"seq\":4,\"kind\":\"parade\",\"route\":[1,2],\"bands\":{\"n\":3}}";
        let read: Change = serde_json::from_str(change).expect("it is read");
        assert_eq!((read.seq, read.news), (4, News::Unknown));
        let damaged = "{\"seq\":5,\"kind\":\"board\",\"date\":\"never\"}";
        assert!(serde_json::from_str::<Change>(damaged).is_err(), "what is known must be whole");
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
