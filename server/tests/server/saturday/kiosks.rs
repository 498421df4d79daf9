//! The kiosks: each holds a request for news, and sends what families do.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use tokio::task::JoinHandle;
use visits_domain::arrival::{Arrival, Need, Party};
use visits_domain::visit::VisitHandle;
use visits_domain::wire::{Board, Changes, Happening, News, Record};

use super::families::Family;
use super::{Fault, KIOSKS, Stage};
use crate::support::kiosk::TestKiosk;

/// Longer than any sealing of a day's cards.
const SEALED_WITHIN: Duration = Duration::from_mins(5);
/// How long a request is held. Seconds.
const HELD: u16 = 5;

/// What a kiosk was told.
#[derive(Default)]
pub struct Heard {
    pub arrived: HashMap<VisitHandle, String>,
    pub board: Board,
}

/// One held request after the other.
pub struct Listener {
    stop: Arc<AtomicBool>,
    task: JoinHandle<Result<Heard, Fault>>,
}

/// Waits until so many cards have reached it.
pub async fn until_cards_are_there(kiosk: &TestKiosk, wanted: usize) -> Result<(), Fault> {
    let since = Instant::now();
    loop {
        let there = kiosk.cards().await.len();
        if there == wanted {
            return Ok(());
        }
        if since.elapsed() > SEALED_WITHIN {
            return Err(format!("{there} of {wanted} cards reached a kiosk"));
        }
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
}

/// Every kiosk listens.
pub fn listen(kiosks: &[Arc<TestKiosk>]) -> Vec<Listener> {
    let start = |kiosk: &Arc<TestKiosk>| {
        let stop = Arc::new(AtomicBool::new(false));
        let task = tokio::spawn(hear(Arc::clone(kiosk), Arc::clone(&stop)));
        Listener { stop, task }
    };
    kiosks.iter().map(start).collect()
}

impl Listener {
    /// Reads what is left and ends.
    pub async fn end(self) -> Result<Heard, Fault> {
        self.stop.store(true, Ordering::SeqCst);
        super::ended(self.task).await
    }
}

async fn hear(kiosk: Arc<TestKiosk>, stop: Arc<AtomicBool>) -> Result<Heard, Fault> {
    let (mut heard, mut cursor) = (Heard::default(), 0);
    loop {
        // Asked before the last request: what was told until then is read.
        let is_last = stop.load(Ordering::SeqCst);
        let answer = kiosk.try_changes(cursor, if is_last { 0 } else { HELD }).await;
        if answer.status() != 200 {
            return Err(format!("a held request was answered with {}", answer.status()));
        }
        let page: Changes = answer.json().await.map_err(|error| error.to_string())?;
        if page.cursor < cursor || page.from_the_start {
            return Err("a kiosk was told to begin again".to_owned());
        }
        cursor = page.cursor;
        page.changes.into_iter().for_each(|change| heard.take(change.news));
        if is_last && !page.more {
            return Ok(heard);
        }
    }
}

impl Heard {
    fn take(&mut self, news: News) {
        match news {
            News::Arrived { visit, number, .. } => {
                self.arrived.insert(visit, number.to_string());
            }
            News::Board(board) => self.board = board,
            _ => {}
        }
    }
}

/// The kiosk of a family.
pub fn of(family: &Family) -> usize {
    family.n % KIOSKS
}

/// The families come, one after the other, over the first part of the day: how long each arrival
/// took until it was stored.
pub async fn arrive(
    stage: Arc<Stage>,
    kiosks: Vec<Arc<TestKiosk>>,
) -> Result<Vec<Duration>, Fault> {
    let coming: Vec<&Family> = stage.families.iter().filter(|family| family.comes).collect();
    let apart = stage.lasts.mul_f64(0.75) / u32::try_from(coming.len()).unwrap_or(1).max(1);
    let mut under_way = Vec::new();
    let mut seen = HashSet::new();
    for (place, family) in coming.iter().enumerate() {
        let due = stage.begins + apart * u32::try_from(place).unwrap_or(0);
        tokio::time::sleep_until(due.into()).await;
        let kiosk = Arc::clone(&kiosks[of(family)]);
        let arrival = arrival(&kiosk, family);
        if !seen.insert(arrival.number.to_string()) {
            return Err(format!("two families have the number {}", arrival.number));
        }
        stage.ledger.arrives(family.n, arrival.number.to_string());
        let record = kiosk.record(&Happening::Arrived(arrival));
        // Now and then the answer is lost, and the kiosk sends the same again.
        let times = if family.n % 10 == 7 { 2 } else { 1 };
        under_way.push(tokio::spawn(send(kiosk, record, times)));
    }
    let mut took = Vec::new();
    for sending in under_way {
        took.extend(super::ended(sending).await?);
    }
    stage.everybody_is_here.store(true, Ordering::SeqCst);
    Ok(took)
}

fn arrival(kiosk: &TestKiosk, family: &Family) -> Arrival {
    let arrival = kiosk.arrival(family.visit);
    let count = |people: usize| u8::try_from(people).unwrap_or(u8::MAX);
    Arrival {
        date: visits_server::clock::local(arrival.at).date(),
        party: Party { adults: count(family.adults), children: count(family.children) },
        first_visit: family.n.is_multiple_of(5),
        needs: if family.n.is_multiple_of(6) { vec![Need::StepFree] } else { Vec::new() },
        ..arrival
    }
}

async fn send(kiosk: Arc<TestKiosk>, record: Record, times: usize) -> Result<Vec<Duration>, Fault> {
    let mut took = Vec::new();
    for _ in 0..times {
        let since = Instant::now();
        let sent = kiosk.send(vec![record.clone()]).await;
        sent.map_err(|(status, why)| format!("an arrival was refused: {status} {why:?}"))?;
        took.push(since.elapsed());
    }
    Ok(took)
}
