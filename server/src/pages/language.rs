//! English or Welsh: what the person chose, else what the browser prefers.

use std::convert::Infallible;

use axum::Form;
use axum::extract::{FromRequestParts, State};
use axum::http::header::{ACCEPT_LANGUAGE, COOKIE, SET_COOKIE};
use axum::http::request::Parts;
use axum::response::{AppendHeaders, IntoResponse};
use serde::Deserialize;
use visits_domain::arrival::Language;

use super::{NoPage, back};
use crate::auth::staff::Session;
use crate::house::House;
use crate::store::people;

/// The language of a page.
#[derive(Clone, Copy, Debug)]
pub struct Chosen {
    /// Which.
    pub language: Language,
}

impl Chosen {
    /// The one to switch to.
    pub fn other(self) -> Language {
        match self.language {
            Language::En => Language::Cy,
            Language::Cy => Language::En,
        }
    }
}

impl<S: Sync> FromRequestParts<S> for Chosen {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let header = |name| parts.headers.get(name).and_then(|value| value.to_str().ok());
        let from_cookie = header(COOKIE).and_then(|cookies| {
            let wanted = cookies.split(';').find_map(|c| c.trim().strip_prefix("visits_language="));
            wanted.and_then(by_code)
        });
        let language = from_cookie.or_else(|| header(ACCEPT_LANGUAGE).and_then(preferred));
        Ok(Self { language: language.unwrap_or_default() })
    }
}

fn by_code(code: &str) -> Option<Language> {
    Language::ALL.into_iter().find(|language| language.code() == code)
}

/// The first of ours in the browser's list; it is in the order of preference in practice.
fn preferred(header: &str) -> Option<Language> {
    header.split(',').find_map(|part| by_code(part.trim().get(..2)?))
}

/// The form of the switch.
#[derive(Deserialize)]
pub struct Switch {
    to: String,
    back: Option<String>,
}

/// `POST /language`
pub async fn choose(
    State(house): State<House>,
    session: Session,
    Form(switch): Form<Switch>,
) -> Result<impl IntoResponse, NoPage> {
    let language = by_code(&switch.to).unwrap_or_default();
    if let Some(user) = session.user {
        let mut tx = house.db.write().await?;
        people::set_language(&mut tx, &user.person, language).await?;
        tx.commit().await?;
    }
    let cookie = format!(
        "visits_language={}; Path=/; Max-Age=31536000; HttpOnly; SameSite=Lax",
        language.code()
    );
    Ok((AppendHeaders([(SET_COOKIE, cookie)]), back(switch.back.as_deref())))
}
