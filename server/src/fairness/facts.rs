//! What counts of one booking. Pure.

use crate::store::fairness::Row;

/// A booking as it is counted. Nothing in it tells whose it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// A place was set aside for it, at any time.
    pub offered: bool,
    /// Somebody of it came.
    pub attended: bool,
    /// Why it has no place; none: it has one, or nobody has decided.
    pub turned_away: Option<TurnedAway>,
    /// Had the family a place before?
    pub first: First,
    /// Of the person visited, in small letters; empty: not known.
    pub wing: String,
    /// How far it has to come.
    pub distance: Distance,
    /// How many come.
    pub size: Size,
    /// How it was booked.
    pub way: Way,
}

macro_rules! kinds {
    ($(#[$doc:meta])* $Name:ident { $($(#[$one:meta])* $Kind:ident),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum $Name { $($(#[$one])* $Kind),* }
        impl $Name {
            /// All, in the order in which they are shown.
            pub const ALL: &[Self] = &[$(Self::$Kind),*];
        }
    };
}

kinds! {
    /// Why a family has no place.
    TurnedAway {
        /// There were none left when the event began.
        NoPlace,
        /// It was in a ballot and was not drawn.
        NotDrawn,
        /// Staff or the prison said no.
        Declined,
        /// The event did not take place.
        EventCancelled,
    }
}

kinds! {
    /// Whether a family had a place before.
    #[expect(clippy::enum_variant_names, reason = "a first-timer is called that")]
    First {
        /// Not as far as anybody knows.
        FirstTime,
        /// It had.
        Before,
        /// Nobody knows who they are.
        NotKnown,
    }
}

kinds! {
    /// How far a family has to come. Miles.
    Distance {
        /// Fewer than 25.
        Near,
        /// 25 to 49.
        Some,
        /// 50 to 99.
        Far,
        /// 100 or more.
        VeryFar,
        /// Nobody has asked.
        NotKnown,
    }
}

kinds! {
    /// How many come.
    Size {
        /// One or two.
        Small,
        /// Three or four.
        Middle,
        /// Five or more.
        Large,
        /// Places were taken, and nobody said for whom.
        NotKnown,
    }
}

kinds! {
    /// How a booking came about.
    Way {
        /// At a screen, and held at once.
        HeldAtKiosk,
        /// At a screen that had no place.
        AskedAtKiosk,
        /// By staff.
        ByStaff,
    }
}

impl Distance {
    fn of(miles: Option<i64>) -> Self {
        match miles {
            None => Self::NotKnown,
            Some(..25) => Self::Near,
            Some(25..50) => Self::Some,
            Some(50..100) => Self::Far,
            Some(100..) => Self::VeryFar,
        }
    }
}

impl Size {
    fn of(people: Option<i64>) -> Self {
        match people {
            None | Some(..1) => Self::NotKnown,
            Some(1..=2) => Self::Small,
            Some(3..=4) => Self::Middle,
            Some(5..) => Self::Large,
        }
    }
}

/// Counts one booking. `now` in microseconds: who still waits for an event to come is not turned
/// away.
pub fn of(row: &Row, now: i64) -> Fact {
    let is_held = row.standing == "held";
    // An end that is no refusal, of a booking that was given a yes or whose places went on.
    let had_one = row.gave_on || row.is_approved || row.held_at_kiosk || row.attended;
    let offered = is_held || had_one;
    let is_waiting = row.standing == "waiting" || row.standing == "late";
    let turned_away = if row.is_declined {
        Some(TurnedAway::Declined)
    } else if row.event_cancelled && row.standing != "ended" {
        Some(TurnedAway::EventCancelled)
    } else if is_waiting && row.was_drawn {
        Some(TurnedAway::NotDrawn)
    } else if is_waiting && row.begins <= now {
        Some(TurnedAway::NoPlace)
    } else {
        None
    };
    Fact {
        offered,
        attended: row.attended,
        turned_away,
        first: match (row.is_known, row.had_before) {
            (false, _) => First::NotKnown,
            (true, false) => First::FirstTime,
            (true, true) => First::Before,
        },
        wing: row.wing.trim().to_lowercase(),
        distance: Distance::of(row.miles),
        size: Size::of(row.people),
        way: match (row.at_kiosk, row.held_at_kiosk) {
            (true, true) => Way::HeldAtKiosk,
            (true, false) => Way::AskedAtKiosk,
            (false, _) => Way::ByStaff,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(standing: &str) -> Row {
        Row { standing: standing.to_owned(), begins: 100, at_kiosk: true, ..Row::default() }
    }

    #[test]
    fn who_has_no_place_is_told_apart_by_why() {
        let why = |row: Row| of(&row, 200).turned_away;
        assert_eq!(why(row("waiting")), Some(TurnedAway::NoPlace));
        assert_eq!(why(Row { was_drawn: true, ..row("late") }), Some(TurnedAway::NotDrawn));
        assert_eq!(why(Row { is_declined: true, ..row("ended") }), Some(TurnedAway::Declined));
        let off = Row { event_cancelled: true, ..row("held") };
        assert_eq!(why(off), Some(TurnedAway::EventCancelled));
        assert_eq!(why(row("held")), None);
        assert_eq!(why(row("ended")), None, "the family cancelled");
        assert_eq!(of(&row("waiting"), 50).turned_away, None, "it may still have one");
    }

    #[test]
    fn who_did_not_come_was_offered_a_place_all_the_same() {
        let gone = of(&Row { gave_on: true, ..row("ended") }, 200);
        assert_eq!((gone.offered, gone.attended, gone.turned_away), (true, false, None));
        assert!(!of(&row("ended"), 200).offered);
    }

    #[test]
    fn bands_meet_without_a_gap() {
        let band = |miles| Distance::of(Some(miles));
        assert_eq!(
            [band(24), band(25), band(49)],
            [Distance::Near, Distance::Some, Distance::Some]
        );
        assert_eq!(
            [band(50), band(99), band(100)],
            [Distance::Far, Distance::Far, Distance::VeryFar]
        );
        let size = |people| Size::of(Some(people));
        assert_eq!(
            [size(2), size(3), size(4), size(5)],
            [Size::Small, Size::Middle, Size::Middle, Size::Large]
        );
    }
}
