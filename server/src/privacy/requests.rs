//! Requests and talks that one person asked for. They have no date of birth: by name they are found
//! by the surname alone, and whoever shows them makes sure whose they are.

use sqlx::AnyConnection;
use uuid::Uuid;
use visits_domain::encoding::Bytes;
use visits_domain::help::{Contact, Receipt};
use visits_domain::person::Surname;
use visits_domain::site::SiteCode;

use super::subjects::Search;
use crate::contacts::Contacts;
use crate::error::Error;
use crate::house::House;
use crate::requests;
use crate::store::{requests as rows, talks};

/// One of them, opened.
pub struct Found {
    /// With it the family asks, and withdraws.
    pub receipt: String,
    /// When it was asked for. Microseconds.
    pub asked: i64,
    /// What the family typed.
    pub contact: Contact,
    /// What staff wrote down, with the next step.
    pub notes: Vec<String>,
    /// To whom it was handed on.
    pub handed_to: Option<String>,
}

fn is_of(search: &Search, receipt: &str, contact: &Contact) -> bool {
    match search {
        Search::Name(surname, _) => {
            let name = Surname::parse(&contact.name);
            name.is_ok_and(|name| name.folded().ends_with(surname.folded()))
        }
        Search::Reference(text) => {
            Receipt::parse(text).is_ok_and(|typed| typed.compact() == receipt)
        }
    }
}

/// Those that a search finds. All of a site's are opened and compared.
pub async fn find(
    house: &House,
    conn: &mut AnyConnection,
    site: SiteCode,
    search: &Search,
) -> Result<Vec<Found>, Error> {
    let contacts = Contacts::of(house, site).await?;
    let open = |id: &str, sealed: Option<Vec<u8>>| {
        contacts.open(id.parse::<Uuid>().ok()?, &Bytes(sealed?))
    };
    let mut found = Vec::new();
    for request in rows::sealed(conn, site).await? {
        let Some(contact) = open(&request.request, request.sealed.clone()) else { continue };
        if !is_of(search, &request.receipt, &contact) {
            continue;
        }
        let opened = requests::open(house, conn, site, &request).await?;
        let notes = opened.notes.into_iter().map(|(_, _, text)| text);
        found.push(Found {
            receipt: request.receipt,
            asked: request.asked,
            contact,
            notes: notes.chain(opened.next_step).collect(),
            handed_to: request.handed_to,
        });
    }
    for talk in talks::sealed(conn, site).await? {
        let receipt = talk.receipt.unwrap_or_default();
        let Some(contact) = open(&talk.talk, talk.sealed) else { continue };
        if is_of(search, &receipt, &contact) {
            let (asked, notes) = (talk.asked, Vec::new());
            found.push(Found { receipt, asked, contact, notes, handed_to: None });
        }
    }
    Ok(found)
}
