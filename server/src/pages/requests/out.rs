//! Referrals out: a sheet or a table, for the organisation that the family named and no other.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{Html, IntoResponse, Response};
use visits_domain::help::RequestId;

use super::view::Row;
use super::{HERE, one};
use crate::csv_out;
use crate::house::House;
use crate::pages::said::Said;
use crate::pages::talks::ContactView;
use crate::pages::{Frame, NoPage, Visitor, frame};
use crate::requests::referrals::{self, NotOut, Out};
use crate::store::sites;
use crate::words::fill;
use crate::words::requests::RequestWords;
use crate::words::talks::TalkWords;

async fn hand_on(
    house: &House,
    visitor: &Visitor,
    request: RequestId,
) -> Result<Result<Out, Response>, NoPage> {
    let r = visitor.request_words();
    Ok(match referrals::hand_on(house, &visitor.user, request).await? {
        Ok(out) => Ok(out),
        Err(why) => {
            let said = match why {
                NotOut::Nobodys => r.erased,
                NotOut::Over => r.over,
                NotOut::NotAgreed => r.not_agreed,
            };
            Err(one::show(house, visitor, request, Some(Said::refused(said))).await?)
        }
    })
}

#[derive(Template)]
#[template(path = "request_sheet.html")]
struct Sheet {
    frame: Frame,
    r: &'static RequestWords,
    t: &'static TalkWords,
    lead: String,
    row: Row,
    contact: ContactView,
}

/// `POST /requests/{request}/sheet`
pub async fn sheet(
    State(house): State<House>,
    Path(request): Path<RequestId>,
    visitor: Visitor,
) -> Result<Response, NoPage> {
    let out = match hand_on(&house, &visitor, request).await? {
        Ok(out) => out,
        Err(page) => return Ok(page),
    };
    let r = visitor.request_words();
    let site = sites::get(&house.db, visitor.user.site).await?;
    let from = fill(visitor.words().visits_at, &[("site", &site.name)]);
    let title = (r.sheet_title.to_owned(), HERE, format!("{HERE}/{request}"));
    let page = Sheet {
        frame: frame(&house, &visitor, title).await?,
        r,
        t: visitor.talk_words(),
        lead: fill(r.sheet_lead, &[("from", &from), ("to", &out.contact.organization)]),
        row: Row::of(&out.request, &visitor, house.clock.now()),
        contact: ContactView::of(out.contact, &visitor),
    };
    Ok(Html(page.render()?).into_response())
}

/// `POST /requests/{request}/csv`
pub async fn csv(
    State(house): State<House>,
    Path(request): Path<RequestId>,
    visitor: Visitor,
) -> Result<Response, NoPage> {
    let out = match hand_on(&house, &visitor, request).await? {
        Ok(out) => out,
        Err(page) => return Ok(page),
    };
    let word = |word: &Option<String>| word.clone().unwrap_or_default();
    let (stored, contact) = (&out.request, ContactView::of(out.contact.clone(), &visitor));
    let heads =
        ["receipt", "to", "name", "phone", "ring", "message", "need", "stage", "language", "words"];
    let cells = [
        stored.receipt.clone(),
        out.contact.organization.clone(),
        out.contact.name.clone(),
        out.contact.phone.clone(),
        contact.ring.to_owned(),
        contact.message.to_owned(),
        word(&stored.need),
        word(&stored.stage),
        stored.language.clone(),
        out.contact.words.clone(),
    ];
    let headers = [
        (CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (CONTENT_DISPOSITION, "attachment; filename=\"referral.csv\"".to_owned()),
    ];
    let rows = [heads.map(str::to_owned).to_vec(), cells.to_vec()];
    Ok((headers, csv_out::table(rows)).into_response())
}
