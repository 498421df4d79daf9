//! All bookings of an event: who is to be decided first.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Html;
use visits_domain::booking_card::BookingState;
use visits_domain::event::State as EventState;

use super::Loaded;
use super::view::{Line, PoolLine, Said, line, to_ring};
use crate::auth::may::Act;
use crate::bookings::stands::state_of;
use crate::house::House;
use crate::pages::events::pools;
use crate::pages::{Frame, NoPage, Visitor, frame};
use crate::store::bookings::Row;
use crate::store::troubles;
use crate::words::bookings::BookingWords;
use crate::words::fill;

#[derive(Template)]
#[template(path = "event_bookings.html")]
struct Page {
    frame: Frame,
    b: &'static BookingWords,
    event: String,
    title: String,
    when: String,
    lines: Vec<Line>,
    pools: Vec<PoolLine>,
    moved_away: String,
    may_decide: bool,
    may_book: bool,
    ring: String,
    troubles: String,
    waits: bool,
}

/// `GET /events/{id}/bookings`
pub async fn page(
    State(house): State<House>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Html<String>, NoPage> {
    let mut loaded = Loaded::of(&house, &visitor, &id).await?;
    let said = Said::of(&visitor);
    let b = said.b;
    let moved = loaded.rows.iter().filter(|row| row.moved_to.is_some()).count();
    loaded.rows.retain(|row| row.moved_to.is_none());
    loaded.rows.sort_by_key(|row| (rank(row), row.turn));
    let ring = to_ring(&loaded.event, &loaded.rows);
    let event = &loaded.event;
    let site = visitor.user.site;
    let troubles = troubles::open_at(&house.db, site, event.id).await?;
    let here = format!("/events/{}/bookings", event.id);
    let title = format!("{} · {}", b.title, event.plan.title.of(said.texts.language));
    let may_decide = visitor.may(Act::DecideBookings);
    let page = Page {
        frame: frame(&house, &visitor, (title, "/events", here)).await?,
        b,
        event: event.id.to_string(),
        title: event.plan.title.of(said.texts.language).to_owned(),
        when: format!("{}, {}", said.texts.day(event.plan.day), said.texts.time(&event.plan)),
        lines: loaded.rows.iter().map(|row| line(said, &loaded, row)).collect(),
        pools: pools::lines(said, event, &loaded.books),
        moved_away: if moved > 0 { fill(b.moved_away_n, &[("n", &moved)]) } else { String::new() },
        may_decide,
        may_book: may_decide && event.state == EventState::Open,
        ring: fill(b.whom_to_ring_n, &[("n", &ring)]),
        troubles: if troubles > 0 {
            fill(b.troubles_n, &[("n", &troubles)])
        } else {
            String::new()
        },
        waits: !loaded.books.fleet.gives(),
    };
    Ok(Html(page.render()?))
}

/// What is to be decided comes first, what is over last.
fn rank(row: &Row) -> u8 {
    match state_of(row.standing, row.decision) {
        BookingState::Held => 0,
        BookingState::Waiting | BookingState::InTheDraw | BookingState::AskedFor => 1,
        BookingState::Approved => 2,
        BookingState::Declined | BookingState::Cancelled => 3,
    }
}
