//! One seed: a hall of kiosks, an office, a network that does what it likes, and people.

use std::path::Path;

use fastrand::Rng;
use uuid::Uuid;
use visits_domain::booking_card::SealedBookingCard;
use visits_domain::encoding::Bytes;
use visits_domain::places::{BookingId, Claim, EventId, KioskId, PoolId, Standing, Takes};
use visits_domain::wire::{Acknowledged, Changes, PlacesAnswer, PlacesWanted, Records};
use visits_kiosk::store::{Hold, NewBooking, NewChange};

use super::hall::{Kiosk, booking, wanted};
use super::office::Office;
use super::truth::{Counts, Ended, Fault, More, Promise, Truth};

/// What is left out, to see that it is missed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Control {
    /// Nothing.
    Complete,
    /// Nothing, and the whole server keeps the books.
    WholeServer,
    /// What is granted does not leave the pool.
    WithoutEscrow,
    /// Every start of the machine is the same epoch.
    WithoutEpoch,
}

/// On its way.
#[derive(Clone)]
enum Mail {
    Send(usize, u32, u64, Records),
    Ask(usize, u32, u64, u64, Option<Uuid>),
    Want(usize, u32, u64, PlacesWanted),
    Sent(usize, u32, u64, Option<Acknowledged>),
    Told(usize, u32, u64, Changes),
    Given(usize, u32, u64, PlacesAnswer),
}

struct Event {
    id: EventId,
    people: PoolId,
    tables: PoolId,
}

pub struct World {
    rng: Rng,
    control: Control,
    kiosks: Vec<Kiosk>,
    office: Office,
    backup: Option<Office>,
    mail: Vec<Mail>,
    calls: u64,
    events: Vec<Event>,
    pub truth: Truth,
}

impl World {
    pub fn new(seed: u64, control: Control, folder: &Path, template: &Path) -> Self {
        let mut rng = Rng::with_seed(seed);
        let mut id = || Uuid::from_u128(rng.u128(..));
        let generation = id();
        let mut office = match control {
            Control::WholeServer => Office::with_server(folder),
            _ => Office::new(generation, control == Control::WithoutEscrow),
        };
        let boot = id();
        let mut events = Vec::new();
        for _ in 0..2 {
            let event = Event { id: EventId(id()), people: PoolId(id()), tables: PoolId(id()) };
            events.push(event);
        }
        let ids: Vec<KioskId> = (0..3).map(|_| KioskId(id())).collect();
        for event in &events {
            office
                .add(event.id, &[(event.people, rng.u32(12..60)), (event.tables, rng.u32(6..20))]);
        }
        let count = rng.usize(2..=3);
        let kiosks = ids.into_iter().take(count);
        let kiosks =
            kiosks.map(|id| Kiosk::new(office.enrol(id), boot, folder, template)).collect();
        let mut world = Self {
            rng,
            control,
            kiosks,
            office,
            backup: None,
            mail: Vec::new(),
            calls: 0,
            events,
            truth: Truth::default(),
        };
        if world.rng.u8(..4) > 0 {
            world.calm(4); // most days begin with everybody on the line
        }
        world
    }

    pub fn run(&mut self, steps: usize) -> Result<Counts, Fault> {
        self.check()?;
        for _ in 0..steps {
            self.step();
            self.check()?;
        }
        self.come_to_rest()?;
        Ok(self.counts())
    }

    fn is_control(&self) -> bool {
        !matches!(self.control, Control::Complete | Control::WholeServer)
    }

    fn check(&mut self) -> Result<(), Fault> {
        let is_control = self.is_control();
        self.truth.check(&self.office, is_control)
    }

    fn counts(&self) -> Counts {
        let all = self.office.books.ledgers.values().flat_map(|ledger| ledger.bookings.values());
        let late = all.filter(|booking| booking.standing == Standing::Late).count();
        let gone = self.truth.promises.values().filter(|p| p.went_with_a_copy && !p.is_over);
        let mut counts = self.truth.counts;
        counts.late = late as u64;
        counts.gone_with_a_copy = gone.count() as u64;
        counts.moved_up = self.office.moved_up.into();
        counts.put_back = u64::from(self.office.put_back);
        counts
    }

    fn id(&mut self) -> Uuid {
        Uuid::from_u128(self.rng.u128(..))
    }

    fn step(&mut self) {
        let k = self.rng.usize(..self.kiosks.len());
        match self.rng.u32(..1000) {
            0..160 => self.family(k),
            160..180 => self.change(k),
            180..190 => self.cancel(k),
            190..205 => self.staff_book(),
            205..220 => self.decline(),
            220..230 => self.change_capacity(),
            230..232 => self.call_off(),
            232..245 => self.crash(k),
            245..275 => self.reboot(k),
            275..290 => self.kiosks[k].keep_copy(),
            290..305 => self.put_back(k),
            305..309 => self.write_off(k),
            309..316 => self.backup = Some(self.office.back_up()),
            316..321 => self.restore(),
            321..345 => {
                let gives_up = self.rng.u8(..12) == 0;
                self.go_on(gives_up);
            }
            345..360 => self.kiosks[k].is_cut = true,
            360..390 => self.kiosks[k].is_cut = false,
            390..410 => self.time_out(k),
            410..660 => self.call(k),
            _ => self.deliver(),
        }
    }

    fn takes(&mut self) -> (usize, Takes, u8) {
        let at = self.rng.usize(..self.events.len());
        let event = &self.events[at];
        let people = self.rng.u8(1..=5);
        let takes = Takes::new([(event.people, people.into()), (event.tables, 1)]);
        (at, takes.expect("takes"), people)
    }

    fn family(&mut self, k: usize) {
        let id = BookingId(self.id());
        let (at, takes, people) = self.takes();
        let new = booking(id, self.events[at].id, takes, people);
        if self.kiosks[k].store.is_none() || self.kiosks[k].wanting.is_some() {
            return;
        }
        if let Some(short) = self.try_hold(k, &new) {
            match short {
                Some(short) if !self.kiosks[k].is_cut && self.rng.bool() => {
                    let wanted = wanted(&new, short);
                    self.calls += 1;
                    let (run, call) = (self.kiosks[k].run, self.calls);
                    self.kiosks[k].wanting = Some((call, new));
                    self.post(Mail::Want(k, run, call, wanted));
                }
                _ => self.ask_for(k, &new),
            }
        }
    }

    /// What is short, if anything; and of that, what the server would have to grant.
    #[expect(clippy::option_option, reason = "short of all, and nobody to ask for it")]
    fn try_hold(
        &mut self,
        k: usize,
        new: &NewBooking,
    ) -> Option<Option<visits_kiosk::store::Shortage>> {
        let (id, boot) = (self.id(), self.kiosks[k].boot);
        match self.kiosks[k].hold(new, id) {
            Hold::Held => {
                let kiosk = &mut self.kiosks[k];
                let store = kiosk.store.as_ref().expect("on");
                let promise = Promise {
                    event: new.event,
                    base: new.takes.clone(),
                    takes: new.takes.clone(),
                    changes: 0,
                    kiosk: kiosk.id,
                    epoch: store.epoch(boot).expect("read").expect("an epoch"),
                    generation: self.truth_generation(k),
                    is_over: false,
                    is_on_disk: true,
                    went_with_a_copy: false,
                };
                self.truth.promises.insert(new.booking, promise);
                self.truth.counts.held += 1;
                None
            }
            Hold::Asked => None,
            Hold::Short(short) => Some(short),
        }
    }

    fn truth_generation(&self, k: usize) -> Uuid {
        let store = self.kiosks[k].store.as_ref().expect("on");
        store.standing().expect("read").1.unwrap_or_default()
    }

    fn ask_for(&mut self, k: usize, new: &NewBooking) {
        let id = self.id();
        self.kiosks[k].ask_for(new, id);
        self.truth.counts.asked += 1;
    }

    /// A family comes with fewer or with more, here or at another kiosk. A screen knows what it
    /// did itself, or what the office told it.
    fn change(&mut self, k: usize) {
        let live: Vec<_> = self.truth.promises.iter().filter(|(_, p)| !p.is_over).collect();
        let Some((id, promise)) = self.rng.choice(live).map(|(id, p)| (*id, p.clone())) else {
            return;
        };
        let kiosk = &self.kiosks[k];
        let Some(store) = kiosk.store.as_ref() else { return };
        let mut changes = self.truth.changes.iter().filter(|(_, more)| more.booking == id);
        let is_heard = changes.clone().all(|(record, _)| self.office.heard.contains(record));
        let is_mine = promise.kiosk == kiosk.id && store.booked(id).expect("read").is_some();
        let all_mine =
            is_mine && changes.all(|(_, more)| more.kiosk == kiosk.id && more.is_on_disk);
        let known = self.office.takes(promise.event, id).filter(|_| is_heard && !kiosk.is_cut);
        let known =
            known.filter(|_| self.office.standing(promise.event, id) == Some(Standing::Held));
        let mine = (promise.takes.clone(), promise.changes);
        let Some((before, changes)) = known.or_else(|| all_mine.then_some(mine)) else { return };
        let people = self.rng.u32(1..=6);
        let pools =
            before.iter().map(|(pool, units)| if units == 1 { (pool, 1) } else { (pool, people) });
        let Ok(takes) = Takes::new(pools) else { return };
        let new = NewChange {
            booking: id,
            event: promise.event,
            number: changes + 1,
            before: Some(before.clone()),
            takes: takes.clone(),
            party: visits_domain::arrival::Party { adults: 1, children: 0 },
            sealed: None,
            card: SealedBookingCard {
                lookup: Bytes(id.0.as_bytes().to_vec()),
                until: super::moment().date_naive(),
                sealed: Bytes(vec![1]),
            },
        };
        let (record, boot) = (self.id(), self.kiosks[k].boot);
        if self.kiosks[k].change(&new, record) != Hold::Held {
            return; // the booking stays as it was
        }
        let kiosk = &self.kiosks[k];
        let store = kiosk.store.as_ref().expect("on");
        let more = takes.iter().map(|(pool, units)| (pool, units.saturating_sub(before.of(pool))));
        let more = Takes::new(more.filter(|(_, units)| *units > 0)).ok();
        let more = More {
            booking: id,
            event: promise.event,
            epoch: more.is_some().then(|| store.epoch(boot).expect("read").expect("an epoch")),
            takes: more,
            kiosk: kiosk.id,
            generation: self.truth_generation(k),
            is_on_disk: true,
            went_with_a_copy: false,
        };
        self.truth.changes.insert(record, more);
        self.truth.counts.changed += 1;
        if let Some(promise) = self.truth.promises.get_mut(&id) {
            (promise.takes, promise.changes) = (takes, new.number);
        }
    }

    /// A family cancels, here or at another kiosk.
    fn cancel(&mut self, k: usize) {
        let live: Vec<_> = self.truth.promises.iter().filter(|(_, p)| !p.is_over).collect();
        let Some((id, event)) = self.rng.choice(live).map(|(id, p)| (*id, p.event)) else { return };
        let is_here = self.kiosks[k]
            .store
            .as_ref()
            .is_some_and(|store| store.booked(id).expect("read").is_some());
        // Elsewhere it is found by a card, which the server seals once it knows of it.
        let has_card = self.office.standing(event, id).is_some() && !self.kiosks[k].is_cut;
        if self.kiosks[k].store.is_some() && (is_here || has_card) {
            let record = self.id();
            self.kiosks[k].cancel(event, id, record);
            self.end(id, Ended::At(self.kiosks[k].id));
        }
    }

    fn end(&mut self, id: BookingId, ended: Ended) {
        self.truth.over.entry(id).or_insert(ended);
        if let Some(promise) = self.truth.promises.get_mut(&id) {
            promise.is_over = true;
        }
    }

    fn staff_book(&mut self) {
        let id = BookingId(self.id());
        let (at, takes, _) = self.takes();
        self.office.staff_book(self.events[at].id, id, Claim { takes, family: None });
    }

    fn decline(&mut self) {
        let at = self.rng.usize(..self.events.len());
        let event = self.events[at].id;
        let ids: Vec<BookingId> =
            self.office.books.ledgers[&event].bookings.keys().copied().collect();
        if let Some(id) = self.rng.choice(ids) {
            self.office.decline(event, id);
            self.end(id, Ended::ByStaff);
        }
    }

    fn change_capacity(&mut self) {
        let at = self.rng.usize(..self.events.len());
        let (event, pool) = (self.events[at].id, self.events[at].people);
        let to = self.rng.u32(2..24);
        // What is out is not taken from anybody.
        let committed = self.office.books.ledgers[&event].committed(pool);
        let out = if self.office.has_forgotten() { u32::MAX } else { committed };
        let ceiling = self.truth.ceiling[&pool].min(out).max(to);
        self.truth.ceiling.insert(pool, ceiling);
        self.office.set_capacity(event, pool, to);
    }

    fn call_off(&mut self) {
        let at = self.rng.usize(..self.events.len());
        self.office.call_off(self.events[at].id);
    }

    fn crash(&mut self, k: usize) {
        let boot = self.kiosks[k].boot;
        self.kiosks[k].start(boot);
    }

    fn new_boot(&mut self) -> Uuid {
        match self.control {
            Control::WithoutEpoch => self.kiosks[0].boot,
            _ => self.id(),
        }
    }

    /// Off, or on again.
    fn reboot(&mut self, k: usize) {
        let boot = self.new_boot();
        if self.kiosks[k].store.is_some() && self.rng.u8(..3) == 0 {
            self.kiosks[k].stop();
        } else {
            self.kiosks[k].start(boot);
        }
    }

    /// A promise is neither on its kiosk's disk nor at the office: only a copy that was put back
    /// can do that.
    fn lose_what_nobody_has(&mut self) {
        for (id, promise) in &mut self.truth.promises {
            let is_known = self.office.standing(promise.event, *id).is_some();
            promise.went_with_a_copy = !is_known && !promise.is_on_disk;
        }
        for (record, more) in &mut self.truth.changes {
            more.went_with_a_copy = !self.office.heard.contains(record) && !more.is_on_disk;
        }
    }

    fn put_back(&mut self, k: usize) {
        let boot = self.new_boot();
        if !self.kiosks[k].put_back(boot) {
            return;
        }
        let by = Ended::At(self.kiosks[k].id);
        self.forget_what_ended(by);
        let kiosk = &self.kiosks[k];
        let store = kiosk.store.as_ref().expect("on");
        for (id, promise) in &mut self.truth.promises {
            if promise.kiosk == kiosk.id {
                promise.is_on_disk = store.booked(*id).expect("read").is_some();
            }
        }
        let kept: Vec<Uuid> =
            store.batch(usize::MAX).expect("read").iter().map(|record| record.id).collect();
        for (record, more) in &mut self.truth.changes {
            if more.kiosk == kiosk.id {
                more.is_on_disk = kept.contains(record);
            }
        }
        self.lose_what_nobody_has();
    }

    /// What ended in this way may never be heard of: at once, where the office has not heard of
    /// it, or when it forgets it with a restore.
    fn forget_what_ended(&mut self, by: Ended) {
        let ended: Vec<_> = self.truth.over.iter().filter(|(_, ended)| **ended == by).collect();
        self.truth.off_disk.extend(ended.into_iter().map(|(id, _)| *id));
        for id in &self.truth.off_disk {
            let mut events = self.events.iter();
            let is_known = events.any(|e| self.office.standing(e.id, *id) == Some(Standing::Ended));
            if !is_known {
                self.truth.forgotten.insert(*id);
            }
        }
    }

    fn write_off(&mut self, k: usize) {
        let id = self.kiosks[k].id;
        let closed = self.office.write_off(id);
        self.truth.void.extend(closed);
        self.truth.counts.write_offs += 1;
    }

    /// The server is put back from its backup, as another life.
    fn restore(&mut self) {
        let Some(backup) = self.backup.clone() else { return };
        self.truth.lives.insert(self.office.generation);
        let generation = self.id();
        self.office = backup;
        self.office.begin_life(generation);
        self.lose_what_nobody_has();
        self.forget_what_ended(Ended::ByStaff);
        self.truth.is_doubtful = true;
        self.truth.counts.restores += 1;
    }

    fn unheard(&self) -> Vec<KioskId> {
        let ids: Vec<KioskId> = self.kiosks.iter().map(|kiosk| kiosk.id).collect();
        self.office.books.fleet.unheard(&ids)
    }

    /// A manager says that the server has heard from everybody, or that those it has not heard
    /// from are given up.
    fn go_on(&mut self, gives_up: bool) {
        if self.office.is_naive || !self.office.books.fleet.waits {
            return;
        }
        if self.unheard().is_empty() || gives_up {
            // Whoever was not heard may go on promising in a life that is over, and knows nothing.
            for kiosk in self.unheard() {
                let lives = self.truth.lives.iter().map(|life| (kiosk, *life));
                self.truth.given_up.extend(lives);
            }
            let closed = self.office.go_on();
            self.truth.void.extend(closed);
        }
    }

    fn post(&mut self, mail: Mail) {
        match self.rng.u8(..20) {
            0 => {} // lost
            1 | 2 => self.mail.extend([mail.clone(), mail]),
            _ => self.mail.push(mail),
        }
    }

    fn time_out(&mut self, k: usize) {
        let kiosk = &mut self.kiosks[k];
        (kiosk.listening, kiosk.sending) = (None, None);
        if let Some((_, new)) = kiosk.wanting.take()
            && kiosk.store.is_some()
        {
            self.ask_for(k, &new);
        }
    }

    /// A kiosk begins a call that is not under way.
    fn call(&mut self, k: usize) {
        self.calls += 1;
        let (call, most) = (self.calls, self.rng.usize(1..8));
        let kiosk = &mut self.kiosks[k];
        let run = kiosk.run;
        let Some(store) = kiosk.store.as_ref() else { return };
        if kiosk.sending.is_none() && store.unsent().expect("read") > 0 && call % 2 == 0 {
            let batch = kiosk.batch(most);
            kiosk.sending = batch.is_some().then_some(call);
            if let Some(batch) = batch {
                self.post(Mail::Send(k, run, call, batch));
            }
        } else if kiosk.listening.is_none() {
            let (cursor, generation) = store.standing().expect("read");
            kiosk.listening = Some((call, generation));
            self.post(Mail::Ask(k, run, call, cursor, generation));
        }
    }

    fn deliver(&mut self) {
        if self.mail.is_empty() {
            return;
        }
        let at = self.rng.usize(..self.mail.len());
        let k = match &self.mail[at] {
            Mail::Send(k, ..)
            | Mail::Ask(k, ..)
            | Mail::Want(k, ..)
            | Mail::Sent(k, ..)
            | Mail::Told(k, ..)
            | Mail::Given(k, ..) => *k,
        };
        if self.kiosks[k].is_cut {
            if self.rng.bool() {
                self.mail.swap_remove(at);
            }
            return;
        }
        let mail = self.mail.swap_remove(at);
        self.arrive(mail);
    }

    fn arrive(&mut self, mail: Mail) {
        match mail {
            Mail::Send(k, run, call, batch) => {
                let answer = self.office.receive(self.kiosks[k].id, batch);
                self.post(Mail::Sent(k, run, call, answer));
            }
            Mail::Ask(k, run, call, cursor, generation) => {
                let answer = self.office.changes(self.kiosks[k].id, cursor, generation);
                self.post(Mail::Told(k, run, call, answer));
            }
            Mail::Want(k, run, call, wanted) => {
                let answer = self.office.want(self.kiosks[k].id, &wanted);
                self.post(Mail::Given(k, run, call, answer));
            }
            Mail::Sent(k, run, call, answer) => self.sent(k, run, call, answer.as_ref()),
            Mail::Told(k, run, call, answer) => self.told(k, run, call, &answer),
            Mail::Given(k, run, call, answer) => self.given(k, run, call, &answer),
        }
    }

    fn sent(&mut self, k: usize, run: u32, call: u64, answer: Option<&Acknowledged>) {
        let kiosk = &mut self.kiosks[k];
        if kiosk.run != run || kiosk.sending != Some(call) {
            return; // nobody waits for it any more
        }
        kiosk.sending = None;
        if let Some(answer) = answer {
            kiosk.hear_mark(answer);
        } else {
            // A number was used twice: it asks how far the server has its records.
            kiosk.hear_mark(&self.office.mark(kiosk.id));
        }
    }

    fn told(&mut self, k: usize, run: u32, call: u64, answer: &Changes) {
        let kiosk = &mut self.kiosks[k];
        let Some((_, asked)) = kiosk.listening.filter(|(known, _)| *known == call) else { return };
        if kiosk.run == run {
            kiosk.listening = None;
            kiosk.hear(asked, answer, &mut || Uuid::from_u128(self.rng.u128(..)));
        }
    }

    fn given(&mut self, k: usize, run: u32, call: u64, answer: &PlacesAnswer) {
        let kiosk = &mut self.kiosks[k];
        if kiosk.run != run || kiosk.wanting.as_ref().is_none_or(|(known, _)| *known != call) {
            return;
        }
        let Some((_, new)) = kiosk.wanting.take() else { return };
        kiosk.hear_granted(&answer.granted, &mut || Uuid::from_u128(self.rng.u128(..)));
        if self.try_hold(k, &new).is_some() {
            self.ask_for(k, &new);
        }
    }

    /// Everybody is on the line for so many rounds, and nothing is lost.
    fn calm(&mut self, rounds: usize) {
        for _ in 0..rounds {
            for k in 0..self.kiosks.len() {
                let kiosk = &mut self.kiosks[k];
                let Some(store) = kiosk.store.as_ref() else { continue };
                let (cursor, asked) = store.standing().expect("read");
                let answer = self.office.changes(kiosk.id, cursor, asked);
                kiosk.hear(asked, &answer, &mut || Uuid::from_u128(self.rng.u128(..)));
                while let Some(batch) = kiosk.batch(500) {
                    let answer = self.office.receive(kiosk.id, batch);
                    kiosk.hear_mark(&answer.unwrap_or_else(|| self.office.mark(kiosk.id)));
                }
            }
        }
    }

    /// The storm is over: everybody is back. All must agree, and nothing may lie anywhere.
    fn come_to_rest(&mut self) -> Result<(), Fault> {
        self.mail.clear();
        for k in 0..self.kiosks.len() {
            self.time_out(k);
            self.kiosks[k].is_cut = false;
            if self.kiosks[k].store.is_none() {
                let boot = self.new_boot();
                self.kiosks[k].start(boot);
            }
        }
        for round in 0..12 {
            self.calm(1);
            self.check()?;
            if round > 3 {
                self.go_on(false);
            }
        }
        self.agree()?;
        self.nothing_is_stranded()
    }

    fn agree(&mut self) -> Result<(), Fault> {
        if self.is_control() {
            return Ok(());
        }
        for kiosk in &self.kiosks {
            let store = kiosk.store.as_ref().expect("on");
            let unsent = store.unsent().expect("read");
            if unsent > 0 {
                return Err(Fault::Disagree(format!("{unsent} unsent")));
            }
            let epoch = store.epoch(kiosk.boot).expect("read");
            let left = store.places_left(kiosk.boot).expect("read");
            for ledger in self.office.books.ledgers.values() {
                for ((of, pool), grant) in &ledger.grants {
                    let here = left.get(pool).copied().unwrap_or(0);
                    if Some(*of) == epoch && here != grant.out() {
                        let out = grant.out();
                        return Err(Fault::Disagree(format!("{here} here, {out} there")));
                    }
                }
            }
        }
        for (id, promise) in &self.truth.promises {
            let stands = self.office.standing(promise.event, *id);
            let is_kept = stands.is_some() || promise.went_with_a_copy;
            let is_forgotten = self.truth.forgotten.contains(id);
            let should_be_over = promise.is_over && !is_forgotten;
            if !is_kept || (should_be_over && stands.is_some_and(|s| s != Standing::Ended)) {
                return Err(Fault::Gone(format!("{id} is {stands:?} at the end: {promise:?}")));
            }
            let mut changes = self.truth.changes.values().filter(|more| more.booking == *id);
            let takes = self.office.takes(promise.event, *id).map(|(takes, _)| takes);
            let is_whole =
                stands == Some(Standing::Held) && changes.all(|more| !self.truth.may_be_gone(more));
            if is_whole && !promise.is_over && takes.as_ref() != Some(&promise.takes) {
                return Err(Fault::Gone(format!("{id} takes {takes:?} at the end: {promise:?}")));
            }
        }
        Ok(())
    }

    fn nothing_is_stranded(&self) -> Result<(), Fault> {
        if self.is_control() {
            return Ok(());
        }
        let mut epochs = Vec::new();
        for kiosk in &self.kiosks {
            let store = kiosk.store.as_ref().expect("on");
            epochs.extend(store.epoch(kiosk.boot).expect("read"));
        }
        for ledger in self.office.books.ledgers.values() {
            for ((epoch, _), grant) in &ledger.grants {
                if grant.out() > 0 && !epochs.contains(epoch) {
                    return Err(Fault::Stranded(format!("{} with nobody", grant.out())));
                }
            }
            let waiting = ledger.waiting();
            for pool in ledger.pools.keys() {
                if !waiting.is_empty() && ledger.out(*pool) > 0 {
                    return Err(Fault::Stranded(format!(
                        "{} while {} wait",
                        ledger.out(*pool),
                        waiting.len()
                    )));
                }
            }
            for id in waiting.iter().filter(|_| !ledger.cancelled) {
                let takes = &ledger.bookings[id].takes;
                if takes.iter().all(|(pool, units)| units <= ledger.free(pool)) {
                    return Err(Fault::Stranded("a family waits for what is free".to_owned()));
                }
            }
        }
        Ok(())
    }
}
