//! People of the site: their roles, passwords, pauses and kiosk codes.

mod acts;
mod view;

use askama::Template;
use axum::Form;
use axum::extract::{Path, State};
use axum::response::{Html, IntoResponse, Response};
use serde::Deserialize;

use super::place::{self, Place};
use super::said::Said;
use super::{Frame, NoPage, Visitor, frame};
use crate::auth::may::Act;
use crate::auth::password;
use crate::auth::people::{self, By, FirstPassword};
use crate::house::House;
use crate::store::roles::{self, Listed, Role};
use crate::store::safeguarding;
use crate::words::fill;
use crate::words::people::People;
use view::{PersonView, RoleView};

const HERE: &str = "/people";

/// The addresses of this page.
pub fn places() -> Vec<Place> {
    let act = Act::ManagePeople;
    vec![
        place::get(HERE, act, page),
        place::post("/people/add", act, add),
        place::get("/people/{person}", act, person_page),
        place::post("/people/{person}/role", act, acts::set_role),
        place::post("/people/{person}/end", act, acts::end_role),
        place::post("/people/{person}/reset", act, acts::reset),
        place::post("/people/{person}/lift", act, acts::lift),
        place::post("/people/{person}/factor-off", act, acts::factor_off),
        place::post("/people/{person}/lead", act, acts::name_lead),
        place::post("/people/{person}/lead/end", act, acts::end_lead),
        place::post("/people/{person}/kiosk-code", act, acts::give_code),
        place::post("/people/{person}/kiosk-code/end", act, acts::end_code),
    ]
}

/// Something that is shown this once and never again.
pub struct Secret {
    title: String,
    how: &'static str,
    text: String,
}

#[derive(Template)]
#[template(path = "people.html")]
struct Page {
    frame: Frame,
    t: &'static People,
    said: Option<Said>,
    secret: Option<Secret>,
    people: Vec<PersonView>,
    roles: Vec<RoleView>,
    typed: String,
}

#[derive(Template)]
#[template(path = "person.html")]
struct PersonPage {
    frame: Frame,
    t: &'static People,
    said: Option<Said>,
    secret: Option<Secret>,
    person: PersonView,
    roles: Vec<RoleView>,
    may_have_code: bool,
    is_lead: bool,
}

fn texts(visitor: &Visitor) -> &'static People {
    People::of(visitor.chosen.language)
}

/// `GET /people`
pub async fn page(State(house): State<House>, visitor: Visitor) -> Result<Response, NoPage> {
    show(&house, &visitor, (None, None), String::new()).await
}

async fn show(
    house: &House,
    visitor: &Visitor,
    (said, secret): (Option<Said>, Option<Secret>),
    typed: String,
) -> Result<Response, NoPage> {
    let t = texts(visitor);
    let mut people = Vec::new();
    for listed in roles::at(&house.db, visitor.user.site).await? {
        people.push(view::person(house, visitor, listed).await?);
    }
    let status = Said::status(said.as_ref());
    let title = (t.title.to_owned(), HERE, HERE.to_owned());
    let frame = frame(house, visitor, title).await?;
    let roles = view::roles(t, visitor.user.role, Role::Volunteer);
    let page = Page { frame, t, said, secret, people, roles, typed };
    Ok((status, Html(page.render()?)).into_response())
}

/// Somebody new, or somebody of another site.
#[derive(Deserialize)]
pub struct New {
    name: String,
    role: Role,
    known: Option<String>,
}

/// `POST /people/add`
pub async fn add(
    State(house): State<House>,
    visitor: Visitor,
    Form(new): Form<New>,
) -> Result<Response, NoPage> {
    let (t, name) = (texts(&visitor), new.name.trim().to_owned());
    let place = (By::Person(&visitor.user), visitor.user.site);
    let made = password::generate();
    let done = if new.known.is_some() {
        people::add_known(&house, place, (&name, new.role)).await.map(|()| None)
    } else {
        let first = FirstPassword::Once(made.clone());
        people::add(&house, place, (&name, new.role), first).await.map(|_| Some(made))
    };
    match done {
        Ok(password) => {
            let said = Said::done(fill(t.added, &[("name", &name)]));
            let secret = password.map(|text| one_time(t, &name, text));
            show(&house, &visitor, (Some(said), secret), String::new()).await
        }
        Err(error) => {
            let said = Said::refused(view::why(t, error)?);
            show(&house, &visitor, (Some(said), None), name).await
        }
    }
}

fn one_time(t: &People, name: &str, text: String) -> Secret {
    Secret { title: fill(t.once_for, &[("name", &name)]), how: t.once_how, text }
}

/// `GET /people/{person}`
pub async fn person_page(
    State(house): State<House>,
    Path(person): Path<String>,
    visitor: Visitor,
) -> Result<Response, NoPage> {
    let listed = of_here(&house, &visitor, &person).await?;
    show_person(&house, &visitor, listed, (None, None)).await
}

/// Somebody who has or had a role at this site. Nobody else is found from here.
async fn of_here(house: &House, visitor: &Visitor, person: &str) -> Result<Listed, NoPage> {
    let listed = roles::one_at(&house.db, visitor.user.site, person).await?;
    listed.ok_or(NoPage::NotFound)
}

async fn show_person(
    house: &House,
    visitor: &Visitor,
    listed: Listed,
    (said, secret): (Option<Said>, Option<Secret>),
) -> Result<Response, NoPage> {
    let (t, role) = (texts(visitor), listed.role().unwrap_or(Role::Volunteer));
    let title = (listed.shown_name.clone(), HERE, format!("{HERE}/{}", listed.person));
    let status = Said::status(said.as_ref());
    let page = PersonPage {
        frame: frame(house, visitor, title).await?,
        t,
        said,
        secret,
        roles: view::roles(t, visitor.user.role, role),
        is_lead: safeguarding::is_lead(&house.db, visitor.user.site, &listed.person).await?,
        may_have_code: role.opens().is_some(),
        person: view::person(house, visitor, listed).await?,
    };
    Ok((status, Html(page.render()?)).into_response())
}
