//! A visits desk for a test: two families on the list, a kiosk, two officers.

use reqwest::{Response, StatusCode};
use visits_domain::visit::VisitHandle;
use visits_domain::wire::{Board, News};

use super::app::TestApp;
use super::kiosk::TestKiosk;
use super::lists::{file, patel, shaw};
use super::staff::{TestStaff, plain};

pub struct Desk {
    pub kiosk: TestKiosk,
    pub officer: TestStaff,
    pub other: TestStaff,
    pub shaw: VisitHandle,
    pub patel: VisitHandle,
}

pub const SHAW: &str = "ab-cd-ef-gh";
pub const PATEL: &str = "wo-ra-el-mi";

impl Desk {
    pub async fn open(app: &TestApp) -> Self {
        app.import(file(&[shaw(), patel()])).await;
        let kiosk = app.kiosk().await;
        let shaw = kiosk.visit(SHAW, "1986-07-28").await;
        let patel = kiosk.visit(PATEL, "1990-05-06").await;
        let (officer, other) = (app.officer().await, app.manager().await);
        Self { kiosk, officer, other, shaw, patel }
    }

    /// The Shaws check in at the kiosk, and their ID is seen: their number.
    pub async fn shaws_with_id(&self) -> String {
        let number = self.kiosk.check_in(self.shaw).await;
        self.officer.act(&number, "/today/id-seen", &[]).await;
        number
    }

    /// The row of the Shaws.
    pub async fn row(&self) -> String {
        row_of(&self.officer, "SHAW Jeanette").await
    }

    /// What kiosks show on the wall.
    pub async fn wall(&self) -> Board {
        let (news, _) = self.kiosk.all_changes(0).await;
        let mut boards = news.into_iter().filter_map(|news| match news {
            News::Board(board) => Some(board),
            _ => None,
        });
        boards.next_back().unwrap_or_default()
    }

    /// The numbers called.
    pub async fn called(&self) -> Vec<String> {
        self.wall().await.called.iter().map(ToString::to_string).collect()
    }
}

/// The row that says something, in words.
pub async fn row_of(officer: &TestStaff, text: &str) -> String {
    let page = officer.page("/today?session=all").await;
    let mut rows = page.split("<tr id=\"v-").skip(1).map(|row| {
        let row = row.split("<details").next().unwrap_or_default();
        plain(&format!("<tr id=\"v-{row}"))
    });
    rows.find(|row| row.contains(text)).unwrap_or_else(|| panic!("no row says {text}"))
}

/// The sentence that an answer says, if it says one.
pub async fn said(answer: Response) -> Option<String> {
    assert_eq!(answer.status(), StatusCode::OK);
    let page = answer.text().await.expect("a page");
    let place = page.split("id=\"said\"").nth(1).expect("the place").split("</div>").next();
    let text = plain(&format!("<p{}", place.expect("it ends")));
    (!text.is_empty()).then_some(text)
}
