//! How often something was looked for, and what families said is wrong: kept here, told together
//! after an hour or more, so that nothing of it stands beside an arrival.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use rusqlite::{Connection, OptionalExtension as _, params};
use visits_domain::help::{HelpNeed, Nation, ServiceId, Stage};
use visits_domain::wire::{Happening, HelpAct, Mistake, ServiceWrong, Sought, SoughtCount};

use super::outbox::{self, Stamp};
use super::{Store, StoreError, get_json, put_json, step_point};

/// From the first look that was not told yet.
const TOLD_AFTER: TimeDelta = TimeDelta::hours(1);
const UNREADABLE: StoreError = StoreError::Unreadable { what: "mistake" };
/// The key under which that moment stands.
const SINCE: &str = "sought-since";

impl Store {
    /// Counts a look on this local day.
    pub fn count_look(
        &mut self,
        day: NaiveDate,
        look: &SoughtCount,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let db = self.db.transaction()?;
        db.prepare_cached(
            "INSERT INTO sought VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
             ON CONFLICT DO UPDATE SET times = times + excluded.times",
        )?
        .execute(params![
            day.to_string(),
            look.need.map_or("", HelpNeed::as_str),
            look.stage.map_or("", Stage::as_str),
            look.nation.as_str(),
            look.language,
            look.found,
            look.times
        ])?;
        from_now(&db, now)?;
        Ok(db.commit()?)
    }

    /// Whether what was counted is to be told: an hour has passed since the first of it, or the
    /// clock was put back.
    pub fn looks_are_due(&self, now: DateTime<Utc>) -> Result<bool, StoreError> {
        let since: Option<DateTime<Utc>> = get_json(&self.db, SINCE)?;
        Ok(since.is_some_and(|since| !(since..since + TOLD_AFTER).contains(&now)))
    }

    /// Tells what families said is wrong, one record each, then what was counted on the first day
    /// of which there is anything, one record for all, and the counts begin anew. One record a
    /// time; false: there was nothing.
    pub fn tell_looks(&mut self, stamp: Stamp) -> Result<bool, StoreError> {
        let db = self.db.transaction()?;
        if let Some((number, wrong)) = first_mistake(&db)? {
            outbox::append(&db, stamp, &Happening::Help(HelpAct::ServiceWrong(wrong)))?;
            db.execute("DELETE FROM mistake WHERE number = ?1", [number])?;
            until_now(&db)?;
            db.commit()?;
            return Ok(true);
        }
        let Some(day) = first_day(&db)? else { return Ok(false) };
        let date = day.parse().map_err(|_| StoreError::Unreadable { what: "day" })?;
        let sought = Sought { date, counts: counts(&db, &day)? };
        outbox::append(&db, stamp, &Happening::Help(HelpAct::Sought(sought)))?;
        db.execute("DELETE FROM sought WHERE day = ?1", [&day])?;
        until_now(&db)?;
        step_point!("sought-before-commit");
        db.commit()?;
        Ok(true)
    }

    /// Stores that something about a service is wrong, on this local day.
    pub fn note_wrong(
        &mut self,
        service: ServiceId,
        what: Mistake,
        date: NaiveDate,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let wrong = ServiceWrong { service, what, date };
        let db = self.db.transaction()?;
        let body = serde_json::to_vec(&wrong).map_err(|_| UNREADABLE)?;
        db.execute("INSERT INTO mistake (body) VALUES (?1)", [body])?;
        from_now(&db, now)?;
        Ok(db.commit()?)
    }
}

/// The hour begins with the first that waits.
fn from_now(db: &Connection, now: DateTime<Utc>) -> Result<(), StoreError> {
    if get_json::<DateTime<Utc>>(db, SINCE)?.is_none() {
        put_json(db, SINCE, &now)?;
    }
    Ok(())
}

/// And ends with the last that is told.
fn until_now(db: &Connection) -> Result<(), StoreError> {
    if first_day(db)?.is_none() && first_mistake(db)?.is_none() {
        db.execute("DELETE FROM meta WHERE key = ?1", [SINCE])?;
    }
    Ok(())
}

fn first_mistake(db: &Connection) -> Result<Option<(i64, ServiceWrong)>, StoreError> {
    let row: Option<(i64, Vec<u8>)> = db
        .prepare_cached("SELECT number, body FROM mistake ORDER BY number LIMIT 1")?
        .query_row([], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    row.map(|(number, body)| {
        serde_json::from_slice(&body).map(|wrong| (number, wrong)).map_err(|_| UNREADABLE)
    })
    .transpose()
}

fn first_day(db: &Connection) -> Result<Option<String>, StoreError> {
    Ok(db
        .prepare_cached("SELECT day FROM sought ORDER BY day LIMIT 1")?
        .query_row([], |row| row.get(0))
        .optional()?)
}

fn counts(db: &Connection, day: &str) -> Result<Vec<SoughtCount>, StoreError> {
    let mut rows = db.prepare_cached(
        "SELECT need, stage, nation, language, found, times FROM sought WHERE day = ?1",
    )?;
    let rows = rows.query_map([day], |row| {
        let word = |column| row.get::<_, String>(column);
        Ok((word(0)?, word(1)?, word(2)?, word(3)?, row.get(4)?, row.get(5)?))
    })?;
    rows.map(|row| {
        let (need, stage, nation, language, found, times) = row?;
        let nation = Nation::parse(&nation).ok_or(StoreError::Unreadable { what: "nation" })?;
        let (need, stage) = (HelpNeed::parse(&need), Stage::parse(&stage));
        Ok(SoughtCount { need, stage, nation, language, found, times })
    })
    .collect()
}
