//! Organisations whose machines send referrals.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{Html, IntoResponse, Redirect, Response};

use super::HERE;
use crate::audit::{self, Noted};
use crate::house::House;
use crate::pages::fields::Fields;
use crate::pages::said::Said;
use crate::pages::talks::day_time;
use crate::pages::{Frame, NoPage, Visitor, frame};
use crate::privacy::shared::Recipient;
use crate::random;
use crate::requests::referrals::{key_hash, new_key};
use crate::store::{partners as rows, sites};
use crate::words::fill;
use crate::words::requests::RequestWords;

const PARTNERS: &str = "/requests/partners";

struct View {
    id: String,
    name: String,
    since: String,
    is_ended: bool,
}

#[derive(Template)]
#[template(path = "request_partners.html")]
struct Page {
    frame: Frame,
    r: &'static RequestWords,
    said: Option<Said>,
    /// Whose, and what it is: shown once.
    key: Option<(String, String)>,
    partners: Vec<View>,
}

/// `GET /requests/partners`
pub async fn page(State(house): State<House>, visitor: Visitor) -> Result<Response, NoPage> {
    show(&house, &visitor, None, None).await
}

async fn show(
    house: &House,
    visitor: &Visitor,
    said: Option<Said>,
    key: Option<(String, String)>,
) -> Result<Response, NoPage> {
    let r = visitor.request_words();
    let partners = rows::all(&house.db, visitor.user.site).await?;
    let view = |one: rows::Partner| View {
        since: day_time(visitor, one.added),
        is_ended: one.ended.is_some(),
        name: one.name,
        id: one.partner,
    };
    let title = (r.partners.to_owned(), HERE, PARTNERS.to_owned());
    let status = Said::status(said.as_ref());
    let page = Page {
        frame: frame(house, visitor, title).await?,
        r,
        said,
        key,
        partners: partners.into_iter().map(view).collect(),
    };
    Ok((status, Html(page.render()?)).into_response())
}

/// `POST /requests/partners`: the key is shown once, and kept as a hash.
pub async fn add(
    State(house): State<House>,
    visitor: Visitor,
    fields: Fields,
) -> Result<Response, NoPage> {
    let (r, site, now) = (visitor.request_words(), visitor.user.site, house.clock.now());
    let Some(Recipient::Named(name)) = Recipient::named(fields.text("name")) else {
        return show(&house, &visitor, Some(Said::refused(r.no_sender)), None).await;
    };
    let (partner, key) = (random::opaque_id().to_string(), new_key());
    let mut tx = house.db.write().await?;
    sites::lock(&mut tx, site).await?;
    let who = visitor.user.name.as_str();
    rows::add(&mut tx, site, (&partner, &name, &key_hash(&key)), (who, now)).await?;
    audit::note(&house, &mut tx, site, (who, Noted::PartnerAdded), partner).await?;
    tx.commit().await?;
    show(&house, &visitor, None, Some((fill(r.key_of, &[("name", &name)]), key))).await
}

/// `POST /requests/partners/{partner}/end`
pub async fn end(
    State(house): State<House>,
    Path(partner): Path<String>,
    visitor: Visitor,
) -> Result<Redirect, NoPage> {
    let (site, now) = (visitor.user.site, house.clock.now());
    let mut tx = house.db.write().await?;
    sites::lock(&mut tx, site).await?;
    if rows::end(&mut tx, site, &partner, now).await? {
        let by = (visitor.user.name.as_str(), Noted::PartnerEnded);
        audit::note(&house, &mut tx, site, by, partner).await?;
        tx.commit().await?;
    }
    Ok(Redirect::to(PARTNERS))
}
