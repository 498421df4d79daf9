//! How a booking stands: with its places, and with those who decide. Pure.

use visits_domain::booking_card::BookingState;
use visits_domain::places::{BookingId, Ledger, Standing};
use visits_domain::wire::BookingStands;

/// What staff and the prison have said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// Yes.
    Approved,
    /// No. Nobody writes down why.
    Declined,
}

impl Decision {
    /// As it is stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Approved => "approved",
            Self::Declined => "declined",
        }
    }

    /// From what was stored.
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Approved, Self::Declined].into_iter().find(|known| known.as_str() == word)
    }
}

/// What the family is told.
pub fn state_of(standing: Standing, decision: Option<Decision>) -> BookingState {
    match (standing, decision) {
        (Standing::Ended, Some(Decision::Declined)) => BookingState::Declined,
        (Standing::Ended, _) => BookingState::Cancelled,
        (Standing::Held, Some(Decision::Approved)) => BookingState::Approved,
        (Standing::Held, _) => BookingState::Held,
        (Standing::Waiting | Standing::Late, _) => BookingState::Waiting,
    }
}

/// What a kiosk is answered.
pub fn wire_stands(
    ledger: &Ledger,
    booking: BookingId,
    decision: Option<Decision>,
) -> BookingStands {
    let Some(known) = ledger.bookings.get(&booking) else { return BookingStands::NotKnown };
    match state_of(known.standing, decision) {
        BookingState::Held => BookingStands::Held,
        BookingState::Approved => BookingStands::Approved,
        BookingState::Declined => BookingStands::Declined,
        BookingState::Cancelled => BookingStands::Ended,
        BookingState::InTheDraw => BookingStands::InTheDraw,
        BookingState::Waiting | BookingState::AskedFor => {
            ledger.number_waiting(booking).map_or(BookingStands::NotKnown, BookingStands::Waiting)
        }
    }
}

/// What a family is to be rung about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum RingFor {
    /// The event does not take place.
    EventOff,
    /// It has a yes.
    Approved,
    /// It has a no.
    Declined,
    /// It is asked for at another event now.
    Moved,
}

impl RingFor {
    /// As it is stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::EventOff => "event-off",
            Self::Approved => "approved",
            Self::Declined => "declined",
            Self::Moved => "moved",
        }
    }

    /// The newest thing that a family does not know from the screen it booked at.
    pub fn of(
        (standing, decision): (Standing, Option<Decision>),
        (event_off, is_moved): (bool, bool),
    ) -> Option<Self> {
        match (standing, decision) {
            (Standing::Ended, Some(Decision::Declined)) => Some(Self::Declined),
            (Standing::Ended, _) => None,
            _ if event_off => Some(Self::EventOff),
            (Standing::Held, Some(Decision::Approved)) => Some(Self::Approved),
            _ => is_moved.then_some(Self::Moved),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_family_is_told_what_is_so_and_never_why() {
        use BookingState as Told;
        let (yes, no) = (Some(Decision::Approved), Some(Decision::Declined));
        assert_eq!(state_of(Standing::Held, None), Told::Held);
        assert_eq!(state_of(Standing::Held, yes), Told::Approved);
        assert_eq!(state_of(Standing::Ended, no), Told::Declined);
        assert_eq!(state_of(Standing::Ended, yes), Told::Cancelled, "it cancelled after the yes");
        assert_eq!(state_of(Standing::Late, None), Told::Waiting);
    }

    #[test]
    fn whoever_has_cancelled_is_not_rung_and_a_cancelled_event_outdoes_a_yes() {
        let yes = Some(Decision::Approved);
        assert_eq!(RingFor::of((Standing::Held, yes), (true, false)), Some(RingFor::EventOff));
        assert_eq!(RingFor::of((Standing::Held, yes), (false, true)), Some(RingFor::Approved));
        assert_eq!(RingFor::of((Standing::Ended, yes), (true, true)), None);
        assert_eq!(RingFor::of((Standing::Waiting, None), (false, true)), Some(RingFor::Moved));
        assert_eq!(RingFor::of((Standing::Waiting, None), (false, false)), None);
    }
}
