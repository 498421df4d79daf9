//! A kiosk of the simulation: its real disk, and what `sync` does with it.

use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use uuid::Uuid;
use visits_domain::arrival::{Language, Party};
use visits_domain::encoding::Bytes;
use visits_domain::places::{BookingId, EventId, KioskId, Takes};
use visits_domain::wire::{Acknowledged, Changes, PlacesWanted, Records};
use visits_kiosk::store::{Hold, Mark, NewBooking, NewChange, Shortage, Stamp, Store};
use visits_kiosk::sync::plan::{self, Standing};

use super::moment;

const FILES: [&str; 2] = ["kiosk.db", "kiosk.db-wal"];

/// A kiosk in the hall.
pub struct Kiosk {
    pub id: KioskId,
    folder: PathBuf,
    /// None: it is off.
    pub store: Option<Store>,
    pub boot: Uuid,
    /// The program that runs now: an answer to an earlier one reaches nobody.
    pub run: u32,
    pub is_cut: bool,
    /// The calls that are under way, by number.
    pub listening: Option<(u64, Option<Uuid>)>,
    pub sending: Option<u64>,
    pub wanting: Option<(u64, NewBooking)>,
    /// A copy of its disk.
    pub copy: Option<PathBuf>,
}

impl Kiosk {
    pub fn new(id: KioskId, boot: Uuid, folder: &Path, template: &Path) -> Self {
        let folder = folder.join(id.to_string());
        copy(template, &folder);
        let mut kiosk = Self {
            id,
            folder,
            store: None,
            boot,
            run: 0,
            is_cut: false,
            listening: None,
            sending: None,
            wanting: None,
            copy: None,
        };
        kiosk.start(boot);
        kiosk
    }

    /// The program starts: again in the same start of the machine, or in another.
    pub fn start(&mut self, boot: Uuid) {
        self.stop();
        self.boot = boot;
        self.store = Some(Store::open(&self.folder).expect("a store"));
    }

    pub fn stop(&mut self) {
        self.store = None;
        self.run += 1;
        (self.listening, self.sending, self.wanting) = (None, None, None);
    }

    pub fn keep_copy(&mut self) {
        let to = self.folder.with_extension("copy");
        copy(&self.folder, &to);
        self.copy = Some(to);
    }

    /// The copy is put back, and the machine starts.
    pub fn put_back(&mut self, boot: Uuid) -> bool {
        let Some(from) = self.copy.clone() else { return false };
        self.stop();
        copy(&from, &self.folder);
        self.start(boot);
        true
    }

    fn minds(&mut self, id: &mut impl FnMut() -> Uuid) {
        let boot = self.boot;
        if let Some(store) = &mut self.store {
            store.mind_places(boot, moment(), id).expect("minded");
        }
    }

    pub fn hear(&mut self, asked: Option<Uuid>, answer: &Changes, id: &mut impl FnMut() -> Uuid) {
        let Some(store) = &mut self.store else { return };
        match plan::standing(asked, answer.generation, answer.from_the_start) {
            Standing::NotTrusted => store.forget_standing().expect("forgotten"),
            Standing::BeginsAgain => {
                store.begin_again(&answer.changes, answer.cursor, answer.generation).expect("kept");
            }
            Standing::GoesOn => store.apply(&answer.changes, answer.cursor).expect("applied"),
        }
        self.minds(id);
        self.acknowledge(answer.acknowledged, answer.acknowledged_id);
    }

    pub fn hear_mark(&mut self, answer: &Acknowledged) {
        self.acknowledge(answer.acknowledged, answer.acknowledged_id);
    }

    fn acknowledge(&mut self, seq: u64, id: Option<Uuid>) {
        if let Some(store) = &mut self.store {
            store.acknowledge(Mark { seq, id }).expect("acknowledged");
        }
    }

    pub fn hear_granted(
        &mut self,
        granted: &[visits_domain::wire::Granted],
        id: &mut impl FnMut() -> Uuid,
    ) {
        if let Some(store) = &mut self.store {
            store.hear_granted(granted).expect("heard");
        }
        self.minds(id);
    }

    pub fn batch(&mut self, most: usize) -> Option<Records> {
        let store = self.store.as_mut()?;
        let after = store.acknowledged().expect("read");
        let records = store.batch(most).expect("read");
        (!records.is_empty()).then_some(Records { records, after: Some(after) })
    }

    pub fn hold(&mut self, new: &NewBooking, id: Uuid) -> Hold {
        let stamp = Stamp { id, epoch: self.boot, at: moment() };
        self.store.as_mut().expect("it is on").hold(stamp, new).expect("answered")
    }

    pub fn ask_for(&mut self, new: &NewBooking, id: Uuid) {
        let stamp = Stamp { id, epoch: self.boot, at: moment() };
        self.store.as_mut().expect("it is on").ask_for(stamp, new).expect("written");
    }

    pub fn cancel(&mut self, event: EventId, booking: BookingId, id: Uuid) {
        let stamp = Stamp { id, epoch: self.boot, at: moment() };
        self.store.as_mut().expect("it is on").cancel(stamp, (event, booking)).expect("written");
    }

    pub fn change(&mut self, new: &NewChange, id: Uuid) -> Hold {
        let stamp = Stamp { id, epoch: self.boot, at: moment() };
        self.store.as_mut().expect("it is on").change(stamp, new).expect("answered")
    }
}

pub fn wanted(new: &NewBooking, short: Shortage) -> PlacesWanted {
    PlacesWanted { epoch: short.epoch, event: new.event, totals: short.totals }
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("a folder");
    for file in ["kiosk.db", "kiosk.db-wal", "kiosk.db-shm"] {
        let _ = std::fs::remove_file(to.join(file)); // it may not be there
    }
    for file in FILES {
        if from.join(file).exists() {
            std::fs::copy(from.join(file), to.join(file)).expect("copied");
        }
    }
}

pub fn booking(booking: BookingId, event: EventId, takes: Takes, adults: u8) -> NewBooking {
    NewBooking {
        booking,
        event,
        day: NaiveDate::from_ymd_opt(2026, 6, 20).expect("a day"),
        takes,
        party: Party { adults, children: 0 },
        language: Language::En,
        visit: None,
        sealed: Bytes(vec![1, 2, 3]),
        card: None,
    }
}
