//! *Private talks*: what stands on every page while an urgent one is open, and the page with all.

mod contact;
mod view;

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{Html, Redirect};
use visits_domain::help::TalkId;

use super::fields::Fields;
use super::place::{self, Place};
use super::{Frame, NoPage, Visitor, back, frame};
use crate::auth::may::Act;
use crate::error::Error;
use crate::house::House;
use crate::store::talks as rows;
use crate::talks::{self, SHOWN_AFTER, Step};
use crate::words::talks::TalkWords;
pub use contact::{ContactPage, ContactView};
pub use view::{Alarm, day_time, written};
use view::{Later, Urgent};

const HERE: &str = "/talks";
/// Of whom it was passed to. Characters.
const TO_WHOM: usize = 80;

/// The addresses. A talk's id says nothing about anybody.
pub fn places() -> Vec<Place> {
    let (take, read) = (Act::AnswerTalks, Act::AnswerRequests);
    vec![
        place::get("/alarms", Act::OwnAccount, alarms_alone),
        place::get(HERE, take, page),
        place::post("/talks/{talk}/take", take, take_it),
        place::post("/talks/{talk}/pass", take, pass),
        place::post("/talks/{talk}/close", take, close),
        place::post("/talks/{talk}/answer", read, answer),
        place::post("/talks/{talk}/contact", read, contact::page),
    ]
}

impl Visitor {
    pub(super) fn talk_words(&self) -> &'static TalkWords {
        TalkWords::of(self.chosen.language)
    }
}

/// The open alarms of a person's site: everybody sees them.
pub async fn alarms(house: &House, visitor: &Visitor) -> Result<Vec<Alarm>, Error> {
    let since = house.clock.now() - SHOWN_AFTER;
    let open = rows::alarms(&house.db, visitor.user.site, since).await?;
    Ok(open.into_iter().map(|talk| Alarm::of(talk, visitor)).collect())
}

#[derive(Template)]
#[template(path = "alarms.html")]
struct AlarmsPage {
    frame: Frame,
    t: &'static TalkWords,
}

/// `GET /alarms`: what stands on every page, for an open one that has no address of its own.
pub async fn alarms_alone(
    State(house): State<House>,
    visitor: Visitor,
) -> Result<Html<String>, NoPage> {
    let t = visitor.talk_words();
    let title = (t.alarms_title.to_owned(), "", "/".to_owned());
    Ok(Html(AlarmsPage { frame: frame(&house, &visitor, title).await?, t }.render()?))
}

#[derive(Template)]
#[template(path = "talks.html")]
struct TalksPage {
    frame: Frame,
    t: &'static TalkWords,
    urgent: Vec<Urgent>,
    /// None: this person does not see them.
    later: Option<Vec<Later>>,
    may_read: bool,
}

/// `GET /talks`
pub async fn page(State(house): State<House>, visitor: Visitor) -> Result<Html<String>, NoPage> {
    let (t, site) = (visitor.talk_words(), visitor.user.site);
    let now = house.clock.now();
    let urgent = rows::list(&house.db, site, true).await?;
    let later = if visitor.may(Act::SeeRequests) {
        let later = rows::list(&house.db, site, false).await?;
        Some(later.into_iter().map(|talk| Later::of(talk, &visitor, now)).collect())
    } else {
        None
    };
    let title = (t.title.to_owned(), HERE, HERE.to_owned());
    let page = TalksPage {
        frame: frame(&house, &visitor, title).await?,
        t,
        urgent: urgent.into_iter().map(|talk| Urgent::of(talk, &visitor)).collect(),
        later,
        may_read: visitor.may(Act::AnswerRequests),
    };
    Ok(Html(page.render()?))
}

type Which = (State<House>, Path<TalkId>, Visitor, Fields);

async fn step(
    (State(house), Path(talk), visitor, fields): Which,
    step: Step,
) -> Result<Redirect, NoPage> {
    // Where somebody else was first, the page says who.
    talks::act(&house, &visitor.user, talk, &step).await?;
    Ok(back(Some(fields.text("back")).filter(|to| !to.is_empty()).or(Some(HERE))))
}

/// `POST /talks/{talk}/take`: the first who takes it has it; the kiosk is told.
pub async fn take_it(
    house: State<House>,
    talk: Path<TalkId>,
    visitor: Visitor,
    fields: Fields,
) -> Result<Redirect, NoPage> {
    step((house, talk, visitor, fields), Step::Take).await
}

/// `POST /talks/{talk}/pass`: whom in the prison it was passed to.
pub async fn pass(
    house: State<House>,
    talk: Path<TalkId>,
    visitor: Visitor,
    fields: Fields,
) -> Result<Redirect, NoPage> {
    let to: String = fields.text("to").chars().take(TO_WHOM).collect();
    if to.is_empty() {
        return Ok(back(Some(HERE)));
    }
    step((house, talk, visitor, fields), Step::Pass(to)).await
}

/// `POST /talks/{talk}/answer`
pub async fn answer(
    house: State<House>,
    talk: Path<TalkId>,
    visitor: Visitor,
    fields: Fields,
) -> Result<Redirect, NoPage> {
    step((house, talk, visitor, fields), Step::Answer).await
}

/// `POST /talks/{talk}/close`
pub async fn close(
    house: State<House>,
    talk: Path<TalkId>,
    visitor: Visitor,
    fields: Fields,
) -> Result<Redirect, NoPage> {
    step((house, talk, visitor, fields), Step::Close).await
}
