//! Families who ask for places at an event, at a kiosk that has none of them.

use std::sync::atomic::{AtomicU64, Ordering};

use uuid::Uuid;
use visits_domain::arrival::{Language, Need, Party};
use visits_domain::places::{BookingId, BookingReference, EventId, PoolId, Takes};
use visits_domain::wire::{Booked, BookingAsked, BookingStands, Event, Happening, News, PlacesAct};
use visits_domain::wish::{Lead, Ring, Visits, Wish};

use super::app::TestApp;
use super::kiosk::TestKiosk;

/// What a family types.
pub struct Family {
    pub name: String,
    pub born: String,
    pub needs: Vec<Need>,
    pub adults: u8,
}

impl Family {
    /// One of many, each led by somebody else.
    pub fn named(n: u8) -> Self {
        Self {
            name: "Zsófia Quillfeather".to_owned(),
            born: format!("19{:02}-07-{:02}", 60 + n % 40, 1 + n / 40),
            needs: Vec::new(),
            adults: 1,
        }
    }
}

/// A kiosk at which families ask for one event.
pub struct Door {
    app: TestApp,
    pub kiosk: TestKiosk,
    pub event: EventId,
    people: PoolId,
    ids: AtomicU64,
}

impl Door {
    /// For the event at this address.
    pub async fn of(app: &TestApp, at: &str) -> Self {
        let event: EventId = at.trim_start_matches("/events/").parse().expect("an event");
        let kiosk = app.kiosk().await;
        let told = event_of(&kiosk, event).await;
        let people = told.pools.first().expect("a pool").pool;
        Self { app: app.clone(), kiosk, event, people, ids: AtomicU64::new(1) }
    }

    /// What kiosks were told of it last.
    pub async fn told(&self) -> Event {
        event_of(&self.kiosk, self.event).await
    }

    /// A family of so many asks, with as many places.
    pub async fn ask(&self, family: &Family, people: u8) -> BookingId {
        let n = self.ids.fetch_add(1, Ordering::SeqCst);
        let id = (u128::from_be_bytes(*self.event.0.as_bytes()) & !0xffff) + u128::from(n);
        let booking = BookingId(Uuid::from_u128(id));
        let now = visits_server::Clock::Shared(self.app.clock.clone()).now();
        let booked = Booked {
            booking,
            event: self.event,
            takes: Takes::new([(self.people, people.into())]).expect("takes"),
            held_by: None,
            party: Party { adults: family.adults, children: people - family.adults },
            at: now,
            language: Language::En,
            visit: None,
            sealed: self.sealed(family, booking, n),
        };
        let record = self.kiosk.record(&Happening::Places(PlacesAct::Booked(booked)));
        self.kiosk.send(vec![record]).await.expect("it is taken");
        booking
    }

    fn sealed(
        &self,
        family: &Family,
        booking: BookingId,
        n: u64,
    ) -> visits_domain::encoding::Bytes {
        let mut random = [7; 32];
        random[..8].copy_from_slice(&n.to_be_bytes());
        let wish = Wish {
            reference: Self::reference(n).compact().to_owned(),
            lead: Lead {
                name: family.name.clone(),
                born: family.born.parse().expect("a day"),
                phone: "07700 900123".to_owned(),
                ring: Ring::AnyTime,
                message: false,
            },
            visits: Visits::Named { name: "Rhys".to_owned(), number: String::new() },
            ages: vec![3],
            needs: family.needs.clone(),
            needs_words: String::new(),
            diet: "no nuts".to_owned(),
        };
        wish.seal(&self.kiosk.enrolled.keys.writing, booking, random).expect("sealed")
    }

    /// The reference of the family that asked as the n-th here.
    pub fn reference(n: u64) -> BookingReference {
        let mut random = [3; 16];
        random[..8].copy_from_slice(&n.to_be_bytes());
        BookingReference::draw(random)
    }

    /// How a booking stands, as a kiosk is told.
    pub async fn stands(&self, booking: BookingId) -> BookingStands {
        let asked = BookingAsked { event: self.event, booking };
        let body = serde_json::to_vec(&asked).expect("JSON");
        self.kiosk.post("/api/v1/bookings", body).await.json().await.expect("an answer")
    }
}

async fn event_of(kiosk: &TestKiosk, event: EventId) -> Event {
    let news = kiosk.all_changes(0).await.0.into_iter().rev();
    let mut told = news.filter_map(|news| match news {
        News::Event(told) if told.event == event => Some(*told),
        _ => None,
    });
    told.next().expect("kiosks know of it")
}
