//! A request, ready to show: nothing in it tells whose it is.

use chrono::{DateTime, Utc};
use visits_domain::help::{HelpNeed, Stage};

use crate::clock::moment;
use crate::pages::Visitor;
use crate::pages::talks::{day_time, written};
use crate::requests::State;
use crate::store::requests::Request;
use crate::words::fill;

/// A row of the queue.
pub struct Row {
    pub id: String,
    pub receipt: String,
    pub came: String,
    pub need: &'static str,
    pub stage: &'static str,
    pub goes_to: &'static str,
    pub asked: String,
    pub waits: String,
    pub owner: String,
    pub state: &'static str,
    pub tint: &'static str,
    pub next_day: String,
    pub is_for_panel: bool,
    pub is_over: bool,
}

impl Row {
    /// As somebody sees it.
    pub fn of(request: &Request, visitor: &Visitor, now: DateTime<Utc>) -> Self {
        let (r, language) = (visitor.request_words(), visitor.chosen.language);
        let is = State::parse(&request.state).unwrap_or(State::New);
        let (state, tint) = r.state_of(is);
        let from = &request.came_from;
        let came = match request.came_by.as_str() {
            "kiosk" => r.the_family.to_owned(),
            "site" => fill(r.other_prison, &[("from", from)]),
            _ => fill(r.referred_by, &[("from", from)]),
        };
        let need = request.need.as_deref().and_then(HelpNeed::parse);
        let on_the_way = request.stage.as_deref().and_then(Stage::parse);
        let until = request.answered.or(request.ended).map_or(now, moment);
        let day = request.next_day.as_deref().and_then(|day| day.parse().ok());
        Self {
            receipt: written(Some(&request.receipt)).unwrap_or_default(),
            came,
            need: need.map_or(r.any_need, |need| need.title().of(language)),
            stage: on_the_way.map_or(r.any_need, |stage| stage.title().of(language)),
            goes_to: if request.service.is_some() { r.to_named } else { r.to_team },
            asked: day_time(visitor, request.asked),
            waits: visitor.talk_words().waited(until - moment(request.asked)),
            owner: request.owner_name.clone().unwrap_or_else(|| r.nobody_yet.to_owned()),
            state,
            tint,
            next_day: day
                .map(|day: chrono::NaiveDate| day.format("%-d/%-m/%Y").to_string())
                .unwrap_or_default(),
            is_for_panel: request.panel == 1,
            is_over: is.is_over(),
            id: request.request.clone(),
        }
    }
}
