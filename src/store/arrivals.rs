//! Numbers: which visits have one, and the next to give. A number and its record are one commit.

use chrono::NaiveDate;
use rusqlite::{Connection, OptionalExtension as _, params};
use visits_domain::arrival::{Arrival, ArrivalNumber, Joined};
use visits_domain::site::KioskLetter;
use visits_domain::visit::VisitHandle;
use visits_domain::wire::Happening;

use super::outbox::{self, Stamp};
use super::{Store, StoreError, step_point};

pub(super) fn put(
    db: &Connection,
    visit: VisitHandle,
    date: NaiveDate,
    number: ArrivalNumber,
) -> Result<(), StoreError> {
    db.prepare_cached(
        "INSERT INTO arrival VALUES (?1, ?2, ?3)
         ON CONFLICT (visit) DO UPDATE SET date = excluded.date, number = excluded.number",
    )?
    .execute(params![visit.0.as_bytes(), date.to_string(), number.to_string()])?;
    // A disk that was replaced or copied back goes on counting after what it gave before.
    count_to(db, number.kiosk, date, number.count)
}

pub(super) fn forget(db: &Connection, visit: VisitHandle) -> Result<(), StoreError> {
    db.prepare_cached("DELETE FROM arrival WHERE visit = ?1")?.execute([visit.0.as_bytes()])?;
    Ok(())
}

/// Forgets the numbers that others gave. Those given here stand in the outbox: a number of ours
/// that an earlier one had replaced comes back.
pub(super) fn keep_own(db: &Connection) -> Result<(), StoreError> {
    let days: Vec<String> = db
        .prepare_cached("SELECT DISTINCT date FROM arrival")?
        .query_map([], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    db.execute("DELETE FROM arrival", [])?;
    for arrival in outbox::arrivals(db)? {
        if days.contains(&arrival.date.to_string()) {
            put(db, arrival.visit, arrival.date, arrival.number)?;
        }
    }
    Ok(())
}

fn number_of(db: &Connection, visit: VisitHandle) -> Result<Option<ArrivalNumber>, StoreError> {
    let number: Option<String> = db
        .prepare_cached("SELECT number FROM arrival WHERE visit = ?1")?
        .query_row([visit.0.as_bytes()], |row| row.get(0))
        .optional()?;
    number
        .map(|number| number.parse().map_err(|_| StoreError::Unreadable { what: "number" }))
        .transpose()
}

fn count_to(
    db: &Connection,
    letter: KioskLetter,
    date: NaiveDate,
    count: u16,
) -> Result<(), StoreError> {
    db.prepare_cached(
        "INSERT INTO counter VALUES (?1, ?2)
         ON CONFLICT (day) DO UPDATE SET count = max(count, excluded.count)",
    )?
    .execute(params![counter_key(letter, date), count])?;
    Ok(())
}

fn counter_key(letter: KioskLetter, date: NaiveDate) -> String {
    format!("{date} {letter}")
}

impl Store {
    /// The number that a visit's party has.
    pub fn number_of(&self, visit: VisitHandle) -> Result<Option<ArrivalNumber>, StoreError> {
        number_of(&self.db, visit)
    }

    /// Gives the next number and writes the arrival into the outbox, in one durable commit.
    /// A visit that has a number keeps it, and nothing is written.
    pub fn check_in(
        &mut self,
        letter: KioskLetter,
        stamp: Stamp,
        arrival: impl FnOnce(ArrivalNumber) -> Arrival,
        visit: VisitHandle,
        date: NaiveDate,
    ) -> Result<ArrivalNumber, StoreError> {
        step_point!("check-in-begin");
        let db = self.db.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
        if let Some(number) = number_of(&db, visit)? {
            return Ok(number);
        }
        let last: Option<u16> = db
            .prepare_cached("SELECT count FROM counter WHERE day = ?1")?
            .query_row([counter_key(letter, date)], |row| row.get(0))
            .optional()?;
        let number = ArrivalNumber { kiosk: letter, count: last.unwrap_or(0).saturating_add(1) };
        step_point!("check-in-numbered");
        put(&db, visit, date, number)?;
        step_point!("check-in-arrived");
        outbox::append(&db, stamp, &Happening::Arrived(arrival(number)))?;
        step_point!("check-in-before-commit");
        db.commit()?;
        step_point!("check-in-committed");
        Ok(number)
    }

    /// Writes that more of a party have come.
    pub fn join(&mut self, stamp: Stamp, joined: Joined) -> Result<(), StoreError> {
        let db = self.db.transaction()?;
        outbox::append(&db, stamp, &Happening::Joined(joined))?;
        Ok(db.commit()?)
    }
}
