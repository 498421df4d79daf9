//! One arrival after the other, and four clients at once, over real HTTP on loopback:
//! `name value unit`, one figure a line, the bare limit beside the durable figure.

#![allow(
    missing_docs,
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    reason = "figures, and letters below z"
)]

use std::fmt::Display;
use std::io::Write as _;
use std::sync::Arc;
use std::time::{Duration, Instant};

use reqwest::Client;
use serde_json::value::RawValue;
use serde_json::{Value, json};
use uuid::Uuid;
use visits_domain::arrival::{Arrival, ArrivalNumber, Language, Party, Route};
use visits_domain::encoding::to_text;
use visits_domain::visit::VisitHandle;
use visits_domain::wire::{
    Acknowledged, Enrol, Enrolled, Happening, PROTOCOL, PROTOCOL_HEADER, Record, Records,
};
use visits_server::{App, Clock, Config, SharedClock};

const ARRIVALS: usize = 1_000;
const VISITS: u32 = 250;

fn main() {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    runtime.expect("a runtime").block_on(async {
        let folder = tempfile::tempdir().expect("a folder");
        let file = format!("sqlite://{}/visits.db", folder.path().display());
        measure("sqlite", &file).await;
        bare_commit(&folder.path().join("bare.db")).await;
        if let Ok(url) = std::env::var("VISITS_BENCH_POSTGRES_URL") {
            measure("postgres", &url).await;
        }
    });
}

fn print(name: &str, value: impl Display, unit: &str) {
    let _ = writeln!(std::io::stdout(), "{name} {value} {unit}");
}

async fn measure(database: &str, url: &str) {
    let moment = "2026-06-01T12:00:00Z".parse().expect("a time");
    let clock = Clock::Shared(SharedClock::at(moment));
    let config = Config::new(url).with_clock(clock).with_master_key([7; 32]);
    let app = App::open(config).await.expect("it opens");
    let site = "MDI".parse().expect("a site");
    app.add_site(site, "Moorland").await.expect("a site");
    app.import(site, &list()).await.expect("a list");
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = format!("http://{}", listener.local_addr().expect("an address"));
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let served = tokio::spawn({
        let app = app.clone();
        async move {
            let ended = async move {
                let _ = stopped.await;
            };
            app.serve(listener, ended).await.expect("it serves");
        }
    });
    let handles = handles(url).await;
    one_client(database, &app, &address, &handles).await;
    four_clients(database, &app, &address, &handles).await;
    batches(database, &app, &address, &handles).await;
    waiting(database, &app, &address).await;
    let _ = stop.send(());
    served.await.expect("it ends");
    app.close().await;
}

fn list() -> Vec<u8> {
    let letters = |n: u32| {
        format!("{}{}", (b'a' + (n / 26 % 26) as u8) as char, (b'a' + (n % 26) as u8) as char)
    };
    let visit = |n: u32| {
        json!({
            "reference": format!("aa-bb-{}-{}", letters(n / 26), letters(n)),
            "visitDate": "2026-06-01", "startTime": "13:45", "endTime": "15:45",
            "prisonerId": "A1234BC", "visitRestriction": "OPEN",
            "visitors": [{ "nomisPersonId": n, "lastName": "X", "firstName": "Y" }],
        })
    };
    let list: Vec<Value> = (0..VISITS).map(visit).collect();
    serde_json::to_vec(&list).expect("JSON")
}

async fn handles(url: &str) -> Arc<Vec<VisitHandle>> {
    let pool = sqlx::AnyPool::connect(url).await.expect("a connection");
    let rows: Vec<(String,)> =
        sqlx::query_as("SELECT handle FROM visits").fetch_all(&pool).await.expect("rows");
    pool.close().await;
    Arc::new(rows.iter().map(|row| VisitHandle(row.0.parse().expect("a handle"))).collect())
}

#[derive(Clone)]
struct Kiosk {
    client: Client,
    address: String,
    enrolled: Enrolled,
    seq: u64,
}

impl Kiosk {
    async fn enrol(app: &App, address: &str) -> Self {
        let code = app.enrol_code("MDI".parse().expect("a site")).await.expect("a code");
        let client = Client::new();
        let call = client.post(format!("{address}/api/v1/enrol"));
        let answer = call
            .json(&Enrol { code, protocol: PROTOCOL, letters: Vec::new() })
            .send()
            .await
            .expect("answer");
        let enrolled = answer.json().await.expect("enrolled");
        Self { client, address: address.to_owned(), enrolled, seq: 0 }
    }

    fn record(&mut self, visit: VisitHandle) -> Record {
        self.seq += 1;
        let count = u16::try_from(self.seq % 60_000 + 1).expect("a number");
        let arrival = Arrival {
            number: ArrivalNumber { kiosk: self.enrolled.letter, count },
            visit,
            date: "2026-06-01".parse().expect("a day"),
            at: "2026-06-01T12:00:00Z".parse().expect("a time"),
            party: Party { adults: 2, children: 1 },
            first_visit: false,
            needs: Vec::new(),
            language: Language::En,
            route: Route::Reference,
        };
        let body = serde_json::to_string(&Happening::Arrived(arrival)).expect("JSON");
        let id = self.enrolled.kiosk.as_u128() ^ u128::from(self.seq);
        let body = RawValue::from_string(body).expect("JSON");
        Record::new(self.seq, Uuid::from_u128(id), Uuid::nil(), body)
    }

    async fn send(&self, records: Vec<Record>) -> bool {
        let call = self.client.post(format!("{}/api/v1/records", self.address));
        let call = call.bearer_auth(to_text(&self.enrolled.token.0));
        let call = call.header(PROTOCOL_HEADER, "1").json(&Records { records, after: None });
        let Ok(answer) = call.send().await else { return false };
        answer.status() == 200 && answer.json::<Acknowledged>().await.is_ok()
    }
}

async fn one_client(name: &str, app: &App, address: &str, visits: &[VisitHandle]) {
    let mut kiosk = Kiosk::enrol(app, address).await;
    let cpu = cpu();
    let mut times = Vec::with_capacity(ARRIVALS);
    for n in 0..ARRIVALS {
        let record = kiosk.record(visits[n % visits.len()]);
        let start = Instant::now();
        assert!(kiosk.send(vec![record]).await);
        times.push(start.elapsed());
    }
    times.sort();
    let milliseconds = |time: Duration| format!("{:.3}", time.as_secs_f64() * 1e3);
    print(&format!("{name}_one_arrival_median"), milliseconds(times[ARRIVALS / 2]), "ms");
    print(&format!("{name}_one_arrival_p99"), milliseconds(times[ARRIVALS * 99 / 100]), "ms");
    let each = (self::cpu() - cpu) * 1e3 / ARRIVALS as f64;
    print(&format!("{name}_cpu_per_arrival_client_and_server"), format!("{each:.3}"), "ms");
}

async fn four_clients(name: &str, app: &App, address: &str, visits: &Arc<Vec<VisitHandle>>) {
    let mut tasks = Vec::new();
    let mut kiosks = Vec::new();
    for _ in 0..4 {
        kiosks.push(Kiosk::enrol(app, address).await);
    }
    let start = Instant::now();
    for mut kiosk in kiosks {
        let visits = Arc::clone(visits);
        tasks.push(tokio::spawn(async move {
            let mut failed = 0;
            for n in 0..ARRIVALS {
                let record = kiosk.record(visits[n % visits.len()]);
                failed += usize::from(!kiosk.send(vec![record]).await);
            }
            failed
        }));
    }
    let mut failed = 0;
    for task in tasks {
        failed += task.await.expect("a client");
    }
    let each_second = 4.0 * ARRIVALS as f64 / start.elapsed().as_secs_f64();
    print(&format!("{name}_four_clients"), format!("{each_second:.0}"), "arrivals/s");
    print(&format!("{name}_four_clients_failed"), failed, "arrivals");
}

async fn batches(name: &str, app: &App, address: &str, visits: &[VisitHandle]) {
    let mut kiosk = Kiosk::enrol(app, address).await;
    let count = 20 * 500;
    let batches: Vec<Vec<Record>> = (0..20)
        .map(|_| (0..500).map(|n| kiosk.record(visits[n % visits.len()])).collect())
        .collect();
    let (cpu, start) = (cpu(), Instant::now());
    for batch in batches {
        assert!(kiosk.send(batch).await);
    }
    let each = (self::cpu() - cpu) * 1e3 / f64::from(count);
    let each_second = f64::from(count) / start.elapsed().as_secs_f64();
    print(&format!("{name}_batch_of_500_cpu_per_record"), format!("{each:.4}"), "ms");
    print(&format!("{name}_batch_of_500"), format!("{each_second:.0}"), "records/s");
}

/// 500 held requests: what they cost while nothing happens.
async fn waiting(name: &str, app: &App, address: &str) {
    let kiosk = Kiosk::enrol(app, address).await;
    let url = format!(
        "{address}/api/v1/changes?cursor=CURSOR&wait_seconds=55&unsent=0&version=1\
         &clock=2026-06-01T12:00:00Z"
    );
    let call = |cursor: u64| {
        let call = kiosk.client.get(url.replace("CURSOR", &cursor.to_string()));
        call.bearer_auth(to_text(&kiosk.enrolled.token.0)).header(PROTOCOL_HEADER, "1")
    };
    let mut cursor = 0;
    loop {
        let page: visits_domain::wire::Changes =
            call(cursor).send().await.expect("an answer").json().await.expect("changes");
        cursor = page.cursor;
        if !page.more {
            break;
        }
    }
    let held: Vec<_> = (0..500).map(|_| tokio::spawn(call(cursor).send())).collect();
    tokio::time::sleep(Duration::from_secs(3)).await;
    let (cpu, start) = (cpu(), Instant::now());
    tokio::time::sleep(Duration::from_secs(10)).await;
    let percent = (self::cpu() - cpu) * 100.0 / start.elapsed().as_secs_f64();
    print(&format!("{name}_500_held_cpu"), format!("{percent:.2}"), "percent_of_a_core");
    print(&format!("{name}_resident_with_500_held_client_and_server"), resident(), "MiB");
    for request in held {
        request.abort();
    }
}

/// The limit: one durable row a transaction through the same driver.
async fn bare_commit(path: &std::path::Path) {
    let url = format!("sqlite://{}?mode=rwc", path.display());
    let pool = sqlx::AnyPool::connect(&url).await.expect("a connection");
    for sql in ["PRAGMA journal_mode = WAL", "PRAGMA synchronous = FULL", "CREATE TABLE t (x TEXT)"]
    {
        sqlx::query(sql).execute(&pool).await.expect("it runs");
    }
    let mut times = Vec::new();
    for _ in 0..ARRIVALS {
        let start = Instant::now();
        sqlx::query("INSERT INTO t VALUES ('a row')").execute(&pool).await.expect("a row");
        times.push(start.elapsed());
    }
    times.sort();
    let median = times[ARRIVALS / 2].as_secs_f64() * 1e3;
    print("sqlite_bare_durable_commit_median", format!("{median:.3}"), "ms");
}

/// Processor time of this process so far. Seconds.
fn cpu() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields: Vec<&str> =
        stat.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
    let ticks = |n: usize| fields.get(n).and_then(|f| f.parse::<f64>().ok()).unwrap_or(0.0);
    (ticks(11) + ticks(12)) / 100.0
}

fn resident() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmRSS")).unwrap_or_default();
    let kilobytes = line.split_whitespace().nth(1).and_then(|n| n.parse::<f64>().ok());
    format!("{:.0}", kilobytes.unwrap_or(0.0) / 1024.0)
}
