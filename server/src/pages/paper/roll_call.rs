//! The evacuation roll-call: who is in the building now. It does not change by itself: boxes that
//! somebody has ticked on a phone must stay.

use askama::Template;
use axum::extract::State;
use axum::response::Html;
use chrono::NaiveDateTime;
use visits_domain::arrival::Arrival;

use super::{Sheet, made, sheet};
use crate::auth::may::Act;
use crate::board::Row;
use crate::clock::{local, moment};
use crate::desk::exceptions;
use crate::error::Error;
use crate::house::House;
use crate::pages::place::{self, Place as Address};
use crate::pages::today::Asked;
use crate::pages::{Frame, NoPage, Visitor};
use crate::paper::roll_call::{self, Heads, Place};
use crate::store::records;
use crate::words::fill;

/// The address.
pub fn places() -> Vec<Address> {
    vec![place::get("/today/roll-call", Act::SeeToday, roll_call)]
}

#[derive(Template)]
#[template(path = "paper_roll_call.html")]
struct Page {
    frame: Frame,
    sheet: Sheet,
    all: Heads,
    groups: Vec<Group>,
    unmatched: Vec<Unmatched>,
    not_in: Vec<NotIn>,
}

/// The parties at one place.
struct Group {
    title: &'static str,
    counts: String,
    parties: Vec<Party>,
}

/// One party.
struct Party {
    numbers: String,
    table: String,
    /// A box each: adults by name, children by count.
    people: Vec<Called>,
    notes: Vec<String>,
}

/// Somebody to call.
struct Called {
    name: String,
    note: &'static str,
}

/// Somebody whom a kiosk saw and nobody has matched.
struct Unmatched {
    number: String,
    heads: Heads,
    counts: String,
}

/// A party that was turned away.
struct NotIn {
    numbers: String,
    names: String,
    why: String,
}

async fn roll_call(State(house): State<House>, visitor: Visitor) -> Result<Html<String>, NoPage> {
    let p = visitor.paper_words();
    let made = made(&house, &visitor, &Asked::whole_day()).await?;
    let about = (&made, p.roll_call, "/today/roll-call");
    let (frame, sheet) = sheet(&house, &visitor, about, p.as_of).await?;
    let rows = &made.loaded.rows;
    let groups = Place::ALL.map(|place| group(&visitor, place, rows, made.now));
    let unmatched = unmatched(&house, &visitor, made.now).await?;
    let known = Place::ALL.into_iter().flat_map(|place| roll_call::at(rows, place));
    let all = known.map(Heads::of).chain(unmatched.iter().map(|one| one.heads)).sum();
    let groups = groups.into_iter().filter(|group| !group.parties.is_empty()).collect();
    let not_in = roll_call::not_in(rows).into_iter().map(|row| turned_away(&visitor, row));
    let page = Page { frame, sheet, all, groups, unmatched, not_in: not_in.collect() };
    Ok(Html(page.render()?))
}

fn group(visitor: &Visitor, place: Place, rows: &[Row], now: NaiveDateTime) -> Group {
    let here = roll_call::at(rows, place);
    Group {
        title: visitor.paper_words().place(place),
        counts: counts(visitor, here.iter().map(|row| Heads::of(row)).sum()),
        parties: here.into_iter().map(|row| party(visitor, row, now)).collect(),
    }
}

fn counts(visitor: &Visitor, heads: Heads) -> String {
    let values: &[(&str, &(dyn std::fmt::Display + Sync))] =
        &[("adults", &heads.adults), ("children", &heads.children)];
    fill(visitor.paper_words().here_counts, values)
}

fn party(visitor: &Visitor, row: &Row, now: NaiveDateTime) -> Party {
    let (words, p) = (visitor.words(), visitor.paper_words());
    let adults = roll_call::adults_to_call(row);
    let fewer = row.adults_here < adults.len();
    let of_adults = fill(p.of_adults, &[("n", &row.adults_here), ("m", &adults.len())]);
    let over = !row.moved && row.slot.date.and_time(row.slot.end) <= now;
    let ended = fill(p.visit_ended, &[("time", &words.time(row.slot.end))]);
    let name = |name: &str| {
        if name.is_empty() { words.name_missing.to_owned() } else { name.to_owned() }
    };
    let named = adults.iter().map(|person| Called {
        name: name(&person.name),
        note: if person.seen { "" } else { p.id_not_seen },
    });
    let more =
        (adults.len()..row.adults_here).map(|_| Called { name: p.more_adult.to_owned(), note: "" });
    let children =
        (1..=row.children_here).map(|n| Called { name: fill(p.child_n, &[("n", &n)]), note: "" });
    Party {
        numbers: numbers(row),
        table: row.progress.table.clone().unwrap_or_default(),
        people: named.chain(more).chain(children).collect(),
        notes: [fewer.then_some(of_adults), over.then_some(ended)].into_iter().flatten().collect(),
    }
}

/// A number that was merged is still on somebody's slip.
fn numbers(row: &Row) -> String {
    let all: Vec<&str> = row.numbers.iter().chain(&row.also).map(String::as_str).collect();
    all.join(" ")
}

/// Arrivals of today that no visit was found for, and that nobody has dealt with.
async fn unmatched(
    house: &House,
    visitor: &Visitor,
    now: NaiveDateTime,
) -> Result<Vec<Unmatched>, Error> {
    let site = visitor.user.site;
    let mut open = records::exceptions(&house.db, site).await?;
    open.extend(records::conflicts(&house.db, site).await?);
    let arrivals = open.iter().filter_map(|trouble| {
        let arrival = exceptions::arrival(&trouble.body)?;
        // One whose own clock is wrong came today if it was received today.
        let days = [local(arrival.at).date(), local(moment(trouble.received)).date()];
        days.contains(&now.date()).then_some(arrival)
    });
    Ok(arrivals.map(|arrival| unmatched_of(visitor, &arrival)).collect())
}

fn unmatched_of(visitor: &Visitor, arrival: &Arrival) -> Unmatched {
    let party = arrival.party;
    let heads = Heads { adults: usize::from(party.adults), children: usize::from(party.children) };
    Unmatched { number: arrival.number.to_string(), heads, counts: counts(visitor, heads) }
}

fn turned_away(visitor: &Visitor, row: &Row) -> NotIn {
    let (words, t) = (visitor.words(), visitor.today_words());
    let names: Vec<&str> = row.adults().map(|person| person.name.as_str()).collect();
    let outcome = row.progress.outcome.as_ref();
    let said = outcome.map(|(outcome, mark)| {
        format!("{}, {}", t.outcome(*outcome), words.time(local(moment(mark.at)).time()))
    });
    let hall =
        row.progress.hall.is_some().then(|| visitor.paper_words().was_in_the_hall.to_owned());
    let why: Vec<String> = said.into_iter().chain(hall).collect();
    NotIn { numbers: numbers(row), names: names.join(", "), why: why.join(" · ") }
}
