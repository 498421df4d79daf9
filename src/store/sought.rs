//! How often something was looked for: counted here, told in one record for an hour or more, so
//! that no look stands beside an arrival.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use rusqlite::{Connection, OptionalExtension as _, params};
use visits_domain::help::{HelpNeed, Nation, ServiceId, Stage};
use visits_domain::wire::{Happening, HelpAct, Mistake, ServiceWrong, Sought, SoughtCount};

use super::outbox::{self, Stamp};
use super::{Store, StoreError, get_json, put_json, step_point};

/// From the first look that was not told yet.
const TOLD_AFTER: TimeDelta = TimeDelta::hours(1);
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
        if get_json::<DateTime<Utc>>(&db, SINCE)?.is_none() {
            put_json(&db, SINCE, &now)?;
        }
        Ok(db.commit()?)
    }

    /// Whether what was counted is to be told: an hour has passed since the first of it, or the
    /// clock was put back.
    pub fn looks_are_due(&self, now: DateTime<Utc>) -> Result<bool, StoreError> {
        let since: Option<DateTime<Utc>> = get_json(&self.db, SINCE)?;
        Ok(since.is_some_and(|since| !(since..since + TOLD_AFTER).contains(&now)))
    }

    /// Tells what was counted on the first day of which there is anything: one record, and the
    /// counts begin anew. False: there was nothing.
    pub fn tell_looks(&mut self, stamp: Stamp) -> Result<bool, StoreError> {
        let db = self.db.transaction()?;
        let Some(day) = first_day(&db)? else { return Ok(false) };
        let date = day.parse().map_err(|_| StoreError::Unreadable { what: "day" })?;
        let sought = Sought { date, counts: counts(&db, &day)? };
        outbox::append(&db, stamp, &Happening::Help(HelpAct::Sought(sought)))?;
        db.execute("DELETE FROM sought WHERE day = ?1", [&day])?;
        if first_day(&db)?.is_none() {
            db.execute("DELETE FROM meta WHERE key = ?1", [SINCE])?;
        }
        step_point!("sought-before-commit");
        db.commit()?;
        Ok(true)
    }

    /// Stores that something about a service is wrong.
    pub fn note_wrong(
        &mut self,
        stamp: Stamp,
        service: ServiceId,
        what: Mistake,
        date: NaiveDate,
    ) -> Result<(), StoreError> {
        let wrong = ServiceWrong { service, what, date };
        let db = self.db.transaction()?;
        outbox::append(&db, stamp, &Happening::Help(HelpAct::ServiceWrong(wrong)))?;
        Ok(db.commit()?)
    }
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
