//! What counts in the ballots of a site.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::State;
use axum::response::{Html, IntoResponse, Response};
use visits_domain::ballot::{Reason, Weights};

use super::words;
use crate::ballots::{self, Rules};
use crate::house::House;
use crate::pages::fields::Fields;
use crate::pages::said::Said;
use crate::pages::{Frame, NoPage, Visitor, frame};
use crate::store;
use crate::words::ballot::BallotWords;
use crate::words::fill;

#[derive(Template)]
#[template(path = "ballot_rules.html")]
struct Page {
    frame: Frame,
    t: &'static BallotWords,
    said: Option<Said>,
    /// Field, name, tickets.
    weights: Vec<(&'static str, &'static str, u8)>,
    adds: String,
    months: u8,
    far: u16,
}

/// The field of a reason.
fn field(reason: Reason) -> &'static str {
    match reason {
        Reason::NotForLong => "not_for_long",
        Reason::WingsTurn => "wings_turn",
        Reason::Distance => "distance",
        Reason::Access => "access",
        Reason::Nominated => "nominated",
    }
}

async fn show(house: &House, visitor: &Visitor, said: Option<Said>) -> Result<Response, NoPage> {
    let t = words(visitor);
    let mut conn = house.db.pool().acquire().await.map_err(crate::error::Error::from)?;
    let rules = store::ballots::rules(&mut conn, visitor.user.site).await?;
    drop(conn);
    let set: BTreeMap<Reason, u8> = rules.weights.clone().into();
    let weight = |reason: Reason| {
        (field(reason), t.rule(reason), set.get(&reason).copied().unwrap_or_default())
    };
    let status = Said::status(said.as_ref());
    let about = (t.rules_title.to_owned(), "/site", "/events/ballot-rules".to_owned());
    let page = Page {
        frame: frame(house, visitor, about).await?,
        t,
        said,
        weights: Reason::ALL.into_iter().map(weight).collect(),
        adds: fill(t.adds, &[("most", &Weights::AT_MOST)]),
        months: rules.months,
        far: rules.far_miles,
    };
    Ok((status, Html(page.render()?)).into_response())
}

/// `GET /events/ballot-rules`
pub async fn page(State(house): State<House>, visitor: Visitor) -> Result<Response, NoPage> {
    show(&house, &visitor, None).await
}

/// What was typed; none: it cannot be.
fn read(fields: &Fields) -> Option<Rules> {
    let weight = |reason: Reason| Some((reason, fields.get::<u8>(field(reason))?));
    let weights = Reason::ALL.into_iter().map(weight).collect::<Option<BTreeMap<_, _>>>()?;
    let months = fields.get::<u8>("months").filter(|months| *months <= 60)?;
    let far_miles = fields.get::<u16>("far").filter(|miles| (1..=500).contains(miles))?;
    Some(Rules { weights: Weights::new(weights).ok()?, months, far_miles })
}

/// `POST /events/ballot-rules`
pub async fn save(
    State(house): State<House>,
    visitor: Visitor,
    fields: Fields,
) -> Result<Response, NoPage> {
    let t = words(&visitor);
    let said = match read(&fields) {
        Some(rules) => {
            ballots::set_rules(&house, visitor.planner(), &rules).await?;
            Said::done(t.saved)
        }
        None => Said::refused(fill(t.rules_wrong, &[("most", &Weights::AT_MOST)])),
    };
    show(&house, &visitor, Some(said)).await
}
