//! An event as somebody types it.

use super::staff::TestStaff;

/// The fields of a form.
pub type Form = Vec<(&'static str, String)>;

/// A family day in the summer with two pools and a bus.
pub fn family_day() -> Form {
    let fields = [
        ("kind", "family-day"),
        ("booking", "usual"),
        ("title_en", "Summer family day"),
        ("title_cy", "Diwrnod teulu’r haf"),
        ("words_en", "Games; lunch, and time together.\r\nBring sun cream."),
        ("words_cy", "Gemau; cinio, ac amser gyda’n gilydd.\r\nDewch ag eli haul."),
        ("place_en", "Visits hall"),
        ("place_cy", "Neuadd ymweliadau"),
        ("day", "2026-06-20"),
        ("start", "10:00"),
        ("end", "15:00"),
        ("prison_approved", "1"),
        ("youngest", "0"),
        ("oldest", "17"),
        ("facilities", "baby-change"),
        ("access", "step-free"),
        ("books_from", "2026-06-02T09:00"),
        ("books_until", "2026-06-18T17:00"),
        ("most_children", "4"),
        ("most_people", "6"),
        ("people", "60"),
        ("tables", "12"),
        ("seats_1", "16"),
        ("seats_1_en", "Doncaster station, 9 am"),
        ("seats_1_cy", "Gorsaf Doncaster, 9 yb"),
        ("wings", "Rowan wing"),
        ("wing_staff", "Officer Quillfeather"),
        ("providers", "Play Together"),
        ("volunteers_needed", "3"),
    ];
    fields.into_iter().map(|(name, value)| (name, value.to_owned())).collect()
}

/// The same with other values.
pub fn with(changes: &[(&'static str, &str)]) -> Form {
    let mut form = family_day();
    for (name, value) in changes {
        form.retain(|(known, _)| known != name);
        form.push((name, (*value).to_owned()));
    }
    form
}

impl TestStaff {
    /// Sends the form of an event: the address to which it led, and its page.
    pub async fn send_event(&self, path: &str, form: &Form) -> (String, String) {
        let call = self.client.post(format!("{}{path}", self.address));
        let answer = call.header("origin", &self.address).form(form).send().await;
        let answer = answer.expect("an answer");
        assert!(!answer.status().is_server_error(), "{path}");
        (answer.url().path().to_owned(), answer.text().await.expect("a page"))
    }

    /// Plans an event: its address.
    pub async fn plan(&self, changes: &[(&'static str, &str)]) -> String {
        let (at, page) = self.send_event("/events/new", &with(changes)).await;
        assert!(at.starts_with("/events/") && at != "/events/new", "{page}");
        at
    }

    /// Opens, cancels or throws an event away, as its page shows it now.
    pub async fn step(&self, event: &str, step: &str) -> reqwest::Response {
        let page = self.page(event).await;
        let version = version(&page).to_owned();
        self.post(&format!("{event}/step"), &[("version", &version), ("step", step)]).await
    }

    /// Plans an event and opens it: its address.
    pub async fn open_event(&self, changes: &[(&'static str, &str)]) -> String {
        let event = self.plan(changes).await;
        let answer = self.step(&event, "open").await;
        assert!(answer.status().is_success(), "{event}");
        event
    }
}

/// The version in the first form of a page.
pub fn version(page: &str) -> &str {
    let after = page.split("name=\"version\" value=\"").nth(1).expect("a version");
    after.split('"').next().expect("its end")
}
