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
        of_number.next().map(|row| plain(row.split("</tr>").next().unwrap_or_default()))
    }

    /// A number in the counts.
    pub async fn count(&self, name: &str) -> usize {
        let page = self.page("/today?session=all").await;
        let text = page.split(&format!("id=\"count-{name}\">")).nth(1).expect("the count");
        text.split('<').next().and_then(|n| n.parse().ok()).expect("a number")
    }

    /// The visit of a number, for forms.
    pub async fn visit(&self, number: &str) -> String {
        let page = self.page("/today?session=all").await;
        let row = page
            .split("<tr id=\"v-")
            .skip(1)
            .find(|row| row.split("data-numbers=\"").nth(1).is_some_and(|t| t.starts_with(number)));
        row.expect("the row").split('"').next().expect("the visit").to_owned()
    }
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
