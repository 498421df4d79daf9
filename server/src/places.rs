//! Places at family events, as the server gives them: what kiosks send and ask for, and what staff
//! decide. The rules are `visits_domain::places`; here books are read, stepped and written, under
//! the site's lock.

pub mod drawing;
pub mod ending;

use chrono::{DateTime, TimeDelta, Utc};
use uuid::Uuid;
use visits_domain::places::{
    BookingId, Books, Change, Claim, EpochId, EventId, KioskId, Nth, Outcry, PoolId, Takes, Trouble,
};
use visits_domain::site::SiteCode;
use visits_domain::wire::{
    Booked, BookingChanged, BookingStands, Granted, News, PlacesAct, PlacesAnswer, PlacesWanted,
};

use crate::audit::{self, Noted};
use crate::ballots;
use crate::bookings::family::Families;
use crate::bookings::stands::wire_stands;
use crate::clock::local;
use crate::error::Error;
use crate::house::House;
use crate::random;
use crate::store::feed::{self, Notice};
use crate::store::places::{self, Details, What};
pub use crate::store::places::{Came, Offer};
use crate::store::{Write, ballots as ballots_kept, bookings, life, sites};

/// The books of some events, as they were and as they are now.
struct Open<'a> {
    tx: &'a mut Write,
    site: SiteCode,
    now: DateTime<Utc>,
    before: Books,
    books: Books,
    outcries: Vec<Outcry>,
}

impl<'a> Open<'a> {
    /// Opens the books. The site must be locked.
    async fn new(
        tx: &'a mut Write,
        site: SiteCode,
        which: Which,
        now: DateTime<Utc>,
    ) -> Result<Self, Error> {
        let generation = life::generation_in(tx).await?;
        let Which { mut events, and_all_to_come } = which;
        if and_all_to_come {
            events.extend(places::events_from(tx.conn(), site, now).await?);
        }
        events.sort_unstable();
        events.dedup();
        let before = places::load(tx.conn(), site, generation, &events).await?;
        let books = before.clone();
        Ok(Self { tx, site, now, before, books, outcries: Vec::new() })
    }

    /// Brings everything to rest and writes it. Returns what kiosks must be told, to be published
    /// last.
    async fn close(mut self, details: &Details) -> Result<Vec<Notice>, Error> {
        let moved_up = self.books.settle();
        self.outcries.push(Outcry { moved_up, ..Outcry::default() });
        places::save(self.tx, self.site, (&self.before, &self.books), details).await?;
        for outcry in &self.outcries {
            write_down(self.tx, self.site, outcry, self.now).await?;
        }
        let events: Vec<EventId> = self.books.ledgers.keys().copied().collect();
        let days = places::last_days(self.tx.conn(), self.site, &events).await?;
        let mut notices = Vec::new();
        for (event, day) in days {
            let before = self.before.granted(event);
            let now = self.books.granted(event).into_iter();
            let news = now.filter(|granted| !before.contains(granted)).map(News::Granted);
            notices.extend(news.map(|news| Notice::from(news).until(day)));
        }
        Ok(notices)
    }

    fn details(&self) -> Details {
        Details { came: std::collections::BTreeMap::new(), at: self.now }
    }
}

async fn write_down(
    tx: &mut Write,
    site: SiteCode,
    outcry: &Outcry,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let of_events =
        outcry.troubles.iter().map(|(event, trouble)| (Some(*event), What::OfEvent(*trouble)));
    let put_back = outcry.put_back.map(|kiosk| (None, What::PutBack(kiosk)));
    let unknown = outcry.unknown_events.iter().map(|event| (None, What::UnknownEvent(*event)));
    for (event, what) in of_events.chain(put_back).chain(unknown) {
        places::add_trouble(tx, (site, event), (random::opaque_id(), what), now).await?;
    }
    Ok(())
}

/// Whose books are opened.
#[derive(Default)]
struct Which {
    events: Vec<EventId>,
    and_all_to_come: bool,
}

impl Which {
    fn one(event: EventId) -> Self {
        Self { events: vec![event], and_all_to_come: false }
    }

    fn all() -> Self {
        Self { events: Vec::new(), and_all_to_come: true }
    }
}

/// The events whose books these acts need.
fn events_of(acts: &[PlacesAct]) -> Which {
    let Which { mut events, mut and_all_to_come } = Which::default();
    for act in acts {
        match act {
            PlacesAct::EpochBegan(_) => and_all_to_come = true,
            PlacesAct::Booked(booked) => events.push(booked.event),
            PlacesAct::Changed(changed) => events.push(changed.event),
            PlacesAct::Cancelled(cancelled) => events.push(cancelled.event),
            PlacesAct::Returned(returned) => {
                events.extend(returned.totals.iter().map(|(event, ..)| *event));
            }
        }
    }
    Which { events, and_all_to_come }
}

/// Takes in what a kiosk sent, in the order of its numbers. The site must be locked. Returns what
/// kiosks must be told, to be published last.
pub async fn take_in(
    house: &House,
    tx: &mut Write,
    (site, kiosk): (SiteCode, KioskId),
    acts: &[PlacesAct],
) -> Result<Vec<Notice>, Error> {
    let now = house.clock.now();
    let families = Families::of(house, site).await?;
    let acts = bookings::as_they_are_now(tx, site, acts).await?;
    let mut open = Open::new(tx, site, events_of(&acts), now).await?;
    let mut details = open.details();
    let (mut changed, mut booked_now) = (Vec::new(), Vec::new());
    for act in &acts {
        let family = match act {
            PlacesAct::Booked(booked) => {
                details.came.insert(booked.booking, Came::from_kiosk(kiosk, booked));
                families.mark(booked)
            }
            _ => None,
        };
        let mut outcry = open.books.take_in(kiosk, act, family);
        match act {
            PlacesAct::Booked(booked) => {
                same_visit(&mut open, (booked, &booked_now), &mut outcry).await?;
                booked_now.push(booked);
            }
            PlacesAct::Changed(change) => changed.push(change),
            _ => {}
        }
        open.outcries.push(outcry);
    }
    after_moves(&mut open, &changed).await?;
    changed.retain(|change| is_the_last(&open.books, change));
    let notices = open.close(&details).await?;
    for change in changed {
        bookings::family_changed(tx, site, change, families.mark_of_change(change)).await?;
    }
    Ok(notices)
}

/// After a restore an earlier change may come later: the last one says what the family wants.
fn is_the_last(books: &Books, change: &BookingChanged) -> bool {
    let ledger = books.ledgers.get(&change.event);
    let wants = ledger.and_then(|ledger| ledger.bookings.get(&change.booking)?.wants.as_ref());
    wants.is_some_and(|(nth, _)| *nth == Nth(change.number, change.at.timestamp_micros()))
}

/// Two bookings for one visit may have been made by two people of one family: neither name nor
/// birth tells, the visit does.
async fn same_visit(
    open: &mut Open<'_>,
    (booked, before): (&Booked, &[&Booked]),
    outcry: &mut Outcry,
) -> Result<(), Error> {
    let Some(visit) = booked.visit else { return Ok(()) };
    let (event, booking) = (booked.event, booked.booking);
    let is_new = |books: &Books| {
        let ledger = books.ledgers.get(&event);
        ledger.is_some_and(|ledger| !ledger.bookings.contains_key(&booking))
    };
    let is_told = outcry.troubles.iter().any(|(_, told)| matches!(told, Trouble::Double { .. }));
    if is_told || !is_new(&open.before) {
        return Ok(());
    }
    let is_same = |one: &&&Booked| (one.event, one.visit) == (event, Some(visit));
    let in_batch = before.iter().find(is_same).map(|one| one.booking);
    let stored = bookings::of_visit(open.tx, open.site, (event, visit)).await?;
    if let Some(earlier) = stored.or(in_batch.filter(|earlier| *earlier != booking)) {
        outcry.troubles.push((event, Trouble::Double { booking, earlier }));
    }
    Ok(())
}

/// A screen that did not know yet let a family change what staff had moved to another event.
async fn after_moves(open: &mut Open<'_>, changed: &[&BookingChanged]) -> Result<(), Error> {
    for change in changed {
        if bookings::moved_to(open.tx, open.site, change.booking).await?.is_some() {
            let what = What::ChangedAfterMove(change.booking);
            let id = random::opaque_id();
            places::add_trouble(open.tx, (open.site, Some(change.event)), (id, what), open.now)
                .await?;
        }
    }
    Ok(())
}

/// A kiosk wants more, for a family that stands there.
pub async fn demand(
    house: &House,
    (site, kiosk): (SiteCode, KioskId),
    wanted: &PlacesWanted,
) -> Result<PlacesAnswer, Error> {
    let now = house.clock.now();
    let mut tx = house.db.write().await?;
    sites::lock(&mut tx, site).await?;
    let mut open = Open::new(&mut tx, site, Which::one(wanted.event), now).await?;
    let known = open.books.fleet.epochs.get(&wanted.epoch);
    let is_theirs = known.is_some_and(|epoch| epoch.kiosk == kiosk);
    let is_given = is_theirs && open.books.demand(wanted.epoch, wanted.event, &wanted.totals);
    let granted = open.books.granted(wanted.event);
    let granted: Vec<Granted> =
        granted.into_iter().filter(|granted| granted.epoch == wanted.epoch).collect();
    if is_given {
        let details = open.details();
        let notices = open.close(&details).await?;
        publish(house, tx, site, notices).await?;
    }
    Ok(PlacesAnswer { granted: if is_theirs { granted } else { Vec::new() } })
}

/// How a booking stands. One that was moved is asked about where it is now.
pub async fn stands(
    house: &House,
    site: SiteCode,
    (event, booking): (EventId, BookingId),
) -> Result<BookingStands, Error> {
    let mut conn = house.db.pool().acquire().await?;
    let (event, booking) =
        bookings::now_at(&mut conn, site, booking).await?.unwrap_or((event, booking));
    if ballots::in_the_draw(&mut conn, site, event).await?.contains(&booking) {
        return Ok(BookingStands::InTheDraw);
    }
    let books = places::load(&mut conn, site, Uuid::nil(), &[event]).await?;
    let Some(ledger) = books.ledgers.get(&event) else { return Ok(BookingStands::NotKnown) };
    let decision = bookings::decision(&mut conn, site, booking).await?;
    Ok(wire_stands(ledger, booking, decision))
}

/// Sets how an event's places are given, in the transaction that changes the event. The site must
/// be locked. Returns what kiosks must be told, to be published last.
pub async fn offer(
    tx: &mut Write,
    site: SiteCode,
    offer: &Offer,
    now: DateTime<Utc>,
) -> Result<Vec<Notice>, Error> {
    places::put_offer(tx, site, offer).await?;
    let open = Open::new(tx, site, Which::one(offer.event), now).await?;
    let details = open.details();
    let mut notices = open.close(&details).await?;
    if offer.mode.is_on_kiosks() {
        notices.push(News::Places { on: true }.into());
    }
    Ok(notices)
}

/// Staff book for a family, or write its wish down. `came`: what is known of it besides.
pub async fn book(
    tx: &mut Write,
    site: SiteCode,
    (event, booking, claim, came): (EventId, BookingId, Claim, Option<Came>),
    now: DateTime<Utc>,
) -> Result<Vec<Notice>, Error> {
    let mut open = Open::new(tx, site, Which::one(event), now).await?;
    let gives = open.books.fleet.gives();
    if let Some(ledger) = open.books.ledgers.get_mut(&event) {
        let troubles = ledger.ask(booking, claim, gives);
        let troubles = troubles.into_iter().map(|trouble| (event, trouble)).collect();
        open.outcries.push(Outcry { troubles, ..Outcry::default() });
    }
    let mut details = open.details();
    details.came.extend(came.map(|came| (booking, came)));
    open.close(&details).await
}

/// Staff change what a booking takes. None: there is not enough for that, and nothing was changed.
pub async fn change(
    tx: &mut Write,
    site: SiteCode,
    (event, booking, takes): (EventId, BookingId, Takes),
    now: DateTime<Utc>,
) -> Result<Option<Vec<Notice>>, Error> {
    let mut open = Open::new(tx, site, Which::one(event), now).await?;
    let gives = open.books.fleet.gives();
    let Some(ledger) = open.books.ledgers.get_mut(&event) else { return Ok(None) };
    let wants = ledger.bookings.get(&booking).and_then(|known| known.wants.as_ref());
    let number = wants.map_or(0, |(Nth(number, _), _)| *number).saturating_add(1);
    let change = Change { nth: Nth(number, now.timestamp_micros()), takes, spent: None };
    if !ledger.change(booking, &change, None, gives).is_empty() {
        return Ok(None);
    }
    let details = open.details();
    open.close(&details).await.map(Some)
}

/// A pool that would have fewer places than are held or lie at kiosks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooFew {
    /// Which.
    pub pool: PoolId,
    /// What it would have.
    pub capacity: u32,
    /// Held by bookings.
    pub held: u32,
    /// Granted to kiosks, and not spent as far as is known.
    pub out: u32,
}

/// The pools of which an offer would leave fewer places than are held or out, and fewer than there
/// are now.
pub async fn too_few(tx: &mut Write, site: SiteCode, offer: &Offer) -> Result<Vec<TooFew>, Error> {
    let books = places::load(tx.conn(), site, Uuid::nil(), &[offer.event]).await?;
    let Some(ledger) = books.ledgers.get(&offer.event) else { return Ok(Vec::new()) };
    // What a ballot keeps back is in no ledger.
    let keeps = ballots_kept::keeps(tx.conn(), site, offer.event).await?;
    let given = |n: u32| n - keeps.map_or(0, |share| share.of(n));
    let wanted =
        |pool| offer.pools.iter().find(|(of, _)| *of == pool).map_or(0, |(_, n)| given(*n));
    let pools = ledger.pools.iter().map(|(pool, before)| {
        let (held, out) = (ledger.held(*pool), ledger.out(*pool));
        (*before, TooFew { pool: *pool, capacity: wanted(*pool), held, out })
    });
    let is_less = |(before, few): &(u32, TooFew)| {
        few.capacity < *before && few.capacity < few.held.saturating_add(few.out)
    };
    Ok(pools.filter(is_less).map(|(_, few)| few).collect())
}

/// The family cancelled at the desk, or staff declined.
pub async fn end(
    tx: &mut Write,
    site: SiteCode,
    (event, booking): (EventId, BookingId),
    now: DateTime<Utc>,
) -> Result<Vec<Notice>, Error> {
    let mut open = Open::new(tx, site, Which::one(event), now).await?;
    if let Some(ledger) = open.books.ledgers.get_mut(&event) {
        ledger.end(booking);
    }
    let details = open.details();
    open.close(&details).await
}

/// A manager gives a booking its places, free or not.
pub async fn place_over(
    house: &House,
    site: SiteCode,
    who: &str,
    (event, booking): (EventId, BookingId),
) -> Result<(), Error> {
    let now = house.clock.now();
    let mut tx = house.db.write().await?;
    sites::lock(&mut tx, site).await?;
    let mut open = Open::new(&mut tx, site, Which::one(event), now).await?;
    if let Some(ledger) = open.books.ledgers.get_mut(&event) {
        ledger.place_over(booking);
    }
    let details = open.details();
    let notices = open.close(&details).await?;
    let by = (who, Noted::PlacedOver);
    audit::note(house, &mut tx, site, by, booking.to_string()).await?;
    publish(house, tx, site, notices).await
}

/// A person writes off what a kiosk was granted: it is lost, or will not be heard in time.
pub async fn write_off(
    house: &House,
    site: SiteCode,
    who: &str,
    kiosk: KioskId,
) -> Result<(), Error> {
    let mut tx = house.db.write().await?;
    sites::lock(&mut tx, site).await?;
    let mut open = Open::new(&mut tx, site, Which::all(), house.clock.now()).await?;
    let closed = open.books.write_off(kiosk);
    let details = open.details();
    let mut notices = open.close(&details).await?;
    notices.extend(voided(&closed, house.clock.now()));
    audit::note(house, &mut tx, site, (who, Noted::PlacesWrittenOff), kiosk.to_string()).await?;
    publish(house, tx, site, notices).await
}

/// After the server was put back from a backup: nobody is waited for any more. What has not been
/// heard of is written off.
pub async fn go_on(house: &House, site: SiteCode, who: &str) -> Result<(), Error> {
    let mut tx = house.db.write().await?;
    sites::lock(&mut tx, site).await?;
    let mut open = Open::new(&mut tx, site, Which::all(), house.clock.now()).await?;
    let closed = open.books.go_on();
    let details = open.details();
    let mut notices = open.close(&details).await?;
    notices.extend(voided(&closed, house.clock.now()));
    audit::note(house, &mut tx, site, (who, Noted::PlacesGoOn), site.to_string()).await?;
    publish(house, tx, site, notices).await
}

/// What kiosks are told of epochs that are written off: for as long as places of that time could
/// still be promised.
fn voided(epochs: &[EpochId], now: DateTime<Utc>) -> Vec<Notice> {
    let day = local(now).date() + TimeDelta::days(365);
    let void = |epoch: &EpochId| Notice::from(News::EpochVoid { epoch: *epoch }).until(day);
    epochs.iter().map(void).collect()
}

/// Kiosks that this life of the server has not heard from, while it gives nothing. Empty where it
/// gives.
pub async fn unheard(house: &House, site: SiteCode) -> Result<Vec<KioskId>, Error> {
    let generation = life::generation(&house.db).await?;
    let mut conn = house.db.pool().acquire().await?;
    let books = places::load(&mut conn, site, generation, &[]).await?;
    if books.fleet.gives() {
        return Ok(Vec::new());
    }
    let kiosks = places::kiosks(&mut conn, site).await?;
    Ok(books.fleet.unheard(&kiosks))
}

/// The books of an event, for pages that show them.
pub async fn books(house: &House, site: SiteCode, event: EventId) -> Result<Books, Error> {
    let generation = life::generation(&house.db).await?;
    let mut conn = house.db.pool().acquire().await?;
    places::load(&mut conn, site, generation, &[event]).await
}

/// Tells what has changed, commits, and wakes those who wait.
pub async fn publish(
    house: &House,
    mut tx: Write,
    site: SiteCode,
    notices: Vec<Notice>,
) -> Result<(), Error> {
    let counters = feed::publish(&mut tx, site, notices, true).await?;
    tx.commit().await?;
    house.announce(site, counters);
    Ok(())
}
