//! Events, as the server told of them. Nobody's name is in one.

use chrono::NaiveDate;
use rusqlite::Connection;
use visits_domain::places::EventId;
use visits_domain::wire::Event;

use super::{Store, StoreError, put_json};

const UNREADABLE: StoreError = StoreError::Unreadable { what: "event" };

/// Before the id in the table of keys.
const PREFIX: &str = "event:";

fn key(event: EventId) -> String {
    format!("{PREFIX}{event}")
}

pub(super) fn put(db: &Connection, event: &Event) -> Result<(), StoreError> {
    put_json(db, &key(event.event), event)
}

pub(super) fn forget(db: &Connection, event: EventId) -> Result<(), StoreError> {
    db.prepare_cached("DELETE FROM meta WHERE key = ?1")?.execute([key(event)])?;
    Ok(())
}

/// Forgets those of days before `today`.
pub(super) fn sweep(db: &Connection, today: NaiveDate) -> Result<(), StoreError> {
    for event in all(db)?.iter().filter(|event| event.date < today) {
        forget(db, event.event)?;
    }
    Ok(())
}

fn all(db: &Connection) -> Result<Vec<Event>, StoreError> {
    let mut found = db.prepare_cached("SELECT value FROM meta WHERE key LIKE ?1")?;
    let rows = found.query_map([format!("{PREFIX}%")], |row| row.get::<_, Vec<u8>>(0))?;
    let mut events = Vec::new();
    for row in rows {
        events.push(serde_json::from_slice::<Event>(&row?).map_err(|_| UNREADABLE)?);
    }
    events.sort_by_key(|event| (event.date, event.start, event.event));
    Ok(events)
}

impl Store {
    /// All that this kiosk knows of, the next one first. Cancelled ones are among them.
    pub fn events(&self) -> Result<Vec<Event>, StoreError> {
        all(&self.db)
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;
    use visits_domain::event::{Both, Kind, Window};
    use visits_domain::places::Mode;
    use visits_domain::wire::{Change, News};

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a day")
    }

    fn event(id: u128, date: &str) -> Event {
        let text = |en: &str, cy: &str| Both { en: en.to_owned(), cy: cy.to_owned() };
        let midnight = chrono::NaiveTime::MIN;
        Event {
            event: EventId(Uuid::from_u128(id)),
            event_kind: Kind::FamilyDay,
            title: text("Family day", "Diwrnod teulu"),
            words: text("Games", "Gemau"),
            place: text("Hall", "Neuadd"),
            date: day(date),
            start: midnight,
            end: midnight,
            ages: None,
            born: None,
            first: Both::default(),
            facilities: Vec::new(),
            access: Vec::new(),
            booking: Mode::AskAndStaffDecide,
            window: Window {
                opens: day(date).and_time(midnight).and_utc(),
                closes: day(date).and_time(midnight).and_utc(),
            },
            most_children: 4,
            most_people: 6,
            pools: Vec::new(),
            ballot: None,
            cancelled: false,
        }
    }

    fn told(store: &mut Store, seq: u64, news: News) {
        store.apply(&[Change { seq, news }], seq).expect("applied");
    }

    #[test]
    fn events_are_kept_in_their_order_until_they_are_gone_or_past() {
        let folder = tempfile::tempdir().expect("a folder");
        let mut store = Store::open(folder.path()).expect("a store");
        for (seq, id, date) in [(1, 1, "2026-07-11"), (2, 2, "2026-06-20"), (3, 3, "2026-06-01")] {
            told(&mut store, seq, News::Event(Box::new(event(id, date))));
        }
        let known = |store: &Store| {
            let events = store.events().expect("read");
            events.iter().map(|event| event.event.0.as_u128()).collect::<Vec<_>>()
        };
        assert_eq!(known(&store), [3, 2, 1]);
        store.sweep(day("2026-06-02")).expect("swept");
        assert_eq!(known(&store), [2, 1]);
        told(&mut store, 4, News::EventGone { event: EventId(Uuid::from_u128(2)) });
        assert_eq!(known(&store), [1]);
        store.begin_again(&[], 5, Uuid::from_u128(9)).expect("another life");
        assert!(known(&store).is_empty());
    }

    #[test]
    fn a_newer_program_asks_again_for_what_an_older_one_went_past() {
        let folder = tempfile::tempdir().expect("a folder");
        let mut store = Store::open(folder.path()).expect("a store");
        store.begin_again(&[], 4, Uuid::from_u128(9)).expect("a life");
        told(&mut store, 5, News::Unknown);
        drop(store);
        let store = Store::open(folder.path()).expect("the same program again");
        assert_eq!(store.standing().expect("read").0, 5);
        put_json(&store.db, super::super::PASSED_OVER, &"0.0.1").expect("an older one");
        drop(store);
        let mut store = Store::open(folder.path()).expect("a newer program");
        assert_eq!(store.standing().expect("read"), (0, None), "from the beginning");
        store.begin_again(&[], 6, Uuid::from_u128(9)).expect("told again");
        drop(store);
        let store = Store::open(folder.path()).expect("and once more");
        assert_eq!(store.standing().expect("read").0, 6, "once is enough");
    }
}
