//! The officers: each looks at their own page, picks a family, and presses. What the page showed
//! then goes with the form, however old it has become.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use super::acts::{self, Wish};
use super::browser::{Browser, LivePage, Seen, Watch};
use super::families::Family;
use super::history::{Answer, Op};
use super::sheet::{Row, Sheet};
use super::{Fault, OFFICERS, Stage};

/// So many whose ID was seen are called at once.
const CALL_AT_ONCE: usize = 10;
/// Every so many acts begin with a surname that is looked up.
const SEARCH_EVERY: usize = 8;
/// When the day is long over and something is still to be done.
const AT_MOST: u32 = 10;

/// What an officer did.
#[derive(Default)]
pub struct Tally {
    pub done: usize,
    pub stale: usize,
    pub overtaken: usize,
    pub act: Vec<Duration>,
    pub page: Vec<Duration>,
}

/// An officer at work.
struct Officer {
    n: usize,
    stage: Arc<Stage>,
    watch: Arc<Watch>,
    browser: Browser,
    page: LivePage,
    session: usize,
    chance: Chance,
    tally: Tally,
}

/// Works until nothing is left to do.
pub async fn work(
    stage: Arc<Stage>,
    watch: Arc<Watch>,
    n: usize,
    mut browser: Browser,
) -> Result<Tally, Fault> {
    let seen = Seen { watch: Arc::clone(&watch), officer: n };
    let page = browser.keep_fresh(address(&stage, 0), seen).await?;
    let chance = Chance(0x9E37_79B9_7F4A_7C15 ^ (n as u64 + 1));
    let tally = Tally::default();
    let mut me = Officer { n, stage, watch, browser, page, session: 0, chance, tally };
    me.day().await?;
    me.tally.page = me.page.close().await?;
    Ok(me.tally)
}

/// The page of a session.
fn address(stage: &Stage, session: usize) -> String {
    format!("/today?session={}", stage.sessions()[session].format("%H:%M"))
}

impl Stage {
    fn sessions(&self) -> Vec<chrono::NaiveTime> {
        let mut starts: Vec<_> = self.families.iter().map(|family| family.start).collect();
        starts.dedup();
        starts
    }

    /// The families of a session come in a quarter of the day.
    fn sessions_begun(&self) -> usize {
        let quarters = (1..=3).filter(|n| self.begins.elapsed() > self.lasts * *n / 4).count();
        (1 + quarters).min(self.sessions().len())
    }

    /// How often one officer presses, so that the day takes as long as it should.
    fn between_acts(&self) -> Duration {
        let acts: usize = self.families.iter().map(Family::acts).sum();
        let of_each = u32::try_from(acts / OFFICERS).unwrap_or(1).max(1);
        self.lasts.mul_f64(0.85) / of_each
    }
}

/// What an officer does next.
enum Next {
    One(Box<(Family, Row, Wish)>),
    Several,
    Nothing,
}

impl Officer {
    async fn day(&mut self) -> Result<(), Fault> {
        let (pace, mut idle) = (self.stage.between_acts(), 0);
        while idle < self.stage.sessions().len() {
            if self.stage.begins.elapsed() > self.stage.lasts * AT_MOST {
                return Err(self.unfinished());
            }
            let began = Instant::now();
            let everybody_is_here = self.stage.everybody_is_here.load(Ordering::SeqCst);
            let sheet = self.page.sheet();
            match self.choose(&sheet) {
                Next::One(act) => {
                    let (family, row, wish) = *act;
                    self.press((&family, row, wish), &sheet, pace).await?;
                }
                Next::Several => self.call_next(&sheet).await?,
                Next::Nothing => {
                    idle = if everybody_is_here { idle + 1 } else { 0 };
                    self.look_at_another_session().await?;
                    tokio::time::sleep(pace).await;
                    continue;
                }
            }
            idle = 0;
            tokio::time::sleep_until((began + pace).into()).await;
        }
        Ok(())
    }

    /// What is still to be done when the day is long over.
    fn unfinished(&self) -> Fault {
        let Tally { done, stale, overtaken, page, .. } = &self.tally;
        let pages = page.len();
        let sheet = self.page.sheet();
        let states: Vec<&str> = sheet.rows.iter().map(|row| row.state.as_str()).collect();
        format!(
            "the day did not come to its end: {done} acts done, {stale} stale, {overtaken} \
             overtaken, {pages} pages; the last shows {states:?}"
        )
    }

    fn choose(&mut self, sheet: &Sheet) -> Next {
        let settled = self.stage.ledger.settled();
        let known = |row: &Row| self.stage.family(&row.visit).cloned();
        let candidates: Vec<(Family, Row, Wish)> = sheet
            .rows
            .iter()
            .filter_map(|row| {
                let family = known(row)?;
                let wish = acts::next(&family, row, &settled)?;
                Some((family, row.clone(), wish))
            })
            .collect();
        let ready = sheet.rows.iter().filter(|row| row.state == "id-seen").count();
        if ready >= CALL_AT_ONCE || (candidates.is_empty() && ready > 0) {
            return Next::Several;
        }
        let place = self.chance.below(candidates.len());
        let picked = candidates.into_iter().nth(place);
        picked.map_or(Next::Nothing, |act| Next::One(Box::new(act)))
    }

    async fn look_at_another_session(&mut self) -> Result<(), Fault> {
        self.session = (self.session + 1) % self.stage.sessions_begun();
        self.page.go(&address(&self.stage, self.session)).await
    }

    /// Presses one button, after as long as a hand takes, with what the page showed before.
    async fn press(
        &mut self,
        (family, row, wish): (&Family, Row, Wish),
        sheet: &Sheet,
        pace: Duration,
    ) -> Result<(), Fault> {
        let wish = self.with_a_table(wish);
        if (self.tally.done + self.n).is_multiple_of(SEARCH_EVERY) {
            let found = self.browser.search(&family.surname()).await?;
            if found.row(&row.visit).is_none() {
                return Err(format!("a search does not find family {}", family.n));
            }
        }
        tokio::time::sleep(pace.mul_f64(self.chance.fraction() * 0.5)).await;
        let (path, own) = acts::form(&wish, &row);
        let mut form = HashMap::from([
            ("visit", row.visit.clone()),
            ("version", row.version.to_string()),
            ("day", sheet.day.clone()),
            ("back", address(&self.stage, self.session)),
        ]);
        form.extend(own);
        let sent = Instant::now();
        let sentence = self.browser.send(path, &form).await?;
        self.tally.act.push(sent.elapsed());
        let answer = Answer::read(&sentence).ok_or_else(|| format!("{path}: {sentence}"))?;
        self.count(answer);
        if answer == Answer::Done {
            self.watch.done(self.n, (&row.visit, row.version + 1), sent);
            self.stage.ledger.settle(family.n, &wish);
        }
        self.stage
            .ledger
            .note(family.n, Op { wish, saw: row, sent, answered: Instant::now(), answer });
        self.page.go(&address(&self.stage, self.session)).await
    }

    async fn call_next(&mut self, sheet: &Sheet) -> Result<(), Fault> {
        let start = self.stage.sessions()[self.session].format("%H:%M").to_string();
        let form = HashMap::from([
            ("session", start),
            ("called", sheet.called.clone()),
            ("count", CALL_AT_ONCE.to_string()),
            ("day", sheet.day.clone()),
        ]);
        let sent = Instant::now();
        let sentence = self.browser.send("/today/call-next", &form).await?;
        self.tally.act.push(sent.elapsed());
        let answer = Answer::read(&sentence).ok_or_else(|| format!("call next: {sentence}"))?;
        self.count(answer);
        if answer == Answer::Done {
            let start = self.stage.sessions()[self.session];
            self.stage.ledger.called_some(&self.stage.families, start, (sent, Instant::now()));
        }
        self.page.go(&address(&self.stage, self.session)).await
    }

    fn count(&mut self, answer: Answer) {
        match answer {
            Answer::Done => self.tally.done += 1,
            Answer::Stale => self.tally.stale += 1,
            _ => self.tally.overtaken += 1,
        }
    }

    /// A table that nobody else has: what stands on the board at the end tells who put it there.
    fn with_a_table(&self, wish: Wish) -> Wish {
        let table = || self.stage.ledger.new_table();
        match wish {
            Wish::Hall(_) => Wish::Hall(table()),
            Wish::Table(_) => Wish::Table(table()),
            other => other,
        }
    }
}

/// Chance that is the same every time.
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, count: usize) -> usize {
        usize::try_from(self.next() % (count.max(1) as u64)).unwrap_or(0)
    }

    /// From 0 to 1.
    fn fraction(&mut self) -> f64 {
        f64::from(u32::try_from(self.next() >> 32).unwrap_or(0)) / f64::from(u32::MAX)
    }
}
