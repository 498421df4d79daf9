//! How long each kind of data is kept. Pure.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use chrono::{NaiveDate, TimeDelta};
use serde::{Deserialize, Serialize};

/// A kind of data that has a period of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// Visits and who is on them, with the ticks for ID. Counted from the day of the visit.
    Visits,
    /// Arrivals, calls, and what became of a visit. Counted from their day.
    Arrivals,
    /// Somebody asked for a person.
    Asks,
    /// What kiosks sent, word for word.
    Records,
    /// What imports took and what they set aside.
    Imports,
    /// Wrong passwords, enrolment codes that nobody used.
    SignIn,
    /// Holds that have ended.
    Holds,
    /// Private talks, and families who asked to be contacted. Counted from the last thing that was
    /// done about them; a talk that is open stays. What families found wrong about a service, from
    /// its day.
    Requests,
    /// Safeguarding notes.
    Safeguarding,
    /// What was shared with whom.
    Shared,
    /// Who did what.
    Audit,
    /// Copies. The server does not know where they are: it says what the site promised.
    Backups,
}

impl Kind {
    /// All, as they are shown.
    pub const ALL: [Self; 12] = [
        Self::Visits,
        Self::Arrivals,
        Self::Asks,
        Self::Records,
        Self::Imports,
        Self::SignIn,
        Self::Holds,
        Self::Requests,
        Self::Safeguarding,
        Self::Shared,
        Self::Audit,
        Self::Backups,
    ];

    /// As it is stored, and as forms name it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Visits => "visits",
            Self::Arrivals => "arrivals",
            Self::Asks => "asks",
            Self::Records => "records",
            Self::Imports => "imports",
            Self::SignIn => "sign-in",
            Self::Holds => "holds",
            Self::Requests => "requests",
            Self::Safeguarding => "safeguarding",
            Self::Shared => "shared",
            Self::Audit => "audit",
            Self::Backups => "backups",
        }
    }

    /// Where nobody has chosen. Days.
    pub fn usual_days(self) -> u16 {
        match self {
            // A quarter covers claims for travel, a complaint, and the look back at a season.
            Self::Visits | Self::Arrivals | Self::Imports | Self::Holds => 90,
            Self::Asks => 7,
            Self::Records | Self::SignIn => 30,
            // Half a year: a referral is answered in weeks, and asked about in months.
            Self::Requests => 180,
            Self::Shared | Self::Safeguarding => 3 * 365,
            Self::Audit => 2 * 365,
            Self::Backups => 14,
        }
    }

    /// What can be chosen. Days.
    pub fn limits(self) -> RangeInclusive<u16> {
        match self {
            // A kiosk that was offline for days still sends arrivals for them.
            Self::Visits => 7..=1095,
            Self::Arrivals | Self::Holds => 1..=1095,
            Self::Asks | Self::Backups => 1..=90,
            // Kiosks keep what they sent for a week, and a server that was restored asks for it.
            Self::Records => 14..=365,
            Self::Imports => 7..=730,
            // A pause after wrong passwords lasts eight hours at most.
            Self::SignIn => 2..=90,
            Self::Requests => 30..=1095,
            // What was done with people's data must be answerable for a year at least.
            Self::Shared | Self::Safeguarding | Self::Audit => 365..=2555,
        }
    }
}

/// How long each kind is kept at a site. Days.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Periods(BTreeMap<Kind, u16>);

/// Why a choice of periods cannot be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unsuitable {
    /// Outside [`Kind::limits`].
    #[error("this kind of data cannot be kept for so many days")]
    OutOfLimits(Kind),
    /// An arrival hangs on its visit.
    #[error("arrivals cannot be kept longer than their visits")]
    ArrivalsOutliveVisits,
}

impl Periods {
    /// What a site chose, if it can be.
    pub fn chosen(days: impl IntoIterator<Item = (Kind, u16)>) -> Result<Self, Unsuitable> {
        let chosen = Self(days.into_iter().collect());
        for kind in Kind::ALL {
            if !kind.limits().contains(&chosen.days(kind)) {
                return Err(Unsuitable::OutOfLimits(kind));
            }
        }
        if chosen.days(Kind::Arrivals) > chosen.days(Kind::Visits) {
            return Err(Unsuitable::ArrivalsOutliveVisits);
        }
        Ok(chosen)
    }

    /// How long a kind is kept. Days.
    pub fn days(&self, kind: Kind) -> u16 {
        self.0.get(&kind).copied().unwrap_or_else(|| kind.usual_days())
    }

    /// The first day of a kind that stays: what is older goes in the night to `today`.
    pub fn first_kept(&self, kind: Kind, today: NaiveDate) -> NaiveDate {
        today - TimeDelta::days(self.days(kind).into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_usual_can_be_chosen() {
        let usual = Kind::ALL.map(|kind| (kind, kind.usual_days()));
        assert!(Periods::chosen(usual).is_ok());
        assert_eq!(Periods::default().days(Kind::Asks), 7);
    }

    #[test]
    fn a_period_outside_its_limits_is_refused() {
        for kind in Kind::ALL {
            let (shortest, longest) = kind.limits().into_inner();
            for days in [0, shortest - 1, longest + 1] {
                let refused = Periods::chosen([(kind, days)]);
                assert_eq!(refused, Err(Unsuitable::OutOfLimits(kind)), "{kind:?} {days}");
            }
        }
    }

    #[test]
    fn arrivals_do_not_outlive_their_visits() {
        let refused = Periods::chosen([(Kind::Visits, 30), (Kind::Arrivals, 31)]);
        assert_eq!(refused, Err(Unsuitable::ArrivalsOutliveVisits));
        assert!(Periods::chosen([(Kind::Visits, 30), (Kind::Arrivals, 30)]).is_ok());
    }

    #[test]
    fn something_is_kept_on_the_last_day_of_its_period_and_gone_the_night_after() {
        let periods = Periods::chosen([(Kind::Asks, 2)]).expect("two days");
        let day = |text: &str| text.parse::<NaiveDate>().expect("a day");
        assert_eq!(periods.first_kept(Kind::Asks, day("2026-06-03")), day("2026-06-01"));
        assert_eq!(periods.first_kept(Kind::Asks, day("2026-06-04")), day("2026-06-02"));
    }

    #[test]
    fn names_are_what_is_stored() {
        for kind in Kind::ALL {
            let stored = serde_json::to_string(&kind).expect("JSON");
            assert_eq!(stored, format!("\"{}\"", kind.as_str()));
        }
    }
}
