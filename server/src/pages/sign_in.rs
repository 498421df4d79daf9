//! Signing in and out.

use std::net::SocketAddr;

use askama::Template;
use axum::Form;
use axum::extract::{ConnectInfo, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use serde::Deserialize;
use visits_domain::site::SiteCode;

use super::language::Chosen;
use super::{Frame, NoPage};
use crate::auth::staff::{Credentials, Session};
use crate::house::House;
use crate::store::sites::{self, Site};
use crate::words;

#[derive(Template)]
#[template(path = "sign_in.html")]
struct SignIn {
    frame: Frame,
    sites: Vec<Site>,
    failed: bool,
    name: String,
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
    let (words, sites) = (words::of(chosen.language), sites::all(&house.db).await?);
    let house_name = match &sites[..] {
        [site] => words::fill(words.visits_at, &[("site", &site.name)]),
        _ => String::new(),
    };
    let frame = Frame {
        w: words,
        language: chosen.language.code(),
        other_language: chosen.other().code(),
        title: words.sign_in.to_owned(),
        tabs: Vec::new(),
        here: "/sign-in".to_owned(),
        house_name,
        person: None,
        alerts: Vec::new(),
        live: false,
    };
    let status = if failed.is_some() { StatusCode::UNAUTHORIZED } else { StatusCode::OK };
    let name = failed.clone().unwrap_or_default();
    let page = SignIn { frame, sites, failed: failed.is_some(), name };
    Ok((status, Html(page.render()?)).into_response())
}

/// What was typed.
#[derive(Deserialize)]
pub struct Typed {
    site: Option<String>,
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
    let Some(site) = site_of(&house, typed.site.as_deref()).await? else {
        return page(&house, chosen, Some(typed.name)).await;
    };
    let (name, password) = (typed.name.clone(), typed.password);
    let credentials = Credentials { site, name, password, from: from.ip() };
    match session.authenticate(credentials).await {
        Ok(Some(user)) => {
            session.login(&user).await.map_err(|_| failed("a session could not be stored"))?;
            Ok(Redirect::to("/").into_response())
        }
        Ok(None) => page(&house, chosen, Some(typed.name)).await,
        Err(_) => Err(failed("somebody could not be signed in")),
    }
}

fn failed(what: &'static str) -> NoPage {
    tracing::error!("{what}");
    NoPage::Failed
}

/// The site that was chosen, or the only one.
async fn site_of(house: &House, typed: Option<&str>) -> Result<Option<SiteCode>, NoPage> {
    if let Some(code) = typed.and_then(|text| text.parse().ok()) {
        return Ok(sites::find(&house.db, code).await?.map(|site| site.code));
    }
    let sites = sites::all(&house.db).await?;
    Ok(match &sites[..] {
        [only] => Some(only.code),
        _ => None,
    })
}

/// `POST /sign-out`
pub async fn sign_out(mut session: Session) -> Result<Redirect, NoPage> {
    session.logout().await.map_err(|_| failed("a session could not be ended"))?;
    Ok(Redirect::to("/sign-in"))
}
