//! Arrivals: one after the other, four kiosks at once, many in one batch; with lists of three
//! sizes, and with more and more that is stored.

use std::sync::Arc;
use std::time::Instant;

use serde_json::Value;
use visits_domain::visit::VisitHandle;
use visits_domain::wire::{Happening, Record};

use crate::figures::{at, figure};
use crate::support::kiosk::TestKiosk;
use crate::support::lists::{file, letters, pass, person, with};
use crate::support::place::{Kind, Place, Server, moorland};

const ARRIVALS: usize = 1_000;
/// Visits on the day's list: a prison of these days, a very large one, and none that there is.
const LISTS: [u32; 3] = [250, 1_000, 4_000];
const CLIENTS: usize = 4;
const BATCHES: usize = 20;
const BATCH: usize = 500;

/// One kiosk's arrivals, one after the other.
struct OneByOne {
    median: f64,
    p99: f64,
    cpu: f64,
}

/// Prints them all.
pub async fn figures(kind: &Kind) {
    let mut of_lists = Vec::new();
    let mut of_stored = Vec::new();
    for visits in LISTS {
        let place = Place::open(kind).await;
        let server = place.serve();
        place.app.import(moorland(), &list(visits, &place)).await.expect("a list");
        let handles = handles(&place.url).await;
        let measured = one_by_one(&place, &server, &handles).await;
        say(kind, &format!("with_{visits}_visits"), &measured);
        if visits == LISTS[0] {
            at_once(kind, (&place, &server), &handles).await;
            of_stored = with_more_stored(kind, (&place, &server), &handles, &measured).await;
        }
        of_lists.push(measured.cpu);
    }
    growth(kind, "visits_16_times", &of_lists);
    growth(kind, "records_to_16000", &of_stored);
}

fn say(kind: &Kind, which: &str, measured: &OneByOne) {
    let name = |figure: &str| format!("{}_one_arrival_{which}_{figure}", kind.name());
    figure(&name("median"), measured.median, "ms");
    figure(&name("p99"), measured.p99, "ms");
    figure(&name("cpu"), measured.cpu, "ms");
}

/// What the last costs against the first.
fn growth(kind: &Kind, what: &str, cpu: &[f64]) {
    if let (Some(first), Some(last)) = (cpu.first(), cpu.last()) {
        figure(&format!("{}_one_arrival_cpu_growth_{what}", kind.name()), last / first, "times");
    }
}

/// Nobody's date of birth is known: no cards, which are another figure.
fn list(visits: u32, place: &Place) -> Vec<u8> {
    let now = visits_server::Clock::Shared(place.clock.clone()).local();
    let visit = |n: u32| {
        let adult = with(person(n, "Ann", "Shaw", ""), "dateOfBirth", Value::Null);
        let reference = format!("aa-bb-{}-{}", letters(n / 676), letters(n));
        with(pass(&reference, &[adult]), "visitDate", now.date().to_string())
    };
    file(&(0..visits).map(visit).collect::<Vec<_>>())
}

async fn handles(url: &str) -> Arc<Vec<VisitHandle>> {
    let pool = sqlx::AnyPool::connect(url).await.expect("a connection");
    let rows: Vec<(String,)> =
        sqlx::query_as("SELECT handle FROM visits").fetch_all(&pool).await.expect("rows");
    pool.close().await;
    Arc::new(rows.iter().map(|row| VisitHandle(row.0.parse().expect("a handle"))).collect())
}

fn record(kiosk: &TestKiosk, visit: VisitHandle) -> Record {
    let mut arrival = kiosk.arrival(visit);
    arrival.date = visits_server::clock::local(arrival.at).date();
    arrival.first_visit = false;
    kiosk.record(&Happening::Arrived(arrival))
}

async fn one_by_one(place: &Place, server: &Server, visits: &[VisitHandle]) -> OneByOne {
    let kiosk = place.kiosk(moorland(), server).await;
    let cpu = server.cpu();
    let mut times = Vec::with_capacity(ARRIVALS);
    for n in 0..ARRIVALS {
        let record = record(&kiosk, visits[n % visits.len()]);
        let start = Instant::now();
        kiosk.send(vec![record]).await.expect("taken");
        times.push(start.elapsed().as_secs_f64() * 1e3);
    }
    times.sort_by(f64::total_cmp);
    let cpu = (server.cpu() - cpu) * 1e3 / ARRIVALS as f64;
    OneByOne { median: at(&times, 50), p99: at(&times, 99), cpu }
}

/// Four kiosks at once.
async fn at_once(kind: &Kind, (place, server): (&Place, &Server), visits: &Arc<Vec<VisitHandle>>) {
    let mut kiosks = Vec::new();
    for _ in 0..CLIENTS {
        kiosks.push(place.kiosk(moorland(), server).await);
    }
    let (cpu, start) = (server.cpu(), Instant::now());
    let play = |kiosk: TestKiosk| {
        let visits = Arc::clone(visits);
        tokio::spawn(async move {
            let mut failed = 0;
            for n in 0..ARRIVALS {
                let record = record(&kiosk, visits[n % visits.len()]);
                failed += usize::from(kiosk.send(vec![record]).await.is_err());
            }
            failed
        })
    };
    let clients: Vec<_> = kiosks.into_iter().map(play).collect();
    let mut failed = 0;
    for client in clients {
        failed += client.await.expect("a client");
    }
    let all = (CLIENTS * ARRIVALS) as f64;
    let name = |figure: &str| format!("{}_four_clients{figure}", kind.name());
    figure(&name(""), all / start.elapsed().as_secs_f64(), "arrivals/s");
    figure(&name("_failed"), failed as f64, "arrivals");
    figure(&name("_cpu"), (server.cpu() - cpu) * 1e3 / all, "ms");
    figure(&name("_pss_afterwards"), server.pss(), "MiB");
}

/// Batches, and one arrival after the other again: with 5,000 and 16,000 records stored.
async fn with_more_stored(
    kind: &Kind,
    (place, server): (&Place, &Server),
    visits: &Arc<Vec<VisitHandle>>,
    at_first: &OneByOne,
) -> Vec<f64> {
    let second = one_by_one(place, server, visits).await;
    say(kind, "with_5000_records", &second);
    let kiosk = place.kiosk(moorland(), server).await;
    let batches: Vec<Vec<Record>> = (0..BATCHES)
        .map(|_| (0..BATCH).map(|n| record(&kiosk, visits[n % visits.len()])).collect())
        .collect();
    let (cpu, start) = (server.cpu(), Instant::now());
    for batch in batches {
        kiosk.send(batch).await.expect("taken");
    }
    let all = (BATCHES * BATCH) as f64;
    let name = |figure: &str| format!("{}_batch_of_500{figure}", kind.name());
    figure(&name(""), all / start.elapsed().as_secs_f64(), "records/s");
    figure(&name("_cpu_per_record"), (server.cpu() - cpu) * 1e3 / all, "ms");
    let third = one_by_one(place, server, visits).await;
    say(kind, "with_16000_records", &third);
    vec![at_first.cpu, second.cpu, third.cpu]
}
