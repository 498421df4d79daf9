//! A made-up day on an injected clock: a server, two kiosks in processes of their own, the desk.
//! What happens on it is told by the [`story`](crate::story).

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, TimeZone as _, Utc};
use chrono_tz::Europe::London;
use uuid::Uuid;
use visits_domain::arrival::{ArrivalNumber, Route};
use visits_kiosk::assembly;
use visits_server::{Clock, SharedClock};

use crate::album::Album;
use crate::booking::Told;
use crate::desk::{ClosingError, Desk};
use crate::family::{self, Answer, Manner};
use crate::helping::Talked;
use crate::kiosk::{Kiosk, KioskError, Setup};
use crate::ledger::desk::DeskDay;
use crate::ledger::{Ledger, Sums, family_day, help};
use crate::observer::{self, Image, NotRead};
use crate::office::{Office, OfficeError};
use crate::proxy::Proxy;
use crate::sabotage::Sabotage;
use crate::staff::{Staff, StaffError};
use crate::visit_list::{DayList, Session, Visit};
use crate::{site, story};

/// Answers that the server gave before its clock was set have reached the kiosks by then.
const IN_FLIGHT: Duration = Duration::from_millis(50);
/// What was saved while a cable was out is on the staff page long before this.
const ARRIVES: Duration = Duration::from_secs(8);
/// From this age on a visitor counts as an adult: the demo site's rule.
const ADULT_AGE: u32 = 18;

/// How much of a day is played.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Length {
    /// Everything, with pictures.
    Whole,
    /// A few families, one of whom is cut off; no pictures.
    Short,
    /// The same, and a family day is booked.
    FamilyDay,
}

/// How a day is played.
#[derive(Clone, Debug)]
pub struct Options {
    /// The demo's own program, which is started again for each kiosk.
    pub program: PathBuf,
    /// Where pictures go.
    pub pictures: PathBuf,
    /// How much of it.
    pub length: Length,
    /// What goes wrong on purpose.
    pub sabotage: Option<Sabotage>,
}

/// A day did not come to its end.
#[derive(Debug, thiserror::Error)]
pub enum DayError {
    /// The server.
    #[error(transparent)]
    Office(#[from] OfficeError),
    /// A kiosk's process.
    #[error(transparent)]
    Kiosk(#[from] KioskError),
    /// A kiosk could not be enrolled.
    #[error("a kiosk could not be enrolled: {0}")]
    Enrol(#[from] assembly::NotStarted),
    /// Its configuration.
    #[error(transparent)]
    Config(#[from] visits_kiosk::config::ConfigError),
    /// The desk.
    #[error(transparent)]
    Staff(#[from] StaffError),
    /// The end of its day.
    #[error(transparent)]
    Closing(#[from] ClosingError),
    /// A number on a screen.
    #[error("kiosk {kiosk}: {cause}")]
    NotRead {
        /// Which.
        kiosk: String,
        /// Why.
        cause: NotRead,
    },
    /// A family was told something else than the rules say.
    #[error("kiosk {kiosk}: a family was told {told:?} and not {right:?} ({what})")]
    Told {
        /// Which.
        kiosk: String,
        /// On the screen.
        told: Answer,
        /// By the rules.
        right: Answer,
        /// What they did.
        what: &'static str,
    },
    /// A family was told something else of its booking than the rules say.
    #[error("a family was told {told:?} of its booking and not {right:?} ({what})")]
    ToldOfBooking {
        /// On the screen.
        told: Told,
        /// By the rules.
        right: Told,
        /// What they did.
        what: &'static str,
    },
    /// Somebody who needs to talk was told something else than was so.
    #[error("somebody who needs to talk was told {told:?} and not {right:?}")]
    ToldOfTalk {
        /// On the screen.
        told: Talked,
        /// As it was.
        right: Talked,
    },
    /// It was waited for long enough.
    #[error("{0} never came")]
    NeverCame(&'static str),
    /// Files and sockets.
    #[error("the demo's own files and sockets: {0}")]
    Io(#[from] std::io::Error),
}

/// What a day came to.
#[derive(Clone, Debug)]
pub struct Played {
    /// Visits that the server took from the list.
    pub visits_imported: usize,
    /// Rows of the list that it set aside.
    pub rows_quarantined: usize,
    /// Numbers on screens and on the staff page.
    pub sums: Sums,
    /// What the desk did.
    pub desk: DeskDay,
    /// What the staff pages show of it.
    pub desk_shown: DeskDay,
    /// What was booked, on the screens and on the pages.
    pub booked: family_day::Sums,
    /// Help and talks, on the screens and on the pages.
    pub helped: help::Sums,
    /// Names of the pictures.
    pub screens: Vec<String>,
    /// How long it took.
    pub time: Duration,
}

/// The first kiosk. Its cable is sound, or sabotaged.
pub const A: usize = 0;
/// The second kiosk. Its cable is out for half of the day.
pub const B: usize = 1;
/// The third kiosk. It is there for the family days; its cable is its own.
pub const C: usize = 2;
/// The cable of the desk. It is sound, or sabotaged.
const DESK: usize = 3;

/// A day that is being played.
pub struct Day {
    /// The kiosks, A and B.
    pub kiosks: Vec<Kiosk>,
    /// Their cables, and the desk's.
    pub cables: Vec<Proxy>,
    /// The desk.
    pub desk: Desk,
    /// Pictures.
    pub album: Album,
    /// The visits.
    pub list: DayList,
    /// The server.
    pub office: Office,
    options: Options,
    pictured: BTreeSet<String>,
    clock: SharedClock,
    ledger: Ledger,
    folder: tempfile::TempDir,
}

/// Plays a day.
pub fn play(options: &Options) -> Result<Played, DayError> {
    let started = Instant::now();
    let mut day = Day::begin(options)?;
    let (report, booked, helped) = match options.length {
        Length::Whole => story::whole(&mut day)?,
        Length::Short => {
            (story::short(&mut day)?, family_day::Sums::default(), help::Sums::default())
        }
        Length::FamilyDay => {
            let (report, booked) = story::family_day(&mut day)?;
            (report, booked, help::Sums::default())
        }
    };
    let desk_shown = day.desk.closes()?;
    let page = day.desk.staff.numbers()?;
    Ok(Played {
        visits_imported: report.taken,
        rows_quarantined: report.quarantined.len(),
        sums: day.ledger.sums(&page, day.desk.given()),
        desk: day.desk.played().clone(),
        desk_shown,
        booked,
        helped,
        screens: day.album.screens().to_vec(),
        time: started.elapsed(),
    })
}

/// A Monday; any would do.
fn date() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 6, 1).unwrap_or_default()
}

fn moment(time: NaiveTime) -> DateTime<Utc> {
    let local = London.from_local_datetime(&date().and_time(time));
    local.earliest().map(|moment| moment.to_utc()).unwrap_or_default()
}

/// A time of day.
pub fn time(hour: u32, minute: u32) -> NaiveTime {
    NaiveTime::from_hms_opt(hour, minute, 0).unwrap_or_default()
}

impl Day {
    /// Early in the morning: a server with a site, and nothing else.
    fn begin(options: &Options) -> Result<Self, DayError> {
        let folder = tempfile::tempdir()?;
        let clock = SharedClock::at(moment(time(8, 0)));
        let office = Office::open(&folder.path().join("server"), Clock::Shared(clock.clone()))?;
        let everywhere = options.sabotage.filter(|sabotage| *sabotage == Sabotage::Escrow);
        let cables = vec![
            Proxy::start(office.address(), options.sabotage)?,
            Proxy::start(office.address(), everywhere)?,
            Proxy::start(office.address(), everywhere)?,
            Proxy::start(office.address(), options.sabotage)?,
        ];
        let staff = Staff::sign_in(&cables[DESK].url(), office.password())?;
        let sessions = [
            Session { start: time(9, 30), end: time(11, 0) },
            Session { start: time(13, 45), end: time(15, 45) },
        ];
        let visits = if options.length == Length::Whole { 60 } else { 24 };
        let list = DayList::new(date(), &sessions, visits);
        let mut day = Self {
            kiosks: Vec::new(),
            cables,
            desk: Desk::new(staff, list.people()),
            album: Album::new(&options.pictures),
            list,
            office,
            options: options.clone(),
            pictured: BTreeSet::new(),
            clock,
            ledger: Ledger::default(),
            folder,
        };
        for name in ["A", "B"] {
            day.enrol_and_start(name)?;
        }
        Ok(day)
    }

    /// A kiosk out of its box, which no server knows.
    pub fn starts_without_a_server(&self) -> Result<Kiosk, DayError> {
        let mut setup = self.kiosks[A].setup().clone();
        "new".clone_into(&mut setup.name);
        setup.folder = self.folder.path().join("kiosk-new");
        Ok(Kiosk::start(setup, self.now())?)
    }

    /// One more kiosk, for the family days.
    pub fn third_kiosk(&mut self) -> Result<(), DayError> {
        self.enrol_and_start("C")
    }

    fn enrol_and_start(&mut self, name: &str) -> Result<(), DayError> {
        let url = self.cables[self.kiosks.len()].url();
        let folder = self.folder.path().join(format!("kiosk-{name}"));
        let config = site::kiosk_config(&folder, &url)?;
        assembly::enrol(&config, &self.office.enrol_code()?)?;
        let log = self.options.pictures.join(format!("kiosk-{name}.log"));
        let (name, program) = (name.to_owned(), self.options.program.clone());
        let setup = Setup { name, program, folder, url, boot: Uuid::now_v7(), log };
        self.kiosks.push(Kiosk::start(setup, self.now())?);
        Ok(())
    }

    fn now(&self) -> DateTime<Utc> {
        Clock::Shared(self.clock.clone()).now()
    }

    /// It is this time now, for everybody.
    pub fn at(&mut self, time: NaiveTime) -> Result<(), DayError> {
        let now = moment(time);
        self.clock.set(now);
        std::thread::sleep(IN_FLIGHT);
        for kiosk in &mut self.kiosks {
            kiosk.clock(now)?;
        }
        Ok(())
    }

    /// Times from `start` on, one for each family.
    pub fn one_by_one(start: NaiveTime, family: usize) -> NaiveTime {
        let apart = TimeDelta::seconds(165);
        start + apart * i32::try_from(family).unwrap_or(0)
    }

    /// A family checks in, from *Welcome* to *Done*, and its number is read off the screen.
    pub fn checks_in(
        &mut self,
        kiosk: usize,
        visit: &Visit,
        manner: &Manner,
    ) -> Result<ArrivalNumber, DayError> {
        family::settle(&mut self.kiosks[kiosk], manner)?;
        self.is_told(kiosk, manner.route, visit, Answer::Welcome, "check in")?;
        family::count_party(&mut self.kiosks[kiosk], visit, ADULT_AGE)?;
        family::answer_the_rest(&mut self.kiosks[kiosk], manner)?;
        let number = self.reads_number(kiosk, visit)?;
        family::finish(&mut self.kiosks[kiosk])?;
        Ok(number)
    }

    /// A family says who it is, and is told what the rules say.
    pub fn is_told(
        &mut self,
        kiosk: usize,
        route: Route,
        visit: &Visit,
        right: Answer,
        what: &'static str,
    ) -> Result<(), DayError> {
        let told = family::look_up(&mut self.kiosks[kiosk], route, visit, visit.lead().born)?;
        self.expect(kiosk, told, right, what)
    }

    /// What a family was told is what the rules say.
    pub fn expect(
        &self,
        kiosk: usize,
        told: Answer,
        right: Answer,
        what: &'static str,
    ) -> Result<(), DayError> {
        if told == right {
            Ok(())
        } else {
            let kiosk = self.kiosks[kiosk].name().to_owned();
            Err(DayError::Told { kiosk, told, right, what })
        }
    }

    /// The number on the *Done* screen, by its pixels.
    pub fn reads_number(&mut self, kiosk: usize, visit: &Visit) -> Result<ArrivalNumber, DayError> {
        let path = self.folder.path().join("done.png");
        let kiosk = &mut self.kiosks[kiosk];
        kiosk.wait_for(&family::DONE)?;
        kiosk.picture(&path)?;
        let number = Image::read_png(&path)
            .and_then(|image| observer::read(&image))
            .map_err(|cause| DayError::NotRead { kiosk: kiosk.name().to_owned(), cause })?;
        self.ledger.note(&visit.reference, number);
        Ok(number)
    }

    /// The plug is pulled and put back: the kiosk starts anew with what is on its disk.
    pub fn power_cut(&mut self, kiosk: usize) -> Result<(), DayError> {
        let setup = self.kiosks.remove(kiosk).cut_power()?;
        let started = Kiosk::start(setup, self.now())?;
        self.kiosks.insert(kiosk, started);
        Ok(())
    }

    /// The machine is switched off and on: what was granted to it is another start's.
    pub fn starts_anew(&mut self, kiosk: usize) -> Result<(), DayError> {
        let setup = self.kiosks.remove(kiosk).cut_power()?;
        let started = Kiosk::start(Setup { boot: Uuid::now_v7(), ..setup }, self.now())?;
        self.kiosks.insert(kiosk, started);
        Ok(())
    }

    /// Pictures of what is on the screen, the first time that it is.
    pub fn pictures_once(&mut self, kiosk: usize, name: &str) -> Result<(), DayError> {
        if self.options.length == Length::Whole && self.pictured.insert(name.to_owned()) {
            self.album.all(&mut self.kiosks[kiosk], name)?;
        }
        Ok(())
    }

    /// Waits until a booking stands on the page of its event.
    pub fn waits_for_booking(&self, event: &str, reference: &str) -> Result<(), DayError> {
        let started = Instant::now();
        while !self.desk.staff.bookings(event)?.bookings.contains_key(reference) {
            if started.elapsed() > ARRIVES {
                return Err(DayError::NeverCame("a booking on the page of its event"));
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        Ok(())
    }

    /// Waits until all numbers that were read are on the Today page, or long enough.
    pub fn waits_for_everybody(&self) -> Result<(), DayError> {
        let started = Instant::now();
        while !self.ledger.is_on(&self.desk.staff.numbers()?) && started.elapsed() <= ARRIVES {
            std::thread::sleep(Duration::from_millis(100));
        }
        Ok(())
    }
}
