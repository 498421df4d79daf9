//! The card a kiosk holds for a family: what it needs to greet them, and no name.

use chrono::NaiveTime;
use serde::{Deserialize, Serialize};

use crate::arrival::Language;
use crate::visit::VisitHandle;

/// The length of every card before sealing, so that its length tells nothing. Bytes.
pub const CARD_BYTES: usize = 512;

/// The most visits of one credential on one day. More go to the desk.
pub const VISITS_A_CARD: usize = 3;

/// One visit as a kiosk may know it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CardVisit {
    /// Names it to the server.
    #[serde(rename = "v")]
    pub visit: VisitHandle,
    /// Local.
    #[serde(rename = "s", with = "minutes")]
    pub start: NaiveTime,
    /// Local.
    #[serde(rename = "e", with = "minutes")]
    pub end: NaiveTime,
    /// Adults on the visit.
    #[serde(rename = "a")]
    pub adults: u8,
    /// Children on the visit.
    #[serde(rename = "c")]
    pub children: u8,
    /// The family is asked to go to the desk. The kiosk is not told why.
    #[serde(rename = "d", default, skip_serializing_if = "std::ops::Not::not")]
    pub desk: bool,
    /// The language the family asked for when it booked.
    #[serde(rename = "l", default, skip_serializing_if = "Option::is_none")]
    pub language: Option<Language>,
}

/// What opens when a credential is presented: the visits of one person on one day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Card {
    /// In order of start; at most [`VISITS_A_CARD`].
    pub visits: Vec<CardVisit>,
}

/// The opened bytes are not a card.
#[derive(Debug, thiserror::Error)]
#[error("not a card")]
pub struct NotACard(#[from] serde_json::Error);

impl Card {
    /// A card of these visits. Too many for one card, or one credential of several people:
    /// the first visit stands for all, with the desk flag.
    pub fn new(mut visits: Vec<CardVisit>, several_people: bool) -> Self {
        visits.sort_by_key(|visit| (visit.start, visit.visit));
        if several_people || visits.len() > VISITS_A_CARD {
            visits.truncate(1);
            for visit in &mut visits {
                visit.desk = true;
            }
        }
        Self { visits }
    }

    /// Exactly [`CARD_BYTES`] bytes: JSON, filled up with spaces.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = serde_json::to_vec(self).unwrap_or_default();
        debug_assert!(bytes.len() <= CARD_BYTES, "{} bytes", bytes.len());
        bytes.resize(CARD_BYTES, b' ');
        bytes
    }

    /// Reads what [`Card::to_bytes`] wrote.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, NotACard> {
        Ok(serde_json::from_slice(bytes)?)
    }
}

/// Times as minutes from midnight.
mod minutes {
    #![allow(clippy::trivially_copy_pass_by_ref, reason = "serde's signature")]

    use chrono::{NaiveTime, Timelike as _};
    use serde::{Deserialize, Deserializer, Serializer, de::Error as _};

    pub fn serialize<S: Serializer>(time: &NaiveTime, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_u32(time.hour() * 60 + time.minute())
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(d: D) -> Result<NaiveTime, D::Error> {
        let minutes = u32::deserialize(d)?;
        NaiveTime::from_hms_opt(minutes / 60, minutes % 60, 0)
            .ok_or_else(|| D::Error::custom("a minute of the day"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn visit(hour: u32) -> CardVisit {
        CardVisit {
            visit: VisitHandle(Uuid::from_u128(u128::MAX)),
            start: NaiveTime::from_hms_opt(hour, 45, 0).expect("a time"),
            end: NaiveTime::from_hms_opt(hour + 1, 45, 0).expect("a time"),
            adults: 255,
            children: 255,
            desk: true,
            language: Some(Language::Cy),
        }
    }

    #[test]
    fn the_fullest_card_and_the_emptiest_are_of_one_length() {
        let full = Card::new((10..).take(VISITS_A_CARD).map(visit).collect(), false);
        assert!(serde_json::to_vec(&full).expect("JSON").len() <= CARD_BYTES);
        let empty = Card { visits: vec![] };
        assert_eq!(full.to_bytes().len(), empty.to_bytes().len());
        assert_eq!(Card::from_bytes(&full.to_bytes()).expect("a card"), full);
    }

    #[test]
    fn too_many_visits_or_two_people_go_to_the_desk() {
        let plain = |hour| CardVisit { desk: false, ..visit(hour) };
        let four = Card::new((9..13).map(plain).collect(), false);
        assert!(four.visits.len() == 1 && four.visits[0].desk);
        let two_people = Card::new(vec![plain(9), plain(13)], true);
        assert!(two_people.visits.len() == 1 && two_people.visits[0].desk);
    }
}
