//! One person: what is held about them, on a page and as a file; placing a hold; erasing. All of
//! it in the bodies of forms: nothing personal is in an address.

use askama::Template;
use axum::Form;
use axum::extract::State;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{Html, IntoResponse, Response};
use serde::Deserialize;

use super::{Nav, Said, around, day_text};
use crate::audit::{self, Noted};
use crate::auth::may::Act;
use crate::error::Error;
use crate::house::House;
use crate::pages::place::{self, Place};
use crate::pages::{Frame, NoPage, Visitor};
use crate::privacy::bookings::{self, Whose};
use crate::privacy::erasure::{self, Erased};
use crate::privacy::export::{self, Dossier};
use crate::privacy::holds::{self, Ground, Wanted};
use crate::privacy::requests;
use crate::privacy::shared::{self, Recipient, Shared, What};
use crate::privacy::subjects::{self, Search, Subject, is_certain};
use crate::store::holds::Hold;
use crate::store::{sites, subjects as rows};
use crate::words::bookings::BookingWords;
use crate::words::events::EventWords;
use crate::words::fill;
use crate::words::privacy::PrivacyWords;
use crate::words::subject::SubjectWords;

/// The addresses of these pages.
pub fn places() -> Vec<Place> {
    vec![
        place::get("/privacy/person", Act::Privacy, page),
        place::post("/privacy/person", Act::Privacy, look),
        place::post("/privacy/person/everything", Act::Privacy, everything),
        place::post("/privacy/person/file", Act::Privacy, file),
        place::post("/privacy/person/hold", Act::Privacy, hold),
        place::post("/privacy/person/erase", Act::Privacy, erase),
        place::post("/privacy/person/erase-booking", Act::Privacy, erase_booking),
    ]
}

/// What somebody is looked for by, and which of those found is meant.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    surname: String,
    born: String,
    reference: String,
    subject: String,
}

#[derive(Template)]
#[template(path = "privacy_person.html")]
struct PersonPage {
    frame: Frame,
    nav: Nav,
    p: &'static PrivacyWords,
    s: &'static SubjectWords,
    said: Option<Said>,
    asked: Asked,
    looked: bool,
    found: Vec<FoundView>,
    grounds: Vec<(&'static str, &'static str)>,
    today: String,
    latest: String,
    /// Id, and all that is held of it.
    bookings: Vec<(String, String)>,
    /// Receipt, and all that is held of a request or a talk.
    requests: Vec<(String, String)>,
}

struct FoundView {
    id: String,
    name: String,
    born: String,
    visits: usize,
    days: String,
    certain: bool,
}

/// `GET /privacy/person`
pub async fn page(State(house): State<House>, visitor: Visitor) -> Result<Html<String>, NoPage> {
    show(&house, &visitor, Asked::default(), None).await
}

/// `POST /privacy/person`
pub async fn look(
    State(house): State<House>,
    visitor: Visitor,
    Form(asked): Form<Asked>,
) -> Result<Html<String>, NoPage> {
    if search(&house, &visitor, &asked).await?.is_none() {
        let said = Said::refused(visitor.subject_words().cannot_look);
        return show(&house, &visitor, asked, Some(said)).await;
    }
    note(&house, &visitor, Noted::PersonLookedFor, "").await?;
    show(&house, &visitor, asked, None).await
}

async fn search(house: &House, visitor: &Visitor, asked: &Asked) -> Result<Option<Search>, Error> {
    let rule = sites::get(&house.db, visitor.user.site).await?.settings.reference;
    Ok(Search::parse((&asked.surname, &asked.born, &asked.reference), &rule))
}

async fn show(
    house: &House,
    visitor: &Visitor,
    asked: Asked,
    said: Option<Said>,
) -> Result<Html<String>, NoPage> {
    let (s, today) = (visitor.subject_words(), house.clock.local().date());
    let wanted = search(house, visitor, &asked).await?;
    let found = match &wanted {
        Some(search) => {
            let mut conn = house.db.pool().acquire().await.map_err(Error::from)?;
            subjects::find(house, &mut conn, visitor.user.site, search).await?
        }
        None => Vec::new(),
    };
    let bookings = match &wanted {
        Some(search) => booked(house, visitor, search).await?,
        None => Vec::new(),
    };
    let requests = match &wanted {
        Some(search) => requested(house, visitor, search).await?,
        None => Vec::new(),
    };
    let (frame, nav) = around(house, visitor, (s.title, "/privacy/person")).await?;
    let page = PersonPage {
        bookings,
        requests,
        frame,
        nav,
        p: visitor.privacy_words(),
        s,
        said,
        looked: wanted.is_some(),
        asked,
        found: found.iter().map(|subject| found_view(s, subject)).collect(),
        grounds: Ground::ALL.map(|one| (one.as_str(), s.ground_of(one.as_str()))).into(),
        today: today.to_string(),
        latest: (today + holds::LONGEST).to_string(),
    };
    Ok(Html(page.render()?))
}

/// The bookings that are found, each with all that is held of it.
async fn booked(
    house: &House,
    visitor: &Visitor,
    search: &Search,
) -> Result<Vec<(String, String)>, Error> {
    let whose: Vec<Whose> = Whose::of_search(search).into_iter().collect();
    let site = visitor.user.site;
    let mut conn = house.db.pool().acquire().await?;
    let found = bookings::find(house, &mut conn, site, &whose).await?;
    let told = export::bookings(house, &mut conn, site, &whose).await?;
    let view = View { visitor, s: visitor.subject_words() };
    let lines = found.iter().zip(told);
    Ok(lines.map(|(one, told)| (one.row.id.to_string(), view.booking(&told))).collect())
}

/// The requests and talks that are found, each with all that is held of it.
async fn requested(
    house: &House,
    visitor: &Visitor,
    search: &Search,
) -> Result<Vec<(String, String)>, Error> {
    let s = visitor.subject_words();
    let b = BookingWords::of(visitor.chosen.language);
    let mut conn = house.db.pool().acquire().await?;
    let found = requests::find(house, &mut conn, visitor.user.site, search).await?;
    let line = |one: requests::Found| {
        let text = fill(
            s.request_line,
            &[
                ("asked", &super::time_text(visitor.words(), one.asked)),
                ("receipt", &one.receipt),
                ("name", &one.contact.name),
                ("phone", &one.contact.phone),
                ("ring", &b.ring_of(one.contact.ring)),
                ("words", &one.contact.words),
                ("to", &one.contact.organization),
                ("handed", &one.handed_to.unwrap_or_default()),
                ("notes", &one.notes.join(" · ")),
            ],
        );
        (one.receipt, text)
    };
    Ok(found.into_iter().map(line).collect())
}

fn found_view(s: &SubjectWords, subject: &Subject) -> FoundView {
    let newest = subject.newest();
    let day = |text: &str| rows::day(text).map(day_text).unwrap_or_default();
    let (first, last) = (day(&subject.listed[0].day), day(&newest.day));
    FoundView {
        id: subject.id.clone(),
        name: format!("{} {}", newest.first_name, newest.last_name),
        born: newest.born.as_deref().map(day).unwrap_or_default(),
        visits: subject.visits().len(),
        days: if first == last {
            first
        } else {
            fill(s.first_to_last, &[("first", &first), ("last", &last)])
        },
        certain: is_certain(newest),
    }
}

async fn note(house: &House, visitor: &Visitor, noted: Noted, about: &str) -> Result<(), Error> {
    let site = visitor.user.site;
    let mut tx = house.db.write().await?;
    audit::note(house, &mut tx, site, (visitor.user.name.as_str(), noted), about).await?;
    house.commit_and_tell(tx, site).await
}

/// All that is held about the person, noted as handed out to them. None: nobody is found.
async fn gather(house: &House, visitor: &Visitor, asked: &Asked) -> Result<Option<Dossier>, Error> {
    let Some(search) = search(house, visitor, asked).await? else { return Ok(None) };
    let (site, who) = (visitor.user.site, visitor.user.name.as_str());
    let mut tx = house.db.write().await?;
    let wanted = (&search, asked.subject.as_str());
    let Some(subject) = subjects::find_one(house, tx.conn(), site, wanted).await? else {
        return Ok(None);
    };
    let dossier = export::gather(house, tx.conn(), site, &subject).await?;
    let given = Shared {
        recipient: Recipient::ThePerson,
        what: What::SubjectAccess,
        ground: shared::Ground::OwnRequest,
        subject: Some(subject.id.clone()),
        day: None,
        people: 1,
    };
    shared::note(house, &mut tx, site, who, &given).await?;
    audit::note(house, &mut tx, site, (who, Noted::PersonExported), subject.id).await?;
    house.commit_and_tell(tx, site).await?;
    Ok(Some(dossier))
}

#[derive(Template)]
#[template(path = "privacy_everything.html")]
struct EverythingPage {
    frame: Frame,
    s: &'static SubjectWords,
    made: String,
    kept_for: String,
    named: Vec<String>,
    visits: Vec<VisitView>,
    bookings: Vec<String>,
    shared: Vec<String>,
}

struct VisitView {
    title: String,
    lines: Vec<(&'static str, String)>,
    arrivals: Vec<String>,
    events: Vec<String>,
    lists: Vec<String>,
}

/// `POST /privacy/person/everything`
pub async fn everything(
    State(house): State<House>,
    visitor: Visitor,
    Form(asked): Form<Asked>,
) -> Result<Html<String>, NoPage> {
    let s = visitor.subject_words();
    let Some(dossier) = gather(&house, &visitor, &asked).await? else {
        return show(&house, &visitor, asked, Some(Said::refused(s.gone_already))).await;
    };
    let (frame, _) = around(&house, &visitor, (s.everything, "/privacy/person")).await?;
    let view = View { visitor: &visitor, s };
    let page = EverythingPage {
        frame,
        s,
        made: fill(s.made, &[("when", &view.when(dossier.made)), ("prison", &dossier.prison)]),
        kept_for: fill(s.kept_for, &[("days", &dossier.visits_kept_for_days)]),
        visits: dossier.visits.iter().map(|visit| view.visit(visit)).collect(),
        bookings: dossier.bookings.iter().map(|one| view.booking(one)).collect(),
        shared: dossier.shared.iter().map(|given| view.given(given)).collect(),
        named: dossier.named.iter().map(|named| view.named(named)).collect(),
    };
    Ok(Html(page.render()?))
}

struct View<'a> {
    visitor: &'a Visitor,
    s: &'static SubjectWords,
}

impl View<'_> {
    fn when(&self, at: chrono::DateTime<chrono::Utc>) -> String {
        super::time_text(self.visitor.words(), at.timestamp_micros())
    }

    fn named(&self, named: &export::Named) -> String {
        let (s, mut text) = (self.s, format!("{} {}", named.first_name, named.last_name));
        if let Some(born) = named.born.as_deref().and_then(rows::day) {
            text = format!("{text}, {}: {}", s.born, day_text(born));
        }
        match &named.person_id {
            Some(id) => format!("{text}, {}: {id}", s.person_id),
            None => text,
        }
    }

    fn visit(&self, visit: &export::Visit) -> VisitView {
        let s = self.s;
        let day = rows::day(&visit.day).map(day_text).unwrap_or_default();
        let lines = [
            (s.reference, visit.reference.clone()),
            (s.time, format!("{} – {}", visit.from, visit.until)),
            (s.status, visit.status.clone()),
            (s.restriction, visit.restriction.clone()),
            (s.language, visit.language.clone().unwrap_or_default()),
            (s.visited, format!("{} {}", visit.person_visited, visit.person_visited_number)),
            (s.others, visit.others.to_string()),
            (s.id_seen, visit.id_seen.map(|at| self.when(at)).unwrap_or_default()),
            (s.attendance, visit.attendance.clone().unwrap_or_default()),
            (s.table, visit.table.clone().unwrap_or_default()),
            (s.outcome, visit.outcome.clone().unwrap_or_default()),
            (s.list_changed, self.when(visit.list_changed)),
        ];
        VisitView {
            title: day,
            lines: lines.into_iter().filter(|(_, text)| !text.trim().is_empty()).collect(),
            arrivals: visit.arrivals.iter().map(|one| self.arrival(one)).collect(),
            events: visit.events.iter().map(|one| self.event(one)).collect(),
            lists: visit.lists_shared.iter().map(|one| self.given(one)).collect(),
        }
    }

    fn arrival(&self, one: &export::Arrived) -> String {
        let s = self.s;
        let mut text = fill(
            s.arrival_line,
            &[
                ("number", &one.number),
                ("when", &self.when(one.at)),
                ("adults", &one.adults),
                ("children", &one.children),
            ],
        );
        let more = [
            (one.first_visit, s.first_visit),
            (one.joined, s.joined),
            (one.undone.is_some(), s.undone),
        ];
        for (_, words) in more.iter().filter(|(is_so, _)| *is_so) {
            text = format!("{text}, {words}");
        }
        for need in &one.needs {
            let known = serde_json::from_value(serde_json::Value::from(need.as_str()));
            let need = known.map_or(need.as_str(), |need| self.visitor.words().need(need));
            text = format!("{text}, {need}");
        }
        format!("{text} ({}, {})", one.language, one.found_by)
    }

    fn event(&self, one: &export::Happened) -> String {
        let word = one.what.as_str();
        let known =
            self.s.step(word).or_else(|| export::audit_text(word, self.visitor.chosen.language));
        let what = match (known, word.strip_prefix("asked for a person")) {
            (Some(known), _) => known.to_owned(),
            (None, Some(seat)) => format!("{}{seat}", self.s.asked_person),
            (None, None) => word.to_owned(),
        };
        format!("{}: {what}", self.when(one.at))
    }

    fn booking(&self, one: &export::Booking) -> String {
        let b = BookingWords::of(self.visitor.chosen.language);
        let t = EventWords::of(self.visitor.chosen.language);
        let needs = one.needs.iter().map(|need| self.visitor.words().need(*need).to_owned());
        let needs: Vec<String> = needs.chain([one.needs_words.clone()]).collect();
        let ages: Vec<String> = one.ages.iter().map(u8::to_string).collect();
        let visits = format!("{} {}", one.person_visited, one.person_visited_number);
        let many = |n: Option<u8>| n.map(|n| n.to_string()).unwrap_or_default();
        fill(
            self.s.booking_line,
            &[
                ("event", &one.event),
                ("day", &one.day),
                ("state", &b.state_of(one.state)),
                ("reference", &one.reference),
                ("name", &one.name),
                ("born", &one.born),
                ("phone", &one.phone),
                ("ring", &b.ring_of(one.safe_to_ring)),
                ("adults", &many(one.adults)),
                ("children", &many(one.children)),
                ("ages", &ages.join(", ")),
                ("needs", &needs.join(" ")),
                ("diet", &one.diet),
                ("visits", &visits),
                ("prison", &if one.prison_approved { t.yes } else { t.not_yet }),
                ("asked", &self.when(one.asked)),
            ],
        )
    }

    fn given(&self, one: &export::Given) -> String {
        let p = self.visitor.privacy_words();
        let recipient = p.recipient_of(&one.recipient);
        let what = What::parse(&one.what).map_or(p.what_other, |what| p.what(what));
        let ground = shared::Ground::parse(&one.ground).map_or("", |one| p.ground_of(one));
        format!("{}: {what} – {recipient} ({ground})", self.when(one.at))
    }
}

/// `POST /privacy/person/file`
pub async fn file(
    State(house): State<House>,
    visitor: Visitor,
    Form(asked): Form<Asked>,
) -> Result<Response, NoPage> {
    let s = visitor.subject_words();
    let Some(dossier) = gather(&house, &visitor, &asked).await? else {
        let said = Said::refused(s.gone_already);
        return Ok(show(&house, &visitor, asked, Some(said)).await?.into_response());
    };
    let text = serde_json::to_string_pretty(&dossier).map_err(Error::from)?;
    let headers = [
        (CONTENT_TYPE, "application/json; charset=utf-8"),
        // The same name for everybody: names of files end up in lists of recent files.
        (CONTENT_DISPOSITION, "attachment; filename=\"everything-held.json\""),
    ];
    Ok((headers, text).into_response())
}

/// A hold that somebody wants.
#[derive(Deserialize)]
#[serde(default)]
#[derive(Default)]
pub struct HoldForm {
    #[serde(flatten)]
    asked: Asked,
    ground: String,
    reason: String,
    owner: String,
    until: String,
}

/// `POST /privacy/person/hold`
pub async fn hold(
    State(house): State<House>,
    visitor: Visitor,
    Form(form): Form<HoldForm>,
) -> Result<Html<String>, NoPage> {
    let (s, today) = (visitor.subject_words(), house.clock.local().date());
    let wanted = Wanted::parse((&form.ground, &form.reason, &form.owner, &form.until), today);
    let found = search(&house, &visitor, &form.asked).await?;
    let said = match (wanted, found) {
        (None, _) => Said::refused(s.not_placed),
        (_, None) => Said::refused(s.cannot_look),
        (Some(wanted), Some(search)) => {
            let (site, by) = (visitor.user.site, visitor.user.name.as_str());
            let one = (&search, form.asked.subject.as_str());
            if holds::place(&house, site, by, one, wanted).await? {
                Said::done(s.placed)
            } else {
                Said::refused(s.gone_already)
            }
        }
    };
    show(&house, &visitor, form.asked, Some(said)).await
}

/// A person to erase.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct EraseForm {
    #[serde(flatten)]
    asked: Asked,
    sure: Option<String>,
}

/// `POST /privacy/person/erase`
pub async fn erase(
    State(house): State<House>,
    visitor: Visitor,
    Form(form): Form<EraseForm>,
) -> Result<Html<String>, NoPage> {
    let s = visitor.subject_words();
    let Some(search) = search(&house, &visitor, &form.asked).await? else {
        return show(&house, &visitor, form.asked, Some(Said::refused(s.cannot_look))).await;
    };
    if form.sure.is_none() {
        return show(&house, &visitor, form.asked, Some(Said::refused(s.not_sure))).await;
    }
    let (site, by) = (visitor.user.site, visitor.user.name.as_str());
    let one = (&search, form.asked.subject.as_str());
    let said = match erasure::erase(&house, site, by, one).await? {
        Erased::Gone { past, coming } => {
            // Nothing of the person stays on the page either.
            let text = fill(s.erased, &[("past", &past), ("coming", &coming)]);
            return show(&house, &visitor, Asked::default(), Some(Said::done(&text))).await;
        }
        Erased::OnHold(hold) => on_hold(s, &hold),
        Erased::Nobody => Said::refused(s.gone_already),
    };
    show(&house, &visitor, form.asked, Some(said)).await
}

fn on_hold(s: &SubjectWords, hold: &Hold) -> Said {
    let until = rows::day(&hold.until_day).map(day_text).unwrap_or_default();
    let ground = s.ground_of(&hold.ground);
    Said::refused(fill(
        s.on_hold,
        &[("ground", &ground), ("until", &until), ("owner", &hold.owner)],
    ))
}

/// `POST /privacy/person/erase-booking` with the search, `booking` in the place of the subject
pub async fn erase_booking(
    State(house): State<House>,
    visitor: Visitor,
    Form(form): Form<EraseForm>,
) -> Result<Html<String>, NoPage> {
    let s = visitor.subject_words();
    let Some(search) = search(&house, &visitor, &form.asked).await? else {
        return show(&house, &visitor, form.asked, Some(Said::refused(s.cannot_look))).await;
    };
    if form.sure.is_none() {
        return show(&house, &visitor, form.asked, Some(Said::refused(s.not_sure))).await;
    }
    let (site, by) = (visitor.user.site, visitor.user.name.as_str());
    let one = (&search, form.asked.subject.as_str());
    let said = match erasure::erase_booking(&house, site, by, one).await? {
        Erased::Gone { .. } => Said::done(s.booking_erased),
        Erased::OnHold(hold) => on_hold(s, &hold),
        Erased::Nobody => Said::refused(s.gone_already),
    };
    show(&house, &visitor, form.asked, Some(said)).await
}
