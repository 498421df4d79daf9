//! The sheet of the day: on paper, with names, for whoever stands at the door without a screen.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Html;

use super::{load, words};
use crate::audit::{self, Noted};
use crate::bookings::family::Families;
use crate::house::House;
use crate::pages::events::known;
use crate::pages::events::view::Texts;
use crate::pages::{Frame, NoPage, Visitor, frame};
use crate::words::Words;
use crate::words::day::DayWords;
use crate::words::fill;

#[derive(Template)]
#[template(path = "event_day_sheet.html")]
struct Page {
    frame: Frame,
    t: &'static DayWords,
    id: String,
    title: String,
    head: String,
    lines: Vec<Line>,
    providers: Vec<String>,
    volunteers: Vec<u8>,
}

struct Line {
    n: usize,
    name: String,
    reference: String,
    party: String,
    people: usize,
    needs: String,
    diet: String,
}

fn needs(w: &Words, wish: &visits_domain::wish::Wish) -> String {
    let mut all: Vec<&str> = wish.needs.iter().map(|need| w.need(*need)).collect();
    if !wish.needs_words.is_empty() {
        all.push(&wish.needs_words);
    }
    all.join(", ")
}

/// `POST /events/{id}/day/sheet`
pub async fn sheet(
    State(house): State<House>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Html<String>, NoPage> {
    let event = known(&house, &visitor, &id).await?;
    let (t, texts, site) = (words(&visitor), Texts::of(&visitor), visitor.user.site);
    let who = (site, visitor.user.name.as_str());
    audit::alone(&house, who, Noted::FamiliesSeen, event.id.to_string()).await?;
    let opened = Families::of(&house, site).await?;
    let mut lines = Vec::new();
    for family in load(&house, &visitor, &event).await? {
        if !family.is_expected() {
            continue;
        }
        let asked = &family.asked;
        let wish = asked.sealed.as_ref().and_then(|sealed| opened.open(asked.id, sealed));
        let n = lines.len() + 1;
        let number = fill(t.family_n, &[("n", &n)]);
        let part = |get: &dyn Fn(&visits_domain::wish::Wish) -> String| {
            wish.as_ref().map_or_else(String::new, get)
        };
        lines.push(Line {
            n,
            name: wish.as_ref().map_or(number, |wish| wish.lead.name.clone()),
            reference: part(&|wish| wish.reference.clone()),
            party: asked.party.map_or_else(String::new, |party| {
                fill(t.party_of, &[("adults", &party.adults), ("children", &party.children)])
            }),
            people: crate::on_the_day::party::of(asked, &event.plan).len(),
            needs: part(&|wish| needs(texts.w, wish)),
            diet: part(&|wish| wish.diet.clone()),
        });
    }
    let title = event.plan.title.of(texts.language).to_owned();
    let here = format!("/events/{}/day", event.id);
    let mut frame = frame(&house, &visitor, (title.clone(), "/events", here)).await?;
    // What is shown here has no address of its own: it must not be fetched again.
    frame.live = true;
    let page = Page {
        frame,
        t,
        id: event.id.to_string(),
        title,
        head: format!("{}, {}", texts.day(event.plan.day), texts.time(&event.plan)),
        lines,
        providers: event.plan.providers.clone(),
        volunteers: (1..=event.plan.volunteers_needed).collect(),
    };
    Ok(Html(page.render()?))
}
