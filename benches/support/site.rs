//! A real server on loopback, for as long as the bench runs.
#![allow(dead_code, reason = "every bench uses its own part")]

use serde_json::{Value, json};
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
        let list = serde_json::to_vec(&list).expect("JSON");
        self.app.import(self.code, &list).await.expect("a list");
    }

    pub async fn enrol_code(&self) -> String {
        self.app.enrol_code(self.code).await.expect("a code")
    }
}

fn visit(n: u32, day: &str) -> Value {
    let letters = |n: u32| {
        let letter = |n: u32| char::from_u32(u32::from('a') + n % 26).expect("a letter");
        [letter(n / 26), letter(n)].iter().collect::<String>()
    };
    json!({
        "reference": format!("aa-bb-{}-{}", letters(n / 26), letters(n)),
        "visitDate": day, "startTime": "13:45", "endTime": "15:45",
        "prisonerId": "A1234BC", "visitRestriction": "OPEN",
        "visitors": [{
            "nomisPersonId": n, "firstName": "Ann", "lastName": format!("Shaw{}", letters(n)),
            "dateOfBirth": "1980-01-01",
        }],
    })
}
