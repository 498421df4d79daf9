//! Deletes what is past its period: once a local day, by one process, a few rows a transaction.

use std::time::Duration;

use chrono::{NaiveDate, NaiveDateTime, TimeDelta, Timelike as _};
use visits_domain::site::SiteCode;

use crate::audit::{self, Noted, SERVER};
use crate::clock::Clock;
use crate::error::Error;
use crate::house::House;
use crate::privacy::periods::Kind;
use crate::random;
use crate::store::retention::{self, Bounds, Counts, ROWS_AT_ONCE, Run};
use crate::store::{Write, ballots, erasures, holds, privacy, sites, tries};

/// When it begins. Nobody is in the hall, and the hour is there every night of the year.
const HOUR: u32 = 3;
/// A server that slept longer, or whose clock leapt, asks a person before it deletes.
const NIGHTS_UNSEEN: i64 = 45;
/// How long somebody who asks for it waits until the night's own has ended: most end at once.
const TRIES: u32 = 40;
const TRY_AGAIN: Duration = Duration::from_millis(250);

/// Whether a night's deletion is to be run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Due {
    /// Now.
    Now,
    /// It ran, or its hour has not come.
    Later,
    /// The clock stands so many days after the last night: it may be wrong.
    ClockLeapt(i64),
}

/// Decides. `last` is the local day of the last night that was done. Where there is none, a person
/// can see first what would go: the first night is the next one.
pub fn due(last: Option<NaiveDate>, local: NaiveDateTime) -> Due {
    let Some(last) = last else { return Due::Later };
    let nights = (local.date() - last).num_days();
    if nights > NIGHTS_UNSEEN {
        Due::ClockLeapt(nights)
    } else if nights.abs() > 1 || (nights == 1 && local.hour() >= HOUR) {
        // A last night that lies ahead was done by a wrong clock. By this one less is old.
        Due::Now
    } else {
        Due::Later
    }
}

/// The local day whose night comes next.
pub fn next_night(last: Option<NaiveDate>, today: NaiveDate) -> NaiveDate {
    if last.is_none_or(|last| last >= today) { today + TimeDelta::days(1) } else { today }
}

/// Runs what is due at any site.
pub async fn run_due(house: &House) -> Result<(), Error> {
    for site in sites::all(&house.db).await? {
        let last = retention::last_done(&house.db, site.code).await?;
        if last.is_none() {
            begin(house, site.code).await?;
        }
        if due(last, house.clock.local()) == Due::Now
            && let Some(run) = run(house, site.code, SERVER).await?
        {
            tracing::info!(site = %site.code, rows = run.gone.total(), "deleted by age");
        }
    }
    Ok(())
}

/// The server has seen a site for the first time.
async fn begin(house: &House, site: SiteCode) -> Result<(), Error> {
    let mut tx = house.db.write().await?;
    retention::begin(&mut tx, site, house.clock.local().date()).await?;
    tx.commit().await
}

/// Deletes because a person asks for it. Where it is being done just now, waits and then does it
/// again: meanwhile more may have become too old, or a hold may have ended. None: it takes longer
/// than anybody waits for a page.
pub async fn run_for(house: &House, site: SiteCode, who: &str) -> Result<Option<Run>, Error> {
    for _ in 0..TRIES {
        if let Some(run) = run(house, site, who).await? {
            return Ok(Some(run));
        }
        tokio::time::sleep(TRY_AGAIN).await;
    }
    Ok(None)
}

/// Deletes what is past its period. None: another process does, or has done it today. A person
/// who asks for it is not told that it was done today.
async fn run(house: &House, site: SiteCode, who: &str) -> Result<Option<Run>, Error> {
    let (began, today) = (house.clock.now(), house.clock.local().date());
    let holder = random::opaque_id().to_string();
    let mut tx = house.db.write().await?;
    let again = who != SERVER;
    if !retention::take_turn(&mut tx, site, (&holder, began), (today, again)).await? {
        return Ok(None);
    }
    tx.commit().await?;
    let night = Night { house, site, holder, today };
    night.end_holds().await?;
    night.remember_places().await?;
    let Some(gone) = night.delete().await? else { return Ok(None) };
    let run = Run {
        id: random::opaque_id().to_string(),
        began: began.timestamp_micros(),
        ended: house.clock.now().timestamp_micros(),
        who: who.to_owned(),
        gone,
    };
    // Done is what is out of the files too.
    house.db.settle().await;
    night.finish(&run).await?;
    Ok(Some(run))
}

struct Night<'a> {
    house: &'a House,
    site: SiteCode,
    holder: String,
    today: NaiveDate,
}

impl Night<'_> {
    /// Holds run out on a day that a person chose.
    async fn end_holds(&self) -> Result<(), Error> {
        let mut tx = self.house.db.write().await?;
        sites::lock(&mut tx, self.site).await?;
        let now = self.house.clock.now();
        for hold in holds::end_run_out(&mut tx, self.site, (self.today, now)).await? {
            audit::note(self.house, &mut tx, self.site, (SERVER, Noted::HoldEnded), hold).await?;
        }
        tx.commit().await
    }

    /// Bookings go, and who had a place is still known: under a mark.
    async fn remember_places(&self) -> Result<(), Error> {
        let mut tx = self.house.db.write().await?;
        sites::lock(&mut tx, self.site).await?;
        ballots::remember(&mut tx, self.site, self.house.clock.now()).await?;
        tx.commit().await
    }

    /// None: another process took over.
    async fn delete(&self) -> Result<Option<Counts>, Error> {
        let periods = privacy::periods(&self.house.db, self.site).await?;
        let bounds = Bounds { periods: &periods, today: self.today };
        let mut gone = Counts::default();
        for table in retention::steps() {
            loop {
                let Some(mut tx) = self.turn().await? else { return Ok(None) };
                let rows = retention::delete_some(&mut tx, self.site, table, bounds).await?;
                tx.commit().await?;
                gone.add(table, rows);
                if rows < u64::from(ROWS_AT_ONCE) {
                    break;
                }
            }
        }
        if !self.forget_holds(bounds, &mut gone).await? {
            return Ok(None);
        }
        while let Some(counts) = self.delete_visits(bounds).await? {
            for (table, rows) in &counts.0 {
                gone.add(table, *rows);
            }
            if counts.total() == 0 {
                return self.cut_audit(bounds, gone).await;
            }
        }
        Ok(None)
    }

    /// Holds that ended long ago, and the marks of people whom no list can bring back any more.
    /// False: another process took over.
    async fn forget_holds(&self, bounds: Bounds<'_>, gone: &mut Counts) -> Result<bool, Error> {
        loop {
            let Some(mut tx) = self.turn().await? else { return Ok(false) };
            let rows = holds::forget_some(&mut tx, self.site, bounds.moment(Kind::Holds)).await?;
            erasures::forget(&mut tx, self.site, self.today - erasures::LISTS_REACH_BACK).await?;
            tx.commit().await?;
            gone.add("holds", rows);
            if rows < u64::from(ROWS_AT_ONCE) {
                return Ok(true);
            }
        }
    }

    /// None: another process took over.
    async fn delete_visits(&self, bounds: Bounds<'_>) -> Result<Option<Counts>, Error> {
        let Some(mut tx) = self.turn().await? else { return Ok(None) };
        let counts = retention::delete_some_visits(&mut tx, self.site, bounds).await?;
        tx.commit().await?;
        Ok(Some(counts))
    }

    async fn cut_audit(
        &self,
        bounds: Bounds<'_>,
        mut gone: Counts,
    ) -> Result<Option<Counts>, Error> {
        loop {
            let Some(mut tx) = self.turn().await? else { return Ok(None) };
            audit::lock(&mut tx, self.site).await?;
            let Some((seq, mark)) = retention::audit_cut(&mut tx, self.site, bounds).await? else {
                return Ok(Some(gone));
            };
            let seal = audit::seal_of_cut(self.house, self.site, seq, &mark);
            let rows = retention::cut_audit(&mut tx, self.site, (seq, &mark), &seal).await?;
            tx.commit().await?;
            gone.add("audit", rows);
        }
    }

    /// A transaction, while it is still our turn. The site is locked: no import runs beside it.
    async fn turn(&self) -> Result<Option<Write>, Error> {
        let now = self.house.clock.now();
        let mut tx = self.house.db.write().await?;
        sites::lock(&mut tx, self.site).await?;
        let ours = retention::keep_turn(&mut tx, self.site, &self.holder, now).await?;
        Ok(ours.then_some(tx))
    }

    async fn finish(&self, run: &Run) -> Result<(), Error> {
        let Some(mut tx) = self.turn().await? else { return Ok(()) };
        retention::forget_sessions(&mut tx, Clock::System.now()).await?;
        let periods = privacy::periods(&self.house.db, self.site).await?;
        let age = TimeDelta::days(periods.days(Kind::SignIn).into());
        tries::forget(&mut tx, self.house.clock.now(), age).await?;
        retention::add_run(&mut tx, self.site, run).await?;
        retention::end_turn(&mut tx, self.site, &self.holder, self.today).await?;
        let noted = (run.who.as_str(), Noted::DeletedByAge);
        audit::note(self.house, &mut tx, self.site, noted, run.id.as_str()).await?;
        self.house.commit_and_tell(tx, self.site).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> NaiveDateTime {
        text.parse().expect("a time")
    }

    #[test]
    fn a_night_is_done_once_and_from_three_in_the_morning_on() {
        let last = Some(at("2026-06-01T03:00:00").date());
        for (local, expected) in [
            ("2026-06-01T23:59:59", Due::Later),
            ("2026-06-02T02:59:59", Due::Later),
            ("2026-06-02T03:00:00", Due::Now),
            ("2026-06-02T18:00:00", Due::Now),
            // It was off over a night: not once more until three o'clock.
            ("2026-06-03T01:00:00", Due::Now),
            ("2026-07-16T01:00:00", Due::Now),
        ] {
            assert_eq!(due(last, at(local)), expected, "{local}");
        }
        assert_eq!(due(None, at("2026-06-01T12:00:00")), Due::Later);
    }

    #[test]
    fn a_clock_that_leapt_deletes_nothing_and_one_that_was_set_right_goes_on() {
        let last = Some(at("2026-06-01T03:00:00").date());
        assert_eq!(due(last, at("2027-06-01T03:00:00")), Due::ClockLeapt(365));
        assert_eq!(due(last, at("2026-05-31T23:59:59")), Due::Later);
        assert_eq!(due(last, at("2016-06-01T12:00:00")), Due::Now);
    }

    #[test]
    fn the_night_to_come_is_the_one_that_has_not_been_done() {
        let day = |text: &str| text.parse::<NaiveDate>().expect("a day");
        assert_eq!(next_night(None, day("2026-06-01")), day("2026-06-02"));
        let done = Some(day("2026-06-01"));
        assert_eq!(next_night(done, day("2026-06-01")), day("2026-06-02"));
        assert_eq!(next_night(done, day("2026-06-02")), day("2026-06-02"));
    }
}
