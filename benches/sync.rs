//! What it costs to keep in step: records up, changes down, and nothing at all. Kiosks and server
//! are in one process, so its CPU time is that of both ends. Every write is flushed on both.

#![allow(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::large_stack_arrays,
    reason = "figures, and buffers of a test's threads"
)]

#[path = "support/mod.rs"]
mod figures;
#[path = "support/site.rs"]
mod site;
#[path = "../tests/support/mod.rs"]
mod support;

use std::path::Path;
use std::time::{Duration, Instant};

use chrono::TimeDelta;
use figures::{figure, process_cpu};
use site::Site;
use support::line::OnTheLine;
use uuid::Uuid;
use visits_domain::arrival::{Joined, Party};
use visits_domain::visit::VisitHandle;
use visits_domain::wire::DeviceRole;
use visits_kiosk::assembly;
use visits_kiosk::clock::Clock;
use visits_kiosk::store::{Stamp, Store};
use visits_kiosk::sync::{self, Client};

const RECORDS: usize = 10_000;

fn main() {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    for kiosks in [1, 4] {
        up(&runtime, RECORDS / kiosks, kiosks);
    }
    growth(&runtime);
    nothing_new(&runtime);
}

/// An enrolled kiosk with so many records to send.
fn kiosk(runtime: &tokio::runtime::Runtime, site: &Site, folder: &Path, records: usize) {
    let mut config = support::config(folder);
    config.server.url.clone_from(&site.url);
    let code = runtime.block_on(site.enrol_code());
    assembly::enrol(&config, &code).expect("enrolled");
    let mut store = Store::open(folder).expect("a store");
    fill(&mut store, records);
}

/// Joined parties of visits that the server does not know: each becomes an exception for staff,
/// the dearest thing that a record can be.
fn fill(store: &mut Store, records: usize) {
    let letter = store.identity().expect("read").expect("enrolled").letter;
    let now = Clock::machine().now();
    for count in 1..=records {
        let number = format!("{letter}{}", count % 60_000 + 1).parse().expect("a number");
        let joined = Joined {
            number,
            visit: VisitHandle(Uuid::from_u128(count as u128)),
            date: now.local().date(),
            at: now.utc,
            party: Party { adults: 1, children: 0 },
        };
        let stamp = Stamp { id: Uuid::now_v7(), epoch: Uuid::from_u128(5), at: now.utc };
        store.join(stamp, joined).expect("saved");
    }
}

fn start(site: &Site, folder: &Path) -> OnTheLine {
    let mut config = support::config(folder);
    config.server.url.clone_from(&site.url);
    OnTheLine::start(&config, Clock::machine(), Duration::from_secs(1), |_| {})
}

fn until_sent(running: &OnTheLine) {
    while running.unsent() > 0 {
        std::thread::sleep(Duration::from_millis(5));
    }
}

fn up(runtime: &tokio::runtime::Runtime, records: usize, kiosks: usize) {
    let site = runtime.block_on(Site::start());
    let folders: Vec<_> = (0..kiosks).map(|_| tempfile::tempdir().expect("a folder")).collect();
    for folder in &folders {
        kiosk(runtime, &site, folder.path(), records);
    }
    let (began, cpu) = (Instant::now(), process_cpu());
    let running: Vec<_> = folders.iter().map(|folder| start(&site, folder.path())).collect();
    running.iter().for_each(until_sent);
    let all = (records * kiosks) as f64;
    let name = format!("records_{records}_x_{kiosks}");
    figure(
        &format!("{name}_cpu_a_record"),
        process_cpu().saturating_sub(cpu).as_secs_f64() * 1e3 / all,
        "ms",
    );
    figure(&format!("{name}_a_second"), all / began.elapsed().as_secs_f64(), "records");
}

/// A record costs the same whether few or many are stored.
fn growth(runtime: &tokio::runtime::Runtime) {
    let site = runtime.block_on(Site::start());
    let folder = tempfile::tempdir().expect("a folder");
    kiosk(runtime, &site, folder.path(), 0);
    let mut first = None;
    for stored in [1_000, 10_000, 100_000_usize] {
        let mut store = Store::open(folder.path()).expect("a store");
        fill(&mut store, still_missing(stored));
        drop(store);
        let running = start(&site, folder.path());
        until_sent(&running);
        drop(running);
        std::thread::sleep(Duration::from_millis(200));
        let mut store = Store::open(folder.path()).expect("a store");
        fill(&mut store, 2_000);
        drop(store);
        let cpu = process_cpu();
        let running = start(&site, folder.path());
        until_sent(&running);
        let cost = process_cpu().saturating_sub(cpu).as_secs_f64() * 1e3 / 2_000.0;
        figure(&format!("record_after_{stored}_stored_cpu"), cost, "ms");
        let ratio = cost / *first.get_or_insert(cost);
        figure(&format!("record_after_{stored}_stored_growth"), ratio, "times");
    }
}

/// What must be added to what earlier rounds stored.
fn still_missing(wanted: usize) -> usize {
    match wanted {
        1_000 => 1_000,
        10_000 => 10_000 - 1_000 - 2_000,
        _ => wanted - 10_000 - 2_000,
    }
}

/// One held request; its bytes are counted by a listener between kiosk and server.
fn nothing_new(runtime: &tokio::runtime::Runtime) {
    let site = runtime.block_on(Site::start());
    let folder = tempfile::tempdir().expect("a folder");
    kiosk(runtime, &site, folder.path(), 0);
    let store = Store::open(folder.path()).expect("a store");
    let identity = store.identity().expect("read").expect("enrolled");
    let (url, counted) = counting_proxy(&site.url);
    let client = Client::new(&url, &identity).expect("a client");
    let clock = Clock::machine();
    let hello = client
        .changes(&sync::query(&store, &clock, 0, DeviceRole::Kiosk).expect("read"))
        .expect("an answer");
    let mut store = store;
    store.apply(&hello.changes, hello.cursor).expect("applied");
    let before = counted.lock().expect("counts").clone();
    let (began, cpu) = (Instant::now(), process_cpu());
    let answer = client
        .changes(&sync::query(&store, &clock, 2, DeviceRole::Kiosk).expect("read"))
        .expect("an answer");
    assert!(answer.changes.is_empty(), "nothing is new");
    let held = began.elapsed();
    let after = counted.lock().expect("counts").clone();
    figure("nothing_new_requests", f64::from(after.requests - before.requests), "requests");
    figure("nothing_new_bytes_up", f64::from(after.up - before.up), "bytes");
    figure("nothing_new_bytes_down", f64::from(after.down - before.down), "bytes");
    figure("nothing_new_cpu", process_cpu().saturating_sub(cpu).as_secs_f64() * 1e3, "ms");
    let beyond = TimeDelta::from_std(held).expect("a time") - TimeDelta::seconds(2);
    figure(
        "nothing_new_beyond_its_hold",
        beyond.num_microseconds().unwrap_or(0) as f64 / 1e3,
        "ms",
    );
}

#[derive(Clone, Default)]
struct Counted {
    requests: u32,
    up: u32,
    down: u32,
}

/// Passes bytes on and counts them.
fn counting_proxy(to: &str) -> (String, std::sync::Arc<std::sync::Mutex<Counted>>) {
    use std::io::{Read as _, Write as _};
    use std::net::{TcpListener, TcpStream};
    let counted = std::sync::Arc::new(std::sync::Mutex::new(Counted::default()));
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    let to = to.trim_start_matches("http://").to_owned();
    let counts = counted.clone();
    std::thread::spawn(move || {
        for mut client in listener.incoming().flatten() {
            let mut server = TcpStream::connect(&to).expect("the server");
            let (mut back_from, mut back_to) =
                (server.try_clone().expect("a socket"), client.try_clone().expect("a socket"));
            let (counts, counts_down) = (counts.clone(), counts.clone());
            let mut buffer = [0; 65536];
            std::thread::spawn(move || {
                let mut buffer = [0; 65536];
                while let Ok(read @ 1..) = back_from.read(&mut buffer) {
                    counts_down.lock().expect("counts").down += read as u32;
                    back_to.write_all(&buffer[..read]).expect("passed on");
                }
            });
            std::thread::spawn(move || {
                while let Ok(read @ 1..) = client.read(&mut buffer) {
                    let mut counts = counts.lock().expect("counts");
                    counts.up += read as u32;
                    counts.requests += u32::from(buffer.starts_with(b"GET "));
                    drop(counts);
                    server.write_all(&buffer[..read]).expect("passed on");
                }
            });
        }
    });
    (url, counted)
}
