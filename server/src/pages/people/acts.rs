//! What is done to one person. Each is a form; afterwards the person is shown again.

use axum::Form;
use axum::extract::{FromRequestParts, Path};
use axum::http::request::Parts;
use axum::response::Response;
use serde::Deserialize;
use visits_domain::site::SiteCode;

use super::view::why;
use super::{Secret, of_here, one_time, show_person, texts};
use crate::auth::keyholders;
use crate::auth::people::{self, By};
use crate::error::Error;
use crate::house::House;
use crate::pages::said::Said;
use crate::pages::{NoPage, Visitor};
use crate::store::roles::Role;
use crate::words::fill;

/// What came of it: a sentence, or something that is shown once.
enum Done {
    Said(String),
    Shown(Secret),
}

/// What every one of these forms is: somebody who asks, and the person it is about.
pub struct Deed {
    house: House,
    visitor: Visitor,
    person: String,
}

impl FromRequestParts<House> for Deed {
    type Rejection = NoPage;

    async fn from_request_parts(parts: &mut Parts, house: &House) -> Result<Self, NoPage> {
        let person = Path::<String>::from_request_parts(parts, house).await;
        let Path(person) = person.map_err(|_| NoPage::NotFound)?;
        let visitor = Visitor::from_request_parts(parts, house).await?;
        Ok(Self { house: house.clone(), visitor, person })
    }
}

impl Deed {
    /// Who does it, and where.
    fn place(&self) -> (By<'_>, SiteCode) {
        (By::Person(&self.visitor.user), self.visitor.user.site)
    }

    /// Does something to somebody of this site, and says what came of it.
    async fn act(
        &self,
        what: impl AsyncFnOnce(String) -> Result<Done, Error>,
    ) -> Result<Response, NoPage> {
        let (house, visitor, person) = (&self.house, &self.visitor, self.person.as_str());
        let name = of_here(house, visitor, person).await?.shown_name;
        let shown = match what(name).await {
            Ok(Done::Said(text)) => (Some(Said::done(text)), None),
            Ok(Done::Shown(secret)) => (None, Some(secret)),
            Err(error) => (Some(Said::refused(why(texts(visitor), error)?)), None),
        };
        let listed = of_here(house, visitor, person).await?;
        show_person(house, visitor, listed, shown).await
    }
}

/// A role.
#[derive(Deserialize)]
pub struct NewRole {
    role: Role,
}

/// `POST /people/{person}/role`
pub async fn set_role(deed: Deed, Form(new): Form<NewRole>) -> Result<Response, NoPage> {
    let t = texts(&deed.visitor);
    deed.act(async |name| {
        people::set_role(&deed.house, deed.place(), &deed.person, new.role).await?;
        let role = t.role_name(new.role);
        Ok(Done::Said(fill(t.role_set, &[("name", &name), ("role", &role)])))
    })
    .await
}

/// `POST /people/{person}/end`
pub async fn end_role(deed: Deed) -> Result<Response, NoPage> {
    let t = texts(&deed.visitor);
    deed.act(async |name| {
        people::end_role(&deed.house, deed.place(), &deed.person).await?;
        Ok(Done::Said(fill(t.role_ended, &[("name", &name)])))
    })
    .await
}

/// `POST /people/{person}/reset`
pub async fn reset(deed: Deed) -> Result<Response, NoPage> {
    let t = texts(&deed.visitor);
    deed.act(async |name| {
        let password = people::reset_password(&deed.house, deed.place(), &deed.person).await?;
        Ok(Done::Shown(one_time(t, &name, password)))
    })
    .await
}

/// `POST /people/{person}/lift`
pub async fn lift(deed: Deed) -> Result<Response, NoPage> {
    let t = texts(&deed.visitor);
    deed.act(async |name| {
        people::lift_pause(&deed.house, deed.place(), &deed.person).await?;
        Ok(Done::Said(fill(t.pause_lifted, &[("name", &name)])))
    })
    .await
}

/// `POST /people/{person}/factor-off`
pub async fn factor_off(deed: Deed) -> Result<Response, NoPage> {
    let t = texts(&deed.visitor);
    deed.act(async |name| {
        people::factor_off(&deed.house, deed.place(), &deed.person).await?;
        Ok(Done::Said(fill(t.factor_is_off, &[("name", &name)])))
    })
    .await
}

/// `POST /people/{person}/kiosk-code`
pub async fn give_code(deed: Deed) -> Result<Response, NoPage> {
    let t = texts(&deed.visitor);
    deed.act(async |name| {
        let (code, pin) = keyholders::give(&deed.house, &deed.visitor.user, &deed.person).await?;
        let title = fill(t.code_for, &[("name", &name)]);
        let text = fill(t.code_is, &[("code", &code.0), ("pin", &pin)]);
        Ok(Done::Shown(Secret { title, how: t.code_how, text }))
    })
    .await
}

/// `POST /people/{person}/kiosk-code/end`
pub async fn end_code(deed: Deed) -> Result<Response, NoPage> {
    let t = texts(&deed.visitor);
    deed.act(async |name| {
        keyholders::end(&deed.house, &deed.visitor.user, &deed.person).await?;
        Ok(Done::Said(fill(t.code_ended, &[("name", &name)])))
    })
    .await
}

/// `POST /people/{person}/lead`
pub async fn name_lead(deed: Deed) -> Result<Response, NoPage> {
    let t = texts(&deed.visitor);
    deed.act(async |name| {
        people::set_lead(&deed.house, deed.place(), (&deed.person, true)).await?;
        Ok(Done::Said(fill(t.lead_named, &[("name", &name)])))
    })
    .await
}

/// `POST /people/{person}/lead/end`
pub async fn end_lead(deed: Deed) -> Result<Response, NoPage> {
    let t = texts(&deed.visitor);
    deed.act(async |name| {
        people::set_lead(&deed.house, deed.place(), (&deed.person, false)).await?;
        Ok(Done::Said(fill(t.lead_ended, &[("name", &name)])))
    })
    .await
}
