//! Everything that is held about one person, for a page that is printed and for a file.
//!
//! Not in it: names of other visitors (how many they were is), names of staff, and holds. What the
//! person visited said or decided is not on this server.

use chrono::{DateTime, Utc};
use serde::Serialize;
use sqlx::AnyConnection;
use visits_domain::arrival::Need;
use visits_domain::booking_card::BookingState;
use visits_domain::site::SiteCode;
use visits_domain::wish::{Ring, Visits};

use super::bookings::Whose;
use super::periods::Kind;
use super::subjects::Subject;
use crate::audit::Noted;
use crate::bookings::stands::state_of;
use crate::clock::{local, moment};
use crate::error::Error;
use crate::house::House;
use crate::store::subjects::{self as rows, Arrival, Asked, Event, Listed, Steps};
use crate::store::{events, privacy, shared, sites};

/// Everything about one person.
#[derive(Clone, Debug, Serialize)]
pub struct Dossier {
    /// The prison that answers for it.
    pub prison: String,
    /// When it was put together.
    pub made: DateTime<Utc>,
    /// What the server calls the person where no name may be.
    pub subject: String,
    /// Every way in which lists have named the person.
    pub named: Vec<Named>,
    /// By day.
    pub visits: Vec<Visit>,
    /// Bookings of family events that the person leads.
    pub bookings: Vec<Booking>,
    /// What was handed out about the person.
    pub shared: Vec<Given>,
    /// Visits are kept for so many days.
    pub visits_kept_for_days: u16,
}

/// A booking of a family event.
#[derive(Clone, Debug, Serialize)]
pub struct Booking {
    /// As the family finds it.
    pub reference: String,
    /// The event, in English.
    pub event: String,
    /// Its day.
    pub day: String,
    /// How it stands, in one word.
    pub state: BookingState,
    /// When it was asked for.
    pub asked: DateTime<Utc>,
    /// As the person wrote it.
    pub name: String,
    /// Date of birth.
    pub born: String,
    /// As the person wrote it.
    pub phone: String,
    /// When it is safe to ring.
    pub safe_to_ring: Ring,
    /// How many come.
    pub adults: Option<u8>,
    /// How many come.
    pub children: Option<u8>,
    /// The children's ages.
    pub ages: Vec<u8>,
    /// What would help.
    pub needs: Vec<Need>,
    /// In their own words.
    pub needs_words: String,
    /// What they do not eat.
    pub diet: String,
    /// Whom they visit, as they wrote it.
    pub person_visited: String,
    /// The prison number they wrote.
    pub person_visited_number: String,
    /// The prison has said yes.
    pub prison_approved: bool,
    /// When somebody rang about it.
    pub rung: Option<DateTime<Utc>>,
}

/// A way in which a list has named the person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Named {
    /// First names.
    pub first_name: String,
    /// Surname.
    pub last_name: String,
    /// Date of birth.
    pub born: Option<String>,
    /// The person's id in the Ministry's systems.
    pub person_id: Option<String>,
}

/// A visit of the person.
#[derive(Clone, Debug, Serialize)]
pub struct Visit {
    /// The visit reference.
    pub reference: String,
    /// The day.
    pub day: String,
    /// `13:45`.
    pub from: String,
    /// `15:45`.
    pub until: String,
    /// Booked or cancelled.
    pub status: String,
    /// Open, closed, unknown.
    pub restriction: String,
    /// The language the family asked for.
    pub language: Option<String>,
    /// Name of the person visited.
    pub person_visited: String,
    /// Number of the person visited.
    pub person_visited_number: String,
    /// How many others are on the visit.
    pub others: i64,
    /// When a list changed it last.
    pub list_changed: DateTime<Utc>,
    /// When a member of staff saw the person's ID.
    pub id_seen: Option<DateTime<Utc>>,
    /// Whether the person was at the visit, in the Ministry's word.
    pub attendance: Option<String>,
    /// Where the party sat.
    pub table: Option<String>,
    /// How the visit ended, in the Ministry's word.
    pub outcome: Option<String>,
    /// What the party told a kiosk.
    pub arrivals: Vec<Arrived>,
    /// What happened, in order.
    pub events: Vec<Happened>,
    /// Lists of that day which were handed out.
    pub lists_shared: Vec<Given>,
}

/// What a party told a kiosk.
#[derive(Clone, Debug, Serialize)]
pub struct Arrived {
    /// The number that was given.
    pub number: String,
    /// When.
    pub at: DateTime<Utc>,
    /// More of a party that was here.
    pub joined: bool,
    /// How many.
    pub adults: i64,
    /// How many.
    pub children: i64,
    /// They said that it is their first visit.
    pub first_visit: bool,
    /// What they asked for.
    pub needs: Vec<String>,
    /// The language on the screen.
    pub language: String,
    /// By name, or by reference.
    pub found_by: String,
    /// When staff took it back.
    pub undone: Option<DateTime<Utc>>,
}

/// Something that happened.
#[derive(Clone, Debug, Serialize)]
pub struct Happened {
    /// When.
    pub at: DateTime<Utc>,
    /// A step of the visit, `asked for a person`, or a word of the audit.
    pub what: String,
}

/// Something that was handed out.
#[derive(Clone, Debug, Serialize)]
pub struct Given {
    /// When.
    pub at: DateTime<Utc>,
    /// Who received it.
    pub recipient: String,
    /// What.
    pub what: String,
    /// On what ground.
    pub ground: String,
}

impl From<shared::Entry> for Given {
    fn from(entry: shared::Entry) -> Self {
        Self {
            at: moment(entry.at),
            recipient: entry.recipient,
            what: entry.what,
            ground: entry.ground,
        }
    }
}

/// Puts it together.
pub async fn gather(
    house: &House,
    conn: &mut AnyConnection,
    site: SiteCode,
    subject: &Subject,
) -> Result<Dossier, Error> {
    let handles = subject.visits();
    let arrivals = rows::arrivals(conn, site, &handles).await?;
    let numbers: Vec<String> = arrivals.iter().map(|one| one.number.clone()).collect();
    let found = Found {
        asks: rows::asks(conn, site, &numbers).await?,
        steps: rows::steps(conn, site, &handles).await?,
        noted: rows::noted(conn, site, &handles).await?,
        arrivals,
    };
    let mut visits = Vec::new();
    for stored in rows::visits(conn, site, &handles).await? {
        let lists = shared::lists_of_day(&house.db, site, &stored.day).await?;
        let listed = subject.listed.iter().find(|one| one.visit == stored.handle);
        visits.push(visit(stored, listed, &found, lists));
    }
    visits.sort_by(|a, b| (&a.day, &a.from).cmp(&(&b.day, &b.from)));
    let periods = privacy::periods(&house.db, site).await?;
    Ok(Dossier {
        prison: sites::get(&house.db, site).await?.name,
        made: house.clock.now(),
        subject: subject.id.clone(),
        named: named(subject),
        visits,
        bookings: bookings(house, conn, site, &Whose::of_subject(subject)).await?,
        shared: given(shared::about(&house.db, site, &subject.id).await?),
        visits_kept_for_days: periods.days(Kind::Visits),
    })
}

/// The bookings of any of these, as they are handed out.
pub async fn bookings(
    house: &House,
    conn: &mut AnyConnection,
    site: SiteCode,
    whose: &[Whose],
) -> Result<Vec<Booking>, Error> {
    let mut told = Vec::new();
    for found in super::bookings::find(house, conn, site, whose).await? {
        let event = events::find(&house.db, site, found.row.event).await?;
        let plan = event.map(|event| event.plan);
        let title = plan.as_ref().map(|plan| plan.title.en.clone()).unwrap_or_default();
        let day = plan.map(|plan| plan.day.to_string()).unwrap_or_default();
        told.push(booking(found, (title, day)));
    }
    Ok(told)
}

fn booking(found: super::bookings::Found, (event, day): (String, String)) -> Booking {
    let super::bookings::Found { row, wish } = found;
    let (person_visited, person_visited_number) = match wish.visits {
        Visits::Named { name, number } => (name, number),
        Visits::CheckedIn(_) => (String::new(), String::new()),
    };
    Booking {
        reference: wish.reference,
        event,
        day,
        state: state_of(row.standing, row.decision),
        asked: moment(row.asked),
        name: wish.lead.name,
        born: wish.lead.born.to_string(),
        phone: wish.lead.phone,
        safe_to_ring: wish.lead.ring,
        adults: row.party.map(|party| party.adults),
        children: row.party.map(|party| party.children),
        ages: wish.ages,
        needs: wish.needs,
        needs_words: wish.needs_words,
        diet: wish.diet,
        person_visited,
        person_visited_number,
        prison_approved: row.prison_approved,
        rung: row.rung.map(|(_, at, _)| moment(at)),
    }
}

struct Found {
    arrivals: Vec<Arrival>,
    asks: Vec<Asked>,
    steps: Vec<Steps>,
    noted: Vec<Event>,
}

fn given(entries: Vec<shared::Entry>) -> Vec<Given> {
    entries.into_iter().map(Given::from).collect()
}

fn named(subject: &Subject) -> Vec<Named> {
    let mut all: Vec<Named> = Vec::new();
    for one in &subject.listed {
        let named = Named {
            first_name: one.first_name.clone(),
            last_name: one.last_name.clone(),
            born: one.born.clone(),
            person_id: one.person.clone(),
        };
        if !all.contains(&named) {
            all.push(named);
        }
    }
    all
}

fn visit(
    stored: rows::Visit,
    listed: Option<&Listed>,
    found: &Found,
    lists: Vec<shared::Entry>,
) -> Visit {
    let arrivals: Vec<&Arrival> =
        found.arrivals.iter().filter(|one| one.visit == stored.handle).collect();
    let steps: Vec<&Steps> = found.steps.iter().filter(|one| one.visit == stored.handle).collect();
    let noted = found.noted.iter().filter(|(visit, ..)| *visit == stored.handle);
    let mut events: Vec<Happened> = noted.map(|(_, at, what)| happened(*at, what)).collect();
    events.extend(steps.iter().flat_map(|one| stepped(one)));
    events.extend(asked(&arrivals, &found.asks));
    events.sort_by_key(|one| one.at);
    Visit {
        from: clock(stored.start_minute),
        until: clock(stored.end_minute),
        others: stored.people - 1,
        list_changed: moment(stored.changed),
        id_seen: listed.and_then(|one| one.id_seen).map(moment),
        attendance: listed.and_then(|one| one.attendance.clone()),
        table: steps.iter().find_map(|one| one.table_name.clone()),
        outcome: steps.iter().find_map(|one| one.outcome.clone()),
        arrivals: arrivals.into_iter().map(arrived).collect(),
        events,
        lists_shared: given(lists),
        reference: stored.reference,
        day: stored.day,
        status: stored.status,
        restriction: stored.restriction,
        language: stored.language,
        person_visited: stored.prisoner_name,
        person_visited_number: stored.prisoner_number,
    }
}

fn stepped(one: &Steps) -> Vec<Happened> {
    let steps = [
        (one.desk, "at the desk"),
        (one.called, "called"),
        (one.searched, "through search"),
        (one.hall, "in the hall"),
        (one.gone, "left"),
    ];
    steps.into_iter().filter_map(|(at, what)| Some(happened(at?, what))).collect()
}

/// A number is given anew each day: only requests of the arrival's own day are the party's.
fn asked(arrivals: &[&Arrival], asks: &[Asked]) -> Vec<Happened> {
    let ours = asks.iter().filter(|(number, at, _)| {
        let day = local(moment(*at)).date().to_string();
        arrivals.iter().any(|one| one.number == *number && one.day == day)
    });
    ours.map(|(_, at, seat)| {
        let seat = seat.as_deref().unwrap_or_default();
        happened(*at, format!("asked for a person {seat}").trim())
    })
    .collect()
}

fn happened(at: i64, what: &str) -> Happened {
    Happened { at: moment(at), what: what.to_owned() }
}

fn arrived(one: &Arrival) -> Arrived {
    Arrived {
        number: one.number.clone(),
        at: moment(one.at),
        joined: one.joined != 0,
        adults: one.adults,
        children: one.children,
        first_visit: one.first_visit != 0,
        needs: serde_json::from_str(&one.needs).unwrap_or_default(),
        language: one.language.clone(),
        found_by: one.route.clone(),
        undone: one.undone.map(moment),
    }
}

fn clock(minute: i64) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

/// What people read for a word of the audit.
pub fn audit_text(word: &str, language: visits_domain::arrival::Language) -> Option<&'static str> {
    Noted::ALL.iter().find(|noted| noted.as_str() == word).map(|noted| noted.text(language))
}
