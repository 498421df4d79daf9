//! One's own account: password, second factor, PIN, other places.

use std::net::SocketAddr;

use askama::Template;
use axum::Form;
use axum::extract::{ConnectInfo, State};
use axum::http::header::CONTENT_TYPE;
use axum::response::{Html, IntoResponse, Redirect, Response};
use qrcode::QrCode;
use qrcode::render::svg;
use serde::Deserialize;

use super::place::{self, Place};
use super::said::Said;
use super::{Frame, NoPage, OWN_ACCOUNT, Visitor, frame};
use crate::auth::may::Act;
use crate::auth::staff::{self, Session};
use crate::auth::{account, factor, keyholders as pins, sign_in};
use crate::error::{Error, NotDone};
use crate::house::House;
use crate::store::people::{self, User};
use crate::store::{factors, keyholders, sites};
use crate::words::account::Account;
use crate::words::fill;
use crate::words::people::People;

/// The addresses of this page.
pub fn places() -> Vec<Place> {
    let act = Act::OwnAccount;
    vec![
        place::get(OWN_ACCOUNT, act, page),
        place::get("/account/new-password", act, new_password),
        place::post("/account/password", act, change_password),
        place::post("/account/end-sessions", act, end_sessions),
        place::post("/account/pin", act, set_pin),
        place::post("/account/second-factor/begin", act, begin_factor),
        place::get("/account/second-factor", act, factor_page),
        place::get("/account/second-factor.svg", act, factor_picture),
        place::post("/account/second-factor/on", act, turn_on),
        place::post("/account/second-factor/off", act, turn_off),
        place::post("/account/second-factor/codes", act, renew_codes),
    ]
}

#[derive(Template)]
#[template(path = "account.html")]
struct Page {
    frame: Frame,
    t: &'static Account,
    said: Option<Said>,
    name: String,
    role: String,
    has_factor: bool,
    codes_left: String,
    kiosk_code: Option<String>,
}

fn texts(visitor: &Visitor) -> &'static Account {
    Account::of(visitor.chosen.language)
}

/// `GET /account`
pub async fn page(State(house): State<House>, visitor: Visitor) -> Result<Response, NoPage> {
    show(&house, &visitor, None).await
}

async fn show(house: &House, visitor: &Visitor, said: Option<Said>) -> Result<Response, NoPage> {
    let (t, user) = (texts(visitor), &visitor.user);
    let account = people::by_id(&house.db, &user.person).await?.ok_or(NoPage::NotFound)?;
    let left = factors::codes_left(&house.db, &user.person).await?;
    let code = keyholders::of(&house.db, user.site, &user.person).await?;
    let site = sites::get(&house.db, user.site).await?;
    let role = People::of(visitor.chosen.language).role_name(user.role);
    let title = (t.title.to_owned(), OWN_ACCOUNT, OWN_ACCOUNT.to_owned());
    let status = Said::status(said.as_ref());
    let page = Page {
        frame: frame(house, visitor, title).await?,
        t,
        said,
        name: user.shown_name.clone(),
        role: fill(t.role_here, &[("role", &role), ("site", &site.name)]),
        has_factor: account.factor.is_some(),
        codes_left: fill(t.codes_left, &[("n", &left)]),
        kiosk_code: code.map(|code| fill(t.kiosk_yours, &[("code", &code.0)])),
    };
    Ok((status, Html(page.render()?)).into_response())
}

/// What was not done, in words; anything else is a failure.
fn why(t: &Account, error: Error) -> Result<&'static str, NoPage> {
    match error {
        Error::People(NotDone::WrongPassword) => Ok(t.wrong),
        Error::People(NotDone::WeakPassword) => Ok(t.weak),
        Error::People(NotDone::WeakPin) => Ok(t.pin_weak),
        Error::People(NotDone::NothingToOpen) => Ok(t.kiosk_none),
        error => Err(error.into()),
    }
}

/// The session goes on after everything else of this person ended.
async fn stay(house: &House, session: &mut Session, user: &User) -> Result<User, NoPage> {
    let again = staff::at(house, &user.person, user.site, user.signed_in).await?;
    let again = again.ok_or(NoPage::SignIn)?;
    session.login(&again).await.map_err(|_| Error::Session)?;
    Ok(again)
}

// --- Password ----------------------------------------------------------------------------------

#[derive(Template)]
#[template(path = "new_password.html")]
struct NewPassword {
    frame: Frame,
    t: &'static Account,
    said: Option<Said>,
}

/// `GET /account/new-password`: for who signed in with a one-time password.
pub async fn new_password(
    State(house): State<House>,
    visitor: Visitor,
) -> Result<Response, NoPage> {
    if !visitor.user.must_change_password {
        return Ok(Redirect::to(OWN_ACCOUNT).into_response());
    }
    show_new_password(&house, &visitor, None).await
}

async fn show_new_password(
    house: &House,
    visitor: &Visitor,
    said: Option<Said>,
) -> Result<Response, NoPage> {
    let t = texts(visitor);
    let title = (t.new_password_title.to_owned(), "", "/account/new-password".to_owned());
    let mut frame = frame(house, visitor, title).await?;
    // Nothing else may be done before.
    (frame.tabs, frame.other_sites, frame.live) = (Vec::new(), Vec::new(), false);
    frame.alerts = Vec::new();
    let status = Said::status(said.as_ref());
    Ok((status, Html(NewPassword { frame, t, said }.render()?)).into_response())
}

/// A new password, twice; the old one unless it was a one-time password.
#[derive(Deserialize)]
pub struct Passwords {
    #[serde(default)]
    now: String,
    new: String,
    again: String,
}

/// `POST /account/password`
pub async fn change_password(
    State(house): State<House>,
    ConnectInfo(from): ConnectInfo<SocketAddr>,
    mut session: Session,
    mut visitor: Visitor,
    Form(typed): Form<Passwords>,
) -> Result<Response, NoPage> {
    let (t, once) = (texts(&visitor), visitor.user.must_change_password);
    let done = if typed.new == typed.again {
        let passwords = (typed.now, typed.new);
        account::change_password(&house, &visitor.user, passwords, from.ip()).await
    } else {
        let said = Some(Said::refused(t.not_alike));
        return if once {
            show_new_password(&house, &visitor, said).await
        } else {
            show(&house, &visitor, said).await
        };
    };
    match done {
        Ok(()) => {
            visitor.user = stay(&house, &mut session, &visitor.user).await?;
            if once {
                return Ok(Redirect::to("/").into_response());
            }
            show(&house, &visitor, Some(Said::done(t.password_changed))).await
        }
        Err(error) if once => {
            let said = Said::refused(why(t, error)?);
            show_new_password(&house, &visitor, Some(said)).await
        }
        Err(error) => show(&house, &visitor, Some(Said::refused(why(t, error)?))).await,
    }
}

/// `POST /account/end-sessions`
pub async fn end_sessions(
    State(house): State<House>,
    mut session: Session,
    mut visitor: Visitor,
) -> Result<Response, NoPage> {
    account::end_other_sessions(&house, &visitor.user).await?;
    visitor.user = stay(&house, &mut session, &visitor.user).await?;
    show(&house, &visitor, Some(Said::done(texts(&visitor).sessions_ended))).await
}

/// A PIN.
#[derive(Deserialize)]
pub struct Pin {
    pin: String,
}

/// `POST /account/pin`
pub async fn set_pin(
    State(house): State<House>,
    visitor: Visitor,
    Form(typed): Form<Pin>,
) -> Result<Response, NoPage> {
    let t = texts(&visitor);
    let said = match pins::set_pin(&house, &visitor.user, typed.pin.trim()).await {
        Ok(()) => Said::done(t.pin_is_set),
        Err(error) => Said::refused(why(t, error)?),
    };
    show(&house, &visitor, Some(said)).await
}

// --- Second factor -----------------------------------------------------------------------------

#[derive(Template)]
#[template(path = "second_factor.html")]
struct FactorPage {
    frame: Frame,
    t: &'static Account,
    said: Option<Said>,
    secret: String,
}

#[derive(Template)]
#[template(path = "recovery_codes.html")]
struct CodesPage {
    frame: Frame,
    t: &'static Account,
    codes: Vec<String>,
}

/// One's own password: whoever finds an open page does not know it.
#[derive(Deserialize)]
pub struct Confirmed {
    password: String,
}

/// The password was right, or the page that says that it was not.
async fn confirmed(
    house: &House,
    visitor: &Visitor,
    typed: String,
    from: SocketAddr,
) -> Result<Option<Response>, NoPage> {
    if sign_in::confirm(house, &visitor.user, typed, from.ip()).await? {
        return Ok(None);
    }
    show(house, visitor, Some(Said::refused(texts(visitor).wrong))).await.map(Some)
}

/// `POST /account/second-factor/begin`
pub async fn begin_factor(
    State(house): State<House>,
    ConnectInfo(from): ConnectInfo<SocketAddr>,
    visitor: Visitor,
    Form(typed): Form<Confirmed>,
) -> Result<Response, NoPage> {
    if let Some(wrong) = confirmed(&house, &visitor, typed.password, from).await? {
        return Ok(wrong);
    }
    factor::begin(&house, &visitor.user).await?;
    Ok(Redirect::to("/account/second-factor").into_response())
}

/// `GET /account/second-factor`: while a secret waits for its first code.
pub async fn factor_page(State(house): State<House>, visitor: Visitor) -> Result<Response, NoPage> {
    show_factor(&house, &visitor, None).await
}

async fn waiting(house: &House, visitor: &Visitor) -> Result<Option<(String, String)>, Error> {
    let account = people::by_id(&house.db, &visitor.user.person).await?;
    account.map_or(Ok(None), |account| factor::waiting(house, &account))
}

async fn show_factor(
    house: &House,
    visitor: &Visitor,
    said: Option<Said>,
) -> Result<Response, NoPage> {
    let t = texts(visitor);
    let Some((secret, _)) = waiting(house, visitor).await? else {
        return Ok(Redirect::to(OWN_ACCOUNT).into_response());
    };
    let title = (t.factor.to_owned(), OWN_ACCOUNT, "/account/second-factor".to_owned());
    let status = Said::status(said.as_ref());
    let groups: Vec<&str> =
        secret.as_bytes().chunks(4).filter_map(|c| str::from_utf8(c).ok()).collect();
    let secret = groups.join(" ");
    let page = FactorPage { frame: frame(house, visitor, title).await?, t, said, secret };
    Ok((status, Html(page.render()?)).into_response())
}

/// `GET /account/second-factor.svg`: only while the secret waits; never again afterwards.
pub async fn factor_picture(
    State(house): State<House>,
    visitor: Visitor,
) -> Result<Response, NoPage> {
    let (_, address) = waiting(&house, &visitor).await?.ok_or(NoPage::NotFound)?;
    let picture = QrCode::new(address).map_err(|_| NoPage::NotFound)?;
    let svg = picture.render::<svg::Color>().min_dimensions(240, 240).build();
    Ok(([(CONTENT_TYPE, "image/svg+xml")], svg).into_response())
}

/// A code of the app.
#[derive(Deserialize)]
pub struct Code {
    code: String,
}

/// `POST /account/second-factor/on`
pub async fn turn_on(
    State(house): State<House>,
    visitor: Visitor,
    Form(typed): Form<Code>,
) -> Result<Response, NoPage> {
    if let Some(codes) = factor::turn_on(&house, &visitor.user, &typed.code).await? {
        return show_codes(&house, &visitor, codes).await;
    }
    let said = Said::refused(texts(&visitor).code_wrong);
    show_factor(&house, &visitor, Some(said)).await
}

async fn show_codes(
    house: &House,
    visitor: &Visitor,
    codes: Vec<String>,
) -> Result<Response, NoPage> {
    let t = texts(visitor);
    let title = (t.codes_title.to_owned(), OWN_ACCOUNT, OWN_ACCOUNT.to_owned());
    let page = CodesPage { frame: frame(house, visitor, title).await?, t, codes };
    Ok(Html(page.render()?).into_response())
}

/// `POST /account/second-factor/off`
pub async fn turn_off(
    State(house): State<House>,
    ConnectInfo(from): ConnectInfo<SocketAddr>,
    visitor: Visitor,
    Form(typed): Form<Confirmed>,
) -> Result<Response, NoPage> {
    if let Some(wrong) = confirmed(&house, &visitor, typed.password, from).await? {
        return Ok(wrong);
    }
    factor::turn_off(&house, &visitor.user).await?;
    show(&house, &visitor, Some(Said::done(texts(&visitor).factor_is_off))).await
}

/// `POST /account/second-factor/codes`
pub async fn renew_codes(
    State(house): State<House>,
    ConnectInfo(from): ConnectInfo<SocketAddr>,
    visitor: Visitor,
    Form(typed): Form<Confirmed>,
) -> Result<Response, NoPage> {
    if let Some(wrong) = confirmed(&house, &visitor, typed.password, from).await? {
        return Ok(wrong);
    }
    let codes = factor::renew_codes(&house, &visitor.user).await?;
    show_codes(&house, &visitor, codes).await
}
