//! An officer's browser with Today open: it hears of changes and fetches the page anew, as the
//! page's script does.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use reqwest::{RequestBuilder, Response, StatusCode};
use tokio::sync::{mpsc, watch};

use super::{Fault, Sheet};
use crate::support::staff::TestStaff;

/// A browser of somebody who is signed in.
pub struct Browser {
    staff: TestStaff,
    events: Option<Response>,
}

/// A page that is kept fresh, and how long each fetching of it took.
pub struct LivePage {
    shown: watch::Receiver<Shown>,
    refresh: mpsc::UnboundedSender<(String, u64)>,
    asked: u64,
    keeper: tokio::task::JoinHandle<Result<Vec<Duration>, Fault>>,
}

/// What is on the screen, and which wish to see something it answers.
#[derive(Clone)]
struct Shown {
    sheet: Arc<Sheet>,
    answers: u64,
}

impl Browser {
    /// With the stream of events open.
    pub async fn open(staff: TestStaff) -> Result<Self, Fault> {
        let call = staff.client.get(format!("{}/live", staff.address));
        let events = Some(good(call, "the live events").await?);
        Ok(Self { staff, events })
    }

    /// A page as it is now.
    pub async fn fetch(&self, path: &str) -> Result<Sheet, Fault> {
        fetch(&self.staff, path).await
    }

    /// Sends a form as the page's script does: the sentence that says why nothing was done, if
    /// nothing was.
    pub async fn send(&self, path: &str, form: &HashMap<&str, String>) -> Result<String, Fault> {
        let call = self.staff.client.post(format!("{}{path}", self.staff.address));
        let call = call.header("origin", &self.staff.address).header("x-live", "1").form(form);
        text(good(call, path).await?, path).await
    }

    /// Looks a surname up: the page with the families of that name.
    pub async fn search(&self, surname: &str) -> Result<Sheet, Fault> {
        let form = HashMap::from([("session", "all"), ("q", surname)]);
        let call = self.staff.client.post(format!("{}/today", self.staff.address));
        let call = call.header("origin", &self.staff.address).form(&form);
        let page = text(good(call, "a search").await?, "a search").await?;
        Sheet::read(&page).ok_or_else(|| "a search was answered with another page".to_owned())
    }

    /// Keeps a page fresh from now on, and tells the watch what can be seen on it.
    pub async fn keep_fresh(&mut self, path: String, seen: Seen) -> Result<LivePage, Fault> {
        let events = self.events.take().ok_or("this browser has a live page already")?;
        let staff =
            TestStaff { client: self.staff.client.clone(), address: self.staff.address.clone() };
        let first = Shown { sheet: Arc::new(self.fetch(&path).await?), answers: 0 };
        let (show, shown) = watch::channel(first);
        let (refresh, wanted) = mpsc::unbounded_channel();
        let keeper = tokio::spawn(keep(staff, events, (path, wanted), show, seen));
        Ok(LivePage { shown, refresh, asked: 0, keeper })
    }
}

impl LivePage {
    /// What is on the screen now.
    pub fn sheet(&self) -> Arc<Sheet> {
        Arc::clone(&self.shown.borrow().sheet)
    }

    /// Goes to a page, or fetches the same again, and waits until it is there.
    pub async fn go(&mut self, path: &str) -> Result<(), Fault> {
        self.asked += 1;
        let asked = self.asked;
        let _ = self.refresh.send((path.to_owned(), asked));
        let shown = self.shown.wait_for(|shown| shown.answers >= asked).await;
        shown.map(|_| ()).map_err(|_| "a live page ended".to_owned())
    }

    /// Closes it: how long each fetching took.
    pub async fn close(self) -> Result<Vec<Duration>, Fault> {
        drop(self.refresh);
        super::ended(self.keeper).await
    }
}

async fn keep(
    staff: TestStaff,
    mut events: Response,
    (mut path, mut wanted): (String, mpsc::UnboundedReceiver<(String, u64)>),
    show: watch::Sender<Shown>,
    seen: Seen,
) -> Result<Vec<Duration>, Fault> {
    let (mut took, mut answers) = (Vec::new(), 0);
    loop {
        let has_changed = tokio::select! {
            asked = wanted.recv() => match asked {
                Some((to, asked)) => {
                    if to != path {
                        seen.looks_away();
                    }
                    (path, answers) = (to, asked);
                    true
                }
                None => return Ok(took),
            },
            chunk = events.chunk() => match chunk {
                Ok(Some(bytes)) => bytes.windows(14).any(|part| part == b"event: changed"),
                Ok(None) => return Err("the live events ended".to_owned()),
                Err(error) => return Err(format!("the live events broke off: {error}")),
            },
        };
        if has_changed {
            let since = Instant::now();
            let sheet = fetch(&staff, &path).await?;
            took.push(since.elapsed());
            seen.look_at(&sheet);
            show.send_replace(Shown { sheet: Arc::new(sheet), answers });
        }
    }
}

async fn fetch(staff: &TestStaff, path: &str) -> Result<Sheet, Fault> {
    let call = staff.client.get(format!("{}{path}", staff.address));
    let page = text(good(call.header("x-visits-by-itself", "1"), path).await?, path).await?;
    Sheet::read(&page).ok_or_else(|| format!("{path} was answered with another page"))
}

/// Sends a request that must be answered with 200.
async fn good(call: RequestBuilder, what: &str) -> Result<Response, Fault> {
    let answer = call.send().await.map_err(|error| format!("{what}: no answer: {error}"))?;
    match answer.status() {
        StatusCode::OK => Ok(answer),
        status => Err(format!("{what} was answered with {status}")),
    }
}

async fn text(answer: Response, what: &str) -> Result<String, Fault> {
    answer.text().await.map_err(|error| format!("{what}: the answer broke off: {error}"))
}

/// Measures how long an act of one officer takes to stand on the pages of the others.
#[derive(Default)]
pub struct Watch(Mutex<Vec<Pressed>>);

struct Pressed {
    visit: String,
    /// The row has at least this version once the act is done.
    version: i64,
    at: Instant,
    /// Of the officer who pressed: none.
    took: [Option<Duration>; super::OFFICERS],
    looked_away: [bool; super::OFFICERS],
}

/// One officer's eyes.
#[derive(Clone)]
pub struct Seen {
    pub watch: Arc<Watch>,
    pub officer: usize,
}

impl Watch {
    fn pressed(&self) -> std::sync::MutexGuard<'_, Vec<Pressed>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// An officer pressed at that moment, and it was done.
    pub fn done(&self, officer: usize, (visit, version): (&str, i64), at: Instant) {
        let mut looked_away = [false; super::OFFICERS];
        looked_away[officer] = true;
        let took = [None; super::OFFICERS];
        self.pressed().push(Pressed { visit: visit.to_owned(), version, at, took, looked_away });
    }

    /// All that was measured.
    pub fn seen(&self) -> Vec<Duration> {
        self.pressed().iter().flat_map(|pressed| pressed.took).flatten().collect()
    }
}

impl Seen {
    fn look_at(&self, sheet: &Sheet) {
        let me = self.officer;
        for pressed in self.watch.pressed().iter_mut().rev().take(200) {
            let is_open = pressed.took[me].is_none() && !pressed.looked_away[me];
            let row = is_open.then(|| sheet.row(&pressed.visit)).flatten();
            if row.is_some_and(|row| row.version >= pressed.version) {
                pressed.took[me] = Some(pressed.at.elapsed());
            }
        }
    }

    /// What has not been seen by now is not waited for: another page is opened.
    fn looks_away(&self) {
        for pressed in self.watch.pressed().iter_mut() {
            pressed.looked_away[self.officer] |= pressed.took[self.officer].is_none();
        }
    }
}
