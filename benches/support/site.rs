//! A real server on loopback, for as long as the bench runs.
#![allow(dead_code, reason = "every bench uses its own part")]

#[path = "../../server/tests/server/support/lists.rs"]
mod lists;

use serde_json::Value;
use visits_domain::site::SiteCode;
use visits_server::{App, Clock, Config};

pub struct Site {
    pub app: App,
    pub url: String,
    pub code: SiteCode,
    _folder: tempfile::TempDir,
}

impl Site {
    pub async fn start() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let database = format!("sqlite://{}/visits.db", folder.path().display());
        let config = Config::new(database).with_master_key([7; 32]);
        let app = App::open(config).await.expect("a server");
        let code = "MDI".parse().expect("a site");
        app.add_site(code, "Moorvale").await.expect("a site");
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        let serving = app.clone();
        tokio::spawn(async move { serving.serve(listener, std::future::pending()).await });
        Self { app, url, code, _folder: folder }
    }

    /// Visits of one adult each for today, sealed.
    pub async fn import_today(&self, visits: u32) {
        let day = Clock::System.local().date().to_string();
        let list: Vec<Value> = (0..visits).map(|n| visit(n, &day)).collect();
        self.app.import(self.code, &lists::file(&list)).await.expect("a list");
    }

    pub async fn enrol_code(&self) -> String {
        self.app.enrol_code(self.code).await.expect("a code")
    }
}

fn visit(n: u32, day: &str) -> Value {
    let adult = lists::person(n, "Ann", &format!("Shaw{}", lists::letters(n)), "1980-01-01");
    let reference = format!("aa-bb-{}-{}", lists::letters(n / 676), lists::letters(n));
    lists::with(lists::pass(&reference, &[adult]), "visitDate", day)
}
