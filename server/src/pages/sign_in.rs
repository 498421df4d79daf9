//! Signing in and out.

use std::net::SocketAddr;

use askama::Template;
use axum::Form;
use axum::extract::{ConnectInfo, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use serde::Deserialize;

use super::language::Chosen;
use super::{Frame, NoPage};
use crate::audit::{self, Noted};
use crate::auth::sign_in::{self, Half, SignIn};
use crate::auth::staff::Session;
use crate::error::Error;
use crate::house::House;
use crate::store::people::User;
use crate::store::sites;
use crate::words::talks::TalkWords;
use crate::words::{self, Words};

/// Where a session keeps who still owes a code.
const HALF: &str = "half";

#[derive(Template)]
#[template(path = "sign_in.html")]
struct Page {
    frame: Frame,
    has_sites: bool,
    failed: bool,
    name: String,
}

#[derive(Template)]
#[template(path = "sign_in_code.html")]
struct CodePage {
    frame: Frame,
    failed: bool,
}

/// `GET /sign-in`
pub async fn form(
    State(house): State<House>,
    session: Session,
    chosen: Chosen,
) -> Result<Response, NoPage> {
    if session.user.is_some() {
        return Ok(Redirect::to("/").into_response());
    }
    page(&house, chosen, None).await
}

async fn page(house: &House, chosen: Chosen, failed: Option<String>) -> Result<Response, NoPage> {
    let (frame, has_sites) = frame(house, chosen, |w| w.sign_in).await?;
    let status = if failed.is_some() { StatusCode::UNAUTHORIZED } else { StatusCode::OK };
    let is_failed = failed.is_some();
    let page = Page { frame, has_sites, failed: is_failed, name: failed.unwrap_or_default() };
    Ok((status, Html(page.render()?)).into_response())
}

/// The frame of a page for somebody who has not signed in.
async fn frame(
    house: &House,
    chosen: Chosen,
    title: fn(&Words) -> &'static str,
) -> Result<(Frame, bool), NoPage> {
    let (words, sites) = (words::of(chosen.language), sites::all(&house.db).await?);
    let house_name = match &sites[..] {
        [site] => words::fill(words.visits_at, &[("site", &site.name)]),
        _ => String::new(),
    };
    let frame = Frame {
        w: words,
        language: chosen.language.code(),
        other_language: chosen.other().code(),
        title: title(words).to_owned(),
        tabs: Vec::new(),
        here: "/sign-in".to_owned(),
        house_name,
        person: None,
        other_sites: Vec::new(),
        alerts: Vec::new(),
        talk: TalkWords::of(chosen.language),
        alarms: Vec::new(),
        live: false,
    };
    Ok((frame, !sites.is_empty()))
}

/// What was typed.
#[derive(Deserialize)]
pub struct Typed {
    name: String,
    password: String,
}

/// `POST /sign-in`
pub async fn sign_in(
    State(house): State<House>,
    ConnectInfo(from): ConnectInfo<SocketAddr>,
    mut session: Session,
    chosen: Chosen,
    Form(typed): Form<Typed>,
) -> Result<Response, NoPage> {
    let tried = (typed.name.as_str(), typed.password);
    match sign_in::with_password(&house, tried, from.ip()).await? {
        SignIn::Done(user) => enter(&mut session, &user).await,
        SignIn::CodeNeeded(half) => {
            session.session.insert(HALF, half).await.map_err(|_| Error::Session)?;
            Ok(Redirect::to("/sign-in/code").into_response())
        }
        SignIn::Refused => page(&house, chosen, Some(typed.name)).await,
    }
}

/// Nothing is taken over from what this browser had before: neither the id of a session that ended,
/// nor when that one was last used, which would end this one at once.
async fn enter(session: &mut Session, user: &User) -> Result<Response, NoPage> {
    session.session.clear().await;
    session.session.cycle_id().await.map_err(|_| Error::Session)?;
    session.login(user).await.map_err(|_| Error::Session)?;
    Ok(Redirect::to("/").into_response())
}

async fn half(session: &Session) -> Result<Option<Half>, Error> {
    session.session.get(HALF).await.map_err(|_| Error::Session)
}

/// `GET /sign-in/code`: for who gave the right password and has a second factor.
pub async fn code_form(
    State(house): State<House>,
    session: Session,
    chosen: Chosen,
) -> Result<Response, NoPage> {
    if half(&session).await?.is_none() {
        return Ok(Redirect::to("/").into_response());
    }
    code_page(&house, chosen, false).await
}

async fn code_page(house: &House, chosen: Chosen, failed: bool) -> Result<Response, NoPage> {
    let (frame, _) = frame(house, chosen, |w| w.sign_in).await?;
    let status = if failed { StatusCode::UNAUTHORIZED } else { StatusCode::OK };
    Ok((status, Html(CodePage { frame, failed }.render()?)).into_response())
}

/// A code of the app, or a recovery code.
#[derive(Deserialize)]
pub struct TypedCode {
    code: String,
}

/// `POST /sign-in/code`
pub async fn code(
    State(house): State<House>,
    ConnectInfo(from): ConnectInfo<SocketAddr>,
    mut session: Session,
    chosen: Chosen,
    Form(typed): Form<TypedCode>,
) -> Result<Response, NoPage> {
    let Some(half) = half(&session).await? else { return Err(NoPage::SignIn) };
    match sign_in::with_code(&house, &half, &typed.code, from.ip()).await? {
        SignIn::Done(user) => enter(&mut session, &user).await,
        SignIn::CodeNeeded(_) | SignIn::Refused => code_page(&house, chosen, true).await,
    }
}

/// `POST /sign-out`
pub async fn sign_out(
    State(house): State<House>,
    mut session: Session,
) -> Result<Redirect, NoPage> {
    if let Some(user) = session.logout().await.map_err(|_| Error::Session)? {
        let mut tx = house.db.write().await?;
        let by = (user.name.as_str(), Noted::SignedOut);
        audit::note(&house, &mut tx, user.site, by, user.person.as_str()).await?;
        tx.commit().await?;
    }
    Ok(Redirect::to("/sign-in"))
}
