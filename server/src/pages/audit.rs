//! Who did what at the site, and whether the record is whole.

use std::collections::HashMap;

use askama::Template;
use axum::extract::{Query, State};
use axum::response::{Html, IntoResponse, Response};
use chrono::NaiveDate;
use serde::Deserialize;
use visits_domain::arrival::Language;

use super::place::{self, Place};
use super::said::Said;
use super::{Frame, NoPage, Visitor, frame};
use crate::audit::{self, Break, Noted, Verdict};
use crate::auth::may::Act;
use crate::clock::{day_bounds, local, moment};
use crate::error::Error;
use crate::house::House;
use crate::store::audit::{self as rows, Entry, Filter};
use crate::store::roles::{self, Role};
use crate::store::{kiosks, people};
use crate::words::audit::Audit;
use crate::words::people::People;
use crate::words::{Words, fill};

/// The addresses of this page.
pub fn places() -> Vec<Place> {
    vec![
        place::get("/audit", Act::SeeAudit, page),
        place::post("/audit/verify", Act::SeeAudit, verify),
    ]
}

/// Rows on one page.
const A_PAGE: usize = 50;

#[derive(Template)]
#[template(path = "audit.html")]
struct Page {
    frame: Frame,
    t: &'static Audit,
    said: Option<Said>,
    mark: Option<String>,
    day: String,
    people: Vec<Choice>,
    acts: Vec<Choice>,
    rows: Vec<Row>,
    older: Option<String>,
    is_first: bool,
}

struct Choice {
    value: String,
    text: String,
    chosen: bool,
}

struct Row {
    seq: i64,
    at: String,
    who: String,
    what: String,
    about: String,
}

/// What somebody looks for. A person stands here by their id, never by their name.
#[derive(Deserialize, Default)]
pub struct Asked {
    #[serde(default)]
    day: String,
    #[serde(default)]
    person: String,
    #[serde(default)]
    act: String,
    before: Option<i64>,
}

/// `GET /audit`
pub async fn page(
    State(house): State<House>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Result<Response, NoPage> {
    show(&house, &visitor, &asked, (None, None)).await
}

/// `POST /audit/verify`: computes the whole chain again.
pub async fn verify(State(house): State<House>, visitor: Visitor) -> Result<Response, NoPage> {
    let t = Audit::of(visitor.chosen.language);
    let said = match audit::verify(&house, visitor.user.site, None).await? {
        Verdict::Whole { rows, end, mark } => {
            let mark = fill(t.whole_mark, &[("n", &end), ("mark", &mark)]);
            (Some(Said::done(fill(t.whole, &[("n", &rows)]))), Some(mark))
        }
        Verdict::Broken(what) => (Some(Said::refused(broken(t, what))), None),
    };
    show(&house, &visitor, &Asked::default(), said).await
}

fn broken(t: &Audit, what: Break) -> String {
    match what {
        Break::Row(n) => fill(t.broken_row, &[("n", &n)]),
        Break::MissingBefore(n) => fill(t.broken_missing, &[("n", &n)]),
        Break::CutOff { last } => fill(t.broken_cut, &[("n", &last)]),
        Break::Beyond => t.broken_beyond.to_owned(),
        Break::Beginning => t.broken_beginning.to_owned(),
        Break::End | Break::Known(_) => t.broken_end.to_owned(),
    }
}

async fn show(
    house: &House,
    visitor: &Visitor,
    asked: &Asked,
    (said, mark): (Option<Said>, Option<String>),
) -> Result<Response, NoPage> {
    let (t, site) = (Audit::of(visitor.chosen.language), visitor.user.site);
    let names = Names::load(house, visitor).await?;
    let filter = filter(house, asked).await?;
    let limit = i64::try_from(A_PAGE + 1).unwrap_or(i64::MAX);
    let mut entries = rows::find(&house.db, site, &filter, limit).await?;
    let more = entries.len() > A_PAGE;
    entries.truncate(A_PAGE);
    let older = entries.last().filter(|_| more).map(|last| address(asked, last.seq));
    let title = (t.title.to_owned(), "/audit", "/audit".to_owned());
    let page = Page {
        frame: frame(house, visitor, title).await?,
        t,
        said,
        mark,
        day: asked.day.parse::<NaiveDate>().map(|day| day.to_string()).unwrap_or_default(),
        people: names.choices(&rows::accounts(&house.db, site).await?, asked),
        acts: acts(visitor.chosen.language, asked),
        rows: entries.into_iter().map(|entry| names.row(entry)).collect(),
        older,
        is_first: asked.before.is_none(),
    };
    Ok(Html(page.render()?).into_response())
}

async fn filter(house: &House, asked: &Asked) -> Result<Filter, Error> {
    let who = match asked.person.as_str() {
        "" => None,
        "server" => Some(audit::SERVER.to_owned()),
        "command-line" => Some(audit::COMMAND_LINE.to_owned()),
        // An id that is nobody's has done nothing.
        id => Some(people::by_id(&house.db, id).await?.map(|who| who.name).unwrap_or_default()),
    };
    let day = asked.day.parse::<NaiveDate>().ok();
    let noted = Noted::ALL.iter().find(|noted| noted.as_str() == asked.act);
    Ok(Filter {
        between: day.map(day_bounds),
        who,
        act: noted.map(|noted| noted.as_str().to_owned()),
        before: asked.before,
    })
}

/// The same question, further back. All parts are ids, words of ours or digits.
fn address(asked: &Asked, before: i64) -> String {
    let clean = |text: &str| -> String {
        text.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect()
    };
    let [day, person, act] = [&asked.day, &asked.person, &asked.act].map(|text| clean(text));
    format!("/audit?day={day}&person={person}&act={act}&before={before}")
}

fn acts(language: Language, asked: &Asked) -> Vec<Choice> {
    let choice = |noted: &Noted| Choice {
        value: noted.as_str().to_owned(),
        text: noted.text(language).to_owned(),
        chosen: noted.as_str() == asked.act,
    };
    Noted::ALL.iter().map(choice).collect()
}

/// What ids and accounts are called here. Only on the page: the record itself holds ids.
struct Names {
    language: Language,
    words: &'static Words,
    /// By account: id and name.
    people: HashMap<String, (String, String)>,
    /// By id.
    by_id: HashMap<String, String>,
}

impl Names {
    async fn load(house: &House, visitor: &Visitor) -> Result<Self, Error> {
        let (words, site) = (visitor.words(), visitor.user.site);
        let (mut people, mut by_id) = (HashMap::new(), HashMap::new());
        for listed in roles::at(&house.db, site).await? {
            by_id.insert(listed.person.clone(), listed.shown_name.clone());
            people.insert(listed.name, (listed.person, listed.shown_name));
        }
        for kiosk in kiosks::all(&house.db, site).await? {
            by_id.insert(kiosk.kiosk, fill(words.ask_kiosk, &[("letter", &kiosk.letter)]));
        }
        Ok(Self { language: visitor.chosen.language, words, people, by_id })
    }

    fn who(&self, account: &str) -> String {
        let t = Audit::of(self.language);
        match account {
            audit::SERVER => t.by_server.to_owned(),
            audit::COMMAND_LINE => t.by_command.to_owned(),
            account => self.people.get(account).map_or(account, |(_, name)| name).to_owned(),
        }
    }

    fn choices(&self, accounts: &[String], asked: &Asked) -> Vec<Choice> {
        let choice = |account: &String| {
            let value = match account.as_str() {
                audit::SERVER => "server".to_owned(),
                audit::COMMAND_LINE => "command-line".to_owned(),
                account => self.people.get(account)?.0.clone(),
            };
            Some(Choice { chosen: value == asked.person, text: self.who(account), value })
        };
        accounts.iter().filter_map(choice).collect()
    }

    /// Ids become names, roles become words; what is neither stays.
    fn about(&self, about: &str) -> String {
        let t = People::of(self.language);
        let word = |part: &str| match (self.by_id.get(part), part.parse::<Role>()) {
            (Some(name), _) => name.clone(),
            (None, Ok(role)) => t.role_name(role).to_owned(),
            (None, Err(_)) => part.to_owned(),
        };
        about.split(' ').map(word).collect::<Vec<_>>().join(" · ")
    }

    fn row(&self, entry: Entry) -> Row {
        let at = local(moment(entry.at));
        let noted = Noted::ALL.iter().find(|noted| noted.as_str() == entry.act);
        let own = self.people.get(&entry.who).is_some_and(|(id, _)| *id == entry.about);
        Row {
            seq: entry.seq,
            at: format!("{}, {}", at.format("%-d/%-m/%Y"), self.words.time(at.time())),
            who: self.who(&entry.who),
            what: noted.map_or(entry.act, |noted| noted.text(self.language).to_owned()),
            // What people do with their own account is plain from who did it.
            about: if own { String::new() } else { self.about(&entry.about) },
        }
    }
}
