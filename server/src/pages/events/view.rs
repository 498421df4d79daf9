//! An event in the words of a page.

use chrono::{Datelike as _, NaiveDate, NaiveDateTime, Weekday};
use visits_domain::arrival::Language;
use visits_domain::event::{Both, PoolKind, State};

use crate::events::acts;
use crate::events::{Event, Plan};
use crate::pages::Visitor;
use crate::pages::today::view;
use crate::words::events::EventWords;
use crate::words::{Words, fill};

/// The texts of a page.
#[derive(Clone, Copy)]
pub struct Texts {
    pub w: &'static Words,
    pub t: &'static EventWords,
    pub language: Language,
}

impl Texts {
    pub fn of(visitor: &Visitor) -> Self {
        let language = visitor.chosen.language;
        Self { w: visitor.words(), t: visitor.event_words(), language }
    }

    /// `June 2026`
    pub fn month(&self, day: NaiveDate) -> String {
        let day = view::day(day, self.language);
        day.split_once(' ').map_or_else(String::new, |(_, month)| month.to_owned())
    }

    /// `Sat 11 July 2026`
    pub fn day(&self, day: NaiveDate) -> String {
        format!("{} {}", self.weekday(day.weekday()), view::day(day, self.language))
    }

    pub fn weekday(&self, weekday: Weekday) -> &'static str {
        let t = self.t;
        match weekday {
            Weekday::Mon => t.mon,
            Weekday::Tue => t.tue,
            Weekday::Wed => t.wed,
            Weekday::Thu => t.thu,
            Weekday::Fri => t.fri,
            Weekday::Sat => t.sat,
            Weekday::Sun => t.sun,
        }
    }

    fn between(&self, from: &str, to: &str) -> String {
        fill(self.t.from_to, &[("from", &from), ("to", &to)])
    }

    /// `10.00 am to 3.00 pm`
    pub fn time(&self, plan: &Plan) -> String {
        self.between(&self.w.time(plan.start), &self.w.time(plan.end))
    }

    /// `Sat 11 July 2026, 5.00 pm`
    pub fn moment(&self, moment: NaiveDateTime) -> String {
        format!("{}, {}", self.day(moment.date()), self.w.time(moment.time()))
    }

    /// `60 people · 12 tables`
    pub fn places(&self, plan: &Plan) -> String {
        let t = self.t;
        let kinds = [
            (PoolKind::People, t.people_n),
            (PoolKind::Tables, t.tables_n),
            (PoolKind::Seats, t.seats_n),
        ];
        let many = kinds.iter().filter_map(|(counts, text)| {
            plan.capacity(*counts).map(|many| fill(text, &[("n", &many)]))
        });
        many.collect::<Vec<_>>().join(" · ")
    }
}

/// A line of the month.
pub struct Line {
    pub id: String,
    pub day: String,
    pub date: NaiveDate,
    pub time: String,
    pub starts: String,
    pub title: String,
    pub kind: &'static str,
    pub booking: &'static str,
    pub places: String,
    pub state: &'static str,
    pub tint: &'static str,
    pub cancelled: bool,
    pub place: String,
    pub volunteers: u8,
    pub wings: String,
}

pub fn line(texts: Texts, event: &Event) -> Line {
    let (plan, language) = (&event.plan, texts.language);
    let (state, tint) = texts.t.state_of(event.state, plan.is_for_families());
    Line {
        id: event.id.to_string(),
        day: texts.day(plan.day),
        date: plan.day,
        time: texts.time(plan),
        starts: texts.w.time(plan.start),
        title: plan.title.of(language).to_owned(),
        kind: texts.t.kind_of(plan.kind),
        booking: texts.t.booking_of(plan.booking),
        places: texts.places(plan),
        state,
        tint,
        cancelled: event.state == State::Cancelled,
        place: plan.place.of(language).to_owned(),
        volunteers: plan.volunteers_needed,
        wings: plan.wings.join(", "),
    }
}

/// Everything of one event.
pub struct Whole {
    pub line: Line,
    pub version: i64,
    /// What families read, once in each language: tag, title, words, place, what comes first.
    pub texts: [(&'static str, String, String, String, String); 2],
    /// What is told in one word or number: name and value.
    pub facts: Vec<(&'static str, String)>,
    pub for_staff: Vec<(&'static str, String)>,
    /// A question to whoever planned it.
    pub question: Option<&'static str>,
    pub is_draft: bool,
    pub is_open: bool,
    /// What opening it is called.
    pub open: &'static str,
    /// What is published of its ballot's seed.
    pub commitment: Option<String>,
    /// Where it is as a calendar file; a final visit is in none.
    pub calendar: Option<String>,
}

pub fn whole(texts: Texts, event: &Event) -> Whole {
    let plan = &event.plan;
    let of = |language: Language| {
        let text = |both: &Both| both.of(language).to_owned();
        let [title, words] = [&plan.title, &plan.words].map(text);
        let [place, first] = [&plan.place, &plan.first].map(text);
        (language.code(), title, words, place, first)
    };
    let is_asked = acts::is_unusual(plan) && event.state != State::Cancelled;
    Whole {
        line: line(texts, event),
        version: event.version,
        texts: [of(Language::En), of(Language::Cy)],
        facts: facts(texts, plan),
        for_staff: for_staff(texts, plan),
        question: is_asked.then_some(texts.t.unusual),
        is_draft: event.state == State::Draft,
        is_open: event.state == State::Open,
        open: if plan.is_for_families() { texts.t.open_it } else { texts.t.plan_it },
        commitment: event.commitment.map(String::from),
        calendar: plan.kind.is_public().then(|| format!("/events/{}/ics", event.id)),
    }
}

fn facts(texts: Texts, plan: &Plan) -> Vec<(&'static str, String)> {
    let t = texts.t;
    let list = |words: Vec<&str>| words.join(", ");
    let mut facts = vec![
        (t.when, format!("{}, {}", texts.day(plan.day), texts.time(plan))),
        (t.kind, t.kind_of(plan.kind).to_owned()),
        (t.booking, t.booking_of(plan.booking).to_owned()),
        (t.books_from, texts.moment(plan.books_from)),
        (t.books_until, texts.moment(plan.books_until)),
        (t.for_whom, ages(t, plan)),
        (t.one_party, party(t, plan)),
        (t.places, texts.places(plan)),
    ];
    if let Some(born) = plan.born {
        let days = [born.from, born.until].map(|day| view::day(day, texts.language));
        facts.push((t.born, texts.between(&days[0], &days[1])));
    }
    if let Some(lots) = plan.ballot {
        let closes = texts.moment(lots.closes);
        let share = lots.share.percent();
        facts.push((t.ballot, fill(t.ballot_is, &[("share", &share), ("closes", &closes)])));
    }
    for bus in plan.pools.iter().filter(|pool| pool.counts == PoolKind::Seats) {
        let seats = fill(t.seats_n, &[("n", &bus.capacity)]);
        facts.push((t.transport, format!("{} ({seats})", bus.name.of(texts.language))));
    }
    if !plan.facilities.is_empty() {
        facts.push((
            t.what_is_there,
            list(plan.facilities.iter().map(|f| t.facility(*f)).collect()),
        ));
    }
    if !plan.access.is_empty() {
        facts.push((t.access, list(plan.access.iter().map(|a| t.access_of(*a)).collect())));
    }
    facts
}

fn ages(t: &EventWords, plan: &Plan) -> String {
    plan.ages.map_or_else(
        || t.adults_only.to_owned(),
        |ages| fill(t.ages_of, &[("from", &ages.youngest), ("to", &ages.oldest)]),
    )
}

fn party(t: &EventWords, plan: &Plan) -> String {
    fill(t.party_of, &[("people", &plan.most_people), ("children", &plan.most_children)])
}

fn for_staff(texts: Texts, plan: &Plan) -> Vec<(&'static str, String)> {
    let t = texts.t;
    let list = |lines: &[String]| {
        if lines.is_empty() { t.none_needed.to_owned() } else { lines.join(", ") }
    };
    vec![
        (t.approved, if plan.prison_approved { t.yes } else { t.not_yet }.to_owned()),
        (t.wings, list(&plan.wings)),
        (t.wing_staff, list(&plan.wing_staff)),
        (t.providers, list(&plan.providers)),
        (t.volunteers_needed, plan.volunteers_needed.to_string()),
    ]
}
