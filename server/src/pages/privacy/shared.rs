//! What was shared: the record, and what staff write down by hand.

use askama::Template;
use axum::Form;
use axum::extract::State;
use axum::response::Html;
use serde::Deserialize;

use super::{Nav, Said, around, day_text, time_text};
use crate::auth::may::Act;
use crate::error::Error;
use crate::house::House;
use crate::pages::place::{self, Place};
use crate::pages::{Frame, NoPage, Visitor};
use crate::privacy::shared::{self as record, Ground, Recipient, Shared, What};
use crate::store::shared::{self, Entry};
use crate::store::sites;
use crate::words::Words;
use crate::words::privacy::PrivacyWords;

/// The addresses of this page.
pub fn places() -> Vec<Place> {
    vec![
        place::get("/privacy/shared", Act::Privacy, page),
        place::post("/privacy/shared", Act::Privacy, write_down),
    ]
}

#[derive(Template)]
#[template(path = "privacy_shared.html")]
struct SharedPage {
    frame: Frame,
    nav: Nav,
    p: &'static PrivacyWords,
    said: Option<Said>,
    entries: Vec<EntryView>,
    whats: Vec<(&'static str, &'static str)>,
    grounds: Vec<(&'static str, &'static str)>,
}

struct EntryView {
    when: String,
    recipient: String,
    what: &'static str,
    ground: &'static str,
    day: String,
    people: i64,
    who: String,
}

/// `GET /privacy/shared`
pub async fn page(State(house): State<House>, visitor: Visitor) -> Result<Html<String>, NoPage> {
    show(&house, &visitor, None).await
}

async fn show(
    house: &House,
    visitor: &Visitor,
    said: Option<Said>,
) -> Result<Html<String>, NoPage> {
    let p = visitor.privacy_words();
    let entries = shared::newest(&house.db, visitor.user.site).await?;
    let (frame, nav) = around(house, visitor, (p.shared_title, "/privacy/shared")).await?;
    let page = SharedPage {
        frame,
        nav,
        p,
        said,
        entries: entries.into_iter().map(|entry| view(visitor.words(), p, entry)).collect(),
        whats: What::ALL.iter().map(|what| (what.as_str(), p.what(*what))).collect(),
        grounds: Ground::ALL.iter().map(|one| (one.as_str(), p.ground_of(*one))).collect(),
    };
    Ok(Html(page.render()?))
}

fn view(words: &Words, p: &'static PrivacyWords, entry: Entry) -> EntryView {
    EntryView {
        when: time_text(words, entry.at),
        recipient: p.recipient_of(&entry.recipient),
        what: What::parse(&entry.what).map_or(p.what_other, |what| p.what(what)),
        ground: Ground::parse(&entry.ground).map_or("", |ground| p.ground_of(ground)),
        day: entry.day.and_then(|day| day.parse().ok()).map(day_text).unwrap_or_default(),
        people: entry.people,
        who: entry.who,
    }
}

/// What somebody wrote down by hand.
#[derive(Deserialize)]
pub struct ByHand {
    recipient: String,
    what: String,
    ground: String,
    people: String,
}

/// `POST /privacy/shared`
pub async fn write_down(
    State(house): State<House>,
    visitor: Visitor,
    Form(form): Form<ByHand>,
) -> Result<Html<String>, NoPage> {
    let said = match by_hand(&form) {
        None => Some(Said::refused(visitor.privacy_words().not_written)),
        Some(given) => {
            store(&house, &visitor, &given).await?;
            None
        }
    };
    show(&house, &visitor, said).await
}

fn by_hand(form: &ByHand) -> Option<Shared> {
    let people = form.people.trim().parse().ok().filter(|people| (1..=100_000).contains(people))?;
    Some(Shared {
        recipient: Recipient::named(&form.recipient)?,
        what: What::parse(&form.what)?,
        ground: Ground::parse(&form.ground)?,
        subject: None,
        day: None,
        people,
    })
}

async fn store(house: &House, visitor: &Visitor, given: &Shared) -> Result<(), Error> {
    let site = visitor.user.site;
    let mut tx = house.db.write().await?;
    sites::lock(&mut tx, site).await?;
    record::note(house, &mut tx, site, &visitor.user.name, given).await?;
    house.commit_and_tell(tx, site).await
}
