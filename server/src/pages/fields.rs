//! The fields of a form, read one by one at the door.

use std::str::FromStr;

use axum::Form;
use axum::extract::FromRequest;
use axum::extract::Request;

use super::NoPage;
use crate::house::House;

/// Names and values as they were sent.
pub struct Fields(Vec<(String, String)>);

impl Fields {
    /// What was typed, without the space around it; empty when it is absent.
    pub fn text(&self, name: &str) -> &str {
        let mut found = self.0.iter().filter(|(known, _)| known == name);
        found.next().map_or("", |(_, value)| value.trim())
    }

    /// A value; none when it is absent or of another shape.
    pub fn get<T: FromStr>(&self, name: &str) -> Option<T> {
        self.text(name).parse().ok()
    }

    /// A value that the form always has.
    pub fn must<T: FromStr>(&self, name: &str) -> Result<T, NoPage> {
        self.get(name).ok_or(NoPage::Unreadable)
    }

    /// All of them, for a form that is shown again as it was sent.
    pub fn into_pairs(self) -> Vec<(String, String)> {
        self.0
    }

    /// A box that was ticked.
    pub fn is_set(&self, name: &str) -> bool {
        matches!(self.text(name), "1" | "on")
    }

    /// All values of a name.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(known, _)| known == name).map(|(_, value)| value.trim())
    }
}

impl FromRequest<House> for Fields {
    type Rejection = NoPage;

    async fn from_request(request: Request, house: &House) -> Result<Self, NoPage> {
        let form = Form::<Vec<(String, String)>>::from_request(request, house).await;
        form.map(|Form(fields)| Self(fields)).map_err(|_| NoPage::Unreadable)
    }
}
