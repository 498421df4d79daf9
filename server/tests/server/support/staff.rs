//! A member of staff with a browser that runs no script.

use std::collections::HashMap;

use reqwest::{Client, Response, StatusCode};

/// A browser.
pub struct TestStaff {
    pub client: Client,
    pub address: String,
}

impl TestStaff {
    /// Nobody has signed in yet.
    pub fn new(address: &str) -> Self {
        let client = Client::builder().cookie_store(true).build().expect("a client");
        Self { client, address: address.to_owned() }
    }

    /// Signs in, and it works.
    pub async fn sign_in(&self, name: &str, password: &str) {
        let answer = self.try_sign_in(name, password).await;
        assert_eq!(answer.status(), StatusCode::OK);
        assert!(!answer.url().path().starts_with("/sign-in"), "{}", answer.url());
    }

    /// Signs in, whatever comes of it.
    pub async fn try_sign_in(&self, name: &str, password: &str) -> Response {
        self.post("/sign-in", &[("name", name), ("password", password)]).await
    }

    /// Sends a form as a browser does.
    pub async fn post(&self, path: &str, form: &[(&str, &str)]) -> Response {
        let form: HashMap<&str, &str> = form.iter().copied().collect();
        self.client
            .post(format!("{}{path}", self.address))
            .header("origin", &self.address)
            .form(&form)
            .send()
            .await
            .expect("an answer")
    }

    /// A page's text.
    pub async fn page(&self, path: &str) -> String {
        let answer = self.get(path).await;
        assert_eq!(answer.status(), StatusCode::OK, "{path}");
        answer.text().await.expect("a page")
    }

    /// Today with what was typed into the search.
    pub async fn search(&self, session: &str, typed: &str) -> String {
        let answer = self.post("/today", &[("session", session), ("q", typed)]).await;
        assert_eq!(answer.status(), StatusCode::OK);
        answer.text().await.expect("a page")
    }

    /// A page.
    pub async fn get(&self, path: &str) -> Response {
        self.client.get(format!("{}{path}", self.address)).send().await.expect("an answer")
    }

    /// The row of a number on the board of the whole day: its text without tags.
    pub async fn row(&self, number: &str) -> Option<String> {
        let page = self.page("/today?session=all").await;
        let rows = page.split("<tr id=").skip(1);
        let mut of_number = rows.filter(|row| {
            let numbers = row.split("data-numbers=\"").nth(1).and_then(|t| t.split('"').next());
            numbers.is_some_and(|numbers| numbers.split(' ').any(|one| one == number))
        });
        of_number.next().map(|row| plain(row.split("<details").next().unwrap_or_default()))
    }

    /// Sends a form of the row that says `text` (a number, a name, a reference), as its page shows
    /// it now.
    pub async fn act(&self, text: &str, path: &str, more: &[(&str, &str)]) -> Response {
        let form = self.form(text).await;
        self.send(&form, path, more).await
    }

    /// Sends a form that was on a page a while ago.
    pub async fn send(&self, form: &RowForm, path: &str, more: &[(&str, &str)]) -> Response {
        let fields = form.iter().map(|(name, value)| (*name, value.as_str()));
        self.post(path, &fields.chain(more.iter().copied()).collect::<Vec<_>>()).await
    }

    /// What the forms of a row carry.
    pub async fn form(&self, text: &str) -> RowForm {
        let page = self.page("/today?session=all").await;
        let day = attribute(&page, "data-day");
        let row = page.split("<tr id=\"v-").skip(1).find(|row| {
            let row = row.split("</tr>").next().unwrap_or_default();
            plain(row.split("<details").next().unwrap_or_default()).contains(text)
        });
        let row = row.unwrap_or_else(|| panic!("no row says {text}"));
        let visit = row.split('"').next().expect("the visit").to_owned();
        [("visit", visit), ("version", attribute(row, "data-version")), ("day", day)]
    }

    /// A number in the counts.
    pub async fn count(&self, name: &str) -> usize {
        let page = self.page("/today?session=all").await;
        let text = page.split(&format!("id=\"count-{name}\">")).nth(1).expect("the count");
        text.split('<').next().and_then(|n| n.parse().ok()).expect("a number")
    }
}

/// The visit, the version and the day of a row.
pub type RowForm = [(&'static str, String); 3];

fn attribute(html: &str, name: &str) -> String {
    let value = html.split(&format!("{name}=\"")).nth(1).and_then(|rest| rest.split('"').next());
    value.unwrap_or_else(|| panic!("no {name}")).to_owned()
}

/// HTML without tags, spaces made single.
pub fn plain(html: &str) -> String {
    let mut text = String::new();
    let mut inside = true;
    for c in html.chars() {
        match c {
            '<' => inside = true,
            '>' => {
                inside = false;
                text.push(' ');
            }
            c if !inside => text.push(c),
            _ => {}
        }
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
