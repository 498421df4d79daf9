//! Services, as the server published them: by what they are for, and by their words. What a family
//! searched for is written down nowhere.

mod spelling;

use rusqlite::{Connection, OptionalExtension as _, params};
use visits_domain::help::{HelpNeed, Nation, Seek, Service, ServiceId, matches};

use super::{Store, StoreError};
use spelling::{meant, mutated, stem, words_of};

const UNREADABLE: StoreError = StoreError::Unreadable { what: "service" };

/// Of those with a word: nobody reads more.
const BY_WORDS_AT_MOST: usize = 60;

/// One bit for each nation.
fn bits(nations: &[Nation]) -> u32 {
    Nation::ALL
        .iter()
        .enumerate()
        .filter(|(_, nation)| nations.contains(nation))
        .fold(0, |bits, (place, _)| bits | (1 << place))
}

pub(super) fn put(db: &Connection, service: &Service) -> Result<(), StoreError> {
    forget(db, service.service)?;
    let body = serde_json::to_vec(service).map_err(|_| UNREADABLE)?;
    db.prepare_cached("INSERT INTO service (id, nations, body) VALUES (?1, ?2, ?3)")?
        .execute(params![service.service.0.as_bytes(), bits(&service.nations), body])?;
    let number = db.last_insert_rowid();
    let mut need = db.prepare_cached("INSERT OR IGNORE INTO service_need VALUES (?1, ?2)")?;
    for word in service.needs.iter().map(|need| need.as_str()) {
        need.execute(params![word, number])?;
    }
    if service.needs.is_empty() {
        need.execute(params!["", number])?;
    }
    let text = Text::of(service);
    db.prepare_cached(
        "INSERT INTO service_text (rowid, name, organization, words, needs)
         VALUES (?1, ?2, ?3, ?4, ?5)",
    )?
    .execute(params![number, text.name, text.organization, text.words, text.needs])?;
    Ok(())
}

pub(super) fn forget(db: &Connection, service: ServiceId) -> Result<(), StoreError> {
    let number: Option<i64> = db
        .prepare_cached("SELECT number FROM service WHERE id = ?1")?
        .query_row([service.0.as_bytes()], |row| row.get(0))
        .optional()?;
    let Some(number) = number else { return Ok(()) };
    for table in [
        "DELETE FROM service WHERE number = ?1",
        "DELETE FROM service_need WHERE number = ?1",
        "DELETE FROM service_text WHERE rowid = ?1",
    ] {
        db.prepare_cached(table)?.execute([number])?;
    }
    Ok(())
}

pub(super) fn forget_all(db: &Connection) -> Result<(), StoreError> {
    Ok(db.execute_batch(
        "DELETE FROM service; DELETE FROM service_need;
         INSERT INTO service_text (service_text) VALUES ('delete-all');",
    )?)
}

/// What is searched of a service, in both languages.
struct Text {
    name: String,
    organization: String,
    words: String,
    needs: String,
}

impl Text {
    fn of(service: &Service) -> Self {
        let both = |text: &visits_domain::event::Both| format!("{} {}", text.en, text.cy);
        let places = service.places.iter().map(|place| place.address.as_str());
        let words = [both(&service.words), both(&service.eligibility)];
        let words: Vec<&str> = words.iter().map(String::as_str).chain(places).collect();
        let needs = service.needs.iter().flat_map(|need| {
            let (title, words) = (need.title(), need.other_words());
            [title.en, title.cy, words.en, words.cy]
        });
        Self {
            name: both(&service.name),
            organization: service.organization.clone(),
            words: words.join(" "),
            needs: needs.collect::<Vec<_>>().join(" "),
        }
    }
}

/// One word that was typed, as any of these; each may be the beginning of a longer one.
fn any_of<'a>(forms: impl IntoIterator<Item = &'a str>) -> String {
    // Nothing but letters and digits is in a word: none can end the quotes.
    let forms: Vec<String> = forms.into_iter().map(|form| format!("\"{form}\"*")).collect();
    format!("({})", forms.join(" OR "))
}

impl Store {
    /// Those for a need, and those for any, that help in a nation.
    pub fn services_for(&self, need: HelpNeed, nation: Nation) -> Result<Vec<Service>, StoreError> {
        let mut rows = self.db.prepare_cached(
            "SELECT body FROM service JOIN service_need USING (number)
             WHERE need IN (?1, '') AND nations & ?2",
        )?;
        let rows = rows
            .query_map(params![need.as_str(), bits(&[nation])], |row| row.get::<_, Vec<u8>>(0))?;
        rows.filter_map(|row| row.map(|body| readable(&body)).transpose())
            .map(|service| Ok(service?))
            .collect()
    }

    /// Those with these words that help in a nation, the best first: as they were typed, else with
    /// other first letters and mistakes forgiven, else with any of them; of each only what matches
    /// the rest. A word of one letter is none yet. Whether there are more than these.
    pub fn services_with(
        &self,
        typed: &str,
        seek: &Seek,
    ) -> Result<(Vec<Service>, bool), StoreError> {
        let words = words_of(typed);
        if words.is_empty() {
            return Ok((Vec::new(), false));
        }
        let as_typed: Vec<String> = words.iter().map(|word| any_of([word.as_str()])).collect();
        let found = self.with_words(&as_typed.join(" AND "), seek)?;
        if !found.0.is_empty() {
            return Ok(found);
        }
        let forgiving: Vec<String> = self.forgiving(&words)?;
        let found = self.with_words(&forgiving.join(" AND "), seek)?;
        if !found.0.is_empty() || words.len() == 1 {
            return Ok(found);
        }
        self.with_words(&forgiving.join(" OR "), seek)
    }

    fn with_words(&self, query: &str, seek: &Seek) -> Result<(Vec<Service>, bool), StoreError> {
        let mut rows = self.db.prepare_cached(
            "SELECT body FROM service_text JOIN service ON number = service_text.rowid
             WHERE service_text MATCH ?1 AND nations & ?2
             ORDER BY bm25(service_text, 10, 5, 1, 4)",
        )?;
        let mut rows = rows.query(params![query, bits(&[seek.nation])])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            let Some(service) = readable(&row.get::<_, Vec<u8>>(0)?) else { continue };
            if !matches(&service, seek) {
                continue;
            }
            if found.len() == BY_WORDS_AT_MOST {
                return Ok((found, true));
            }
            found.push(service);
        }
        Ok((found, false))
    }

    /// Each word, and whatever may have been meant by it.
    fn forgiving(&self, words: &[String]) -> Result<Vec<String>, StoreError> {
        if self.vocabulary.borrow().is_none() {
            let mut known = self.db.prepare_cached("SELECT term FROM service_word")?;
            let known = known.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
            self.vocabulary.replace(Some(known));
        }
        let known = self.vocabulary.borrow();
        let known = known.as_deref().unwrap_or_default();
        let is_known = |form: &String| {
            let from = known.partition_point(|word| word < form);
            known.get(from).is_some_and(|word| word.starts_with(form.as_str()))
        };
        Ok(words
            .iter()
            .map(|word| {
                let mut forms: Vec<String> = mutated(word);
                forms.push(word.clone());
                forms.retain(is_known);
                if forms.is_empty() {
                    let mut likely = meant(word, known);
                    if likely.is_empty() {
                        likely.extend(stem(word, known));
                    }
                    return any_of([word.as_str()].into_iter().chain(likely));
                }
                any_of(forms.iter().map(String::as_str))
            })
            .collect())
    }

    /// A service, if the server has not withdrawn it.
    pub fn service(&self, service: ServiceId) -> Result<Option<Service>, StoreError> {
        let body: Option<Vec<u8>> = self
            .db
            .prepare_cached("SELECT body FROM service WHERE id = ?1")?
            .query_row([service.0.as_bytes()], |row| row.get(0))
            .optional()?;
        body.map(|body| serde_json::from_slice(&body).map_err(|_| UNREADABLE)).transpose()
    }
}

/// One that cannot be read hides no other.
fn readable(body: &[u8]) -> Option<Service> {
    let service = serde_json::from_slice(body).ok();
    if service.is_none() {
        tracing::error!("a service could not be read");
    }
    service
}
