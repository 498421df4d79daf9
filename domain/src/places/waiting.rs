//! The waiting list. It moves up by itself, in the order in which families asked.

use super::{BookingId, Ledger, Standing};

impl Ledger {
    /// Those who have no places, in their order: first whom a screen had promised some.
    pub fn waiting(&self) -> Vec<BookingId> {
        let waits = |standing| matches!(standing, Standing::Waiting | Standing::Late);
        let mut waiting: Vec<_> = self
            .bookings
            .iter()
            .filter(|(_, booking)| waits(booking.standing))
            .map(|(id, booking)| (booking.standing, booking.turn, *id))
            .collect();
        waiting.sort_unstable();
        waiting.into_iter().map(|(_, _, id)| id).collect()
    }

    /// Which number a booking has on the waiting list, from 1.
    pub fn number_waiting(&self, id: BookingId) -> Option<u32> {
        let place = self.waiting().iter().position(|waiting| *waiting == id)?;
        u32::try_from(place).ok()?.checked_add(1)
    }

    /// Gives places that have come free to those who wait. Whoever cannot have enough of them yet,
    /// and could if kiosks gave back all they have, is waited for: a large family is not passed
    /// over while its places are on their way. Whoever could not have them even then lets the
    /// next one go first, and keeps the number.
    pub fn move_up(&mut self) -> Vec<BookingId> {
        let mut moved = Vec::new();
        if self.cancelled {
            return moved;
        }
        for id in self.waiting() {
            let Some(booking) = self.bookings.get(&id) else { continue };
            if self.fits(&booking.takes) {
                if let Some(booking) = self.bookings.get_mut(&id) {
                    booking.standing = Standing::Held;
                }
                moved.push(id);
            } else if self.could_fit(&booking.takes) {
                break;
            }
        }
        moved
    }
}
