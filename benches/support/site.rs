//! A real server on loopback, for as long as the bench runs.

use visits_domain::site::SiteCode;
use visits_server::{App, Config};

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

    pub async fn enrol_code(&self) -> String {
        self.app.enrol_code(self.code).await.expect("a code")
    }
}
