//! The visits desk: a browser's worth of HTTP on the server's own pages.

use std::collections::BTreeMap;

use reqwest::blocking::{Client, Response};
use reqwest::header::ORIGIN;

use crate::site;

/// The desk could not do what it wanted.
#[derive(Debug, thiserror::Error)]
pub enum StaffError {
    /// No answer.
    #[error("the staff pages: {0}")]
    Http(#[from] reqwest::Error),
    /// Another answer than a page.
    #[error("the staff pages: {what} was answered with {status}")]
    Refused {
        /// What was asked.
        what: String,
        /// HTTP status.
        status: u16,
    },
    /// The page does not show what it should.
    #[error("the Today page shows no {0}")]
    NotThere(String),
}

/// A row of the Today page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// For forms.
    pub visit: String,
    /// For forms: how the row stood.
    pub version: String,
    /// The numbers in the first column.
    pub numbers: Vec<String>,
}

/// Somebody at the desk.
pub struct Staff {
    http: Client,
    url: String,
    password: String,
}

impl Staff {
    /// Signs in.
    pub fn sign_in(url: &str, password: &str) -> Result<Self, StaffError> {
        let http = Client::builder().cookie_store(true).no_proxy().build()?;
        let staff = Self { http, url: url.to_owned(), password: password.to_owned() };
        staff.sign_in_again()?;
        Ok(staff)
    }

    fn sign_in_again(&self) -> Result<(), StaffError> {
        let form = [("name", site::STAFF), ("password", &self.password), ("site", site::CODE)];
        self.post_once("/sign-in", &form).map(|_| ())
    }

    /// The rows of the Today page, the whole day's.
    pub fn rows(&self) -> Result<Vec<Row>, StaffError> {
        Ok(rows(&self.today()?))
    }

    /// How often each number stands on the Today page.
    pub fn numbers(&self) -> Result<BTreeMap<String, usize>, StaffError> {
        let mut counted = BTreeMap::new();
        for number in self.rows()?.into_iter().flat_map(|row| row.numbers) {
            *counted.entry(number).or_default() += 1;
        }
        Ok(counted)
    }

    /// Ticks the ID of every adult of a number and calls it.
    pub fn see_id_and_call(&self, number: &str) -> Result<(), StaffError> {
        self.act(number, "/today/id-seen")?;
        self.act(number, "/today/call")
    }

    /// Sends a form of a number's row as the page shows it now.
    fn act(&self, number: &str, path: &str) -> Result<(), StaffError> {
        let page = self.today()?;
        let has = |row: &Row| row.numbers.iter().any(|shown| shown == number);
        let not_there = || StaffError::NotThere(number.to_owned());
        let row = rows(&page).into_iter().find(has).ok_or_else(not_there)?;
        let day = between(&page, "data-day=\"", "\"").ok_or_else(not_there)?;
        self.post(path, &[("visit", &row.visit), ("version", &row.version), ("day", day)])
    }

    /// Says that visits run late.
    pub fn running_late(&self, minutes: u16) -> Result<(), StaffError> {
        self.post("/today/running-late", &[("minutes", &minutes.to_string())])
    }

    /// Takes the first open request for a person.
    pub fn take_ask(&self) -> Result<(), StaffError> {
        let page = self.today()?;
        let ask = between(&page, "action=\"/asks/", "/take\"")
            .ok_or_else(|| StaffError::NotThere("request for a person".to_owned()))?;
        self.post(&format!("/asks/{ask}/take"), &[])
    }

    /// The Today page as a browser gets it.
    pub fn today(&self) -> Result<String, StaffError> {
        let get = || self.http.get(format!("{}/today?session=all", self.url)).send();
        let mut answer = get()?;
        if is_sign_in(&answer) {
            // A session ends after a while, as it should.
            self.sign_in_again()?;
            answer = get()?;
        }
        Ok(page_of("/today", answer)?.text()?)
    }

    fn post(&self, path: &str, form: &[(&str, &str)]) -> Result<(), StaffError> {
        let answer = self.post_once(path, form)?;
        if is_sign_in(&answer) {
            self.sign_in_again()?;
            self.post_once(path, form)?;
        }
        Ok(())
    }

    fn post_once(&self, path: &str, form: &[(&str, &str)]) -> Result<Response, StaffError> {
        let request = self.http.post(format!("{}{path}", self.url)).form(form);
        page_of(path, request.header(ORIGIN, &self.url).send()?)
    }
}

fn is_sign_in(answer: &Response) -> bool {
    answer.url().path() == "/sign-in"
}

fn page_of(what: &str, answer: Response) -> Result<Response, StaffError> {
    let status = answer.status();
    if status.is_success() {
        Ok(answer)
    } else {
        Err(StaffError::Refused { what: what.to_owned(), status: status.as_u16() })
    }
}

fn between<'a>(text: &'a str, before: &str, after: &str) -> Option<&'a str> {
    let (_, rest) = text.split_once(before)?;
    rest.split_once(after).map(|(found, _)| found)
}

/// Reads the board: what stands in the first column, not what the markup remembers.
fn rows(page: &str) -> Vec<Row> {
    page.split("<tr id=\"v-")
        .skip(1)
        .map(|row| Row {
            visit: row.split('"').next().unwrap_or_default().to_owned(),
            version: between(row, "data-version=\"", "\"").unwrap_or_default().to_owned(),
            numbers: between(row, "<td class=\"number\"", "</td>").map_or_else(Vec::new, |cell| {
                let words = visible(cell);
                let is_number = |word: &&str| word.chars().any(|c| c.is_ascii_digit());
                words.split_whitespace().filter(is_number).map(str::to_owned).collect()
            }),
        })
        .collect()
}

/// The text of a cell without its tags. The cell begins inside its own opening tag.
fn visible(cell: &str) -> String {
    let mut text = String::new();
    let mut inside = true;
    for c in cell.chars() {
        match c {
            '<' => inside = true,
            '>' => {
                inside = false;
                text.push(' ');
            }
            _ if !inside => text.push(c),
            _ => {}
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_they_are_shown() {
        let page = r#"<tr id="v-one" data-numbers="A1 B2" data-version="7"><td class="number" data-label="No.">
            <b>A1</b> <b>B2</b> </td><td>x</td></tr>
            <tr id="v-two"><td class="number"><span aria-hidden="true">—</span></td></tr>"#;
        let numbers = |n: &[&str]| n.iter().map(|n| (*n).to_owned()).collect::<Vec<_>>();
        assert_eq!(
            rows(page),
            [
                Row {
                    visit: "one".to_owned(),
                    version: "7".to_owned(),
                    numbers: numbers(&["A1", "B2"])
                },
                Row { visit: "two".to_owned(), version: String::new(), numbers: vec![] },
            ]
        );
    }
}
