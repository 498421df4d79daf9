//! Records of kiosks that could not be applied, on Today until somebody has dealt with them.

use axum::extract::State;
use axum::response::Response;

use super::deed::Deed;
use crate::auth::may::Act;
use crate::clock::{local, moment};
use crate::desk::exceptions;
use crate::error::Error;
use crate::house::House;
use crate::pages::place::{self, Place};
use crate::pages::{NoPage, Visitor};
use crate::store::records::{self, Trouble};
use crate::words::fill;

/// The addresses of these acts.
pub fn places() -> Vec<Place> {
    let desk = Act::RunTheDesk;
    vec![
        place::post("/today/exceptions/link", desk, link),
        place::post("/today/exceptions/dismiss", desk, dismiss),
    ]
}

/// A record in trouble, ready to show.
pub struct ExceptionView {
    /// For its forms.
    pub id: String,
    /// `A7`; empty when the record cannot be read.
    pub number: String,
    /// Kiosk, how many, since when.
    pub details: String,
    /// What is the matter.
    pub what: &'static str,
    /// It tells of an arrival, which can be linked to a visit.
    pub can_link: bool,
}

/// Those that nobody has dealt with, newest first.
pub async fn open(house: &House, visitor: &Visitor) -> Result<Vec<ExceptionView>, Error> {
    let site = visitor.user.site;
    let mut open = records::exceptions(&house.db, site).await?;
    open.extend(records::conflicts(&house.db, site).await?);
    Ok(open.into_iter().map(|trouble| view(visitor, trouble)).collect())
}

fn view(visitor: &Visitor, trouble: Trouble) -> ExceptionView {
    let words = visitor.words();
    let arrival = exceptions::arrival(&trouble.body);
    let at = arrival.as_ref().map_or_else(|| moment(trouble.received), |arrival| arrival.at);
    let at = local(at);
    let since = format!(
        "{}, {}",
        super::view::day(at.date(), visitor.chosen.language),
        words.time(at.time())
    );
    let people = arrival.as_ref().map(|a| a.party.adults.saturating_add(a.party.children));
    let details = [
        Some(fill(words.ask_kiosk, &[("letter", &trouble.letter)])),
        people.map(|n| fill(visitor.today_words().people_came, &[("n", &n)])),
        Some(since),
    ];
    ExceptionView {
        number: arrival.as_ref().map(|arrival| arrival.number.to_string()).unwrap_or_default(),
        details: details.into_iter().flatten().collect::<Vec<_>>().join(" · "),
        what: words.trouble(&trouble.what),
        can_link: arrival.is_some(),
        id: trouble.id,
    }
}

async fn link(State(house): State<House>, deed: Deed) -> Result<Response, NoPage> {
    let (record, reference) = (deed.fields.text("record"), deed.fields.text("reference"));
    let answer = exceptions::link(&house, deed.officer(), record, reference).await?;
    Ok(deed.answer(answer))
}

async fn dismiss(State(house): State<House>, deed: Deed) -> Result<Response, NoPage> {
    let record = deed.fields.text("record");
    let answer = exceptions::dismiss(&house, deed.officer(), record).await?;
    Ok(deed.answer(answer))
}
