//! The server of the simulation: the real rules and books, with the sequence numbers, marks and
//! feed of the real intake in memory.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::rc::Rc;

use uuid::Uuid;
use visits_domain::places::{
    BookingId, Books, Claim, EpochId, EpochState, EventId, KioskId, Ledger, PoolId, Standing, Takes,
};
use visits_domain::wire::{
    Acknowledged, Change, Changes, Granted, Happening, News, PlacesAnswer, PlacesWanted, Record,
    Records,
};

use super::server::Server;

/// Everything the server keeps on its disk.
#[derive(Clone, Default)]
pub struct Office {
    pub books: Books,
    pub logs: BTreeMap<KioskId, Log>,
    feed: BTreeMap<String, (u64, News)>,
    seq: u64,
    /// A copy of a kiosk's disk was noticed.
    pub put_back: u32,
    pub moved_up: u32,
    /// Changes of bookings that it has heard of, by record.
    pub heard: BTreeSet<Uuid>,
    /// Control: what is granted does not leave the pool.
    pub is_naive: bool,
    /// This life.
    pub generation: Uuid,
    /// The whole server beside it, which must keep the same.
    server: Option<Rc<Server>>,
}

/// What one kiosk has sent.
#[derive(Clone, Default)]
pub struct Log {
    records: BTreeMap<u64, Record>,
    pub mark: u64,
    /// Numbers used twice: kept for staff.
    pub conflicts: Vec<Record>,
}

impl Office {
    pub fn new(generation: Uuid, is_naive: bool) -> Self {
        let mut office = Self { is_naive, generation, ..Self::default() };
        if is_naive {
            // It believes whatever anybody says was spent, as after a restore.
            office.books.fleet.waits = true;
        } else {
            office.books.fleet.generation = generation;
        }
        office.tell("places".to_owned(), News::Places { on: true });
        office
    }

    /// With the whole server beside it.
    pub fn with_server(folder: &Path) -> Self {
        let server = Rc::new(Server::new(folder));
        let any = server.enrol();
        let generation = server.changes(any, 0, None).generation;
        Self { server: Some(server), ..Self::new(generation, false) }
    }

    /// A kiosk by the id that the server gives it, or by its own.
    pub fn enrol(&self, id: KioskId) -> KioskId {
        self.server.as_ref().map_or(id, |server| server.enrol())
    }

    /// The server keeps what the office does.
    fn compare(&self) {
        let Some(server) = &self.server else { return };
        let kept = server.books(self.books.ledgers.keys().copied());
        assert_eq!(kept.fleet, self.books.fleet);
        assert_eq!(kept.ledgers, self.books.ledgers);
    }

    pub fn add(&mut self, event: EventId, pools: &[(PoolId, u32)]) {
        let ledger = Ledger { pools: pools.iter().copied().collect(), ..Ledger::default() };
        self.books.ledgers.insert(event, ledger);
        self.offered(event);
    }

    /// How an event's places are given has changed.
    fn offered(&mut self, event: EventId) {
        self.changed();
        if let Some(server) = &self.server {
            server.offer(event, &self.books.ledgers[&event]);
        }
        self.compare();
    }

    pub fn set_capacity(&mut self, event: EventId, pool: PoolId, to: u32) {
        if let Some(ledger) = self.books.ledgers.get_mut(&event) {
            ledger.pools.insert(pool, to);
        }
        self.offered(event);
    }

    pub fn call_off(&mut self, event: EventId) {
        if let Some(ledger) = self.books.ledgers.get_mut(&event) {
            ledger.cancelled = true;
        }
        self.offered(event);
    }

    fn tell(&mut self, entity: String, news: News) {
        self.seq += 1;
        self.feed.insert(entity, (self.seq, news));
    }

    /// After any change: the books come to rest, and kiosks are told.
    pub fn changed(&mut self) {
        self.moved_up += u32::try_from(self.books.settle().len()).unwrap_or(0);
        let events: Vec<EventId> = self.books.ledgers.keys().copied().collect();
        for event in events {
            let told = if self.is_naive { self.naive(event) } else { self.books.granted(event) };
            for granted in told {
                let entity = format!("granted:{}:{}", granted.kiosk, granted.pool);
                let news = News::Granted(granted);
                if self.feed.get(&entity).is_none_or(|(_, before)| *before != news) {
                    self.tell(entity, news);
                }
            }
        }
    }

    /// What a server without escrow would tell: so much is left, for everybody.
    fn naive(&self, event: EventId) -> Vec<Granted> {
        let ledger = &self.books.ledgers[&event];
        let mut told = Vec::new();
        for (epoch, known) in &self.books.fleet.epochs {
            for (pool, capacity) in &ledger.pools {
                let spent = ledger.grants.get(&(*epoch, *pool)).map_or(0, |grant| grant.spent);
                let left = capacity.saturating_sub(ledger.held(*pool));
                if known.state == EpochState::Open && !ledger.cancelled {
                    told.push(Granted {
                        kiosk: known.kiosk,
                        epoch: *epoch,
                        event,
                        pool: *pool,
                        granted: spent + left,
                        keep: None,
                        version: self.seq + 1,
                    });
                }
            }
        }
        let same = |granted: &Granted| {
            let entity = format!("granted:{}:{}", granted.kiosk, granted.pool);
            matches!(self.feed.get(&entity), Some((_, News::Granted(before)))
                if Granted { version: granted.version, ..*before } == *granted)
        };
        told.retain(|granted| !same(granted));
        told
    }

    pub fn receive(&mut self, kiosk: KioskId, batch: Records) -> Option<Acknowledged> {
        let answer = self.server.as_ref().map(|server| server.receive(kiosk, &batch));
        let own = self.take_batch(kiosk, batch);
        self.compare();
        if let Some(answer) = answer {
            assert_eq!(answer, own);
        }
        own
    }

    fn take_batch(&mut self, kiosk: KioskId, batch: Records) -> Option<Acknowledged> {
        let log = self.logs.entry(kiosk).or_default();
        let before = log.mark;
        let is_all = batch.after == Some(before);
        let complete_to = batch.records.iter().map(|r| r.seq).max().filter(|_| is_all);
        let (mut fresh, mut conflict) = (Vec::new(), None);
        for record in batch.records {
            match log.records.get(&record.seq) {
                // A copy of a disk learns from the mark that its numbers were used.
                None if conflict.is_some() => {}
                None => {
                    fresh.push(record.seq);
                    log.conflicts.retain(|other| other.id != record.id);
                    log.records.insert(record.seq, record);
                }
                Some(held) if held.hash == record.hash => {}
                Some(_) => {
                    conflict.get_or_insert(record.seq);
                    log.conflicts.push(record);
                }
            }
        }
        let complete_to = conflict.or(complete_to).filter(|_| is_all).unwrap_or(0);
        let above: Vec<u64> = log.records.range(before + 1..).map(|(seq, _)| *seq).collect();
        for seq in above {
            if seq == log.mark + 1 || seq <= complete_to {
                log.mark = seq;
            }
        }
        let mark = log.mark;
        let due: Vec<Record> = log
            .records
            .values()
            .filter(|r| r.seq <= mark && (r.seq > before || fresh.contains(&r.seq)))
            .cloned()
            .collect();
        for record in due {
            self.take_in(kiosk, &record);
        }
        self.changed();
        conflict.is_none().then(|| self.acknowledged(kiosk))
    }

    fn take_in(&mut self, kiosk: KioskId, record: &Record) {
        let told: Happening = serde_json::from_str(record.body.get()).expect("a happening");
        let Happening::Places(act) = told else { panic!("only places here") };
        if !self.heard.insert(record.id) {
            return; // under another number
        }
        let outcry = self.books.take_in(kiosk, &act, None);
        self.put_back += u32::from(outcry.put_back.is_some());
        self.moved_up += u32::try_from(outcry.moved_up.len()).unwrap_or(0);
    }

    fn acknowledged(&self, kiosk: KioskId) -> Acknowledged {
        let log = self.logs.get(&kiosk);
        let acknowledged = log.map_or(0, |log| log.mark);
        let id = log.and_then(|log| log.records.get(&acknowledged)).map(|record| record.id);
        let server_time = super::moment();
        Acknowledged { acknowledged, acknowledged_id: id, server_time }
    }

    pub fn changes(&self, kiosk: KioskId, cursor: u64, generation: Option<Uuid>) -> Changes {
        if let Some(server) = &self.server {
            return server.changes(kiosk, cursor, generation);
        }
        let is_of_another = generation.is_some_and(|given| given != self.generation);
        let known = (cursor <= self.seq && !is_of_another).then_some(cursor);
        let mut changes: Vec<Change> = self
            .feed
            .values()
            .filter(|(seq, _)| *seq > known.unwrap_or(0))
            .map(|(seq, news)| Change { seq: *seq, news: news.clone() })
            .collect();
        changes.sort_by_key(|change| change.seq);
        let mark = self.acknowledged(kiosk);
        Changes {
            changes,
            cursor: self.seq,
            more: false,
            acknowledged: mark.acknowledged,
            acknowledged_id: mark.acknowledged_id,
            server_time: mark.server_time,
            generation: self.generation,
            from_the_start: known.is_none(),
        }
    }

    /// How far it has a kiosk's records, as it says with its news.
    pub fn mark(&self, kiosk: KioskId) -> Acknowledged {
        let told = self.changes(kiosk, u64::MAX, None);
        Acknowledged {
            acknowledged: told.acknowledged,
            acknowledged_id: told.acknowledged_id,
            server_time: told.server_time,
        }
    }

    pub fn want(&mut self, kiosk: KioskId, wanted: &PlacesWanted) -> PlacesAnswer {
        self.books.demand(wanted.epoch, wanted.event, &wanted.totals);
        self.changed();
        if let Some(server) = &self.server {
            let answer = server.want(kiosk, wanted);
            self.compare();
            return answer;
        }
        let all = if self.is_naive { Vec::new() } else { self.books.granted(wanted.event) };
        PlacesAnswer { granted: all.into_iter().filter(|g| g.epoch == wanted.epoch).collect() }
    }

    pub fn staff_book(&mut self, event: EventId, booking: BookingId, claim: Claim) {
        if let Some(server) = &self.server {
            server.book(event, booking, claim.clone());
        }
        let gives = self.books.fleet.gives() || self.is_naive;
        if let Some(ledger) = self.books.ledgers.get_mut(&event) {
            ledger.ask(booking, claim, gives);
        }
        self.changed();
        self.compare();
    }

    pub fn decline(&mut self, event: EventId, booking: BookingId) {
        if let Some(ledger) = self.books.ledgers.get_mut(&event) {
            ledger.end(booking);
        }
        self.changed();
        if let Some(server) = &self.server {
            server.end(event, booking);
        }
        self.compare();
    }

    pub fn back_up(&self) -> Self {
        if let Some(server) = &self.server {
            server.back_up();
        }
        self.clone()
    }

    /// Put back from a backup: another life.
    pub fn begin_life(&mut self, generation: Uuid) {
        self.generation = generation;
        if let Some(server) = &self.server {
            server.put_back();
            self.generation = server.changes(server.enrol(), 0, None).generation;
        }
        let generation = self.generation;
        if !self.is_naive {
            self.books.fleet.begin_life(generation);
        }
        self.compare();
    }

    pub fn write_off(&mut self, kiosk: KioskId) -> Vec<EpochId> {
        let closed = self.books.write_off(kiosk);
        self.void(&closed);
        if let Some(server) = &self.server {
            server.write_off(kiosk);
        }
        self.compare();
        closed
    }

    pub fn go_on(&mut self) -> Vec<EpochId> {
        let closed = self.books.go_on();
        self.void(&closed);
        if let Some(server) = &self.server {
            server.go_on();
        }
        self.compare();
        closed
    }

    fn void(&mut self, closed: &[EpochId]) {
        for epoch in closed {
            self.tell(format!("void:{epoch}"), News::EpochVoid { epoch: *epoch });
        }
        self.changed();
    }

    /// It was put back from a backup, and has not heard from everybody.
    pub fn has_forgotten(&self) -> bool {
        self.books.fleet.waits && !self.is_naive
    }

    /// What a booking takes now, and how often it was changed.
    pub fn takes(&self, event: EventId, booking: BookingId) -> Option<(Takes, u32)> {
        let booking = self.books.ledgers.get(&event)?.bookings.get(&booking)?;
        let changes = booking.wants.as_ref().map_or(0, |(nth, _)| nth.0);
        Some((booking.takes.clone(), changes))
    }

    pub fn standing(&self, event: EventId, booking: BookingId) -> Option<Standing> {
        Some(self.books.ledgers.get(&event)?.bookings.get(&booking)?.standing)
    }
}
