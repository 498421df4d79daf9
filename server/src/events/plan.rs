//! Reads what staff typed about an event. Everything that is wrong with it is found at once, each
//! with its field; a [`Plan`] that comes out of here can be kept. Pure.

use chrono::{NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Timelike as _};
use visits_domain::ballot::Share;
use visits_domain::event::{
    Access, Ages, Born, Both, Facility, Kind, PoolKind, State, on_the_clock,
};
use visits_domain::places::{Mode, PoolId};

use super::typed::{BUSES, DAY_AND_TIME, Typed};
use super::{Event, Lots, Plan, Pool};

/// What is wrong with a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Its name.
    pub field: String,
    /// What is wrong.
    pub why: Why,
}

/// What can be wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// Nothing is there.
    Missing,
    /// It is there in one language only.
    OtherLanguage,
    /// More characters than this.
    TooLong(usize),
    /// More lines than this.
    TooManyLines(usize),
    /// Characters that nobody can read.
    Unreadable,
    /// No number from the first to the second.
    NotBetween(u16, u16),
    /// No day, or none that the calendar has.
    NotADay,
    /// No time of the day.
    NotATime,
    /// The clocks jump over this time.
    JumpedOver,
    /// It has been.
    Past,
    /// More than two years ahead.
    FarAhead,
    /// Not after what comes before it.
    NotAfter,
    /// Booking would close after the event has begun.
    ClosesTooLate,
    /// A party at its largest finds no place.
    LargerThanThePlaces,
    /// More children than people.
    MoreChildrenThanPeople,
    /// A final visit is for staff alone.
    ForStaffAlone,
    /// Families know of it: it cannot become what they may not know of.
    FamiliesKnow,
    /// Families know of it: the prison has approved it. It can be cancelled.
    WasApproved,
    /// None of those that are offered.
    NotOffered,
    /// A ballot closes while families can ask.
    OutsideWindow,
    /// Families know which part of the places is drawn.
    ShareIsKnown,
    /// The ballot has closed.
    HasClosed,
}

/// What else must be known to read a form.
#[derive(Clone, Copy, Debug)]
pub struct Known<'a> {
    /// On the clock in the visits hall.
    pub now: NaiveDateTime,
    /// Children of one party, anywhere at this site.
    pub most_children: u8,
    /// People of one party, anywhere at this site.
    pub most_people: u8,
    /// The event that is changed; none when it is a new one.
    pub before: Option<&'a Event>,
}

const TITLE: usize = 80;
const WORDS: usize = 1_000;
const LINE: usize = 80;
const LINES: usize = 20;
const YEARS_AHEAD: i64 = 2;

/// Reads a form.
pub fn read(typed: &Typed, known: Known<'_>) -> Result<Plan, Vec<Fault>> {
    let mut form = Form { typed, faults: Vec::new() };
    let plan = form.plan(known);
    if form.faults.is_empty() { Ok(plan) } else { Err(form.faults) }
}

/// A form that is being read. What cannot be read leaves a fault and something harmless.
struct Form<'a> {
    typed: &'a Typed,
    faults: Vec<Fault>,
}

impl Form<'_> {
    fn plan(&mut self, known: Known<'_>) -> Plan {
        let [title, words, place] =
            [("title", TITLE), ("words", WORDS), ("place", TITLE)].map(|(n, m)| self.both(n, m));
        let first = self.both_or_neither("first", TITLE);
        let time = self.time(known);
        let (day, start, end) = time.unwrap_or_default();
        let begins = time.map(|(day, start, _)| day.and_time(start));
        let (books_from, books_until) = self.window(known, begins);
        let (most_children, most_people) = self.party(known);
        let pools = self.pools(known, most_people);
        let kind = self.kind(known);
        let ballot = self.ballot(known, kind, (books_from, books_until));
        Plan {
            kind,
            ballot,
            booking: self.booking(kind, most_children > 0),
            title,
            words,
            place,
            day,
            start,
            end,
            prison_approved: self.approved(known),
            ages: self.ages(most_children),
            born: self.born(),
            first,
            facilities: self.ticked("facilities", Facility::parse, Facility::ALL),
            access: self.ticked("access", Access::parse, Access::ALL),
            books_from,
            books_until,
            most_children,
            most_people,
            pools,
            wings: self.lines("wings"),
            wing_staff: self.lines("wing_staff"),
            providers: self.lines("providers"),
            volunteers_needed: self.small("volunteers_needed", (0, 50)),
        }
    }

    fn fault(&mut self, field: &str, why: Why) {
        self.faults.push(Fault { field: field.to_owned(), why });
    }

    // --- Texts ---------------------------------------------------------------------------------

    fn written(&mut self, field: &str, most: usize) -> String {
        // A browser sends lines in the way of the net.
        let text = self.typed.text(field).replace("\r\n", "\n");
        if text.chars().count() > most {
            self.fault(field, Why::TooLong(most));
        } else if text.chars().any(|c| c.is_control() && c != '\n') {
            self.fault(field, Why::Unreadable);
        }
        text
    }

    fn both(&mut self, stem: &str, most: usize) -> Both {
        let text = self.both_or_neither(stem, most);
        if text.is_empty() {
            for language in ["en", "cy"] {
                self.fault(&format!("{stem}_{language}"), Why::Missing);
            }
        }
        text
    }

    fn both_or_neither(&mut self, stem: &str, most: usize) -> Both {
        let fields = [format!("{stem}_en"), format!("{stem}_cy")];
        let [en, cy] = [0, 1].map(|n: usize| self.written(&fields[n], most));
        match (en.is_empty(), cy.is_empty()) {
            (true, false) => self.fault(&fields[0], Why::OtherLanguage),
            (false, true) => self.fault(&fields[1], Why::OtherLanguage),
            _ => {}
        }
        Both { en, cy }
    }

    fn lines(&mut self, field: &str) -> Vec<String> {
        let text = self.written(field, LINE * LINES);
        let lines: Vec<String> =
            text.lines().map(str::trim).filter(|l| !l.is_empty()).map(str::to_owned).collect();
        if lines.len() > LINES {
            self.fault(field, Why::TooManyLines(LINES));
        } else if lines.iter().any(|line| line.chars().count() > LINE) {
            self.fault(field, Why::TooLong(LINE));
        }
        lines
    }

    // --- Numbers and choices -------------------------------------------------------------------

    fn number(&mut self, field: &str, (low, high): (u16, u16)) -> u16 {
        match self.typed.text(field) {
            "" => {
                self.fault(field, Why::Missing);
                low
            }
            text => match text.parse() {
                Ok(number) if (low..=high).contains(&number) => number,
                _ => {
                    self.fault(field, Why::NotBetween(low, high));
                    low
                }
            },
        }
    }

    fn small(&mut self, field: &str, (low, high): (u8, u8)) -> u8 {
        u8::try_from(self.number(field, (low.into(), high.into()))).unwrap_or(low)
    }

    fn ticked<T: Copy + PartialEq>(
        &mut self,
        field: &str,
        parse: fn(&str) -> Option<T>,
        all: &[T],
    ) -> Vec<T> {
        let found: Vec<Option<T>> = self.typed.all(field).map(parse).collect();
        if found.contains(&None) {
            self.fault(field, Why::NotOffered);
        }
        // In the order in which they are offered, each once.
        all.iter().filter(|one| found.contains(&Some(**one))).copied().collect()
    }

    fn kind(&mut self, known: Known<'_>) -> Kind {
        let Some(kind) = Kind::parse(self.typed.text("kind")) else {
            self.fault("kind", Why::NotOffered);
            return Kind::FamilyDay;
        };
        let families_know = known.before.is_some_and(|event| event.state != State::Draft);
        if families_know && !kind.is_public() {
            self.fault("kind", Why::FamiliesKnow);
        }
        kind
    }

    fn booking(&mut self, kind: Kind, children_come: bool) -> Mode {
        let usual = kind.usual_booking(children_come);
        let booking = match self.typed.text("booking") {
            "usual" => usual,
            text => Mode::of_code(text).unwrap_or_else(|| {
                self.fault("booking", Why::NotOffered);
                usual
            }),
        };
        if !kind.allows(booking) {
            self.fault("booking", Why::ForStaffAlone);
        }
        booking
    }

    fn approved(&mut self, known: Known<'_>) -> bool {
        let approved = self.typed.text("prison_approved") == "1";
        if !approved && known.before.is_some_and(|event| event.state == State::Open) {
            self.fault("prison_approved", Why::WasApproved);
        }
        approved
    }

    // --- Time ----------------------------------------------------------------------------------

    fn day(&mut self, field: &str) -> Option<NaiveDate> {
        let text = self.typed.text(field);
        let day = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok();
        if day.is_none() {
            self.fault(field, if text.is_empty() { Why::Missing } else { Why::NotADay });
        }
        day
    }

    fn clock(&mut self, field: &str) -> Option<NaiveTime> {
        let text = self.typed.text(field);
        let time = NaiveTime::parse_from_str(text, "%H:%M")
            .or_else(|_| NaiveTime::parse_from_str(text, "%H:%M:%S"))
            .ok()
            .and_then(|time| time.with_second(0));
        if time.is_none() {
            self.fault(field, if text.is_empty() { Why::Missing } else { Why::NotATime });
        }
        time
    }

    fn time(&mut self, known: Known<'_>) -> Option<(NaiveDate, NaiveTime, NaiveTime)> {
        let (day, start, end) = (self.day("day"), self.clock("start"), self.clock("end"));
        let (day, start, end) = (day?, start?, end?);
        if end <= start {
            self.fault("end", Why::NotAfter);
        }
        for (field, time) in [("start", start), ("end", end)] {
            if on_the_clock(day.and_time(time)).is_none() {
                self.fault(field, Why::JumpedOver);
            }
        }
        // What has begun can be described better, but not be moved into the past.
        let stays = known.before.is_some_and(|e| (e.plan.day, e.plan.start) == (day, start));
        if !stays && day.and_time(start) <= known.now {
            self.fault("day", Why::Past);
        } else if day > known.now.date() + TimeDelta::days(366 * YEARS_AHEAD) {
            self.fault("day", Why::FarAhead);
        }
        Some((day, start, end))
    }

    /// Empty: from now on; until it begins.
    fn window(
        &mut self,
        known: Known<'_>,
        begins: Option<NaiveDateTime>,
    ) -> (NaiveDateTime, NaiveDateTime) {
        let now = known.now.with_second(0).and_then(|now| now.with_nanosecond(0));
        let before = known.before.map(|event| event.plan.books_from);
        let at_once = before.or(now).unwrap_or(known.now);
        let at_once = begins.map_or(at_once, |begins| at_once.min(begins));
        let from = self.moment("books_from").unwrap_or(at_once);
        let until = self.moment("books_until").or(begins);
        match (until, begins) {
            (Some(until), Some(begins)) if until > begins => {
                self.fault("books_until", Why::ClosesTooLate);
            }
            (Some(until), _) if until <= from => self.fault("books_until", Why::NotAfter),
            _ => {}
        }
        (from, until.unwrap_or(from))
    }

    fn moment(&mut self, field: &str) -> Option<NaiveDateTime> {
        let text = self.typed.text(field);
        if text.is_empty() {
            return None;
        }
        let read = NaiveDateTime::parse_from_str(text, DAY_AND_TIME)
            .or_else(|_| NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S"));
        match read.ok().and_then(|moment| moment.with_second(0)) {
            None => self.fault(field, Why::NotADay),
            Some(moment) if on_the_clock(moment).is_none() => self.fault(field, Why::JumpedOver),
            Some(moment) => return Some(moment),
        }
        None
    }

    // --- The ballot ------------------------------------------------------------------------------

    /// 0, or empty: nothing is drawn. What families know of stays as it is; when it closes can be
    /// moved as long as it has not closed.
    fn ballot(
        &mut self,
        known: Known<'_>,
        kind: Kind,
        (from, until): (NaiveDateTime, NaiveDateTime),
    ) -> Option<Lots> {
        let told = known.before.filter(|event| event.state != State::Draft);
        let before = told.and_then(|event| event.plan.ballot);
        let percent = if self.typed.text("ballot_share").is_empty() {
            0
        } else {
            self.small("ballot_share", (0, 100))
        };
        let share = Share::new(percent);
        if told.is_some() && share != before.map(|lots| lots.share) {
            self.fault("ballot_share", Why::ShareIsKnown);
        }
        let share = share?;
        if !kind.is_public() {
            self.fault("ballot_share", Why::ForStaffAlone);
        }
        if self.typed.text("ballot_closes").is_empty() {
            self.fault("ballot_closes", Why::Missing);
        }
        let closes = self.moment("ballot_closes")?;
        match before.filter(|lots| lots.closes <= known.now) {
            Some(lots) if lots.closes != closes => self.fault("ballot_closes", Why::HasClosed),
            None if closes <= from || closes > until => {
                self.fault("ballot_closes", Why::OutsideWindow);
            }
            _ => {}
        }
        Some(Lots { share, closes })
    }

    // --- Who comes, and how many -----------------------------------------------------------------

    fn party(&mut self, known: Known<'_>) -> (u8, u8) {
        let children = self.small("most_children", (0, known.most_children));
        let people = self.small("most_people", (1, known.most_people));
        if children > people {
            self.fault("most_children", Why::MoreChildrenThanPeople);
        }
        (children, people)
    }

    fn ages(&mut self, most_children: u8) -> Option<Ages> {
        if most_children == 0 {
            return None;
        }
        let oldest = u16::from(Ages::GROWN_UP - 1);
        let [from, to] = ["youngest", "oldest"].map(|field| self.number(field, (0, oldest)));
        let small = |years: u16| u8::try_from(years).unwrap_or(0);
        let ages = Ages::between(small(from), small(to));
        if ages.is_none() {
            self.fault("oldest", Why::NotAfter);
        }
        ages
    }

    fn born(&mut self) -> Option<Born> {
        if ["born_from", "born_until"].iter().all(|field| self.typed.text(field).is_empty()) {
            return None;
        }
        let (from, until) = (self.day("born_from")?, self.day("born_until")?);
        if until < from {
            self.fault("born_until", Why::NotAfter);
        }
        Some(Born { from, until })
    }

    fn pools(&mut self, known: Known<'_>, most_people: u8) -> Vec<Pool> {
        let before = known.before.map_or(&[][..], |event| &event.plan.pools);
        let old = |counts: PoolKind| before.iter().find(|pool| pool.counts == counts);
        let one = |counts: PoolKind, capacity: u16| Pool {
            id: old(counts).and_then(|pool| pool.id),
            counts,
            name: Both::default(),
            capacity,
        };
        let people = self.number("people", (1, 2_000));
        if people < most_people.into() {
            self.fault("people", Why::LargerThanThePlaces);
        }
        let mut pools = vec![one(PoolKind::People, people)];
        if !self.typed.text("tables").is_empty() {
            let tables = self.number("tables", (1, 500));
            pools.push(one(PoolKind::Tables, tables));
        }
        pools.extend(BUSES.iter().filter_map(|n| self.bus(*n, before)));
        pools
    }

    fn bus(&mut self, n: u8, before: &[Pool]) -> Option<Pool> {
        let stem = format!("seats_{n}");
        let parts = [stem.clone(), format!("{stem}_en"), format!("{stem}_cy")];
        if parts.iter().all(|field| self.typed.text(field).is_empty()) {
            return None;
        }
        let capacity = self.number(&stem, (1, 200));
        let name = self.both(&stem, TITLE);
        let given: Option<PoolId> = self.typed.text(&format!("{stem}_pool")).parse().ok();
        let is_bus = |pool: &&Pool| pool.counts == PoolKind::Seats && pool.id == given;
        let id = given.and_then(|_| before.iter().find(is_bus)).and_then(|pool| pool.id);
        Some(Pool { id, counts: PoolKind::Seats, name, capacity })
    }
}

#[cfg(test)]
pub mod tests;
