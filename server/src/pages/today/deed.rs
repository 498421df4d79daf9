//! The frame of every form on Today: who, which row as it was seen, and the answer.

use axum::extract::{FromRequest, FromRequestParts as _, Request};
use axum::http::header::HeaderName;
use axum::response::{IntoResponse, Redirect, Response};
use visits_domain::visit::VisitHandle;

use crate::desk::{Answer, Officer, Saw, Why};
use crate::house::House;
use crate::pages::fields::Fields;
use crate::pages::{NoPage, Visitor, own_path};
use crate::words::today::TodayWords;

/// The page's script sends it. It shows the answer itself and fetches the page anew.
const LIVE: HeaderName = HeaderName::from_static("x-live");

/// A form that somebody sent.
pub struct Deed {
    /// Who.
    pub visitor: Visitor,
    /// What it says.
    pub fields: Fields,
    live: bool,
}

impl FromRequest<House> for Deed {
    type Rejection = NoPage;

    async fn from_request(request: Request, house: &House) -> Result<Self, NoPage> {
        let (mut parts, body) = request.into_parts();
        let visitor = Visitor::from_request_parts(&mut parts, house).await?;
        let live = parts.headers.contains_key(LIVE);
        let fields = Fields::from_request(Request::from_parts(parts, body), house).await?;
        Ok(Self { visitor, fields, live })
    }
}

impl Deed {
    /// Who does it.
    pub fn officer(&self) -> Officer<'_> {
        Officer { site: self.visitor.user.site, name: &self.visitor.user.name }
    }

    /// The row it is about, as its page showed it.
    pub fn saw(&self) -> Result<Saw, NoPage> {
        Ok(Saw {
            visit: self.visit()?,
            version: self.fields.must("version")?,
            day: self.fields.must("day")?,
        })
    }

    /// The visit it is about.
    pub fn visit(&self) -> Result<VisitHandle, NoPage> {
        Ok(VisitHandle(self.fields.must("visit")?))
    }

    /// What the sender is told: one sentence where nothing was done.
    pub fn answer(&self, answer: Answer) -> Response {
        let why = match answer {
            Answer::Done | Answer::AlreadySo => None,
            Answer::No(why) => Some(why),
        };
        if self.live {
            let words = TodayWords::of(self.visitor.chosen.language);
            return why.map_or("", |why| words.why(why)).into_response();
        }
        Redirect::to(&self.way_back(why)).into_response()
    }

    /// The page the form was on, at its row, with the reason in the address as one word.
    fn way_back(&self, why: Option<Why>) -> String {
        let mut way = own_path(self.fields.text("back")).unwrap_or("/today").to_owned();
        if let Some(why) = why {
            way.push(if way.contains('?') { '&' } else { '?' });
            way.push_str("said=");
            way.push_str(why.code());
        }
        if let Ok(visit) = self.visit() {
            way.push_str("#v-");
            way.push_str(&visit.to_string());
        }
        way
    }
}
