//! Every order of events in a small hall: two kiosks, a handful of places, and as much trouble as
//! fits. What the simulation tries by chance is gone through here without a gap.
//!
//! The search is our own: a model checker from outside would have turned features of the workspace's
//! other dependencies on, and forty lines are enough for states that can be hashed.

use std::collections::{HashSet, VecDeque};
use std::hash::{DefaultHasher, Hash, Hasher as _};

use uuid::Uuid;
use visits_domain::arrival::{Language, Party};
use visits_domain::encoding::Bytes;
use visits_domain::places::{
    BookingId, Books, Claim, EpochId, EventId, KioskId, Ledger, PoolId, Purse, Standing, Takes,
    Told,
};
use visits_domain::wire::{
    Booked, BookingCancelled, EpochBegan, EpochEnded, PlacesAct, PlacesReturned,
};

const EVENT: EventId = EventId(Uuid::from_u128(1));
const PEOPLE: PoolId = PoolId(Uuid::from_u128(2));
const TABLES: PoolId = PoolId(Uuid::from_u128(3));
const LIFE: Uuid = Uuid::from_u128(4);

/// What a kiosk's disk holds.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Disk {
    purse: Purse,
    bookings: u32,
    /// What has happened and is not known to have reached the server. Each by a small number, so
    /// that states can be compared.
    unsent: Vec<Act>,
}

/// A record, as small as can be.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Act {
    Began(EpochId, Option<(EpochId, u32)>),
    Booked(BookingId, u32, EpochId),
    Cancelled(BookingId),
    Returned(EpochId, Vec<(EventId, PoolId, u32)>),
}

/// A family was told *held*.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Promise {
    id: BookingId,
    people: u32,
    kiosk: usize,
    epoch: EpochId,
    is_over: bool,
    went_with_a_copy: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Hall {
    books: Books,
    disks: Vec<Disk>,
    copies: Vec<Option<Disk>>,
    /// What the server told each kiosk and has not arrived.
    mail: Vec<Option<(EpochId, Vec<Told>)>>,
    promises: Vec<Promise>,
    void: Vec<EpochId>,
    epochs: u128,
    left: Left,
}

/// How much of everything may still happen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Left {
    families: u32,
    askers: u32,
    starts: u32,
    copies: u32,
    write_offs: u32,
    cancels: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Step {
    /// A family of so many at a kiosk.
    Family(usize, u32),
    /// Somebody asks staff.
    Ask(u32),
    /// The last promise is cancelled, at its kiosk.
    Cancel,
    /// The oldest unsent record arrives, and so does the answer.
    Send(usize),
    /// It arrives, and the answer is lost.
    SendUnheard(usize),
    /// The server tells a kiosk how things stand; it arrives later, or never.
    Tell(usize),
    /// It arrives.
    Hear(usize),
    /// The machine starts anew.
    Start(usize),
    /// A copy of the disk is taken.
    Copy(usize),
    /// It is put back.
    PutBack(usize),
    /// A person gives a kiosk up.
    WriteOff(usize),
}

struct Small {
    people: u32,
    tables: u32,
    left: Left,
    /// Control: every start of the machine is the same epoch.
    without_epoch: bool,
    /// Families of so many.
    sizes: &'static [u32],
}

fn takes(people: u32) -> Takes {
    Takes::new([(PEOPLE, people), (TABLES, 1)]).expect("takes")
}

fn kiosk(k: usize) -> KioskId {
    KioskId(Uuid::from_u128(100 + k as u128))
}

impl Act {
    fn written(&self) -> PlacesAct {
        let at = chrono::DateTime::UNIX_EPOCH;
        match self {
            Self::Began(epoch, before) => PlacesAct::EpochBegan(EpochBegan {
                epoch: *epoch,
                generation: LIFE,
                before: before.map(|(epoch, bookings)| EpochEnded { epoch, bookings }),
            }),
            Self::Booked(booking, people, epoch) => PlacesAct::Booked(Booked {
                booking: *booking,
                event: EVENT,
                takes: takes(*people),
                held_by: Some(*epoch),
                party: Party { adults: 1, children: 0 },
                at,
                language: Language::En,
                visit: None,
                sealed: Bytes(Vec::new()),
            }),
            Self::Cancelled(booking) => {
                PlacesAct::Cancelled(BookingCancelled { booking: *booking, event: EVENT, at })
            }
            Self::Returned(epoch, totals) => {
                PlacesAct::Returned(PlacesReturned { epoch: *epoch, totals: totals.clone() })
            }
        }
    }
}

impl Hall {
    fn start(&mut self, k: usize, without_epoch: bool) {
        self.mail[k] = None;
        if without_epoch {
            return;
        }
        self.epochs += 1;
        let epoch = EpochId(Uuid::from_u128(1000 + self.epochs));
        let disk = &mut self.disks[k];
        let before = (disk.purse.epoch, disk.bookings);
        disk.unsent.push(Act::Began(epoch, Some(before)));
        (disk.purse, disk.bookings) = (Purse::new(epoch), 0);
    }

    fn family(&mut self, k: usize, people: u32) -> bool {
        let id = BookingId(Uuid::from_u128(10_000 + u128::from(self.left.families)));
        let disk = &mut self.disks[k];
        if !disk.purse.spend(&takes(people)) {
            return false;
        }
        let epoch = disk.purse.epoch;
        disk.bookings += 1;
        disk.unsent.push(Act::Booked(id, people, epoch));
        let promise =
            Promise { id, people, kiosk: k, epoch, is_over: false, went_with_a_copy: false };
        self.promises.push(promise);
        self.left.families -= 1;
        true
    }

    fn cancel(&mut self) -> bool {
        let Some(promise) = self.promises.iter_mut().rfind(|p| !p.is_over) else { return false };
        promise.is_over = true;
        self.disks[promise.kiosk].unsent.push(Act::Cancelled(promise.id));
        self.left.cancels -= 1;
        true
    }

    fn ask(&mut self, people: u32) {
        let id = BookingId(Uuid::from_u128(20_000 + u128::from(self.left.askers)));
        self.left.askers -= 1;
        let claim = Claim { takes: takes(people), family: None };
        self.books.ledgers.get_mut(&EVENT).expect("the event").ask(id, claim, true);
        self.books.settle();
    }

    fn send(&mut self, k: usize, is_heard: bool) -> bool {
        let Some(act) = self.disks[k].unsent.first().cloned() else { return false };
        self.books.take_in(kiosk(k), &act.written(), None);
        if is_heard {
            self.disks[k].unsent.remove(0);
        }
        true
    }

    fn tell(&mut self, k: usize) -> bool {
        let epoch =
            self.books.fleet.epochs.iter().find(|(id, known)| {
                known.kiosk == kiosk(k) && self.books.fleet.open().contains(id)
            });
        let Some(epoch) = epoch.map(|(id, _)| *id) else { return false };
        let granted = self.books.granted(EVENT);
        let told = granted.iter().filter(|granted| granted.epoch == epoch).map(Told::from);
        let letter = Some((epoch, told.collect()));
        let is_news = self.mail[k] != letter;
        self.mail[k] = letter;
        is_news
    }

    fn hear(&mut self, k: usize) -> bool {
        let Some((epoch, told)) = self.mail[k].take() else { return false };
        let disk = &mut self.disks[k];
        if disk.purse.epoch != epoch {
            return true;
        }
        for told in &told {
            disk.purse.hear(told);
        }
        let totals = disk.purse.give_back();
        if !totals.is_empty() {
            disk.unsent.push(Act::Returned(epoch, totals));
        }
        true
    }

    fn copy(&mut self, k: usize) {
        self.copies[k] = Some(self.disks[k].clone());
        self.left.copies -= 1;
    }

    fn put_back(&mut self, k: usize, without_epoch: bool) -> bool {
        let Some(copy) = self.copies[k].take() else { return false };
        self.disks[k] = copy;
        let (disk, books) = (&self.disks[k], &self.books);
        for promise in self.promises.iter_mut().filter(|p| p.kiosk == k) {
            let is_on_disk = disk
                .unsent
                .iter()
                .any(|act| matches!(act, Act::Booked(id, ..) if *id == promise.id));
            let is_known = books.ledgers[&EVENT].bookings.contains_key(&promise.id);
            promise.went_with_a_copy |= !is_on_disk && !is_known;
        }
        self.start(k, without_epoch);
        true
    }

    fn write_off(&mut self, k: usize) {
        self.left.write_offs -= 1;
        self.void.extend(self.books.write_off(kiosk(k)));
        self.books.settle();
    }

    /// Places that families believe are theirs.
    fn promised(&self) -> u32 {
        let ledger = &self.books.ledgers[&EVENT];
        let is_over = |id: &BookingId| self.promises.iter().any(|p| p.id == *id && p.is_over);
        let known: u32 = ledger
            .bookings
            .iter()
            .filter(|(id, booking)| booking.standing == Standing::Held && !is_over(id))
            .map(|(_, booking)| booking.takes.of(PEOPLE))
            .sum();
        let on_the_way = self.promises.iter().filter(|promise| {
            let booking = ledger.bookings.get(&promise.id);
            let is_known = booking.is_some_and(|booking| booking.standing != Standing::Late);
            let is_given_up = promise.went_with_a_copy || self.void.contains(&promise.epoch);
            !is_known && !promise.is_over && !is_given_up
        });
        known + on_the_way.map(|promise| promise.people).sum::<u32>()
    }

    fn is_overbooked(&self) -> bool {
        let ledger = &self.books.ledgers[&EVENT];
        let capacity = ledger.pools[&PEOPLE];
        let over = |pool: &PoolId| ledger.committed(*pool) > ledger.pools[pool];
        self.promised() > capacity || ledger.pools.keys().any(over)
    }

    /// A promise that nobody has given up, and that the server has set aside no place for.
    fn has_lost_a_promise(&self) -> bool {
        let ledger = &self.books.ledgers[&EVENT];
        self.promises.iter().any(|promise| {
            let given_up = promise.went_with_a_copy || self.void.contains(&promise.epoch);
            let booking = ledger.bookings.get(&promise.id);
            let is_kept = booking.is_none_or(|booking| booking.standing == Standing::Held);
            !promise.is_over && !given_up && !is_kept
        })
    }
}

impl Small {
    fn beginning(&self) -> Hall {
        let pools = [(PEOPLE, self.people), (TABLES, self.tables)].into_iter().collect();
        let ledger = Ledger { pools, ..Ledger::default() };
        let mut books = Books::default();
        books.fleet.generation = LIFE;
        books.ledgers.insert(EVENT, ledger);
        let mut hall = Hall {
            books,
            disks: Vec::new(),
            copies: vec![None; 2],
            mail: vec![None; 2],
            promises: Vec::new(),
            void: Vec::new(),
            epochs: 0,
            left: self.left,
        };
        for k in 0..2 {
            let epoch = EpochId(Uuid::from_u128(500 + k));
            let unsent = vec![Act::Began(epoch, None)];
            hall.disks.push(Disk { purse: Purse::new(epoch), bookings: 0, unsent });
        }
        // Both have been heard.
        for k in 0..2 {
            hall.send(k, true);
        }
        hall
    }

    fn steps(&self, hall: &Hall) -> Vec<Step> {
        let (left, mut steps) = (hall.left, Vec::new());
        for k in 0..2 {
            if left.families > 0 {
                steps.extend(self.sizes.iter().map(|people| Step::Family(k, *people)));
            }
            if !hall.disks[k].unsent.is_empty() {
                steps.extend([Step::Send(k), Step::SendUnheard(k)]);
            }
            steps.push(Step::Tell(k));
            if hall.mail[k].is_some() {
                steps.push(Step::Hear(k));
            }
            if left.starts > 0 {
                steps.push(Step::Start(k));
            }
            if left.copies > 0 {
                steps.push(Step::Copy(k));
            }
            if hall.copies[k].is_some() {
                steps.push(Step::PutBack(k));
            }
            if left.write_offs > 0 {
                steps.push(Step::WriteOff(k));
            }
        }
        if left.askers > 0 {
            steps.push(Step::Ask(2));
        }
        if left.cancels > 0 {
            steps.push(Step::Cancel);
        }
        steps
    }

    fn after(&self, before: &Hall, step: Step) -> Option<Hall> {
        let mut hall = before.clone();
        let has_happened = match step {
            Step::Family(k, people) => hall.family(k, people),
            Step::Ask(people) => {
                hall.ask(people);
                true
            }
            Step::Cancel => hall.cancel(),
            Step::Send(k) => hall.send(k, true),
            Step::SendUnheard(k) => hall.send(k, false),
            Step::Tell(k) => hall.tell(k),
            Step::Hear(k) => hall.hear(k),
            Step::Start(k) => {
                hall.left.starts -= 1;
                hall.start(k, self.without_epoch);
                true
            }
            Step::Copy(k) => {
                hall.copy(k);
                true
            }
            Step::PutBack(k) => hall.put_back(k, self.without_epoch),
            Step::WriteOff(k) => {
                hall.write_off(k);
                true
            }
        };
        (has_happened && hall != *before).then_some(hall)
    }
}

/// What was found on the way through all states.
#[derive(Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each was seen, or not")]
struct Found {
    states: usize,
    /// The steps to a state in which more is promised than there is.
    overbooked: Option<Vec<Step>>,
    /// The steps to a state in which a promise is lost.
    lost: Option<Vec<Step>>,
    both_promise: bool,
    somebody_waits: bool,
    somebody_is_late: bool,
    gone_with_a_copy: bool,
}

impl Found {
    fn look_at(&mut self, hall: &Hall, way: impl Fn() -> Vec<Step>) {
        self.states += 1;
        if self.overbooked.is_none() && hall.is_overbooked() {
            self.overbooked = Some(way());
        }
        if self.lost.is_none() && hall.has_lost_a_promise() {
            self.lost = Some(way());
        }
        let bookings = &hall.books.ledgers[&EVENT].bookings;
        let stands = |standing| bookings.values().any(|booking| booking.standing == standing);
        self.somebody_waits |= stands(Standing::Waiting);
        self.somebody_is_late |= stands(Standing::Late);
        self.both_promise |= (0..2).all(|k| hall.promises.iter().any(|p| p.kiosk == k));
        self.gone_with_a_copy |= hall.promises.iter().any(|p| p.went_with_a_copy);
    }
}

/// Breadth first through everything that can happen, each state once. The way to a state is kept
/// as the step that led there and the place of the one before.
fn everything(model: &Small) -> Found {
    let mut found = Found::default();
    let mut seen = HashSet::new();
    let mut came: Vec<(usize, Option<Step>)> = Vec::new();
    let mut to_visit = VecDeque::from([(0, None, model.beginning())]);
    while let Some((from, step, hall)) = to_visit.pop_front() {
        if !seen.insert(print_of(&hall)) {
            continue;
        }
        let here = came.len();
        came.push((from, step));
        found.look_at(&hall, || way_to(&came, here));
        if found.overbooked.is_some() {
            break;
        }
        for step in model.steps(&hall) {
            if let Some(next) = model.after(&hall, step) {
                to_visit.push_back((here, Some(step), next));
            }
        }
    }
    found
}

/// 128 bits: among some millions of states no two share one by chance.
fn print_of(hall: &Hall) -> u128 {
    let part = |salt: u64| {
        let mut hasher = DefaultHasher::new();
        salt.hash(&mut hasher);
        hall.hash(&mut hasher);
        u128::from(hasher.finish())
    };
    part(1) << 64 | part(2)
}

fn way_to(came: &[(usize, Option<Step>)], mut at: usize) -> Vec<Step> {
    let mut way = Vec::new();
    while let (from, Some(step)) = came[at] {
        way.push(step);
        at = from;
    }
    way.reverse();
    way
}

const QUIET: Left =
    Left { families: 2, askers: 0, starts: 0, copies: 0, write_offs: 0, cancels: 0 };

const ONE: &[u32] = &[1];

fn complete(left: Left, people: u32, sizes: &'static [u32]) -> Found {
    let found = everything(&Small { people, tables: 3, left, without_epoch: false, sizes });
    assert_eq!(found.overbooked, None, "{found:?}");
    assert_eq!(found.lost, None, "{found:?}");
    // And that the hall was not empty of what it is about.
    assert!(found.both_promise && found.states > 1_000, "{found:?}");
    found
}

#[test]
fn in_every_order_of_starts_and_lost_answers_no_place_is_promised_twice() {
    let found = complete(Left { starts: 1, askers: 1, ..QUIET }, 4, &[1, 2]);
    assert!(found.somebody_waits, "{found:?}");
}

#[test]
fn in_every_order_of_copies_put_back_no_place_is_promised_twice() {
    let found = complete(Left { copies: 1, ..QUIET }, 3, ONE);
    assert!(found.gone_with_a_copy, "{found:?}");
}

#[test]
fn in_every_order_of_write_offs_and_cancellations_no_place_is_promised_twice() {
    let found = complete(Left { write_offs: 1, cancels: 1, ..QUIET }, 3, ONE);
    assert!(found.somebody_is_late, "{found:?}");
}

#[test]
fn without_the_epoch_a_copy_put_back_promises_a_place_twice() {
    let left = Left { copies: 1, families: 3, ..QUIET };
    let model = Small { people: 2, tables: 3, left, without_epoch: true, sizes: ONE };
    let way = everything(&model).overbooked.expect("a place is promised twice");
    assert!(way.iter().any(|step| matches!(step, Step::PutBack(_))), "{way:?}");
}
