//! Bookings on paper and as a table: the list for the door, the letter for one family. Neither
//! says whom somebody visits.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{Html, IntoResponse, Response};
use visits_domain::arrival::Language;
use visits_domain::booking_card::BookingState;
use visits_domain::event::State as EventState;
use visits_domain::places::{Mode, Standing};

use super::Loaded;
use super::view::{Line, Said, line, party, reference, transport};
use crate::audit::{self, Noted};
use crate::csv_out;
use crate::house::House;
use crate::pages::events::view::Texts;
use crate::pages::{Frame, NoPage, Visitor, frame};
use crate::store::bookings::Row;
use crate::store::sites;
use crate::words::bookings::BookingWords;
use crate::words::events::EventWords;
use crate::words::{self, fill};

#[derive(Template)]
#[template(path = "event_bookings_print.html")]
struct Sheet {
    frame: Frame,
    b: &'static BookingWords,
    title: String,
    head: String,
    back: String,
    lines: Vec<Line>,
}

/// `Moorland visits · Printed on 1 June 2026 at 1.05 pm`
async fn head(house: &House, visitor: &Visitor, said: Said) -> Result<String, NoPage> {
    let (site, now) = (sites::get(&house.db, visitor.user.site).await?, house.clock.local());
    let name = fill(said.texts.w.visits_at, &[("site", &site.name)]);
    let (day, time) = (said.texts.day(now.date()), said.texts.w.time(now.time()));
    Ok(format!("{name} · {}", fill(said.b.printed_at, &[("day", &day), ("time", &time)])))
}

fn by_name(lines: &mut [Line]) {
    lines.sort_by_cached_key(|line| {
        let last = line.lead.split_whitespace().last().unwrap_or_default().to_lowercase();
        (last, line.lead.to_lowercase())
    });
}

/// `GET /events/{id}/bookings/print`: who may come, by name.
pub async fn list(
    State(house): State<House>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Html<String>, NoPage> {
    let loaded = Loaded::of(&house, &visitor, &id).await?;
    let said = Said::of(&visitor);
    let event = &loaded.event;
    let live = loaded.rows.iter().filter(|row| row.standing != Standing::Ended);
    let mut lines: Vec<Line> = live.map(|row| line(said, &loaded, row)).collect();
    by_name(&mut lines);
    let here = format!("/events/{}/bookings/print", event.id);
    let page = Sheet {
        frame: frame(&house, &visitor, (said.b.print_list.to_owned(), "/events", here)).await?,
        b: said.b,
        title: format!(
            "{}, {}, {}",
            event.plan.title.of(said.texts.language),
            said.texts.day(event.plan.day),
            said.texts.time(&event.plan)
        ),
        head: head(&house, &visitor, said).await?,
        back: format!("/events/{}/bookings", event.id),
        lines,
    };
    Ok(Html(page.render()?))
}

/// `POST /events/{id}/bookings/csv`: it is noted who took it.
pub async fn csv(
    State(house): State<House>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Response, NoPage> {
    let loaded = Loaded::of(&house, &visitor, &id).await?;
    let (said, site) = (Said::of(&visitor), visitor.user.site);
    let b = said.b;
    let mut tx = house.db.write().await?;
    let noted = (visitor.user.name.as_str(), Noted::BookingsExported);
    audit::note(&house, &mut tx, site, noted, loaded.event.id.to_string()).await?;
    tx.commit().await?;
    let heads = [
        b.reference,
        b.lead,
        b.phone,
        b.ring,
        b.adults,
        b.children,
        b.ages_label,
        b.needs,
        b.diet,
        b.transport,
        b.state,
        b.prison,
    ];
    let rows = loaded.rows.iter().filter(|row| row.moved_to.is_none());
    let rows = rows.map(|row| cells(said, &loaded, row));
    let table = std::iter::once(heads.map(str::to_owned).to_vec()).chain(rows);
    let name = format!("bookings-{site}-{}.csv", loaded.event.plan.day);
    let headers = [
        (CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
    ];
    Ok((headers, csv_out::table(table)).into_response())
}

fn cells(said: Said, loaded: &Loaded, row: &Row) -> Vec<String> {
    let line = line(said, loaded, row);
    let ages = loaded.wishes.get(&row.id).map(|wish| wish.ages.as_slice()).unwrap_or_default();
    let ages: Vec<String> = ages.iter().map(u8::to_string).collect();
    let many = |n: Option<u8>| n.map(|n| n.to_string()).unwrap_or_default();
    vec![
        line.reference,
        line.lead,
        line.phone,
        line.ring.to_owned(),
        many(row.party.map(|party| party.adults)),
        many(row.party.map(|party| party.children)),
        ages.join(" "),
        line.needs,
        line.diet,
        line.transport,
        line.state,
        line.prison.unwrap_or_default().to_owned(),
    ]
}

// --- The letter ------------------------------------------------------------------------------------

#[derive(Template)]
#[template(path = "event_letter.html")]
struct Letter {
    frame: Frame,
    b: &'static BookingWords,
    prison: String,
    reference: String,
    back: String,
    /// In the family's language first.
    halves: Vec<Half>,
    head: String,
}

/// The letter in one language.
struct Half {
    tag: &'static str,
    b: &'static BookingWords,
    dear: String,
    says: &'static str,
    facts: Vec<(&'static str, String)>,
    find: &'static str,
}

/// `GET /events/{id}/bookings/{booking}/letter`: both languages, the family's first.
pub async fn letter(
    State(house): State<House>,
    visitor: Visitor,
    Path((id, booking)): Path<(String, String)>,
) -> Result<Html<String>, NoPage> {
    let loaded = Loaded::of(&house, &visitor, &id).await?;
    let row = loaded.row(&booking)?;
    let wish = loaded.wishes.get(&row.id).ok_or(NoPage::NotFound)?;
    let said = Said::of(&visitor);
    let here = format!("/events/{}/bookings/{}/letter", loaded.event.id, row.id);
    let other = Language::ALL.into_iter().filter(|one| *one != row.language);
    let languages = std::iter::once(row.language).chain(other);
    let page = Letter {
        frame: frame(&house, &visitor, (said.b.letter.to_owned(), "/events", here)).await?,
        b: said.b,
        prison: sites::get(&house.db, visitor.user.site).await?.name,
        reference: reference(wish),
        back: format!("/events/{}/bookings/{}", loaded.event.id, row.id),
        halves: languages.map(|language| half(language, &loaded, row, &wish.lead.name)).collect(),
        head: head(&house, &visitor, said).await?,
    };
    Ok(Html(page.render()?))
}

fn half(language: Language, loaded: &Loaded, row: &Row, name: &str) -> Half {
    let (b, plan) = (BookingWords::of(language), &loaded.event.plan);
    let texts = Texts { w: words::of(language), t: EventWords::of(language), language };
    let said = Said { b, texts };
    let mut facts = vec![
        (b.event, plan.title.of(language).to_owned()),
        (b.when, format!("{}, {}", texts.day(plan.day), texts.time(plan))),
        (b.where_, plan.place.of(language).to_owned()),
        (b.party, party(b, row)),
    ];
    let bus = transport(said, plan, row);
    if !bus.is_empty() {
        facts.push((b.transport, bus));
    }
    Half {
        tag: language.code(),
        b,
        dear: fill(b.letter_dear, &[("name", &name)]),
        says: says(b, loaded, row),
        facts,
        find: b.letter_find,
    }
}

fn says(b: &BookingWords, loaded: &Loaded, row: &Row) -> &'static str {
    let event = &loaded.event;
    match loaded.state_of(row) {
        BookingState::Declined => b.letter_declined,
        BookingState::Cancelled => b.letter_cancelled,
        _ if event.state == EventState::Cancelled => b.letter_event_off,
        BookingState::Approved => b.letter_approved,
        BookingState::Held if event.plan.booking == Mode::BookYourself => b.letter_yours,
        BookingState::Held => b.letter_held,
        BookingState::InTheDraw => b.letter_in_the_draw,
        BookingState::Waiting | BookingState::AskedFor => b.letter_waiting,
    }
}
