//! What a family's change of a booking does to an event's places.

use super::{BookingId, Cover, EpochId, Ledger, Standing, Takes, Trouble};

/// What a family has changed its booking to.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Change {
    /// What it takes from now on.
    pub takes: Takes,
    /// What its screen spent for that, and out of whose grants.
    pub spent: Option<(EpochId, Takes)>,
}

impl Ledger {
    /// A family comes with fewer, or with more. What a screen spent for more was set aside by
    /// whoever was granted it; after a write-off there may be none left, and then the booking
    /// keeps what it had, and staff are told. Fewer always go.
    pub fn change(
        &mut self,
        id: BookingId,
        change: &Change,
        cover: Option<Cover>,
        gives: bool,
    ) -> Vec<Trouble> {
        let spent = change.spent.as_ref().zip(cover);
        let covered = spent.is_none_or(|((epoch, takes), cover)| self.spend(takes, *epoch, cover));
        let Some(before) = self.bookings.get(&id).cloned() else {
            return vec![Trouble::UnknownBooking(id)];
        };
        if before.standing == Standing::Ended {
            return Vec::new();
        }
        if !self.knows(&change.takes) {
            return vec![Trouble::UnknownPool(id)];
        }
        if before.standing == Standing::Held {
            // What was spent for it is its own; the rest must be free, or be no more than it had.
            let own = change.spent.as_ref().filter(|_| covered).map(|(_, takes)| takes);
            let fits = change.takes.iter().all(|(pool, units)| {
                let own = before.takes.of(pool) + own.map_or(0, |takes| takes.of(pool));
                let more = units.saturating_sub(own);
                more == 0 || (gives && covered && more <= self.free(pool))
            });
            if !fits {
                return vec![Trouble::ChangeLate(id)];
            }
        }
        if let Some(booking) = self.bookings.get_mut(&id) {
            booking.takes = change.takes.clone();
        }
        Vec::new()
    }
}
