//! All prisons of the server, for its administrators.

use askama::Template;
use axum::Form;
use axum::extract::State;
use axum::response::{Html, IntoResponse, Response};
use serde::Deserialize;
use visits_domain::site::SiteCode;

use super::place::{self, Place};
use super::said::Said;
use super::{Frame, NoPage, Visitor, frame};
use crate::audit::{self, Noted};
use crate::auth::may::Act;
use crate::clock::{local, moment};
use crate::error::Error;
use crate::house::House;
use crate::keys;
use crate::store::people::User;
use crate::store::roles::{self, Role};
use crate::store::{kiosks, sites};
use crate::words::fill;
use crate::words::site::Site;

/// The addresses of this page.
pub fn places() -> Vec<Place> {
    vec![place::get("/sites", Act::ManageSites, page), place::post("/sites", Act::ManageSites, add)]
}

#[derive(Template)]
#[template(path = "sites.html")]
struct Page {
    frame: Frame,
    t: &'static Site,
    said: Option<Said>,
    sites: Vec<Row>,
}

struct Row {
    code: SiteCode,
    name: String,
    list: String,
    people: usize,
    kiosks: usize,
}

/// `GET /sites`
pub async fn page(State(house): State<House>, visitor: Visitor) -> Result<Response, NoPage> {
    show(&house, &visitor, None).await
}

async fn show(house: &House, visitor: &Visitor, said: Option<Said>) -> Result<Response, NoPage> {
    let t = Site::of(visitor.chosen.language);
    let mut rows = Vec::new();
    for site in sites::all(&house.db).await? {
        let people = roles::at(&house.db, site.code).await?;
        let kiosks = kiosks::all(&house.db, site.code).await?;
        rows.push(Row {
            list: site.list_as_of.map_or_else(|| t.none_yet.to_owned(), |at| stamp(visitor, at)),
            people: people.iter().filter(|person| person.ended.is_none()).count(),
            kiosks: kiosks.iter().filter(|kiosk| kiosk.revoked.is_none()).count(),
            code: site.code,
            name: site.name,
        });
    }
    let title = (t.sites.to_owned(), "/sites", "/sites".to_owned());
    let status = Said::status(said.as_ref());
    let page = Page { frame: frame(house, visitor, title).await?, t, said, sites: rows };
    Ok((status, Html(page.render()?)).into_response())
}

fn stamp(visitor: &Visitor, at: i64) -> String {
    let at = local(moment(at));
    format!("{}, {}", at.format("%-d/%-m/%Y"), visitor.words().time(at.time()))
}

/// A prison to add.
#[derive(Deserialize)]
pub struct New {
    code: String,
    name: String,
}

/// `POST /sites`: whoever adds it administers it.
pub async fn add(
    State(house): State<House>,
    visitor: Visitor,
    Form(new): Form<New>,
) -> Result<Response, NoPage> {
    let (t, name) = (Site::of(visitor.chosen.language), new.name.trim());
    let said = match new.code.parse() {
        Err(_) => Said::refused(t.not_a_code),
        Ok(_) if name.is_empty() || name.chars().count() > 100 => Said::refused(t.no_name),
        Ok(code) => match store(&house, &visitor.user, (code, name)).await {
            Ok(()) => Said::done(fill(t.added, &[("name", &name)])),
            Err(Error::SiteExists(_)) => Said::refused(t.there_already),
            Err(error) => return Err(error.into()),
        },
    };
    show(&house, &visitor, Some(said)).await
}

async fn store(house: &House, user: &User, (code, name): (SiteCode, &str)) -> Result<(), Error> {
    let (site_keys, locked) = keys::new_site_keys(&house.master, code);
    let now = house.clock.now();
    let mut tx = house.db.write().await?;
    sites::add(&mut tx, code, name, &site_keys, &locked, now).await?;
    audit::begin(house, &mut tx, code).await?;
    roles::give(&mut tx, (code, &user.person), Role::Administrator, now).await?;
    let about = format!("{} {}", user.person, Role::Administrator.as_str());
    audit::note(house, &mut tx, code, (&user.name, Noted::RoleGiven), about).await?;
    tx.commit().await
}
