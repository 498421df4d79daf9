//! The notice for families: both languages side by side, to print; and what a site adds to it.
//! Everybody who is signed in may print it.

use askama::Template;
use axum::Form;
use axum::extract::State;
use axum::response::Html;
use serde::Deserialize;
use visits_domain::arrival::Language;

use super::{Nav, Said, around};
use crate::audit::{self, Noted};
use crate::auth::may::Act;
use crate::error::Error;
use crate::house::House;
use crate::pages::place::{self, Place};
use crate::pages::{Frame, NoPage, Visitor};
use crate::privacy::notice::{self, Part, Texts};
use crate::store::{privacy, sites};
use crate::words::notice::NoticeWords;
use crate::words::privacy::PrivacyWords;

/// The addresses of this page.
pub fn places() -> Vec<Place> {
    vec![
        place::get("/privacy/notice", Act::OwnAccount, page),
        place::post("/privacy/notice", Act::Privacy, set),
    ]
}

#[derive(Template)]
#[template(path = "privacy_notice.html")]
struct NoticePage {
    frame: Frame,
    nav: Nav,
    p: &'static PrivacyWords,
    n: &'static NoticeWords,
    said: Option<Said>,
    may_set: bool,
    site: String,
    notices: [NoticeView; 2],
    texts: Texts,
    more_en: String,
    more_cy: String,
    kiosk_line: Option<String>,
}

struct NoticeView {
    language: &'static str,
    title: &'static str,
    parts: Vec<Part>,
}

/// `GET /privacy/notice`
pub async fn page(State(house): State<House>, visitor: Visitor) -> Result<Html<String>, NoPage> {
    show(&house, &visitor, None).await
}

async fn show(
    house: &House,
    visitor: &Visitor,
    said: Option<Said>,
) -> Result<Html<String>, NoPage> {
    let (p, site) = (visitor.privacy_words(), visitor.user.site);
    let texts = privacy::notice(&house.db, site).await?;
    let periods = privacy::periods(&house.db, site).await?;
    let (frame, nav) = around(house, visitor, (p.tab_notice, "/privacy/notice")).await?;
    let page = NoticePage {
        frame,
        nav,
        p,
        n: NoticeWords::of(visitor.chosen.language),
        said,
        may_set: visitor.may(Act::Privacy),
        site: sites::get(&house.db, site).await?.name,
        notices: [Language::En, Language::Cy].map(|language| NoticeView {
            language: language.code(),
            title: NoticeWords::of(language).title,
            parts: notice::parts(language, &periods, &texts),
        }),
        more_en: texts.more_en.join("\n"),
        more_cy: texts.more_cy.join("\n"),
        kiosk_line: texts.kiosk_line(),
        texts,
    };
    Ok(Html(page.render()?))
}

/// What a site adds.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct SetForm {
    controller: String,
    contact_en: String,
    contact_cy: String,
    officer: String,
    more_en: String,
    more_cy: String,
}

/// `POST /privacy/notice`
pub async fn set(
    State(house): State<House>,
    visitor: Visitor,
    Form(form): Form<SetForm>,
) -> Result<Html<String>, NoPage> {
    let n = NoticeWords::of(visitor.chosen.language);
    let SetForm { controller, contact_en, contact_cy, officer, more_en, more_cy } = form;
    let typed = Texts { controller, contact_en, contact_cy, officer, ..Texts::default() };
    let said = match Texts::parse(&typed, &more_en, &more_cy) {
        None => Said::refused(n.not_saved),
        Some(texts) => {
            store(&house, &visitor, &texts).await?;
            Said::done(n.saved)
        }
    };
    show(&house, &visitor, Some(said)).await
}

async fn store(house: &House, visitor: &Visitor, texts: &Texts) -> Result<(), Error> {
    let (site, who) = (visitor.user.site, visitor.user.name.as_str());
    let mut tx = house.db.write().await?;
    sites::lock(&mut tx, site).await?;
    privacy::set_notice(&mut tx, site, texts).await?;
    audit::note(house, &mut tx, site, (who, Noted::NoticeChanged), "").await?;
    house.commit_and_tell(tx, site).await
}
