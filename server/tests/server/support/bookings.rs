//! Families who book at a kiosk, each with what it typed.

use std::collections::HashMap;
use std::time::Duration;

use uuid::Uuid;
use visits_domain::arrival::{Language, Need, Party};
use visits_domain::booking_card::{BookingCard, SealedBookingCard, booking_secret};
use visits_domain::event::PoolKind;
use visits_domain::person::BirthDate;
use visits_domain::places::{BookingId, BookingReference, EpochId, EventId, PoolId, Takes};
use visits_domain::visit::VisitHandle;
use visits_domain::wire::{
    Booked, BookingAsked, BookingCancelled, BookingChanged, BookingStands, EpochBegan, Event,
    Happening, News, PlacesAct, SiteKeys,
};
use visits_domain::wish::{Lead, Ring, Visits, Wish};

use super::app::TestApp;
use super::kiosk::TestKiosk;

/// A kiosk in its epoch.
pub struct Counter {
    pub kiosk: TestKiosk,
    pub epoch: EpochId,
}

/// A family of one adult and two children.
pub const PARTY: Party = Party { adults: 1, children: 2 };

/// What a family typed. Its reference is drawn from `n`.
pub fn wish(n: u8, name: &str, born: &str) -> Wish {
    Wish {
        reference: BookingReference::draw([n; 16]).compact().to_owned(),
        lead: Lead {
            name: name.to_owned(),
            born: born.parse().expect("a day"),
            phone: format!("07700 9001{n:02}"),
            ring: Ring::Mornings,
            message: false,
        },
        visits: Visits::Named {
            name: "Bartholomew Thistlewood".to_owned(),
            number: "Z9876YX".to_owned(),
        },
        ages: vec![3, 9],
        needs: vec![Need::StepFree],
        needs_words: "a seat by the door".to_owned(),
        diet: "no peanuts".to_owned(),
    }
}

/// As it is read aloud.
pub fn written(wish: &Wish) -> String {
    BookingReference::parse(&wish.reference).expect("a reference").written()
}

fn noon() -> chrono::DateTime<chrono::Utc> {
    "2026-06-01T12:00:00Z".parse().expect("a moment")
}

impl Counter {
    /// A kiosk that has begun an epoch.
    pub async fn new(app: &TestApp, n: u128) -> Self {
        let kiosk = app.kiosk().await;
        let counter = Self { kiosk, epoch: EpochId(Uuid::from_u128(n)) };
        let generation = counter.kiosk.changes(0, 0).await.generation;
        let began = EpochBegan { epoch: counter.epoch, generation, before: None };
        counter.send(PlacesAct::EpochBegan(began)).await;
        counter
    }

    /// Sends a record.
    pub async fn send(&self, act: PlacesAct) {
        let record = self.kiosk.record(&Happening::Places(act));
        self.kiosk.send(vec![record]).await.expect("it is taken");
    }

    /// The event of this address, as the kiosk knows it.
    pub async fn event(&self, at: &str) -> Event {
        let news = self.kiosk.all_changes(0).await.0;
        let mut events = news.into_iter().filter_map(|news| match news {
            News::Event(event) => Some(*event),
            _ => None,
        });
        events.find(|event| at.ends_with(&event.event.to_string())).expect("the event")
    }

    /// What a party takes of an event, without transport.
    pub fn takes(event: &Event, party: Party) -> Takes {
        let people = u32::from(party.adults) + u32::from(party.children);
        let units = |counts| match counts {
            PoolKind::People => people,
            PoolKind::Tables => 1,
            PoolKind::Seats => 0,
        };
        let pools = event.pools.iter().map(|pool| (pool.pool, units(pool.counts)));
        let taken: Vec<(PoolId, u32)> = pools.filter(|(_, units)| *units > 0).collect();
        Takes::new(taken).expect("takes")
    }

    /// A family books: held out of what this kiosk was granted, or asked for.
    pub async fn book(
        &self,
        event: &Event,
        (wish, held, visit): (&Wish, bool, Option<VisitHandle>),
    ) -> BookingId {
        let booking = BookingId(Uuid::now_v7());
        let sealed = self.seal(wish, booking);
        self.send(PlacesAct::Booked(Booked {
            booking,
            event: event.event,
            takes: Self::takes(event, PARTY),
            held_by: held.then_some(self.epoch),
            party: PARTY,
            at: noon(),
            language: Language::Cy,
            visit,
            sealed,
        }))
        .await;
        booking
    }

    fn seal(&self, wish: &Wish, booking: BookingId) -> visits_domain::encoding::Bytes {
        let mut random = [0; 32];
        random[..16].copy_from_slice(Uuid::now_v7().as_bytes());
        wish.seal(&self.kiosk.enrolled.keys.writing, booking, random).expect("sealed")
    }

    /// A family changes what it typed; as many come.
    pub async fn rewrite(&self, event: &Event, booking: BookingId, wish: &Wish) {
        self.send(PlacesAct::Changed(BookingChanged {
            booking,
            event: event.event,
            number: 1,
            takes: Self::takes(event, PARTY),
            spent: None,
            party: PARTY,
            at: noon(),
            sealed: Some(self.seal(wish, booking)),
        }))
        .await;
    }

    /// A family cancels.
    pub async fn cancel(&self, event: EventId, booking: BookingId) {
        self.send(PlacesAct::Cancelled(BookingCancelled { booking, event, at: noon() })).await;
    }

    /// How a booking stands.
    pub async fn stands(&self, event: EventId, booking: BookingId) -> BookingStands {
        let body = serde_json::to_vec(&BookingAsked { event, booking }).expect("JSON");
        self.kiosk.post("/api/v1/bookings", body).await.json().await.expect("an answer")
    }

    /// What opens for a family now.
    pub async fn card(&self, wish: &Wish) -> Option<BookingCard> {
        let (mut cards, mut keys): (HashMap<Vec<u8>, SealedBookingCard>, Option<SiteKeys>) =
            Default::default();
        for news in self.kiosk.all_changes(0).await.0 {
            match news {
                News::BookingCard(card) => drop(cards.insert(card.lookup.0.clone(), card)),
                News::BookingCardGone { lookup } => drop(cards.remove(&lookup.0)),
                News::Keys(now) => keys = Some(now),
                _ => {}
            }
        }
        let salt = keys.unwrap_or_else(|| self.kiosk.enrolled.keys.clone()).salt;
        let reference = BookingReference::parse(&wish.reference).expect("a reference");
        let born = BirthDate::from(wish.lead.born);
        let secret = booking_secret(&reference, born, &salt, b"").expect("a secret");
        let card = cards.get(secret.booking_lookup().0.as_slice())?;
        Some(secret.open_booking(&card.sealed.0).expect("it opens"))
    }

    /// Waits until what opens for a family is so.
    pub async fn card_says(&self, wish: &Wish, what: impl Fn(Option<&BookingCard>) -> bool) {
        for _ in 0..120 {
            if what(self.card(wish).await.as_ref()) {
                return;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        panic!("the card says {:?}", self.card(wish).await);
    }
}
