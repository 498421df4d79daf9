//! A service as a family sees it. What staff know beyond it stays on the server.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{HelpNeed, Hours, ServiceId, Stage};
use crate::event::Both;
use crate::one_word::{known_words, one_word_each};

one_word_each! {
    /// A nation of the United Kingdom.
    Nation;
    /// England.
    England = "england",
    /// Cymru.
    Wales = "wales",
    /// Scotland.
    Scotland = "scotland",
    /// Northern Ireland.
    NorthernIreland = "northern-ireland",
}

impl Nation {
    /// Its name.
    pub const fn title(self) -> super::Said {
        let (en, cy) = match self {
            Self::England => ("England", "Lloegr"),
            Self::Wales => ("Wales", "Cymru"),
            Self::Scotland => ("Scotland", "Yr Alban"),
            Self::NorthernIreland => ("Northern Ireland", "Gogledd Iwerddon"),
        };
        super::Said { en, cy }
    }
}

known_words!(nations, Nation);
known_words!(needs, HelpNeed);
known_words!(stages, Stage);

/// A service that a person has checked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Service {
    /// Which.
    pub service: ServiceId,
    /// What it is called.
    pub name: Both,
    /// Who runs it. Whom a family agrees to be contacted by.
    pub organization: String,
    /// What it does.
    pub words: Both,
    /// For whom; empty: for everybody.
    #[serde(default, skip_serializing_if = "Both::is_empty")]
    pub eligibility: Both,
    /// Where it helps. Never empty.
    #[serde(deserialize_with = "nations")]
    pub nations: Vec<Nation>,
    /// What it is for: exactly these needs. Empty: it is there for any.
    #[serde(default, deserialize_with = "needs")]
    pub needs: Vec<HelpNeed>,
    /// When on the journey; empty: at any stage.
    #[serde(default, deserialize_with = "stages")]
    pub stages: Vec<Stage>,
    /// How it is reached by telephone.
    #[serde(default)]
    pub phones: Vec<Phone>,
    /// How it is reached in writing. Empty: not.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub email: String,
    /// Its page, as people type it (`example.org/help`). Empty: none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub web: String,
    /// When it is open, as far as it can be calculated with.
    #[serde(default)]
    pub hours: Vec<Hours>,
    /// When it is open, in words.
    #[serde(default, skip_serializing_if = "Both::is_empty")]
    pub hours_words: Both,
    /// What it costs; empty: nothing, or nobody knows.
    #[serde(default, skip_serializing_if = "Both::is_empty")]
    pub costs: Both,
    /// In which languages it helps, ISO 639-1; English where nothing is said.
    #[serde(default)]
    pub languages: Vec<String>,
    /// For people of which ages; none: of any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minimum_age: Option<u8>,
    /// As `minimum_age`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub maximum_age: Option<u8>,
    /// For women alone.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub women_only: bool,
    /// Where it is; empty: on the telephone, on paper, or wherever the family is.
    #[serde(default)]
    pub places: Vec<Place>,
    /// It takes names and numbers from families who ask to be contacted.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub takes_requests: bool,
    /// The day on which a person last made sure of all this.
    pub checked: NaiveDate,
    /// Made up, for showing what this is.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub sample: bool,
}

/// A telephone number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Phone {
    /// Grouped as it is read aloud (`0808 808 2003`).
    pub number: String,
    /// What to know of it, such as *free to call*.
    #[serde(default, skip_serializing_if = "Both::is_empty")]
    pub words: Both,
}

/// A place where a service is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// On one line, as people write it.
    pub address: String,
    /// For its distance; none: nobody has found out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub point: Option<Point>,
}

/// A point on the earth. Millionths of a degree (WGS 84), so that it can be compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Point {
    /// North of the equator.
    pub latitude: i32,
    /// East of Greenwich.
    pub longitude: i32,
}

impl Point {
    /// None: not on the earth.
    pub fn from_degrees(latitude: f64, longitude: f64) -> Option<Self> {
        let is_there = latitude.abs() <= 90.0 && longitude.abs() <= 180.0;
        #[allow(clippy::cast_possible_truncation, reason = "at most 180,000,000")]
        let micro = |degrees: f64| (degrees * 1e6).round() as i32;
        is_there.then(|| Self { latitude: micro(latitude), longitude: micro(longitude) })
    }

    /// As the crow flies (haversine, a sphere of 6,371 km). Kilometres.
    pub fn kilometres_to(self, other: Self) -> f64 {
        let radians = |micro: i32| (f64::from(micro) / 1e6).to_radians();
        let (here, there) = (radians(self.latitude), radians(other.latitude));
        let north = (there - here) / 2.0;
        let east = (radians(other.longitude) - radians(self.longitude)) / 2.0;
        let chord = north.sin().powi(2) + here.cos() * there.cos() * east.sin().powi(2);
        2.0 * 6_371.0 * chord.sqrt().min(1.0).asin()
    }
}

impl Service {
    /// Whether anything of it may be seen by who looks over a shoulder: its quick way out, and
    /// nothing taken along unless the family says so.
    pub fn is_discreet(&self) -> bool {
        self.needs.iter().any(|need| need.is_discreet())
    }

    /// Whether somebody of this age is helped. Years.
    pub fn helps_at(&self, age: u8) -> bool {
        self.minimum_age.is_none_or(|least| least <= age)
            && self.maximum_age.is_none_or(|most| age <= most)
    }

    /// How far its nearest place is; none where it has none that is known.
    pub fn kilometres_from(&self, here: Point) -> Option<f64> {
        let points = self.places.iter().filter_map(|place| place.point);
        points.map(|point| here.kilometres_to(point)).min_by(f64::total_cmp)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_distance_is_that_of_the_map() {
        let cardiff = Point::from_degrees(51.4816, -3.1791).expect("a point");
        let london = Point::from_degrees(51.5074, -0.1278).expect("a point");
        let far = cardiff.kilometres_to(london);
        assert!((210.0..213.0).contains(&far), "{far}");
        assert!(cardiff.kilometres_to(cardiff) < 0.001);
        assert_eq!(Point::from_degrees(100.0, 0.0), None);
        assert_eq!(Point::from_degrees(f64::NAN, 0.0), None);
    }

    #[test]
    fn a_need_that_this_program_is_too_old_for_takes_nothing_else_with_it() {
        let text = r#"{"service":"00000000-0000-0000-0000-000000000001","name":{"en":"A","cy":"B"},
            "organization":"C","words":{"en":"D","cy":"E"},"nations":["wales","atlantis"],
            "needs":["money","flying"],"stages":["home","moon"],"checked":"2026-06-01"}"#;
        let read: Service = serde_json::from_str(text).expect("a service");
        assert_eq!(read.nations, [Nation::Wales]);
        assert_eq!((read.needs, read.stages), (vec![HelpNeed::Money], vec![Stage::Home]));
    }
}
