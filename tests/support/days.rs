//! Family days to test with, and a server's hands that grant places there.

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;
use visits_domain::arrival::Party;
use visits_domain::booking_card::{BookingCard, BookingState, booking_secret};
use visits_domain::event::{Access, Ages, Both, Facility, Kind, PoolKind, Window};
use visits_domain::person::BirthDate;
use visits_domain::places::{
    BookingId, BookingReference, EpochId, EventId, KioskId, Mode, PoolId, Takes,
};
use visits_domain::wire::{Event, Granted, News, Pool};
use visits_kiosk::session::{self, DaysNews, PlacesCall};
use visits_kiosk::worker::{Heard, epoch_of_this_boot};

use super::{TestKiosk, salt, time};

pub const PEOPLE: PoolId = PoolId(Uuid::from_u128(11));
pub const TABLES: PoolId = PoolId(Uuid::from_u128(12));
pub const BUS: PoolId = PoolId(Uuid::from_u128(13));

/// Its row, when this kiosk may promise places, and when it may not.
pub const THERE_ARE: &str = "Summer family day, Saturday 20 June, 10\u{a0}am. There are places.";
pub const WILL_ASK: &str =
    "Summer family day, Saturday 20 June, 10\u{a0}am. This screen will ask for places.";

pub fn both(en: &str, cy: &str) -> Both {
    Both { en: en.to_owned(), cy: cy.to_owned() }
}

fn moment(text: &str) -> DateTime<Utc> {
    text.parse().expect("a moment")
}

pub fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

/// A family day on Saturday 20 June, for children up to eleven.
pub fn family_day() -> Event {
    let pool = |pool, counts, en: &str, cy: &str| Pool { pool, counts, name: both(en, cy) };
    Event {
        event: EventId(Uuid::from_u128(1)),
        event_kind: Kind::FamilyDay,
        title: both("Summer family day", "Diwrnod haf i’r teulu"),
        words: both(
            "Games, stories and a picnic. Dad can play too.",
            "Gemau, straeon a phicnic. Caiff Dad chwarae hefyd.",
        ),
        place: both("In the visits hall", "Yn y neuadd ymweld"),
        date: day("2026-06-20"),
        start: time("10:00"),
        end: time("12:00"),
        ages: Ages::between(0, 11),
        born: None,
        first: Both::default(),
        facilities: vec![Facility::AgesAndStagesPlay, Facility::QuietRoom, Facility::Food],
        access: vec![Access::StepFree, Access::HearingLoop],
        booking: Mode::AskAndStaffDecide,
        window: Window {
            opens: moment("2026-06-01T08:00:00Z"),
            closes: moment("2026-06-18T17:00:00Z"),
        },
        most_children: 3,
        most_people: 5,
        pools: vec![
            pool(PEOPLE, PoolKind::People, "", ""),
            pool(TABLES, PoolKind::Tables, "", ""),
            pool(BUS, PoolKind::Seats, "From the station, 9 am", "O’r orsaf, 9 am"),
        ],
        ballot: None,
        cancelled: false,
    }
}

/// Others, one of each sort that looks different.
pub fn other_days() -> Vec<Event> {
    let id = |n: u128| EventId(Uuid::from_u128(n));
    let pools = |from: u128| {
        vec![Pool {
            pool: PoolId(Uuid::from_u128(from)),
            counts: PoolKind::People,
            name: Both::default(),
        }]
    };
    vec![
        Event {
            event: id(2),
            event_kind: Kind::NewDads,
            title: both("New dads", "Tadau newydd eu geni"),
            date: day("2026-06-24"),
            ages: Ages::between(0, 1),
            born: Some(visits_domain::event::Born {
                from: day("2026-01-01"),
                until: day("2026-05-31"),
            }),
            first: both("A short course for dads", "Cwrs byr i dadau"),
            facilities: vec![Facility::BabyChange, Facility::SensorySpace],
            access: vec![Access::AccessibleToilet, Access::Signing],
            pools: pools(21),
            ..family_day()
        },
        Event {
            event: id(3),
            event_kind: Kind::CoursePresentation,
            title: both("The end of the bike course", "Diwedd y cwrs beiciau"),
            date: day("2026-06-25"),
            ages: None,
            facilities: vec![],
            access: vec![],
            booking: Mode::BookYourself,
            pools: pools(31),
            ..family_day()
        },
        Event {
            event: id(4),
            event_kind: Kind::HomeworkClub,
            title: both("Homework club", "Clwb gwaith cartref dydd Llun"),
            date: day("2026-06-29"),
            ages: Ages::between(6, 16),
            facilities: vec![Facility::Teenagers],
            window: Window {
                opens: moment("2026-06-10T08:00:00Z"),
                closes: moment("2026-06-28T17:00:00Z"),
            },
            pools: pools(41),
            ..family_day()
        },
        Event {
            event: id(5),
            event_kind: Kind::StoryReading,
            title: both("Story time in the library", "Amser stori yn y llyfrgell"),
            date: day("2026-07-01"),
            cancelled: true,
            pools: pools(51),
            ..family_day()
        },
    ]
}

/// As the server seals it for all kiosks: a mother, born on 28 July 1986, and a child.
pub fn card_of(reference: &BookingReference, state: BookingState) -> News {
    sealed(reference, state, false)
}

/// The same, after staff have moved it to this day.
pub fn moved_card_of(reference: &BookingReference, state: BookingState) -> News {
    sealed(reference, state, true)
}

fn sealed(reference: &BookingReference, state: BookingState, moved: bool) -> News {
    let secret = booking_secret(reference, BirthDate::from(day("1986-07-28")), &salt(), b"");
    let card = BookingCard {
        booking: BookingId(Uuid::from_u128(77)),
        event: family_day().event,
        takes: Takes::new([(PEOPLE, 2), (TABLES, 1)]).expect("takes"),
        party: Party { adults: 1, children: 1 },
        state,
        changes: 0,
        moved,
    };
    let secret = secret.expect("a secret");
    News::BookingCard(secret.seal_booking(&card, family_day().date, [9; 24]))
}

impl TestKiosk {
    /// These days are on, and this kiosk may spend places there.
    pub fn hears_of(&self, events: impl IntoIterator<Item = Event>) {
        let news = events.into_iter().map(|event| News::Event(Box::new(event)));
        self.apply([News::Places { on: true }].into_iter().chain(news));
    }

    /// What the server may grant to.
    pub fn epoch(&self) -> EpochId {
        let epoch = self.running.crew().call(|worker| worker.store.epoch(epoch_of_this_boot()));
        epoch.expect("a worker").expect("read").expect("an epoch")
    }

    /// A grant of the family day's places.
    pub fn grant_of(&self, pool: PoolId, granted: u32, version: u64) -> Granted {
        Granted {
            kiosk: KioskId(Uuid::from_u128(1)),
            epoch: self.epoch(),
            event: family_day().event,
            pool,
            granted,
            keep: None,
            version,
        }
    }

    /// So many people and tables may be promised here.
    pub fn is_granted(&self, people: u32, tables: u32) {
        let grants = [self.grant_of(PEOPLE, people, 1), self.grant_of(TABLES, tables, 1)];
        self.apply(grants.map(News::Granted));
    }

    /// The server answers the last question about places.
    pub fn server_says(&self, news: DaysNews) {
        let job = self.places.borrow().last().expect("a question").0;
        self.hear(Heard::Session(session::Event::Days(job, Box::new(news))));
    }

    /// The last question about places.
    pub fn asked(&self) -> Option<PlacesCall> {
        self.places.borrow().last().map(|(_, call)| call.clone())
    }

    pub fn presses(&self, labels: &[&str]) {
        for label in labels {
            self.press(label);
        }
    }

    /// From Welcome to *Is this right?*: a mother and a child of nine.
    pub fn answers_everything(&self, tile: &str) {
        self.presses(&["Family days", tile]);
        while self.try_press("More") {}
        self.presses(&["Ask for a place", "One more child", "Next", "9", "A quiet space", "Next"]);
        self.type_keys("nuts");
        self.presses(&["Next", "We come by ourselves"]);
        self.type_keys("Rhys Quillfeather");
        self.presses(&["Next", "Skip"]);
        self.type_keys("Zsofia Quillfeather");
        self.press("Next");
        self.type_keys("28071986");
        self.presses(&["Next", "In the afternoon"]);
        self.type_keys("07700900123");
        self.presses(&["Next", "No message"]);
        while self.try_press("More") {}
    }

    pub fn books(&self, tile: &str) {
        self.answers_everything(tile);
        self.press("Yes, ask for it");
    }

    /// The reference on the screen.
    pub fn reference(&self) -> BookingReference {
        let texts = self.texts();
        let found = texts.iter().find_map(|text| BookingReference::parse(text).ok());
        found.unwrap_or_else(|| panic!("no reference in {texts:?}"))
    }
}
