//! Every state of the screens of family days, and the way there.

use chrono::TimeDelta;
use visits_domain::ballot::Seed;
use visits_domain::booking_card::BookingState;
use visits_domain::event::Window;
use visits_domain::places::{BookingReference, EventId, Mode};
use visits_domain::wire::{Ballot, BookingStands, Event, News, PlacesAnswer};
use visits_kiosk::public::Link;
use visits_kiosk::session::{DaysNews, DaysPress, Press};

use super::states::{State, state, then};
use crate::support::TestKiosk;
use crate::support::days::{BUS, card_of, family_day, moved_card_of, other_days};

/// Of those that are walked past.
const BALLOT: u128 = 6;

fn all_days() -> impl Iterator<Item = Event> {
    let drawn = Event {
        event: EventId(uuid::Uuid::from_u128(BALLOT)),
        date: "2026-07-04".parse().expect("a day"),
        ballot: Some(Ballot {
            closes: "2026-06-15T17:00:00Z".parse().expect("a moment"),
            share: 50,
            commitment: Seed::new([7; 32]).commitment(),
        }),
        ..family_day()
    };
    [family_day()].into_iter().chain(other_days()).chain([drawn])
}

fn id(n: u128) -> EventId {
    EventId(uuid::Uuid::from_u128(n))
}

impl TestKiosk {
    fn at_days(&self, presses: &[DaysPress]) {
        for press in presses {
            self.chooses(Press::Days(*press));
        }
    }

    fn is_linked(&self, online: bool) {
        let since = self.clock.now().utc;
        let link = if online { Link::Online } else { Link::OfflineSince(since) };
        self.works(move |worker| worker.set_link(link));
    }

    /// To the list of days. Half of them can be asked for.
    fn opens_days(&self) {
        self.hears_of(all_days());
        self.is_granted(40, 20);
        self.at_days(&[DaysPress::Open]);
    }

    fn sees_day(&self, n: u128) {
        self.opens_days();
        self.at_days(&[DaysPress::Day(id(n))]);
    }

    /// Up to the needs: a mother and two children.
    fn says_who_comes(&self) {
        self.sees_day(1);
        self.at_days(&[DaysPress::Ask]);
        self.chooses(Press::Children(1));
        self.chooses(Press::Children(1));
        self.chooses(Press::Next);
        self.at_days(&[DaysPress::Age(3), DaysPress::Age(9)]);
    }

    fn types_next(&self, keys: &str) {
        self.type_keys(keys);
        self.chooses(Press::Next);
    }

    /// Up to *Is this right?*
    fn says_all(&self) {
        self.says_who_comes();
        self.chooses(Press::Next);
        self.types_next("qwq");
        self.at_days(&[DaysPress::Choose(1)]);
        self.types_next("Rhys Quillfeather");
        self.chooses(Press::Next);
        self.types_next("Zsofia Quillfeather");
        self.types_next("28071986");
        self.at_days(&[DaysPress::Choose(2)]);
        self.types_next("07700900123");
        self.at_days(&[DaysPress::Choose(1)]);
    }

    fn wants(&self, stands: Option<BookingStands>) {
        self.says_all();
        self.hears_of(all_days());
        self.at_days(&[DaysPress::Book]);
        self.server_says(DaysNews::Granted(Some(PlacesAnswer { granted: vec![] })));
        self.server_says(DaysNews::Stands(stands));
    }

    /// Types a reference and the date of birth.
    fn finds(&self, reference: &BookingReference) {
        self.hears_of(all_days());
        self.at_days(&[DaysPress::Open, DaysPress::Find]);
        self.types_next(reference.compact());
        self.types_next("28071986");
    }

    fn finds_as(&self, n: u8, state: BookingState) {
        let reference = BookingReference::draw([n; 16]);
        self.apply([card_of(&reference, state)]);
        self.is_linked(false);
        self.finds(&reference);
    }

    fn ends_as(&self, news: News) {
        self.says_all();
        self.apply([news]);
        self.at_days(&[DaysPress::Book]);
    }
}

fn day_as(change: impl FnOnce(&mut Event)) -> News {
    let mut event = family_day();
    change(&mut event);
    News::Event(Box::new(event))
}

/// At a site with six days, and a kiosk that may promise places for one of them.
pub const ALL: &[State] = &[
    state("days-none", |k| {
        k.apply(all_days().map(|event| News::EventGone { event: event.event }));
        k.at_days(&[DaysPress::Open]);
    }),
    state("days", TestKiosk::opens_days),
    then("days-offline", |k| k.is_linked(false)),
    then("days-filter", |k| k.at_days(&[DaysPress::Filter])),
    then("days-filter-some", |k| k.at_days(&[DaysPress::Switch(1), DaysPress::Switch(5)])),
    then("days-nothing-suits", |k| {
        k.at_days(&[DaysPress::Switch(2)]);
        k.chooses(Press::Next);
    }),
    state("day", |k| k.sees_day(1)),
    state("day-of-babies", |k| k.sees_day(2)),
    state("day-of-their-own", |k| k.sees_day(3)),
    state("day-not-yet", |k| k.sees_day(4)),
    state("day-cancelled", |k| k.sees_day(5)),
    state("day-drawn", |k| k.sees_day(BALLOT)),
    then("day-gone", |k| k.apply([News::EventGone { event: id(BALLOT) }])),
    state("days-party", |k| {
        k.sees_day(1);
        k.at_days(&[DaysPress::Ask]);
    }),
    then("days-age", |k| {
        k.chooses(Press::Children(1));
        k.chooses(Press::Next);
    }),
    then("days-age-of-two", |k| {
        k.chooses(Press::Back);
        k.chooses(Press::Children(1));
        k.chooses(Press::Next);
        k.at_days(&[DaysPress::Age(3)]);
    }),
    then("days-age-other", |k| k.at_days(&[DaysPress::Age(12)])),
    state("days-born-of-a-child", |k| {
        k.sees_day(2);
        k.at_days(&[DaysPress::Ask]);
        k.chooses(Press::Children(1));
        k.chooses(Press::Next);
    }),
    then("days-born-other", |k| k.types_next("31122025")),
    state("days-needs", TestKiosk::says_who_comes),
    then("days-diet", |k| k.chooses(Press::Next)),
    then("days-diet-full", |k| k.type_keys(&"w".repeat(90))),
    then("days-bus", |k| {
        k.chooses(Press::Next);
    }),
    then("days-whom", |k| k.at_days(&[DaysPress::Choose(0)])),
    then("days-whom-missing", |k| k.chooses(Press::Next)),
    then("days-number", |k| k.types_next("Rhys Quillfeather")),
    then("days-number-partly", |k| k.types_next("a1")),
    then("days-lead", |k| {
        for _ in 0..2 {
            k.chooses(Press::Delete);
        }
        k.chooses(Press::Next);
    }),
    then("days-born-of-the-lead", |k| k.types_next("Zsofia Quillfeather")),
    then("days-ring", |k| k.types_next("28071986")),
    then("days-phone", |k| k.at_days(&[DaysPress::Choose(3)])),
    then("days-phone-partly", |k| k.types_next("077")),
    then("days-message", |k| k.types_next("00900123")),
    then("days-check", |k| k.at_days(&[DaysPress::Choose(0)])),
    state("days-whom-of-today", |k| {
        k.looks_up_the_visit();
        k.opens_days();
        k.at_days(&[DaysPress::Day(id(1)), DaysPress::Ask]);
        k.chooses(Press::Next);
        k.chooses(Press::Next);
        k.chooses(Press::Next);
        k.at_days(&[DaysPress::Choose(0)]);
    }),
    state("days-waiting", |k| k.wants(Some(BookingStands::Waiting(12)))),
    state("days-in-the-draw", |k| k.wants(Some(BookingStands::InTheDraw))),
    state("days-sent", |k| k.wants(None)),
    state("days-asked-for", |k| {
        k.says_all();
        k.is_linked(false);
        k.at_days(&[DaysPress::Book]);
    }),
    state("days-end-cancelled", |k| k.ends_as(day_as(|day| day.cancelled = true))),
    state("days-end-edited", |k| k.ends_as(day_as(|day| day.most_people = 1))),
    state("days-end-closed", |k| {
        let closes = k.clock.now().utc - TimeDelta::minutes(1);
        k.ends_as(day_as(|day| day.window = Window { closes, ..day.window }));
    }),
    state("days-end-not-yet", |k| {
        let opens = k.clock.now().utc + TimeDelta::days(1);
        k.ends_as(day_as(|day| day.window = Window { opens, ..day.window }));
    }),
    state("days-end-gone", |k| k.ends_as(News::EventGone { event: id(1) })),
    state("days-find", |k| {
        k.opens_days();
        k.at_days(&[DaysPress::Find]);
    }),
    then("days-find-partly", |k| k.types_next("K7M")),
    then("days-find-mistyped", |k| k.types_next("222223")),
    state("days-find-born", |k| {
        k.opens_days();
        k.at_days(&[DaysPress::Find]);
        k.types_next(BookingReference::draw([90; 16]).compact());
    }),
    then("days-not-found", |k| k.types_next("28071986")),
    state("days-booking-asked-for", |k| k.finds_as(20, BookingState::AskedFor)),
    state("days-booking-held", |k| k.finds_as(21, BookingState::Held)),
    then("days-cancel", |k| k.at_days(&[DaysPress::Cancel])),
    then("days-cancelled", |k| k.at_days(&[DaysPress::CancelNow])),
    state("days-booking-approved", |k| k.finds_as(22, BookingState::Approved)),
    then("days-party-changed", |k| k.at_days(&[DaysPress::Change])),
    then("days-check-changed", |k| {
        k.chooses(Press::Adults(1));
        k.chooses(Press::Next);
    }),
    then("days-change-asked", |k| {
        k.apply([News::Places { on: false }]);
        k.at_days(&[DaysPress::Book]);
    }),
    state("days-changed", |k| {
        k.finds_as(23, BookingState::Held);
        k.at_days(&[DaysPress::Change]);
        k.chooses(Press::Children(-1));
        k.chooses(Press::Next);
        k.at_days(&[DaysPress::Book]);
    }),
    state("days-booking-waiting", |k| k.finds_as(24, BookingState::Waiting)),
    state("days-booking-waiting-3", |k| {
        let reference = BookingReference::draw([24; 16]);
        k.finds(&reference);
        k.server_says(DaysNews::Stands(Some(BookingStands::Waiting(3))));
    }),
    state("days-booking-in-the-draw", |k| k.finds_as(25, BookingState::InTheDraw)),
    state("days-booking-declined", |k| k.finds_as(26, BookingState::Declined)),
    state("days-booking-cancelled", |k| k.finds_as(27, BookingState::Cancelled)),
    state("days-booking-moved", |k| {
        let reference = BookingReference::draw([28; 16]);
        k.apply([moved_card_of(&reference, BookingState::Approved)]);
        k.is_linked(false);
        k.finds(&reference);
    }),
    then("days-booking-of-a-cancelled-day", |k| k.apply([day_as(|day| day.cancelled = true)])),
    state("days-booking-of-a-day-that-is-gone", |k| {
        k.finds_as(29, BookingState::Held);
        k.apply([News::EventGone { event: id(1) }]);
    }),
    state("days-booking-of-their-own", |k| {
        k.finds_as(30, BookingState::Held);
        k.apply([day_as(|day| day.booking = Mode::BookYourself)]);
    }),
    // The last one: from here on there are seats on the bus as well.
    state("days-held", |k| {
        k.says_all();
        k.apply([News::Granted(k.grant_of(BUS, 9, 1))]);
        k.at_days(&[DaysPress::Book]);
    }),
    state("days-booked", |k| {
        k.says_all();
        k.apply([day_as(|day| day.booking = Mode::BookYourself)]);
        k.at_days(&[DaysPress::Book]);
    }),
];
