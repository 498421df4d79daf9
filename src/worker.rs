//! The one thread that writes, hashes and opens cards.
//!
//! Effects and calls of the sync threads go in, [`Heard`] comes out. What a family waits for
//! always goes first. In tests it runs in the caller's thread.

mod contact;
mod days;
mod help;
mod report;
mod unlock;

use std::collections::VecDeque;
use std::sync::mpsc::sync_channel;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;
use visits_domain::arrival::{Arrival, ArrivalNumber, Joined, Party, Route};
use visits_domain::checkin::{Verdict, verdict};
use visits_domain::credential::Credential;
use visits_domain::encoding::Bytes;
use visits_domain::help::TalkId;
use visits_domain::sealing::secret_of;
use visits_domain::visit::VisitHandle;
use visits_domain::wire::{Change, News};
use zeroize::Zeroizing;

use crate::clock::Clock;
use crate::config::CheckInRules;
use crate::public::{Link, Public};
use crate::session::{CheckIn, Effect, Event};
use crate::store::{Bucket, Stamp, Store, StoreError};

/// What the worker has to say.
#[derive(Clone, Debug)]
pub enum Heard {
    /// To the family at the screen.
    Session(Event),
    /// To everybody.
    Public(Box<Public>),
    /// A member of staff has seen this ask.
    AskTaken(Uuid),
    /// A member of staff has taken this talk.
    TalkTaken(TalkId),
}

/// A call that runs on the worker.
type Call = Box<dyn FnOnce(&mut Worker) + Send>;

/// The worker's state. It owns the only connection that writes.
pub struct Worker {
    /// The disk.
    pub store: Store,
    clock: Clock,
    rules: CheckInRules,
    epoch: Uuid,
    site_secret: Zeroizing<Vec<u8>>,
    local_key: Bytes,
    running_before: Duration,
    public: Public,
    link: Link,
    /// When the server was heard last.
    heard: Option<DateTime<Utc>>,
    swept: Option<NaiveDate>,
    /// A wish that waits for the server, and its job.
    pending: Option<(u64, days::Pending)>,
    on_record: Box<dyn Fn() + Send>,
    tell: Box<dyn Fn(Heard) + Send>,
}

/// What a worker is made of.
pub struct Outfit {
    /// The disk.
    pub store: Store,
    /// The clock.
    pub clock: Clock,
    /// The site's rules.
    pub rules: CheckInRules,
    /// The start of this machine ([`epoch_of_this_boot`]).
    pub epoch: Uuid,
    /// Mixed into every credential; empty where the site has none.
    pub site_secret: Zeroizing<Vec<u8>>,
    /// Called after a record was committed.
    pub on_record: Box<dyn Fn() + Send>,
    /// Told what happened.
    pub tell: Box<dyn Fn(Heard) + Send>,
}

/// The kernel's boot id: another one after every start of the machine, and on another machine.
pub fn epoch_of_this_boot() -> Uuid {
    std::fs::read_to_string("/proc/sys/kernel/random/boot_id")
        .ok()
        .and_then(|text| text.trim().parse().ok())
        .unwrap_or_else(Uuid::now_v7)
}

impl Worker {
    /// Takes up work. How things stand is told from the first change on.
    pub fn new(outfit: Outfit) -> Result<Self, StoreError> {
        let Outfit { mut store, clock, rules, epoch, site_secret, on_record, tell } = outfit;
        let mut random = [0; 32];
        getrandom::fill(&mut random).map_err(|_| StoreError::Unreadable { what: "randomness" })?;
        let local_key = store.local_key(random)?;
        let running_before = store.running_before()?;
        let public = store.public()?;
        Ok(Self {
            store,
            clock,
            rules,
            epoch,
            site_secret,
            local_key,
            running_before,
            public,
            link: Link::Unknown,
            heard: None,
            swept: None,
            pending: None,
            on_record,
            tell,
        })
    }

    /// Does what the session asked for.
    pub fn perform(&mut self, effect: Effect) {
        let told = match effect {
            Effect::LookUp(job, credential) => Event::Told(job, self.look_up(&credential)),
            Effect::CheckIn(job, check_in) => self.saved(job, |worker| worker.check_in(check_in)),
            Effect::Join(job, visit, number, party) => {
                self.saved(job, |worker| worker.join(visit, number, party))
            }
            Effect::Unlock(job, code, pin) => Event::Unlocked(job, self.unlock(&code, &pin)),
            Effect::Look => Event::Looked(Box::new(self.report())),
            Effect::Rest(is_out) => return self.rest(is_out),
            Effect::Contact(job, what) => Event::Contacted(job, self.contact(*what)),
            Effect::Days(job, act) => match self.days(job, *act) {
                Some(news) => Event::Days(job, Box::new(news)),
                None => return,
            },
            Effect::Find(job, seek) => Event::Found(job, Box::new(self.find_help(&seek))),
            Effect::Count(look) => return self.count(&look),
            Effect::Mistake(job, service, what) => {
                Event::Noted(job, self.note_wrong(service, what))
            }
            // Never stored here: these go out at once or not at all.
            Effect::Ask(..)
            | Effect::Talk(..)
            | Effect::Help(..)
            | Effect::Sync(_)
            | Effect::Sound
            | Effect::Print(..)
            | Effect::Places(..) => return,
        };
        // First how things stand: the screen that shows the number says at once if it waits.
        self.publish();
        (self.tell)(Heard::Session(told));
    }

    fn rest(&mut self, is_out: bool) {
        if let Err(error) = self.store.set_out_of_service(is_out) {
            tracing::error!(%error, "out of service could not be stored");
        }
        self.publish();
    }

    fn saved(
        &mut self,
        job: u64,
        write: impl FnOnce(&mut Self) -> Result<ArrivalNumber, StoreError>,
    ) -> Event {
        match write(self) {
            Ok(number) => {
                (self.on_record)();
                Event::Saved(job, number)
            }
            Err(error) => {
                tracing::error!(%error, "a check-in was not saved");
                Event::NotSaved(job)
            }
        }
    }

    /// The same work for every answer that is not "welcome": one Argon2id, one key and one read
    /// for every day held, one card opened, one failure written.
    fn look_up(&mut self, credential: &Credential) -> Verdict {
        self.try_look_up(credential).unwrap_or_else(|error| {
            tracing::error!(%error, "a look-up could not be answered");
            Verdict::Desk
        })
    }

    fn try_look_up(&mut self, credential: &Credential) -> Result<Verdict, StoreError> {
        let now = self.clock.now();
        let today = now.local().date();
        let running = self.running_before + now.running;
        let bucket = Bucket::of(credential, &self.local_key.0);
        let is_open = self.store.is_open(bucket, running)?;
        let keys = self.store.keys()?.ok_or(StoreError::Unreadable { what: "keys" })?;
        let secret = secret_of(credential, &keys.salt, &self.site_secret)
            .map_err(|_| StoreError::Unreadable { what: "salt" })?;
        let mut opened = Vec::new();
        for day in self.store.card_days(today)? {
            if let Some(sealed) = self.store.card(&secret.lookup_key(day))? {
                opened.extend(secret.open(day, &sealed).ok().map(|card| (day, card)));
            }
        }
        let found = !opened.is_empty();
        if !found {
            let _ = secret.open(today, &[0; visits_domain::card::CARD_BYTES + 40]);
        }
        if !is_open || (credential.route() == Route::Name && !self.rules.by_name) {
            opened.clear();
        }
        let number_of = |visit| self.store.number_of(visit).ok().flatten();
        let window = self.rules.window();
        let told = verdict(credential.route(), &opened, now.local(), window, number_of);
        if told == Verdict::Desk {
            // A family that is early has found its card: it is no guesser.
            self.store.failed(bucket, running, u32::from(!found))?;
        } else {
            self.store.succeeded(bucket)?;
        }
        Ok(told)
    }

    fn check_in(&mut self, check_in: CheckIn) -> Result<ArrivalNumber, StoreError> {
        let CheckIn { visit, party, first_visit, needs, language, route } = check_in;
        let identity = self.store.identity()?.ok_or(StoreError::Unreadable { what: "identity" })?;
        let (date, stamp) = self.stamp();
        let at = stamp.at;
        let arrival = |number| Arrival {
            number,
            visit,
            date,
            at,
            party,
            first_visit,
            needs,
            language,
            route,
        };
        self.store.check_in(identity.letter, stamp, arrival, visit, date)
    }

    fn join(
        &mut self,
        visit: VisitHandle,
        number: ArrivalNumber,
        party: Party,
    ) -> Result<ArrivalNumber, StoreError> {
        let (date, stamp) = self.stamp();
        self.store.join(stamp, Joined { number, visit, date, at: stamp.at, party })?;
        Ok(number)
    }

    fn stamp(&self) -> (NaiveDate, Stamp) {
        let now = self.clock.now();
        let stamp = Stamp { id: Uuid::now_v7(), epoch: self.epoch, at: now.utc };
        (now.local().date(), stamp)
    }

    /// Applies what the server told.
    pub fn apply(&mut self, changes: &[Change], cursor: u64) -> Result<(), StoreError> {
        self.store.apply(changes, cursor)?;
        self.applied(changes);
        Ok(())
    }

    /// Applies the first changes of another life of the server, in place of all that was told
    /// before.
    pub fn begin_again(
        &mut self,
        changes: &[Change],
        cursor: u64,
        generation: Uuid,
    ) -> Result<(), StoreError> {
        self.store.begin_again(changes, cursor, generation)?;
        self.applied(changes);
        Ok(())
    }

    fn applied(&mut self, changes: &[Change]) {
        if changes.iter().any(|change| matches!(change.news, News::Waiting(_)))
            && let Err(error) = self.store.note_waiting(self.clock.now().utc)
        {
            tracing::error!(%error, "when families were told of could not be stored");
        }
        for change in changes {
            match change.news {
                News::AskTaken { ask } => (self.tell)(Heard::AskTaken(ask)),
                News::TalkTaken { talk } => (self.tell)(Heard::TalkTaken(talk)),
                _ => {}
            }
        }
        self.mind_places();
        self.tell_looks_when_due();
        self.tidy();
        self.publish();
    }

    /// Begins an epoch where one is due, and gives back what the server asked for.
    fn mind_places(&mut self) {
        match self.store.mind_places(self.epoch, self.clock.now().utc, Uuid::now_v7) {
            Ok(true) => (self.on_record)(),
            Ok(false) => {}
            Err(error) => tracing::error!(%error, "places could not be minded"),
        }
    }

    /// Whether the server can be reached.
    pub fn set_link(&mut self, link: Link) {
        // Offline since the first failure, not the last.
        if !matches!((self.link, link), (Link::OfflineSince(_), Link::OfflineSince(_))) {
            self.link = link;
        }
        if link == Link::Online {
            self.heard = Some(self.clock.now().utc);
        }
        self.publish();
    }

    /// The server withdrew this device: everything on the disk goes.
    pub fn wipe(&mut self) {
        if let Err(error) = self.store.wipe() {
            tracing::error!(%error, "the disk could not be wiped");
        }
        self.publish();
    }

    /// Says how things stand, when that has changed.
    pub fn publish(&mut self) {
        match self.store.public() {
            Ok(public) => {
                let places = self.store.places_left(self.epoch).unwrap_or_default();
                let public = Public { places, ..public };
                let public = Public { link: self.link, ..public };
                let is_live = self.link == Link::Online;
                // What the server said last stands until it is heard no more.
                let waiting_as_of = self.heard.max(public.waiting_as_of).filter(|_| !is_live);
                let public = Public { waiting_as_of, ..public };
                if public != self.public {
                    self.public = public.clone();
                    (self.tell)(Heard::Public(Box::new(public)));
                }
            }
            Err(error) => tracing::error!(%error, "the state could not be read"),
        }
    }

    /// Yesterday goes, once a day, and never by a clock that the server has not confirmed.
    fn tidy(&mut self) {
        let today = self.clock.now().local().date();
        if self.clock.is_trusted() && self.swept != Some(today) {
            match self.store.sweep(today) {
                Ok(()) => self.swept = Some(today),
                Err(error) => tracing::error!(%error, "old records could not be deleted"),
            }
        }
    }
}

fn random<const N: usize>() -> Result<[u8; N], StoreError> {
    let mut random = [0; N];
    getrandom::fill(&mut random).map_err(|_| StoreError::Unreadable { what: "randomness" })?;
    Ok(random)
}

/// A kiosk whose worker is gone can save nothing and wipe nothing: the whole process ends, and
/// the machine starts a fresh one at Welcome. What was saved is on the disk.
struct EndOnPanic;

impl Drop for EndOnPanic {
    fn drop(&mut self) {
        if std::thread::panicking() {
            std::process::abort();
        }
    }
}

/// How to reach the worker.
#[derive(Clone)]
pub struct Crew(Arc<Inner>);

struct Inner {
    jobs: Mutex<Jobs>,
    arrived: Condvar,
}

#[derive(Default)]
struct Jobs {
    family: VecDeque<Call>,
    sync: VecDeque<Call>,
    /// The worker, when it runs in the caller's thread.
    inline: Option<Box<Worker>>,
    stopped: bool,
}

/// The worker has stopped: the program is ending.
#[derive(Debug, thiserror::Error)]
#[error("the worker has stopped")]
pub struct Stopped;

impl Crew {
    /// A worker on a thread of its own. It ends when [`Crew::stop`] is called.
    pub fn on_a_thread(mut worker: Worker) -> std::io::Result<Self> {
        let crew = Self::of(Jobs::default());
        let inner = Arc::clone(&crew.0);
        std::thread::Builder::new().name("worker".to_owned()).spawn(move || {
            let _guard = EndOnPanic;
            while let Some(call) = inner.next() {
                call(&mut worker);
            }
        })?;
        Ok(crew)
    }

    /// A worker in the caller's thread.
    pub fn inline(worker: Worker) -> Self {
        Self::of(Jobs { inline: Some(Box::new(worker)), ..Jobs::default() })
    }

    fn of(jobs: Jobs) -> Self {
        Self(Arc::new(Inner { jobs: Mutex::new(jobs), arrived: Condvar::new() }))
    }

    /// Something a family waits for. Returns at once.
    pub fn perform(&self, effect: Effect) {
        self.0.push(Box::new(move |worker| worker.perform(effect)), true);
    }

    /// Something the sync threads need. Waits for the answer.
    pub fn call<T: Send + 'static>(
        &self,
        call: impl FnOnce(&mut Worker) -> T + Send + 'static,
    ) -> Result<T, Stopped> {
        let (answer, answered) = sync_channel(1);
        self.0.push(
            Box::new(move |worker| {
                let _ = answer.send(call(worker)); // nobody waits any more: nothing to tell
            }),
            false,
        );
        answered.recv().map_err(|_| Stopped)
    }

    /// Ends the thread after what it is doing now.
    pub fn stop(&self) {
        let mut jobs = self.0.lock();
        jobs.stopped = true;
        jobs.sync.clear();
        jobs.inline = None;
        self.0.arrived.notify_all();
    }
}

impl Inner {
    fn lock(&self) -> MutexGuard<'_, Jobs> {
        self.jobs.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn push(&self, call: Call, family: bool) {
        let mut jobs = self.lock();
        if let Some(mut worker) = jobs.inline.take() {
            drop(jobs);
            call(&mut worker);
            self.lock().inline = Some(worker);
        } else if !jobs.stopped {
            let queue = if family { &mut jobs.family } else { &mut jobs.sync };
            queue.push_back(call);
            self.arrived.notify_one();
        }
    }

    fn next(&self) -> Option<Call> {
        let mut jobs = self.lock();
        loop {
            if let Some(call) = jobs.family.pop_front() {
                return Some(call);
            }
            if jobs.stopped {
                return None;
            }
            if let Some(call) = jobs.sync.pop_front() {
                return Some(call);
            }
            jobs = self.arrived.wait(jobs).unwrap_or_else(PoisonError::into_inner);
        }
    }
}
