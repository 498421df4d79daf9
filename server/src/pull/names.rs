//! Names for people whom the service gives by id alone: each is asked for once a day, a few at a
//! time, and no more than so many at one go.

use std::collections::BTreeSet;

use futures_util::future::join_all;
use serde_json::Value;
use tokio::time::Instant;
use visits_domain::site::SiteCode;

use super::client::Client;
use super::{Failure, List, before};
use crate::error::Error;
use crate::house::House;
use crate::import::{Note, Remark, Trouble};
use crate::store::sources;

/// One person's details are a few kilobytes.
const PERSON_BYTES: usize = 256 << 10;
/// The service is asked for so many people at once.
const AT_ONCE: usize = 4;
/// After so many failures the service is not well: the rest is asked for the next time.
const FAILURES: usize = 5;

/// Somebody whose name is wanted.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Wanted {
    /// A visitor, by the id of a contact.
    Contact(String),
    /// The person inside, by the prison number.
    Prisoner(String),
}

impl Wanted {
    /// As it is noted: ids of contacts and prison numbers never look alike.
    fn key(&self) -> &str {
        match self {
            Self::Contact(id) | Self::Prisoner(id) => id,
        }
    }
}

/// Asks for the names that are not known, and adds them to the list.
pub async fn join(
    house: &House,
    site: SiteCode,
    client: &Client,
    (list, deadline): (&mut List, Instant),
) -> Result<(), Error> {
    let everybody = everybody(&list.visits);
    let keys: Vec<String> = everybody.iter().map(|one| one.key().to_owned()).collect();
    let now = house.clock.now();
    let known = sources::asked_lately(&house.db, site, &keys, now).await?;
    let mut wanted: Vec<Wanted> =
        everybody.into_iter().filter(|one| !known.contains(one.key())).collect();
    let later = wanted.split_off(client.limits().names.min(wanted.len()));
    let (asked, unnamed, postponed) = ask(client, wanted, deadline, list).await;
    sources::note_asked(&house.db, site, &asked, now).await?;
    let postponed = postponed + later.len();
    let counted = [(Note::NameTheMissing, unnamed), (Note::NamesNextTime, postponed)];
    let remarks = counted.into_iter().filter(|(_, n)| *n > 0);
    list.remarks.extend(remarks.map(|(note, n)| Remark::new(note, n)));
    Ok(())
}

/// Who is on the list, each once.
fn everybody(visits: &[Value]) -> BTreeSet<Wanted> {
    let mut all = BTreeSet::new();
    for visit in visits {
        let number = visit.get("prisonerId").and_then(Value::as_str).unwrap_or_default();
        let named = visit.get("prisonerLastName").is_some();
        if !named && is_prison_number(number) {
            all.insert(Wanted::Prisoner(number.to_owned()));
        }
        let visitors = visit.get("visitors").and_then(Value::as_array);
        for visitor in visitors.into_iter().flatten() {
            let id = visitor.get("contactId").or_else(|| visitor.get("nomisPersonId"));
            let id = id.map(|id| id.as_str().map_or_else(|| id.to_string(), str::to_owned));
            // An id goes into an address: nothing but digits ever does.
            let id = id.filter(|id| id.len() <= 20 && id.bytes().all(|b| b.is_ascii_digit()));
            if let (Some(id), None) = (id.filter(|id| !id.is_empty()), visitor.get("lastName")) {
                all.insert(Wanted::Contact(id));
            }
        }
    }
    all
}

fn is_prison_number(text: &str) -> bool {
    text.len() == 7 && text.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
}

/// Asks for each: who was asked for, how many have no name, how many wait for the next time.
async fn ask(
    client: &Client,
    wanted: Vec<Wanted>,
    deadline: Instant,
    list: &mut List,
) -> (Vec<String>, usize, usize) {
    let (mut asked, mut unnamed, mut failures) = (Vec::new(), 0, 0);
    for few in wanted.chunks(AT_ONCE) {
        let calls: Vec<_> = few.iter().map(|one| before(deadline, details(client, one))).collect();
        for (one, answer) in few.iter().zip(join_all(calls).await) {
            match answer {
                Ok(person) => {
                    add(list, one, &person);
                    asked.push(one.key().to_owned());
                }
                Err(Failure { trouble: Trouble::Failed, about }) if about == "404" => {
                    unnamed += 1;
                    asked.push(one.key().to_owned());
                }
                Err(_) => failures += 1,
            }
        }
        if failures >= FAILURES {
            break;
        }
    }
    let postponed = wanted.len() - asked.len();
    (asked, unnamed, postponed)
}

async fn details(client: &Client, one: &Wanted) -> Result<Value, Failure> {
    let path: Vec<&str> = match one {
        Wanted::Contact(id) => vec!["v1", "contacts", id],
        Wanted::Prisoner(number) => vec!["v1", "prison", "prisoners", number],
    };
    let bytes = client.get(&path, &[], PERSON_BYTES).await?;
    let value: Value = serde_json::from_slice(&bytes).map_err(|_| Trouble::NotAList)?;
    let person = match value.get("data") {
        Some(data) => data.clone(),
        None => value,
    };
    if person.is_object() { Ok(person) } else { Err(Trouble::NotAList.into()) }
}

/// What was asked for is what is named, whatever id the answer has.
fn add(list: &mut List, one: &Wanted, person: &Value) {
    let Some(person) = person.as_object() else { return };
    match one {
        Wanted::Contact(id) => list.people.add_contact(id, person),
        Wanted::Prisoner(number) => list.people.add_prisoner(number, person),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everybody_is_asked_for_once_and_nothing_else_gets_into_an_address() {
        let visits = vec![
            serde_json::json!({ "prisonerId": "A1234BC", "visitors": [
                { "contactId": 1 }, { "contactId": "1" }, { "contactId": "2/../../3" },
                { "contactId": -4 }, { "contactId": "" }, { "contactId": null },
                { "nomisPersonId": 5 }, { "contactId": 6, "lastName": "Shaw" },
            ]}),
            serde_json::json!({ "prisonerId": "A1234BC", "visitors": "nobody" }),
            serde_json::json!({ "prisonerId": "../etc/p" }),
            serde_json::json!(7),
        ];
        let all: Vec<Wanted> = everybody(&visits).into_iter().collect();
        let contact = |id: &str| Wanted::Contact(id.to_owned());
        assert_eq!(all, [contact("1"), contact("5"), Wanted::Prisoner("A1234BC".to_owned())]);
    }
}
