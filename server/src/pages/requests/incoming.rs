//! Referrals in, by form and by table.

use std::fmt::Display;

use askama::Template;
use axum::extract::{Multipart, State};
use axum::response::{Html, IntoResponse, Response};
use visits_domain::help::{HelpNeed, Stage};
use visits_domain::wish::Ring;

use super::HERE;
use crate::bookings::typed::ring_word;
use crate::house::House;
use crate::pages::fields::Fields;
use crate::pages::said::Said;
use crate::pages::{Frame, NoPage, Visitor, frame};
use crate::privacy::shared::Recipient;
use crate::requests::referrals::{self, Referral, Sent, Way};
use crate::requests::table::{self, NotATable};
use crate::words::bookings::BookingWords;
use crate::words::fill;
use crate::words::requests::RequestWords;

/// The largest table that is taken.
pub const TABLE_BYTES: usize = 1 << 20;

#[derive(Template)]
#[template(path = "request_new.html")]
struct Page {
    frame: Frame,
    r: &'static RequestWords,
    said: Option<Said>,
    aside: Vec<String>,
    rings: Vec<(&'static str, &'static str)>,
    needs: Vec<(&'static str, &'static str)>,
    stages: Vec<(&'static str, &'static str)>,
}

/// `GET /requests/new`
pub async fn form(State(house): State<House>, visitor: Visitor) -> Result<Response, NoPage> {
    show(&house, &visitor, None, Vec::new()).await
}

async fn show(
    house: &House,
    visitor: &Visitor,
    said: Option<Said>,
    aside: Vec<String>,
) -> Result<Response, NoPage> {
    let (r, language) = (visitor.request_words(), visitor.chosen.language);
    let b = BookingWords::of(language);
    let title = (r.new_title.to_owned(), HERE, "/requests/new".to_owned());
    let status = Said::status(said.as_ref());
    let page = Page {
        frame: frame(house, visitor, title).await?,
        r,
        said,
        aside,
        rings: Ring::ALL.map(|ring| (ring_word(ring), b.ring_of(ring))).into(),
        needs: HelpNeed::ALL.iter().map(|n| (n.as_str(), n.title().of(language))).collect(),
        stages: Stage::ALL.iter().map(|s| (s.as_str(), s.title().of(language))).collect(),
    };
    Ok((status, Html(page.render()?)).into_response())
}

fn sender(typed: &str) -> Option<String> {
    match Recipient::named(typed)? {
        Recipient::Named(name) => Some(name),
        Recipient::Prison | Recipient::ThePerson => None,
    }
}

/// `POST /requests/new`
pub async fn add(
    State(house): State<House>,
    visitor: Visitor,
    fields: Fields,
) -> Result<Response, NoPage> {
    let r = visitor.request_words();
    let text = |name: &str| fields.text(name).to_owned();
    let Some(from) = sender(fields.text("from")) else {
        return show(&house, &visitor, Some(Said::refused(r.no_sender)), Vec::new()).await;
    };
    let sent = Sent {
        reference: String::new(),
        name: text("name"),
        phone: text("phone"),
        ring: text("ring"),
        message: fields.is_set("message"),
        need: text("need"),
        stage: text("stage"),
        language: text("language"),
        words: text("words"),
        consent: fields.is_set("consent"),
    };
    let said = match sent.read() {
        Err(fault) => Said::refused(fill(r.refused, &[("why", &r.fault(fault))])),
        Ok(referral) => {
            let by = (visitor.user.site, visitor.user.name.as_str());
            let taken = referrals::take_in(&house, by, (Way::Form, &from), &[referral]).await?;
            match taken.into_iter().next().ok_or(NoPage::Failed)? {
                Err(fault) => Said::refused(fill(r.refused, &[("why", &r.fault(fault))])),
                Ok(one) => {
                    let text = if one.repeated { r.was_here } else { r.taken_in };
                    Said::done(fill(text, &[("receipt", &one.receipt.written())]))
                }
            }
        }
    };
    show(&house, &visitor, Some(said), Vec::new()).await
}

/// `POST /requests/csv`: who sends it, and a table.
pub async fn csv(
    State(house): State<House>,
    visitor: Visitor,
    parts: Multipart,
) -> Result<Response, NoPage> {
    let r = visitor.request_words();
    let (from, table) = read(parts).await;
    let Some(from) = sender(&from) else {
        return show(&house, &visitor, Some(Said::refused(r.no_sender)), Vec::new()).await;
    };
    let table = table.as_deref().ok_or(NotATable::Columns).and_then(table::read_table);
    let (good, mut aside) = match table {
        Ok(table) => table,
        Err(why) => {
            let said = Said::refused(r.not_a_table(why));
            return show(&house, &visitor, Some(said), Vec::new()).await;
        }
    };
    let by = (visitor.user.site, visitor.user.name.as_str());
    let (lines, good): (Vec<u64>, Vec<Referral>) = good.into_iter().unzip();
    let (mut new, mut repeated) = (0, 0);
    let came = referrals::take_in(&house, by, (Way::Csv, &from), &good).await?;
    for (line, came) in lines.into_iter().zip(came) {
        match came {
            Ok(one) if one.repeated => repeated += 1,
            Ok(_) => new += 1,
            Err(fault) => aside.push((line, fault)),
        }
    }
    aside.sort_by_key(|(line, _)| *line);
    let counts: [(&str, &(dyn Display + Sync)); 3] =
        [("new", &new), ("repeated", &repeated), ("aside", &aside.len())];
    let said = Said::done(fill(r.csv_done, &counts));
    let aside = aside
        .into_iter()
        .map(|(line, fault)| fill(r.csv_line, &[("line", &line), ("why", &r.fault(fault))]));
    show(&house, &visitor, Some(said), aside.collect()).await
}

/// Who sends it, and the table as text; none: too large, or no text.
async fn read(mut parts: Multipart) -> (String, Option<String>) {
    let (mut from, mut table) = (String::new(), None);
    while let Ok(Some(part)) = parts.next_field().await {
        match part.name() {
            Some("from") => from = part.text().await.unwrap_or_default(),
            Some("table") => {
                let bytes = part.bytes().await.ok().filter(|bytes| bytes.len() <= TABLE_BYTES);
                table = bytes.and_then(|bytes| String::from_utf8(bytes.to_vec()).ok());
            }
            _ => {}
        }
    }
    (from, table)
}
