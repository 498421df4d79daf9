//! Places, for tests, the demo and the command line.

use visits_domain::places::{BookingId, Books, Claim, EventId, KioskId};
use visits_domain::site::SiteCode;

use super::App;
use crate::audit::COMMAND_LINE;
use crate::error::Error;
use crate::places::{self, Offer};
use crate::store::sites;

impl App {
    /// Sets how an event's places are given.
    pub async fn offer_places(&self, site: SiteCode, offer: &Offer) -> Result<(), Error> {
        let mut tx = self.house.db.write().await?;
        sites::lock(&mut tx, site).await?;
        let notices = places::offer(&mut tx, site, offer, self.house.clock.now()).await?;
        places::publish(&self.house, tx, site, notices).await
    }

    /// Books for a family as staff do, or writes its wish down.
    pub async fn book_places(
        &self,
        site: SiteCode,
        event: EventId,
        booking: BookingId,
        claim: Claim,
    ) -> Result<(), Error> {
        let mut tx = self.house.db.write().await?;
        sites::lock(&mut tx, site).await?;
        let now = self.house.clock.now();
        let notices = places::book(&mut tx, site, (event, booking, claim, None), now).await?;
        places::publish(&self.house, tx, site, notices).await
    }

    /// Cancels or declines a booking.
    pub async fn end_booking(
        &self,
        site: SiteCode,
        event: EventId,
        booking: BookingId,
    ) -> Result<(), Error> {
        let mut tx = self.house.db.write().await?;
        sites::lock(&mut tx, site).await?;
        let now = self.house.clock.now();
        let notices = places::end(&mut tx, site, (event, booking), now).await?;
        places::publish(&self.house, tx, site, notices).await
    }

    /// Gives a booking its places, free or not.
    pub async fn place_over(
        &self,
        site: SiteCode,
        event: EventId,
        booking: BookingId,
    ) -> Result<(), Error> {
        places::place_over(&self.house, site, COMMAND_LINE, (event, booking)).await
    }

    /// Writes off what a kiosk was granted.
    pub async fn write_off_places(&self, site: SiteCode, kiosk: KioskId) -> Result<(), Error> {
        places::write_off(&self.house, site, COMMAND_LINE, kiosk).await
    }

    /// Gives places again after the server was put back from a backup.
    pub async fn give_places_again(&self, site: SiteCode) -> Result<(), Error> {
        places::go_on(&self.house, site, COMMAND_LINE).await
    }

    /// The kiosks that this life of the server still waits for before it gives places.
    pub async fn kiosks_waited_for(&self, site: SiteCode) -> Result<Vec<KioskId>, Error> {
        places::unheard(&self.house, site).await
    }

    /// The books of an event.
    pub async fn place_books(&self, site: SiteCode, event: EventId) -> Result<Books, Error> {
        places::books(&self.house, site, event).await
    }
}
