//! Whom to contact: opened when somebody asks for it, which is written down.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Html;
use visits_domain::encoding::Bytes;
use visits_domain::help::{Contact, TalkId};

use super::super::{Frame, NoPage, Visitor, frame};
use super::HERE;
use crate::audit::{self, Noted};
use crate::contacts::Contacts;
use crate::house::House;
use crate::store::talks as rows;
use crate::words::bookings::BookingWords;
use crate::words::requests::RequestWords;
use crate::words::talks::TalkWords;

/// What a family typed, ready to show.
pub struct ContactView {
    pub name: String,
    pub phone: String,
    pub ring: &'static str,
    pub message: &'static str,
    pub words: String,
    pub organization: String,
}

impl ContactView {
    /// As somebody reads it.
    pub fn of(contact: Contact, visitor: &Visitor) -> Self {
        let t = visitor.talk_words();
        let or = |text: String, none: &str| if text.is_empty() { none.to_owned() } else { text };
        Self {
            name: or(contact.name, t.no_name),
            phone: or(contact.phone, t.no_phone),
            ring: BookingWords::of(visitor.chosen.language).ring_of(contact.ring),
            message: if contact.message { t.message_yes } else { t.message_no },
            words: contact.words,
            organization: or(contact.organization, t.for_team),
        }
    }
}

#[derive(Template)]
#[template(path = "contact.html")]
pub struct ContactPage {
    pub frame: Frame,
    pub t: &'static TalkWords,
    pub r: &'static RequestWords,
    /// None: erased, or not to be read.
    pub contact: Option<ContactView>,
    /// What is to be done next.
    pub next_step: Option<String>,
    /// By whom and when, and what.
    pub notes: Vec<(String, String)>,
    /// Where it came from.
    pub from: String,
    /// What a safeguarding note would be about.
    pub about: String,
}

/// `POST /talks/{talk}/contact`
pub async fn page(
    State(house): State<House>,
    Path(talk): Path<TalkId>,
    visitor: Visitor,
) -> Result<Html<String>, NoPage> {
    let (t, site) = (visitor.talk_words(), visitor.user.site);
    let mut tx = house.db.write().await?;
    let found = rows::find(&mut tx, site, talk).await?.ok_or(NoPage::NotFound)?;
    let by = (visitor.user.name.as_str(), Noted::ContactSeen);
    audit::note(&house, &mut tx, site, by, talk.to_string()).await?;
    tx.commit().await?;
    let contacts = Contacts::of(&house, site).await?;
    let contact = found.sealed.and_then(|sealed| contacts.open(talk.0, &Bytes(sealed)));
    let title = (t.contact_title.to_owned(), HERE, HERE.to_owned());
    let page = ContactPage {
        frame: frame(&house, &visitor, title).await?,
        t,
        r: visitor.request_words(),
        next_step: None,
        notes: Vec::new(),
        contact: contact.map(|contact| ContactView::of(contact, &visitor)),
        from: HERE.to_owned(),
        about: talk.to_string(),
    };
    Ok(Html(page.render()?))
}
