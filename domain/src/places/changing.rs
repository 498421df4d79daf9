//! What a family's change of a booking does to an event's places.

use serde::{Deserialize, Serialize};

use super::{BookingId, Cover, EpochId, Ledger, Standing, Takes, Trouble};

/// What a family has changed its booking to.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Change {
    /// Which of its changes. After a restore an earlier one may come later.
    pub nth: Nth,
    /// What it takes from now on.
    pub takes: Takes,
    /// What its screen spent for that, and out of whose grants.
    pub spent: Option<(EpochId, Takes)>,
}

/// The order of a booking's changes: how many the screen knew of, this one included, and when.
/// Microseconds.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize,
)]
pub struct Nth(pub u32, pub i64);

/// A change, and what of it is the booking's own.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Taken {
    /// Which of its changes.
    pub nth: Nth,
    /// What it takes from now on.
    pub takes: Takes,
    /// What its screen spent for that.
    pub own: Option<Takes>,
}

impl Ledger {
    /// A family comes with fewer, or with more. What a screen spent for more is the booking's own,
    /// in whatever order its changes come; the last of them says what it wants. After a write-off
    /// there may be too little: then it keeps what it has, and staff are told.
    pub fn change(
        &mut self,
        id: BookingId,
        change: &Change,
        cover: Option<Cover>,
        gives: bool,
    ) -> Vec<Trouble> {
        let spent = change.spent.as_ref().zip(cover);
        let own = spent
            .filter(|((epoch, takes), cover)| self.spend(takes, *epoch, *cover))
            .map(|((_, takes), _)| takes.clone());
        let taken = Taken { nth: change.nth, takes: change.takes.clone(), own };
        if !self.knows(&change.takes) {
            vec![Trouble::UnknownPool(id)]
        } else if self.bookings.contains_key(&id) {
            self.apply(id, &taken, gives)
        } else {
            // After a restore another screen's record of the booking itself may come later.
            self.changed_first.entry(id).or_default().push(taken);
            Vec::new()
        }
    }

    /// What was changed before the booking was known.
    pub(super) fn apply_first(&mut self, id: BookingId, gives: bool) -> Vec<Trouble> {
        let first = self.changed_first.remove(&id).unwrap_or_default();
        first.iter().flat_map(|taken| self.apply(id, taken, gives)).collect()
    }

    fn apply(&mut self, id: BookingId, taken: &Taken, gives: bool) -> Vec<Trouble> {
        let Some(booking) = self.bookings.get_mut(&id) else { return Vec::new() };
        if booking.wants.as_ref().is_none_or(|(nth, _)| *nth < taken.nth) {
            booking.wants = Some((taken.nth, taken.takes.clone()));
        }
        let wants = booking.wants.as_ref().map_or(&taken.takes, |(_, takes)| takes).clone();
        let before = booking.takes.clone();
        match booking.standing {
            Standing::Ended => return Vec::new(),
            Standing::Held => {}
            Standing::Waiting | Standing::Late => {
                booking.takes = wants; // it keeps its number
                return Vec::new();
            }
        }
        let own = |pool| before.of(pool) + taken.own.as_ref().map_or(0, |more| more.of(pool));
        // What is free may be given on top; what another screen holds may not.
        let fits = gives
            && self.waiting().is_empty()
            && wants.iter().all(|(pool, units)| {
                units <= own(pool) || units - before.of(pool) <= self.free(pool)
            });
        let has = wants
            .iter()
            .map(|(pool, units)| (pool, if fits { units } else { units.min(own(pool)) }));
        let has: Vec<_> = has.filter(|(_, units)| *units > 0).collect();
        let is_late = !has.iter().copied().eq(wants.iter());
        if let Ok(takes) = Takes::new(has)
            && let Some(booking) = self.bookings.get_mut(&id)
        {
            booking.takes = takes;
        }
        if is_late { vec![Trouble::ChangeLate(id)] } else { Vec::new() }
    }
}
