//! Places at family events: what kiosks are granted, what they promised, and what staff decide.

use std::sync::Mutex;

use uuid::Uuid;
use visits_domain::arrival::{Language, Party};
use visits_domain::encoding::Bytes;
use visits_domain::places::{
    BookingId, Books, Claim, EpochId, EventId, KioskId, Ledger, Mode, PoolId, Standing, Takes,
};
use visits_domain::visit::VisitHandle;
use visits_domain::wire::{
    Booked, BookingAsked, BookingCancelled, BookingStands, EpochBegan, EpochEnded, Granted,
    Happening, News, PlacesAct, PlacesAnswer, PlacesReturned, PlacesWanted,
};
use visits_server::Offer;

use crate::support::app::{TestApp, moorland};
use crate::support::kiosk::TestKiosk;
use crate::tests;

tests![
    a_kiosk_is_granted_places_and_what_it_promises_is_held,
    a_record_that_came_before_one_that_is_missing_takes_effect_in_its_turn,
    a_wish_waits_and_moves_up_when_a_kiosk_gives_back_what_it_has,
    a_kiosk_that_wants_more_is_given_it_once_and_nobody_else_is,
    a_kiosk_that_starts_anew_gives_up_what_it_had,
    what_comes_late_from_a_kiosk_that_was_written_off_is_for_staff,
    a_server_that_was_put_back_gives_nothing_until_a_manager_lets_it,
    one_family_that_books_twice_is_shown_to_staff,
    the_tables_follow_the_rules_whatever_happens,
];

const EVENT: EventId = EventId(Uuid::from_u128(1));
const PEOPLE: PoolId = PoolId(Uuid::from_u128(2));
const TABLES: PoolId = PoolId(Uuid::from_u128(3));

fn takes(people: u32) -> Takes {
    Takes::new([(PEOPLE, people), (TABLES, 1)]).expect("takes")
}

fn offer(people: u32) -> Offer {
    Offer {
        event: EVENT,
        ends: "2026-06-20T15:00:00Z".parse().expect("a moment"),
        mode: Mode::AskAndStaffDecide,
        cancelled: false,
        pools: vec![(PEOPLE, people), (TABLES, 8)],
    }
}

/// A kiosk with an epoch, and what it was granted.
struct Booth {
    kiosk: TestKiosk,
    epoch: EpochId,
    ids: Mutex<u128>,
}

impl Booth {
    async fn new(app: &TestApp, n: u128) -> Self {
        let kiosk = app.kiosk().await;
        let booth = Self { kiosk, epoch: EpochId(Uuid::from_u128(n)), ids: Mutex::new(n * 1000) };
        booth.send([booth.began(None).await]).await;
        booth
    }

    fn id(&self) -> KioskId {
        KioskId(self.kiosk.enrolled.kiosk)
    }

    async fn began(&self, before: Option<EpochEnded>) -> PlacesAct {
        let generation = self.kiosk.changes(0, 0).await.generation;
        PlacesAct::EpochBegan(EpochBegan { epoch: self.epoch, generation, before })
    }

    fn booked(&self, people: u32, held_by: Option<EpochId>) -> Booked {
        let mut ids = self.ids.lock().expect("the lock");
        *ids += 1;
        Booked {
            booking: BookingId(Uuid::from_u128(*ids)),
            event: EVENT,
            takes: takes(people),
            held_by,
            party: Party { adults: 1, children: u8::try_from(people).expect("few") - 1 },
            at: "2026-06-01T12:00:00Z".parse().expect("a moment"),
            language: Language::Cy,
            visit: None,
            sealed: Bytes(vec![1, 2, 3]),
        }
    }

    async fn send(&self, acts: impl IntoIterator<Item = PlacesAct>) {
        let records = acts.into_iter().map(|act| self.kiosk.record(&Happening::Places(act)));
        let records: Vec<_> = records.collect();
        for _ in 0..2 {
            self.kiosk.send(records.clone()).await.expect("it is taken, as often as it comes");
        }
    }

    async fn hold(&self, people: u32) -> BookingId {
        let booked = self.booked(people, Some(self.epoch));
        let id = booked.booking;
        self.send([PlacesAct::Booked(booked)]).await;
        id
    }

    async fn ask(&self, people: u32) -> BookingId {
        let booked = self.booked(people, None);
        let id = booked.booking;
        self.send([PlacesAct::Booked(booked)]).await;
        id
    }

    /// What this epoch is told of people.
    async fn granted(&self) -> Option<Granted> {
        let news = self.kiosk.all_changes(0).await.0;
        news.into_iter().rev().find_map(|news| match news {
            News::Granted(g) if g.epoch == self.epoch && g.pool == PEOPLE => Some(g),
            _ => None,
        })
    }

    async fn want(&self, people: u32, tables: u32) -> Vec<(PoolId, u32)> {
        let totals = vec![(PEOPLE, people), (TABLES, tables)];
        let wanted = PlacesWanted { epoch: self.epoch, event: EVENT, totals };
        let body = serde_json::to_vec(&wanted).expect("JSON");
        let answer: PlacesAnswer =
            self.kiosk.post("/api/v1/places", body).await.json().await.expect("an answer");
        answer.granted.into_iter().map(|granted| (granted.pool, granted.granted)).collect()
    }

    async fn stands(&self, booking: BookingId) -> BookingStands {
        let body = serde_json::to_vec(&BookingAsked { event: EVENT, booking }).expect("JSON");
        self.kiosk.post("/api/v1/bookings", body).await.json().await.expect("an answer")
    }
}

async fn books(app: &TestApp) -> Ledger {
    let books = app.app.place_books(moorland(), EVENT).await.expect("the books");
    books.ledgers.get(&EVENT).cloned().expect("the event")
}

async fn troubles(app: &TestApp) -> Vec<String> {
    let rows = app.sql("SELECT what FROM place_troubles ORDER BY noticed, what").await;
    rows.iter().map(|row| sqlx::Row::get(row, 0)).collect()
}

async fn a_kiosk_is_granted_places_and_what_it_promises_is_held(app: TestApp) {
    app.app.offer_places(moorland(), &offer(16)).await.expect("offered");
    let (a, b) = (Booth::new(&app, 1).await, Booth::new(&app, 2).await);
    assert!(a.kiosk.all_changes(0).await.0.contains(&News::Places { on: true }));
    let granted = a.granted().await.expect("it was granted something");
    assert!(granted.granted >= 6 && granted.kiosk == a.id(), "{granted:?}");
    let ledger = books(&app).await;
    assert!(ledger.committed(PEOPLE) <= 16, "{ledger:?}");
    let held = a.hold(4).await;
    assert_eq!(a.stands(held).await, BookingStands::Held);
    assert_eq!(b.stands(held).await, BookingStands::Held, "at any kiosk of the site");
    let after = books(&app).await;
    assert_eq!((after.held(PEOPLE), after.held(TABLES)), (4, 1));
    assert_eq!(after.committed(PEOPLE), ledger.committed(PEOPLE), "it was set aside before");
    let unknown = BookingId(Uuid::from_u128(9));
    assert_eq!(a.stands(unknown).await, BookingStands::NotKnown);
    assert_eq!(troubles(&app).await, [""; 0]);
}

async fn a_record_that_came_before_one_that_is_missing_takes_effect_in_its_turn(app: TestApp) {
    app.app.offer_places(moorland(), &offer(8)).await.expect("offered");
    let mut a = Booth::new(&app, 1).await;
    let (epoch, booked) = (a.epoch, a.booked(3, Some(a.epoch)));
    let promise = a.kiosk.record(&Happening::Places(PlacesAct::Booked(booked.clone())));
    a.epoch = EpochId(Uuid::from_u128(7));
    let began = a.began(Some(EpochEnded { epoch, bookings: 1 })).await;
    let began = a.kiosk.record(&Happening::Places(began));
    assert_eq!(a.kiosk.send(vec![began]).await, Ok(1), "the mark stays");
    assert_eq!(books(&app).await.out(PEOPLE), 6, "and so does what the old epoch was granted");
    assert_eq!(a.kiosk.send(vec![promise]).await, Ok(3));
    assert_eq!(a.stands(booked.booking).await, BookingStands::Held);
    let ledger = books(&app).await;
    assert!(ledger.grants.keys().all(|(of, _)| *of == a.epoch), "the old epoch is over");
    assert_eq!(troubles(&app).await, [""; 0]);
}

async fn a_wish_waits_and_moves_up_when_a_kiosk_gives_back_what_it_has(app: TestApp) {
    app.app.offer_places(moorland(), &offer(8)).await.expect("offered");
    let a = Booth::new(&app, 1).await;
    let waits = a.ask(5).await;
    assert_eq!(a.stands(waits).await, BookingStands::Waiting(1));
    let second = a.ask(1).await;
    assert_eq!(a.stands(second).await, BookingStands::Waiting(2), "nobody is overtaken");
    let granted = a.granted().await.expect("news");
    assert_eq!(granted.keep, Some(0), "it is asked for all it has");
    let totals = vec![(EVENT, PEOPLE, granted.granted)];
    a.send([PlacesAct::Returned(PlacesReturned { epoch: a.epoch, totals })]).await;
    assert_eq!(a.stands(waits).await, BookingStands::Held);
    assert_eq!(a.stands(second).await, BookingStands::Held);
    let at = "2026-06-01T12:00:00Z".parse().expect("a moment");
    let cancelled = BookingCancelled { booking: waits, event: EVENT, at };
    a.send([PlacesAct::Cancelled(cancelled)]).await;
    assert_eq!(a.stands(waits).await, BookingStands::Ended);
    assert_eq!(books(&app).await.held(PEOPLE), 1);
}

async fn a_kiosk_that_wants_more_is_given_it_once_and_nobody_else_is(app: TestApp) {
    app.app.offer_places(moorland(), &offer(8)).await.expect("offered");
    let a = Booth::new(&app, 1).await;
    for _ in 0..3 {
        assert!(a.want(8, 3).await.contains(&(PEOPLE, 8)));
    }
    assert_eq!(books(&app).await.committed(PEOPLE), 8);
    assert!(!a.want(9, 3).await.contains(&(PEOPLE, 9)), "there are no more");
    let b = Booth::new(&app, 2).await;
    assert!(b.want(1, 1).await.is_empty() || !b.want(1, 1).await.contains(&(PEOPLE, 1)));
    let stranger = Booth { epoch: a.epoch, ..Booth::new(&app, 3).await };
    assert!(stranger.want(1, 1).await.is_empty(), "an epoch is its own kiosk's");
}

async fn a_kiosk_that_starts_anew_gives_up_what_it_had(app: TestApp) {
    app.app.offer_places(moorland(), &offer(8)).await.expect("offered");
    let mut a = Booth::new(&app, 1).await;
    let (epoch, held) = (a.epoch, a.hold(2).await);
    a.epoch = EpochId(Uuid::from_u128(8));
    a.send([a.began(Some(EpochEnded { epoch, bookings: 1 })).await]).await;
    let ledger = books(&app).await;
    assert!(ledger.grants.keys().all(|(of, _)| *of == a.epoch));
    assert_eq!((ledger.held(PEOPLE), a.stands(held).await), (2, BookingStands::Held));
    assert_eq!(troubles(&app).await, [""; 0]);
    // The same from a copy that knows nothing of the booking.
    let epoch = a.epoch;
    a.hold(1).await;
    a.epoch = EpochId(Uuid::from_u128(9));
    a.send([a.began(Some(EpochEnded { epoch, bookings: 0 })).await]).await;
    assert_eq!(troubles(&app).await, ["put_back"]);
}

async fn what_comes_late_from_a_kiosk_that_was_written_off_is_for_staff(app: TestApp) {
    app.app.offer_places(moorland(), &offer(6)).await.expect("offered");
    let a = Booth::new(&app, 1).await;
    app.app.write_off_places(moorland(), a.id()).await.expect("written off");
    let news = a.kiosk.all_changes(0).await.0;
    assert!(news.contains(&News::EpochVoid { epoch: a.epoch }), "the kiosk hears of it");
    let claim = Claim { takes: takes(5), family: None };
    let by_staff = BookingId(Uuid::from_u128(77));
    app.app.book_places(moorland(), EVENT, by_staff, claim).await.expect("booked");
    let late = a.hold(3).await;
    let fits = a.hold(1).await;
    assert_eq!(books(&app).await.bookings[&late].standing, Standing::Late);
    assert_eq!(a.stands(late).await, BookingStands::Waiting(1));
    assert_eq!(a.stands(fits).await, BookingStands::Held, "there is one place left");
    assert_eq!(troubles(&app).await, ["late"]);
    app.app.place_over(moorland(), EVENT, late).await.expect("a manager does it");
    assert_eq!(a.stands(late).await, BookingStands::Held);
    assert_eq!(books(&app).await.held(PEOPLE), 9);
    app.app.end_booking(moorland(), EVENT, by_staff).await.expect("cancelled");
    assert_eq!(books(&app).await.held(PEOPLE), 4);
}

async fn a_server_that_was_put_back_gives_nothing_until_a_manager_lets_it(app: TestApp) {
    app.app.offer_places(moorland(), &offer(8)).await.expect("offered");
    let mut a = Booth::new(&app, 1).await;
    let epoch = a.epoch;
    app.app.begin_another_life().await.expect("another life");
    assert_eq!(app.app.kiosks_waited_for(moorland()).await.expect("them"), [a.id()]);
    assert!(!a.want(8, 1).await.contains(&(PEOPLE, 8)));
    let wish = a.ask(1).await;
    assert_eq!(a.stands(wish).await, BookingStands::Waiting(1));
    // More than this server remembers to have granted.
    let held = a.hold(7).await;
    assert_eq!(a.stands(held).await, BookingStands::Held);
    a.epoch = EpochId(Uuid::from_u128(8));
    a.send([a.began(Some(EpochEnded { epoch, bookings: 1 })).await]).await;
    assert_eq!(app.app.kiosks_waited_for(moorland()).await.expect("nobody"), []);
    assert_eq!(a.stands(wish).await, BookingStands::Waiting(1), "not by itself");
    app.app.give_places_again(moorland()).await.expect("a manager does it");
    assert_eq!(a.stands(wish).await, BookingStands::Held);
    assert_eq!(books(&app).await.committed(PEOPLE), 8);
}

async fn one_family_that_books_twice_is_shown_to_staff(app: TestApp) {
    app.app.offer_places(moorland(), &offer(16)).await.expect("offered");
    let (a, b) = (Booth::new(&app, 1).await, Booth::new(&app, 2).await);
    let visit = Some(VisitHandle(Uuid::from_u128(5)));
    for booth in [&a, &b] {
        let booked = Booked { visit, ..booth.booked(2, Some(booth.epoch)) };
        booth.send([PlacesAct::Booked(booked)]).await;
    }
    assert_eq!(troubles(&app).await, ["double"]);
    assert_eq!(books(&app).await.held(PEOPLE), 4, "both stay: a machine does not choose");
}

/// The same acts, on the tables and on books in memory.
async fn the_tables_follow_the_rules_whatever_happens(app: TestApp) {
    app.app.offer_places(moorland(), &offer(20)).await.expect("offered");
    let mut a = Booth::new(&app, 1).await;
    let mut mirror = app.app.place_books(moorland(), EVENT).await.expect("the books");
    let mut rng = fastrand::Rng::with_seed(4);
    let mut known: Vec<BookingId> = Vec::new();
    for turn in 0..60u128 {
        let act = match rng.u8(..10) {
            0..4 => PlacesAct::Booked(a.booked(rng.u32(1..5), Some(a.epoch))),
            4..6 => PlacesAct::Booked(a.booked(rng.u32(1..5), None)),
            6..8 => {
                let booking = rng.choice(known.clone()).unwrap_or(BookingId(Uuid::from_u128(turn)));
                let at = "2026-06-01T12:00:00Z".parse().expect("a moment");
                PlacesAct::Cancelled(BookingCancelled { booking, event: EVENT, at })
            }
            8 => {
                let totals = vec![(EVENT, PEOPLE, rng.u32(..20))];
                PlacesAct::Returned(PlacesReturned { epoch: a.epoch, totals })
            }
            _ => {
                let before = Some(EpochEnded { epoch: a.epoch, bookings: 100 });
                a.epoch = EpochId(Uuid::from_u128(500 + turn));
                a.began(before).await
            }
        };
        if let PlacesAct::Booked(booked) = &act {
            known.push(booked.booking);
        }
        a.send([act.clone()]).await;
        mirror.take_in(a.id(), &act, None);
        mirror.settle();
        let stored: Books = app.app.place_books(moorland(), EVENT).await.expect("the books");
        assert_eq!(stored, mirror, "after turn {turn}: {act:?}");
    }
}
