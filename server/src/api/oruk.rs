//! The directory for other programs, in the standard it came in: open to everybody, what is
//! published and nothing else. `/oruk/MDI/services` and its kin.

use std::collections::HashMap;

use axum::Router;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::http::header::ACCESS_CONTROL_ALLOW_ORIGIN;
use axum::response::{IntoResponse, Json, Response};
use axum::routing::get;
use chrono::NaiveTime;
use serde_json::{Value, json};
use uuid::Uuid;
use visits_domain::help::ServiceId;
use visits_domain::site::SiteCode;

use crate::directory::read::time;
use crate::directory::served::{self, Open, days};
use crate::directory::taxonomy::{List, Term};
use crate::error::Error;
use crate::house::House;
use crate::store::{services, sites};

/// So many on a page where nobody says.
const A_PAGE: usize = 50;
/// So many at most.
const A_LARGE_PAGE: usize = 500;

/// The addresses.
pub fn router() -> Router<House> {
    Router::new()
        .route("/oruk/{site}", get(about))
        .route("/oruk/{site}/", get(about))
        .route("/oruk/{site}/services", get(all_services))
        .route("/oruk/{site}/services/{id}", get(one_service))
        .route("/oruk/{site}/service_at_locations", get(all_places))
        .route("/oruk/{site}/service_at_locations/{id}", get(one_place))
        .route("/oruk/{site}/taxonomies", get(all_taxonomies))
        .route("/oruk/{site}/taxonomies/{id}", get(one_taxonomy))
        .route("/oruk/{site}/taxonomy_terms", get(all_terms))
        .route("/oruk/{site}/taxonomy_terms/{id}", get(one_term))
}

/// What comes back. Anybody's page may read it.
enum Answer {
    Found(Value),
    NotFound,
    Failed,
}

impl From<Error> for Answer {
    fn from(error: Error) -> Self {
        tracing::error!(%error, "the directory could not be served");
        Self::Failed
    }
}

impl IntoResponse for Answer {
    fn into_response(self) -> Response {
        let open = [(ACCESS_CONTROL_ALLOW_ORIGIN, "*")];
        match self {
            Self::Found(value) => (open, Json(value)).into_response(),
            Self::NotFound => (StatusCode::NOT_FOUND, open).into_response(),
            Self::Failed => (StatusCode::INTERNAL_SERVER_ERROR, open).into_response(),
        }
    }
}

type Asked = Query<HashMap<String, String>>;

/// What is asked for. What cannot be read is not asked for.
struct Wanted(HashMap<String, String>);

impl Wanted {
    fn text(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(|text| text.trim()).filter(|text| !text.is_empty())
    }

    fn get<T: std::str::FromStr>(&self, name: &str) -> Option<T> {
        self.text(name)?.parse().ok()
    }

    /// A page of what was found: what is on it is built, and nothing else.
    fn page<T>(&self, found: &[T], build: impl Fn(&T) -> Value) -> Answer {
        let per_page = self.get("per_page").unwrap_or(A_PAGE).clamp(1, A_LARGE_PAGE);
        let pages = found.len().div_ceil(per_page).max(1);
        let number = self.get("page").unwrap_or(1usize).max(1);
        let shown = found.iter().skip((number - 1).saturating_mul(per_page)).take(per_page);
        let contents: Vec<Value> = shown.map(build).collect();
        Answer::Found(json!({
            "total_items": found.len(),
            "total_pages": pages,
            "page_number": number,
            "size": contents.len(),
            "first_page": number == 1,
            "last_page": number >= pages,
            "empty": contents.is_empty(),
            "contents": contents,
        }))
    }

    /// Whether a service is what is asked for.
    fn has(&self, open: &Open) -> bool {
        let service = &open.service;
        let says = |text: &str| {
            let text = text.to_lowercase();
            [&service.name, &service.words].iter().any(|words| {
                words.en.to_lowercase().contains(&text) || words.cy.to_lowercase().contains(&text)
            })
        };
        let terms = open.terms();
        let has_term = |id: Uuid| terms.iter().any(|term| term.id() == id);
        let has_list = |id: Uuid| terms.iter().any(|term| term.list().id() == id);
        self.text("search").is_none_or(says)
            && self.get("taxonomy_term_id").is_none_or(has_term)
            && self.get("taxonomy_id").is_none_or(has_list)
            && self
                .get::<u8>("minimum_age")
                .is_none_or(|age| service.maximum_age.is_none_or(|most| most >= age))
            && self
                .get::<u8>("maximum_age")
                .is_none_or(|age| service.minimum_age.is_none_or(|least| least <= age))
            && self.is_open(open)
    }

    fn is_open(&self, open: &Open) -> bool {
        let day =
            self.text("day").map(|day| day.chars().take(2).collect::<String>().to_uppercase());
        let at = |name: &str| self.text(name).and_then(time);
        let (from, until): (Option<NaiveTime>, Option<NaiveTime>) =
            (at("start_time"), at("end_time"));
        if day.is_none() && from.is_none() && until.is_none() {
            return true;
        }
        open.service.hours.iter().any(|hours| {
            let past_midnight = hours.closes <= hours.opens;
            day.as_ref().is_none_or(|day| days(hours).contains(day))
                && from.is_none_or(|from| past_midnight || hours.closes > from)
                && until.is_none_or(|until| hours.opens < until)
        })
    }
}

async fn known(house: &House, site: &str) -> Result<SiteCode, Answer> {
    let site: SiteCode = site.parse().map_err(|_| Answer::NotFound)?;
    sites::find(&house.db, site).await?.map(|_| site).ok_or(Answer::NotFound)
}

async fn open(house: &House, site: &str) -> Result<Vec<Open>, Answer> {
    let site = known(house, site).await?;
    let published = services::published(&house.db, site).await?;
    Ok(published.into_iter().filter_map(Open::of).collect())
}

async fn about(State(house): State<House>, Path(site): Path<String>) -> Result<Answer, Answer> {
    known(&house, &site).await?;
    Ok(Answer::Found(json!({
        "version": "HSDS-UK-3.0",
        "profile": "https://github.com/OpenReferralUK/uk-profile/blob/main/docs/index.md",
        "openapi_url": "https://docs.openreferraluk.org/en/latest/openapi30.json",
    })))
}

async fn all_services(
    State(house): State<House>,
    Path(site): Path<String>,
    Query(asked): Asked,
) -> Result<Answer, Answer> {
    let wanted = Wanted(asked);
    let mut found = open(&house, &site).await?;
    found.retain(|open| wanted.has(open));
    Ok(wanted.page(&found, Open::whole))
}

async fn one_service(
    State(house): State<House>,
    Path((site, id)): Path<(String, String)>,
) -> Result<Answer, Answer> {
    let site = known(&house, &site).await?;
    let id = id.parse().map(ServiceId).map_err(|_| Answer::NotFound)?;
    let mut conn = house.db.pool().acquire().await.map_err(Error::from)?;
    let kept = services::find(&mut conn, site, id).await?;
    kept.and_then(Open::of).map(|open| Answer::Found(open.whole())).ok_or(Answer::NotFound)
}

/// Each place of each service.
fn places(open: &[Open]) -> impl Iterator<Item = (&Open, usize)> {
    open.iter().flat_map(|open| (0..open.places()).map(move |n| (open, n)))
}

async fn all_places(
    State(house): State<House>,
    Path(site): Path<String>,
    Query(asked): Asked,
) -> Result<Answer, Answer> {
    let (wanted, mut found) = (Wanted(asked), open(&house, &site).await?);
    found.retain(|open| wanted.has(open));
    let all: Vec<_> = places(&found).collect();
    Ok(wanted.page(&all, |(open, n)| open.at_location(*n)))
}

async fn one_place(
    State(house): State<House>,
    Path((site, id)): Path<(String, String)>,
) -> Result<Answer, Answer> {
    let (open, id) = (open(&house, &site).await?, id.to_ascii_lowercase());
    let found = places(&open).find(|(open, n)| open.place_id(*n) == id);
    found.map(|(open, n)| Answer::Found(open.at_location(n))).ok_or(Answer::NotFound)
}

async fn all_taxonomies(
    State(house): State<House>,
    Path(site): Path<String>,
    Query(asked): Asked,
) -> Result<Answer, Answer> {
    known(&house, &site).await?;
    Ok(Wanted(asked).page(&List::ALL, |list| served::taxonomy(*list, false)))
}

async fn one_taxonomy(
    State(house): State<House>,
    Path((site, id)): Path<(String, String)>,
) -> Result<Answer, Answer> {
    known(&house, &site).await?;
    the_one(List::ALL.into_iter().map(|list| served::taxonomy(list, true)), &id)
}

async fn all_terms(
    State(house): State<House>,
    Path(site): Path<String>,
    Query(asked): Asked,
) -> Result<Answer, Answer> {
    known(&house, &site).await?;
    let wanted = Wanted(asked);
    let list: Option<Uuid> = wanted.get("taxonomy_id");
    let terms = List::ALL.into_iter().flat_map(List::terms);
    let terms = terms.filter(|term: &Term| list.is_none_or(|id| term.list().id() == id));
    Ok(wanted.page(&terms.collect::<Vec<_>>(), |term| served::term(*term)))
}

async fn one_term(
    State(house): State<House>,
    Path((site, id)): Path<(String, String)>,
) -> Result<Answer, Answer> {
    known(&house, &site).await?;
    the_one(List::ALL.into_iter().flat_map(List::terms).map(served::term), &id)
}

fn the_one(mut all: impl Iterator<Item = Value>, id: &str) -> Result<Answer, Answer> {
    let id = id.to_ascii_lowercase();
    all.find(|one| one["id"] == id.as_str()).map(Answer::Found).ok_or(Answer::NotFound)
}
