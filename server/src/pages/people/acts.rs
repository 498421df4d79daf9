//! What is done to one person. Each is a form; afterwards the person is shown again.

use axum::Form;
use axum::extract::{Path, State};
use axum::response::Response;
use serde::Deserialize;

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

/// Does something to somebody of this site, and says what came of it.
async fn act(
    house: &House,
    visitor: &Visitor,
    person: &str,
    what: impl AsyncFnOnce(String) -> Result<Done, Error>,
) -> Result<Response, NoPage> {
    let name = of_here(house, visitor, person).await?.shown_name;
    let shown = match what(name).await {
        Ok(Done::Said(text)) => (Some(Said::done(text)), None),
        Ok(Done::Shown(secret)) => (None, Some(secret)),
        Err(error) => (Some(Said::refused(why(texts(visitor), error)?)), None),
    };
    let listed = of_here(house, visitor, person).await?;
    show_person(house, visitor, listed, shown).await
}

/// A role.
#[derive(Deserialize)]
pub struct NewRole {
    role: Role,
}

/// `POST /people/{person}/role`
pub async fn set_role(
    State(house): State<House>,
    Path(person): Path<String>,
    visitor: Visitor,
    Form(new): Form<NewRole>,
) -> Result<Response, NoPage> {
    let (t, place) = (texts(&visitor), (By::Person(&visitor.user), visitor.user.site));
    act(&house, &visitor, &person, async |name| {
        people::set_role(&house, place, &person, new.role).await?;
        let role = t.role_name(new.role);
        Ok(Done::Said(fill(t.role_set, &[("name", &name), ("role", &role)])))
    })
    .await
}

/// `POST /people/{person}/end`
pub async fn end_role(
    State(house): State<House>,
    Path(person): Path<String>,
    visitor: Visitor,
) -> Result<Response, NoPage> {
    let (t, place) = (texts(&visitor), (By::Person(&visitor.user), visitor.user.site));
    act(&house, &visitor, &person, async |name| {
        people::end_role(&house, place, &person).await?;
        Ok(Done::Said(fill(t.role_ended, &[("name", &name)])))
    })
    .await
}

/// `POST /people/{person}/reset`
pub async fn reset(
    State(house): State<House>,
    Path(person): Path<String>,
    visitor: Visitor,
) -> Result<Response, NoPage> {
    let (t, place) = (texts(&visitor), (By::Person(&visitor.user), visitor.user.site));
    act(&house, &visitor, &person, async |name| {
        let password = people::reset_password(&house, place, &person).await?;
        Ok(Done::Shown(one_time(t, &name, password)))
    })
    .await
}

/// `POST /people/{person}/lift`
pub async fn lift(
    State(house): State<House>,
    Path(person): Path<String>,
    visitor: Visitor,
) -> Result<Response, NoPage> {
    let (t, place) = (texts(&visitor), (By::Person(&visitor.user), visitor.user.site));
    act(&house, &visitor, &person, async |name| {
        people::lift_pause(&house, place, &person).await?;
        Ok(Done::Said(fill(t.pause_lifted, &[("name", &name)])))
    })
    .await
}

/// `POST /people/{person}/factor-off`
pub async fn factor_off(
    State(house): State<House>,
    Path(person): Path<String>,
    visitor: Visitor,
) -> Result<Response, NoPage> {
    let (t, place) = (texts(&visitor), (By::Person(&visitor.user), visitor.user.site));
    act(&house, &visitor, &person, async |name| {
        people::factor_off(&house, place, &person).await?;
        Ok(Done::Said(fill(t.factor_is_off, &[("name", &name)])))
    })
    .await
}

/// `POST /people/{person}/kiosk-code`
pub async fn give_code(
    State(house): State<House>,
    Path(person): Path<String>,
    visitor: Visitor,
) -> Result<Response, NoPage> {
    let t = texts(&visitor);
    act(&house, &visitor, &person, async |name| {
        let (code, pin) = keyholders::give(&house, &visitor.user, &person).await?;
        let title = fill(t.code_for, &[("name", &name)]);
        let text = fill(t.code_is, &[("code", &code.0), ("pin", &pin)]);
        Ok(Done::Shown(Secret { title, how: t.code_how, text }))
    })
    .await
}

/// `POST /people/{person}/kiosk-code/end`
pub async fn end_code(
    State(house): State<House>,
    Path(person): Path<String>,
    visitor: Visitor,
) -> Result<Response, NoPage> {
    let t = texts(&visitor);
    act(&house, &visitor, &person, async |name| {
        keyholders::end(&house, &visitor.user, &person).await?;
        Ok(Done::Said(fill(t.code_ended, &[("name", &name)])))
    })
    .await
}
