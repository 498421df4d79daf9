//! The queue, finding and withdrawing by receipt, and the panel's list.

use askama::Template;
use axum::extract::State;
use axum::response::{Html, IntoResponse, Redirect, Response};
use visits_domain::help::Receipt;

use super::HERE;
use super::view::Row;
use crate::audit::{self, Noted};
use crate::auth::may::Act;
use crate::error::Error;
use crate::house::House;
use crate::pages::fields::Fields;
use crate::pages::said::Said;
use crate::pages::{Frame, NoPage, Visitor, frame};
use crate::requests::{self, Found, Withdrawn};
use crate::store::requests as rows;
use crate::words::fill;
use crate::words::requests::RequestWords;

#[derive(Template)]
#[template(path = "requests.html")]
struct Page {
    frame: Frame,
    r: &'static RequestWords,
    said: Option<Said>,
    rows: Vec<Row>,
    may_answer: bool,
    may_give_keys: bool,
    may_see_unmet: bool,
}

/// `GET /requests`
pub async fn page(State(house): State<House>, visitor: Visitor) -> Result<Response, NoPage> {
    show(&house, &visitor, None).await
}

/// The queue with a sentence.
pub async fn show(
    house: &House,
    visitor: &Visitor,
    said: Option<Said>,
) -> Result<Response, NoPage> {
    let (r, now) = (visitor.request_words(), house.clock.now());
    let all = rows::list(&house.db, visitor.user.site).await?;
    let title = (r.title.to_owned(), HERE, HERE.to_owned());
    let status = Said::status(said.as_ref());
    let page = Page {
        frame: frame(house, visitor, title).await?,
        r,
        said,
        rows: all.iter().map(|one| Row::of(one, visitor, now)).collect(),
        may_answer: visitor.may(Act::AnswerRequests),
        may_give_keys: visitor.may(Act::SiteSettings),
        may_see_unmet: visitor.may(Act::SeeUnmetNeed),
    };
    Ok((status, Html(page.render()?)).into_response())
}

/// `POST /requests/find`: that somebody looked is noted, never what was typed.
pub async fn find(
    State(house): State<House>,
    visitor: Visitor,
    fields: Fields,
) -> Result<Response, NoPage> {
    let (r, site) = (visitor.request_words(), visitor.user.site);
    let Ok(receipt) = Receipt::parse(fields.text("receipt")) else {
        return show(&house, &visitor, Some(Said::refused(r.not_a_receipt))).await;
    };
    let mut conn = house.db.pool().acquire().await.map_err(Error::from)?;
    let found = requests::by_receipt(&mut conn, site, receipt.compact()).await?;
    drop(conn);
    let about = match &found {
        Some(Found::Request(id) | Found::Talk(id)) => id.clone(),
        None => String::new(),
    };
    audit::alone(&house, (site, &visitor.user.name), Noted::ReceiptLookedFor, about).await?;
    match found {
        Some(Found::Request(id)) => Ok(Redirect::to(&format!("{HERE}/{id}")).into_response()),
        Some(Found::Talk(_)) => show(&house, &visitor, Some(Said::done(r.is_a_talk))).await,
        None => show(&house, &visitor, Some(Said::refused(r.not_found))).await,
    }
}

/// `POST /requests/withdraw`: the family does not want it any more.
pub async fn withdraw(
    State(house): State<House>,
    visitor: Visitor,
    fields: Fields,
) -> Result<Response, NoPage> {
    let r = visitor.request_words();
    let Ok(receipt) = Receipt::parse(fields.text("receipt")) else {
        return show(&house, &visitor, Some(Said::refused(r.not_a_receipt))).await;
    };
    let by = (visitor.user.site, visitor.user.name.as_str());
    let said = match requests::withdraw(&house, by, receipt.compact()).await? {
        Withdrawn::Nothing => Said::refused(r.not_found),
        Withdrawn::Held => Said::done(r.withdrawn_held),
        Withdrawn::Gone(None) => Said::done(r.withdrawn),
        Withdrawn::Gone(Some(to)) => Said::done(fill(r.withdrawn_tell, &[("to", &to)])),
    };
    show(&house, &visitor, Some(said)).await
}

#[derive(Template)]
#[template(path = "requests_panel.html")]
struct Panel {
    frame: Frame,
    r: &'static RequestWords,
    rows: Vec<Row>,
}

/// `GET /requests/panel`: for paper, without names.
pub async fn panel(State(house): State<House>, visitor: Visitor) -> Result<Html<String>, NoPage> {
    let (r, now) = (visitor.request_words(), house.clock.now());
    let all = rows::for_panel(&house.db, visitor.user.site).await?;
    let title = (r.panel_title.to_owned(), HERE, "/requests/panel".to_owned());
    let page = Panel {
        frame: frame(&house, &visitor, title).await?,
        r,
        rows: all.iter().map(|one| Row::of(one, &visitor, now)).collect(),
    };
    Ok(Html(page.render()?))
}
