//! A Saturday of one prison, played in a short time by kiosks and officers over real HTTP: families
//! arrive at kiosks that each hold a request, and officers take them from ID to table and home,
//! each with a live page open. Nobody is told what anybody else does but by the server.
//!
//! What it must show at the end: every answer was one that its sender can live with, and what the
//! board says is what was played (`history.rs`).

#![allow(dead_code, reason = "the bench prints more than the test looks at")]

mod acts;
mod browser;
mod check;
mod families;
mod history;
mod kiosks;
mod ledger;
mod officers;
pub mod planted;
mod sheet;

use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

use chrono::{NaiveDateTime, NaiveTime};
use visits_server::{App, Role, SharedClock};

use crate::support::kiosk::TestKiosk;
use crate::support::staff::TestStaff;
use browser::Browser;
use families::Family;
use ledger::Ledger;
use sheet::Sheet;

pub use families::Births;

/// What went wrong, in one line.
pub type Fault = String;

pub const KIOSKS: usize = 3;
pub const OFFICERS: usize = 4;
const PASSWORD: &str = "correct horse battery";
const MANAGER: &str = "Sam Manager";

/// A day to be played at the site MDI.
pub struct Day {
    /// The server's processes: kiosks and officers are spread over them.
    pub addresses: Vec<String>,
    /// The time that kiosks tell.
    pub clock: SharedClock,
    /// How many families are on the list, in three sessions.
    pub visits: usize,
    /// The real time it is squeezed into.
    pub lasts: Duration,
    /// Whether cards are sealed for the adults.
    pub births: Births,
}

/// What a day came to.
#[derive(Debug, Default)]
pub struct Played {
    /// Families that arrived.
    pub arrivals: usize,
    /// Acts that were done.
    pub done: usize,
    /// Acts that were refused because the page was older than the row, and tried again.
    pub stale: usize,
    /// Acts that were refused for what somebody else had done meanwhile, other than that.
    pub overtaken: usize,
    /// Changes of rows that the board knows of at the end.
    pub changes: i64,
    /// Live pages that were fetched anew.
    pub pages: usize,
    /// How long it took.
    pub took: Duration,
    pub act: Vec<Duration>,
    pub arrival: Vec<Duration>,
    pub page: Vec<Duration>,
    /// From pressing on one page until another officer's page shows it.
    pub seen_elsewhere: Vec<Duration>,
}

impl Stage {
    /// The family of a row.
    fn family(&self, visit: &str) -> Option<&Family> {
        let visit: uuid::Uuid = visit.parse().ok()?;
        self.families.iter().find(|family| family.visit.0 == visit)
    }
}

/// Everything that those who play share.
struct Stage {
    families: Vec<Family>,
    ledger: Ledger,
    day: String,
    begins: Instant,
    lasts: Duration,
    everybody_is_here: AtomicBool,
}

/// Accounts for everybody who plays.
pub async fn people(app: &App) {
    let site = "MDI".parse().expect("a site code");
    let officers = (0..OFFICERS).map(|n| (officer(n), Role::VisitsStaff));
    for (name, role) in officers.chain([(MANAGER.to_owned(), Role::Manager)]) {
        app.add_user(site, &name, role, PASSWORD).await.expect("an account");
    }
}

fn officer(n: usize) -> String {
    let names = ["Ash", "Bo", "Cam", "Dee"];
    format!("{} Officer", names[n % names.len()])
}

/// A day that can begin: the list is in, kiosks and officers are there.
pub struct Prepared {
    families: Vec<Family>,
    kiosks: Vec<TestKiosk>,
    browsers: Vec<Browser>,
    day: String,
}

/// Imports the list, enrols the kiosks, signs the officers in.
pub async fn prepare(day: &Day) -> Result<Prepared, Fault> {
    let now = visits_server::clock::local(visits_server::Clock::Shared(day.clock.clone()).now());
    let list = families::families(day.visits, starts(now));
    import(day, &families::list(&list, now.date(), day.births)).await?;
    let kiosks = enrol(day, &list).await?;
    let browsers = sign_in(day).await?;
    let (families, board) = families::known_by_their_rows(list, &browsers[0]).await?;
    Ok(Prepared { families, kiosks, browsers, day: board.day })
}

/// Plays it: what it came to, or the first thing that went wrong.
pub async fn play(day: &Day, prepared: Prepared) -> Result<Played, Fault> {
    let Prepared { families, kiosks, browsers, day: date } = prepared;
    let stage = Arc::new(Stage {
        ledger: Ledger::new(families.len()),
        families,
        day: date,
        begins: Instant::now(),
        lasts: day.lasts,
        everybody_is_here: AtomicBool::new(false),
    });
    let mut played = Played::default();
    let at_most = day.lasts * 11 + Duration::from_secs(30);
    let all = everybody_plays(&stage, kiosks, browsers, &mut played);
    let told = tokio::time::timeout(at_most, all).await;
    let told = told.map_err(|_| "somebody waits for an answer for ever".to_owned())??;
    played.took = stage.begins.elapsed();
    check::the_day(&stage, day, &told, &mut played).await?;
    Ok(played)
}

/// Three sessions of an hour, none of which is over soon.
fn starts(now: NaiveDateTime) -> [NaiveTime; 3] {
    use chrono::Timelike as _;
    let first = (now.hour() + 1).min(20);
    [0, 1, 2].map(|n| NaiveTime::from_hms_opt(first + n, 0, 0).unwrap_or_default())
}

/// Through the page where a manager uploads a list, sees what it would do, and says yes.
async fn import(day: &Day, list: &[u8]) -> Result<(), Fault> {
    let manager = TestStaff::new(&day.addresses[0]);
    manager.sign_in(MANAGER, PASSWORD).await;
    let preview = manager.upload(list, b"").await;
    if preview.status != 200 || preview.count("taken") != day.visits {
        return Err(format!("the list was not taken: {} {}", preview.status, day.visits));
    }
    let answer = manager.confirm(&preview, &[]).await;
    if answer.status() != 200 {
        return Err(format!("the list was not confirmed: {}", answer.status()));
    }
    Ok(())
}

/// With codes of the page, spread over the processes; each has read the whole list.
async fn enrol(day: &Day, list: &[Family]) -> Result<Vec<TestKiosk>, Fault> {
    let manager = TestStaff::new(&day.addresses[0]);
    manager.sign_in(MANAGER, PASSWORD).await;
    let mut kiosks = Vec::new();
    for n in 0..KIOSKS {
        let page = manager.post("/kiosks/code", &[]).await.text().await;
        let page = page.map_err(|error| error.to_string())?;
        let code = page.split("class=\"big\">").nth(1).and_then(|rest| rest.split('<').next());
        let code = code.ok_or("the page of kiosks gave no code")?;
        let address = &day.addresses[n % day.addresses.len()];
        let kiosk = TestKiosk::enrol(address, code, &day.clock).await;
        kiosks::until_cards_are_there(&kiosk, families::cards(list, day.births)).await?;
        kiosks.push(kiosk);
    }
    Ok(kiosks)
}

async fn sign_in(day: &Day) -> Result<Vec<Browser>, Fault> {
    let mut browsers = Vec::new();
    for n in 0..OFFICERS {
        let staff = TestStaff::new(&day.addresses[n % day.addresses.len()]);
        staff.sign_in(&officer(n), PASSWORD).await;
        browsers.push(Browser::open(staff).await?);
    }
    Ok(browsers)
}

/// What kiosks were told by the end.
struct Told {
    kiosks: Vec<kiosks::Heard>,
}

async fn everybody_plays(
    stage: &Arc<Stage>,
    kiosks: Vec<TestKiosk>,
    browsers: Vec<Browser>,
    played: &mut Played,
) -> Result<Told, Fault> {
    let kiosks: Vec<Arc<TestKiosk>> = kiosks.into_iter().map(Arc::new).collect();
    let listening = kiosks::listen(&kiosks);
    let watch = Arc::new(browser::Watch::default());
    let mut officers = Vec::new();
    for (n, browser) in browsers.into_iter().enumerate() {
        let (stage, watch) = (Arc::clone(stage), Arc::clone(&watch));
        officers.push(tokio::spawn(officers::work(stage, watch, n, browser)));
    }
    let arrivals = tokio::spawn(kiosks::arrive(Arc::clone(stage), kiosks.clone()));
    played.arrival = ended(arrivals).await?;
    played.arrivals = stage.families.iter().filter(|family| family.comes).count();
    for officer in officers {
        played.add(ended(officer).await?);
    }
    played.seen_elsewhere = watch.seen();
    let mut told = Told { kiosks: Vec::new() };
    for listener in listening {
        told.kiosks.push(listener.end().await?);
    }
    Ok(told)
}

/// What a task returned; a panic of it is a fault.
async fn ended<T>(task: tokio::task::JoinHandle<Result<T, Fault>>) -> Result<T, Fault> {
    task.await.map_err(|error| format!("somebody who plays stopped: {error}"))?
}

impl Played {
    fn add(&mut self, officer: officers::Tally) {
        self.done += officer.done;
        self.stale += officer.stale;
        self.overtaken += officer.overtaken;
        self.pages += officer.page.len();
        self.act.extend(officer.act);
        self.page.extend(officer.page);
    }
}
