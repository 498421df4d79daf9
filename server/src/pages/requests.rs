//! *Requests*: the queue, one request, referrals in and out, the panel's list, partners.

mod incoming;
mod list;
mod one;
mod out;
mod partners;
mod unmet;
mod view;

use visits_domain::help::RequestId;

use super::fields::Fields;
use super::place::{self, Place};
use super::{NoPage, Visitor};
use crate::auth::may::Act;
use crate::requests::Seen;
use crate::words::requests::RequestWords;

const HERE: &str = "/requests";

/// The addresses. A request's id says nothing about anybody; a receipt is in none of them.
pub fn places() -> Vec<Place> {
    let (see, answer, keys) = (Act::SeeRequests, Act::AnswerRequests, Act::SiteSettings);
    vec![
        place::get(HERE, see, list::page),
        place::post("/requests/find", see, list::find),
        place::post("/requests/withdraw", see, list::withdraw),
        place::get("/requests/new", answer, incoming::form),
        place::post("/requests/new", answer, incoming::add),
        place::post("/requests/csv", answer, incoming::csv)
            .with_body_of_at_most(incoming::TABLE_BYTES + 65_536),
        place::get("/requests/panel", answer, list::panel),
        place::get("/requests/partners", keys, partners::page),
        place::post("/requests/partners", keys, partners::add),
        place::post("/requests/partners/{partner}/end", keys, partners::end),
        place::get("/requests/unmet", Act::SeeUnmetNeed, unmet::page),
        place::get("/requests/unmet/csv", Act::SeeUnmetNeed, unmet::csv),
        place::get("/requests/{request}", see, one::page),
        place::post("/requests/{request}/step", answer, one::step),
        place::post("/requests/{request}/note", answer, one::note),
        place::post("/requests/{request}/next", answer, one::next),
        place::post("/requests/{request}/segment", answer, one::segment),
        place::post("/requests/{request}/hold", Act::Privacy, one::hold),
        place::post("/requests/{request}/free", Act::Privacy, one::free),
        place::post("/requests/{request}/contact", answer, one::contact),
        place::post("/requests/{request}/move", answer, one::move_to),
        place::post("/requests/{request}/sheet", answer, out::sheet),
        place::post("/requests/{request}/csv", answer, out::csv),
    ]
}

impl Visitor {
    pub(super) fn request_words(&self) -> &'static RequestWords {
        RequestWords::of(self.chosen.language)
    }
}

/// The request that a form is about, as its page showed it.
fn seen(request: RequestId, fields: &Fields) -> Result<Seen, NoPage> {
    Ok(Seen { request, version: fields.must("version")? })
}
