//! The visits desk's browser: it reads pages and presses the buttons that stand on them.

pub mod events;
mod help;
mod page;

use std::collections::BTreeMap;

use reqwest::blocking::{Client, RequestBuilder, Response};
use reqwest::header::ORIGIN;

use crate::html::{self, Button};
use crate::site;

pub use page::{Page, Row};

/// *Today*, all sessions.
const TODAY: &str = "/today?session=all";
/// The outcome sheet, all sessions.
const OUTCOMES: &str = "/today/outcomes?session=all";

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
    #[error("the staff page shows no {0}")]
    NotThere(String),
    /// It was not done, and the page says why.
    #[error("the staff pages: {what} was answered with {sentence:?}")]
    Said {
        /// What was pressed.
        what: String,
        /// What the page says.
        sentence: String,
    },
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
        page_of("/sign-in", self.form("/sign-in", &form).send()?).map(|_| ())
    }

    /// *Today*, the whole day.
    pub fn today(&self) -> Result<Page, StaffError> {
        self.page(TODAY)
    }

    /// Who is in the building now.
    pub fn roll_call(&self) -> Result<Page, StaffError> {
        self.page("/today/roll-call")
    }

    /// How each visit of the day ended.
    pub fn outcomes(&self) -> Result<Page, StaffError> {
        self.page(OUTCOMES)
    }

    /// The same as a file.
    pub fn outcome_file(&self) -> Result<String, StaffError> {
        let page = self.outcomes()?;
        Ok(self.press_on(&page, "/today/outcomes/csv", &[])?.html().to_owned())
    }

    /// How often each number stands on *Today*.
    pub fn numbers(&self) -> Result<BTreeMap<String, usize>, StaffError> {
        let mut counted = BTreeMap::new();
        for number in self.today()?.rows().flat_map(|row| row.numbers()) {
            *counted.entry(number).or_default() += 1;
        }
        Ok(counted)
    }

    /// Says that visits run late.
    pub fn running_late(&self, minutes: u16) -> Result<(), StaffError> {
        let typed = [("minutes", &*minutes.to_string())];
        self.press_on(&self.today()?, "/today/running-late", &typed).map(|_| ())
    }

    /// Takes the first open request for a person.
    pub fn take_ask(&self) -> Result<(), StaffError> {
        let page = self.today()?;
        let mut buttons = page.buttons().into_iter();
        let ask = buttons.find(|button| button.address.starts_with("/asks/"));
        let ask = ask.ok_or_else(|| StaffError::NotThere("request for a person".to_owned()))?;
        self.send(&ask, &[]).map(|_| ())
    }

    /// *Private talks*.
    pub fn talks(&self) -> Result<Page, StaffError> {
        self.page("/talks")
    }

    /// Takes the first urgent talk that nobody has taken.
    pub fn take_talk(&self) -> Result<(), StaffError> {
        let page = self.talks()?;
        // Those that can wait stand below.
        let urgent = page.html().split("id=\"later\"").next().unwrap_or_default();
        let mut buttons = html::buttons(urgent).into_iter();
        let is_open = |button: &Button| {
            button.address.starts_with("/talks/") && button.address.ends_with("/take")
        };
        let talk = buttons.find(is_open);
        let talk = talk.ok_or_else(|| StaffError::NotThere("urgent talk".to_owned()))?;
        self.send(&talk, &[]).map(|_| ())
    }

    /// Presses a button in a family's row, as *Today* shows it now. Says whose row it was.
    pub fn press(
        &self,
        who: &str,
        address: &str,
        typed: &[(&str, &str)],
    ) -> Result<String, StaffError> {
        let page = self.today()?;
        let row = page.row_of(who)?;
        self.send(&button(row.buttons(), address)?, typed)?;
        Ok(row.family())
    }

    /// Presses a button of a page.
    pub fn press_on(
        &self,
        page: &Page,
        address: &str,
        typed: &[(&str, &str)],
    ) -> Result<Page, StaffError> {
        self.send(&button(page.buttons(), address)?, typed)
    }

    /// Sends what a button sends, with what was typed into its form.
    pub fn send(&self, button: &Button, typed: &[(&str, &str)]) -> Result<Page, StaffError> {
        let own = button.sends.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        let own = own.filter(|(name, _)| !typed.iter().any(|(other, _)| other == name));
        let form: Vec<(&str, &str)> = own.chain(typed.iter().copied()).collect();
        let page = self.signed_in(&button.address, || self.form(&button.address, &form))?;
        match page.said() {
            None => Ok(page),
            Some(sentence) => Err(StaffError::Said { what: button.address.clone(), sentence }),
        }
    }

    fn page(&self, path: &str) -> Result<Page, StaffError> {
        self.signed_in(path, || self.http.get(format!("{}{path}", self.url)))
    }

    fn form(&self, path: &str, fields: &[(&str, &str)]) -> RequestBuilder {
        let request = self.http.post(format!("{}{path}", self.url));
        request.form(fields).header(ORIGIN, &self.url)
    }

    /// Signs in and asks again where the session has ended, as it does after a while.
    fn signed_in(
        &self,
        what: &str,
        request: impl Fn() -> RequestBuilder,
    ) -> Result<Page, StaffError> {
        let mut answer = request().send()?;
        if answer.url().path() == "/sign-in" {
            self.sign_in_again()?;
            answer = request().send()?;
        }
        Ok(Page::from(page_of(what, answer)?.text()?))
    }
}

/// The first button that leads somewhere.
fn button(buttons: Vec<Button>, address: &str) -> Result<Button, StaffError> {
    let found = buttons.into_iter().find(|button| button.address == address);
    found.ok_or_else(|| StaffError::NotThere(format!("button {address}")))
}

fn page_of(what: &str, answer: Response) -> Result<Response, StaffError> {
    let status = answer.status();
    if status.is_success() {
        Ok(answer)
    } else {
        Err(StaffError::Refused { what: what.to_owned(), status: status.as_u16() })
    }
}
