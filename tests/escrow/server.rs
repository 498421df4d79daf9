//! The whole server beside the office of the simulation: its own tables, its own intake, its own
//! feed, over HTTP. What it keeps must be what the office keeps, after every step.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use reqwest::StatusCode;
use reqwest::blocking::{Client, RequestBuilder};
use tokio::runtime::Runtime;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use uuid::Uuid;
use visits_domain::encoding::to_text;
use visits_domain::places::{BookingId, Books, Claim, EventId, KioskId, Ledger};
use visits_domain::site::SiteCode;
use visits_domain::wire::{
    Acknowledged, Changes, Enrol, Enrolled, PROTOCOL, PROTOCOL_HEADER, PlacesAnswer, PlacesWanted,
    Records,
};
use visits_server::{App, Clock, Config, Offer, SharedClock};

use super::moment;

const FILES: [&str; 2] = ["visits.db", "visits.db-wal"];

fn runtime() -> &'static Runtime {
    static RUNTIME: OnceLock<Runtime> = OnceLock::new();
    RUNTIME.get_or_init(|| {
        let mut threads = tokio::runtime::Builder::new_multi_thread();
        threads.worker_threads(2).enable_all().build().expect("threads")
    })
}

fn site() -> SiteCode {
    "MDI".parse().expect("a site")
}

/// A server of its own for one seed.
pub struct Server {
    folder: PathBuf,
    client: Client,
    tokens: RefCell<BTreeMap<KioskId, String>>,
    running: RefCell<Option<Running>>,
}

struct Running {
    app: App,
    address: SocketAddr,
    stop: oneshot::Sender<()>,
    serving: JoinHandle<()>,
}

impl Running {
    fn start(folder: &Path) -> Self {
        let url = format!("sqlite://{}/visits.db", folder.display());
        let clock = Clock::Shared(SharedClock::at(moment()));
        let config = Config::new(url).with_clock(clock).with_master_key([5; 32]);
        let (app, listener) = runtime().block_on(async {
            let app = App::open(config).await.expect("a server");
            let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
            (app, listener)
        });
        let address = listener.local_addr().expect("an address");
        let (stop, stopped) = oneshot::channel();
        let served = app.clone();
        let serving = runtime().spawn(async move {
            let stopped = async { drop(stopped.await) };
            served.serve(listener, stopped).await.expect("it serves");
        });
        Self { app, address, stop, serving }
    }

    fn stop(self) {
        let _ = self.stop.send(()); // it has stopped already
        runtime().block_on(async {
            let _ = self.serving.await; // what went wrong there is seen in its answers
            self.app.close().await;
        });
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Some(running) = self.running.take() {
            running.stop();
        }
    }
}

impl Server {
    pub fn new(folder: &Path) -> Self {
        let folder = folder.join("server");
        std::fs::create_dir_all(&folder).expect("a folder");
        let running = Running::start(&folder);
        runtime().block_on(running.app.add_site(site(), "Moorland")).expect("a site");
        // Calls of another life's server must not go out on a connection of this one.
        let _ = rustls::crypto::ring::default_provider().install_default(); // another did
        let client = Client::builder().pool_max_idle_per_host(0).build().expect("a client");
        let running = RefCell::new(Some(running));
        Self { folder, client, tokens: RefCell::default(), running }
    }

    fn app(&self) -> App {
        self.running.borrow().as_ref().expect("it runs").app.clone()
    }

    fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.running.borrow().as_ref().expect("it runs").address)
    }

    fn with_token(&self, kiosk: KioskId, call: RequestBuilder) -> RequestBuilder {
        let token = self.tokens.borrow()[&kiosk].clone();
        call.bearer_auth(token).header(PROTOCOL_HEADER, PROTOCOL.to_string())
    }

    pub fn enrol(&self) -> KioskId {
        let code = runtime().block_on(self.app().enrol_code(site())).expect("a code");
        let enrol = Enrol { code, protocol: PROTOCOL, letters: Vec::new() };
        let call = self.client.post(self.url("/api/v1/enrol")).json(&enrol);
        let enrolled: Enrolled = call.send().expect("an answer").json().expect("enrolled");
        let kiosk = KioskId(enrolled.kiosk);
        self.tokens.borrow_mut().insert(kiosk, to_text(&enrolled.token.0));
        kiosk
    }

    pub fn receive(&self, kiosk: KioskId, batch: &Records) -> Option<Acknowledged> {
        let call = self.client.post(self.url("/api/v1/records")).json(batch);
        let answer = self.with_token(kiosk, call).send().expect("an answer");
        match answer.status() {
            StatusCode::CONFLICT => None,
            status => {
                assert_eq!(status, StatusCode::OK);
                Some(answer.json().expect("how far it is"))
            }
        }
    }

    pub fn changes(&self, kiosk: KioskId, cursor: u64, generation: Option<Uuid>) -> Changes {
        let generation = generation.map(|id| format!("&generation={id}")).unwrap_or_default();
        let path = format!(
            "/api/v1/changes?cursor={cursor}&wait_seconds=0&unsent=0&version=0.1.0\
             &clock=2026-06-01T12:00:00Z{generation}"
        );
        let call = self.with_token(kiosk, self.client.get(self.url(&path)));
        let answer = call.send().expect("an answer");
        assert_eq!(answer.status(), StatusCode::OK);
        answer.json().expect("changes")
    }

    pub fn want(&self, kiosk: KioskId, wanted: &PlacesWanted) -> PlacesAnswer {
        let call = self.client.post(self.url("/api/v1/places")).json(wanted);
        let answer = self.with_token(kiosk, call).send().expect("an answer");
        assert_eq!(answer.status(), StatusCode::OK);
        answer.json().expect("what is granted")
    }

    pub fn offer(&self, event: EventId, ledger: &Ledger) {
        let offer = Offer {
            event,
            ends: "2026-06-20T15:00:00Z".parse().expect("a moment"),
            mode: ledger.mode,
            cancelled: ledger.cancelled,
            pools: ledger.pools.iter().map(|(pool, capacity)| (*pool, *capacity)).collect(),
        };
        runtime().block_on(self.app().offer_places(site(), &offer)).expect("offered");
    }

    pub fn book(&self, event: EventId, booking: BookingId, claim: Claim) {
        let app = self.app();
        runtime().block_on(app.book_places(site(), event, booking, claim)).expect("booked");
    }

    pub fn end(&self, event: EventId, booking: BookingId) {
        runtime().block_on(self.app().end_booking(site(), event, booking)).expect("ended");
    }

    pub fn write_off(&self, kiosk: KioskId) {
        runtime().block_on(self.app().write_off_places(site(), kiosk)).expect("written off");
    }

    pub fn go_on(&self) {
        runtime().block_on(self.app().give_places_again(site())).expect("it goes on");
    }

    pub fn books(&self, events: impl Iterator<Item = EventId>) -> Books {
        let app = self.app();
        let mut all = Books::default();
        for event in events {
            let books = runtime().block_on(app.place_books(site(), event)).expect("read");
            all.fleet = books.fleet;
            all.ledgers.extend(books.ledgers);
        }
        all
    }

    fn copied(&self) -> PathBuf {
        self.folder.with_extension("backup")
    }

    /// Nobody writes while it is copied.
    pub fn back_up(&self) {
        copy(&self.folder, &self.copied());
    }

    /// Put back from its backup, as another life.
    pub fn put_back(&self) {
        self.running.take().expect("it runs").stop();
        copy(&self.copied(), &self.folder);
        let running = Running::start(&self.folder);
        runtime().block_on(running.app.begin_another_life()).expect("another life");
        *self.running.borrow_mut() = Some(running);
    }
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("a folder");
    for file in ["visits.db", "visits.db-wal", "visits.db-shm"] {
        let _ = std::fs::remove_file(to.join(file)); // it may not be there
    }
    for file in FILES {
        if from.join(file).exists() {
            std::fs::copy(from.join(file), to.join(file)).expect("copied");
        }
    }
}
