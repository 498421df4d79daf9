//! A real browser: signs in, sees an arrival appear, ticks an ID, calls the number.

use std::time::{Duration, Instant};

use thirtyfour::prelude::*;
use visits_domain::wire::News;

use crate::support::app::TestApp;
use crate::support::browser::Browser;
use crate::support::lists::{file, pass, patel, person, shaw, with};
use crate::tests;

tests![an_arrival_appears_its_id_is_ticked_and_its_number_is_called];

const CHROMIUM: &str = "/usr/bin/chromium";
const CHROMEDRIVER: &str = "/usr/bin/chromedriver";

/// Why there is no browser, if there is none.
pub fn absence() -> Option<String> {
    let missing = [CHROMIUM, CHROMEDRIVER].into_iter().find(|path| !Path::new(path).exists());
    missing.map(|_| "Chromium and chromedriver are not installed".to_owned())
}

/// A real browser and its driver.
pub struct Browser {
    pub driver: WebDriver,
    address: String,
    server: Child,
    _profile: tempfile::TempDir,
}

impl Browser {
    pub async fn start() -> Self {
        // It chooses its own port: one chosen here could be somebody else's by then.
        let mut server = Command::new(CHROMEDRIVER)
            .arg("--port=0")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("chromedriver starts");
        let said = BufReader::new(server.stdout.take().expect("an output"));
        let port = port_of(said).expect("chromedriver says its port");
        let profile = tempfile::tempdir().expect("a folder");
        let mut wanted = DesiredCapabilities::chrome();
        for argument in [
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--hide-scrollbars",
            "--lang=en-GB",
        ] {
            wanted.add_arg(argument).expect("an argument");
        }
        wanted.add_arg(&format!("--user-data-dir={}", profile.path().display())).expect("a folder");
        wanted.set_binary(CHROMIUM).expect("the program");
        let address = format!("http://127.0.0.1:{port}");
        let driver = WebDriver::new(&address, wanted).await.expect("a browser");
        Self { driver, address, server, _profile: profile }
    }

    pub async fn stop(self) {
        // Quitting takes the driver with it; what is left ends as after a failed test.
        let _ = self.driver.clone().quit().await;
    }

    pub async fn text(&self, selector: &str) -> String {
        let found = self.driver.query(By::Css(selector)).first().await.expect(selector);
        found.text().await.expect("its text")
    }

    pub async fn click(&self, selector: &str) {
        let found = self.driver.query(By::Css(selector)).and_clickable().first().await;
        found.expect(selector).click().await.expect("a click");
    }

    /// Waits until a part of the page says something.
    async fn says(&self, selector: &str, text: &str) {
        let started = Instant::now();
        loop {
            let found = self.driver.find(By::Css(selector)).await;
            if let Ok(found) = found
                && found.text().await.is_ok_and(|said| said.contains(text))
            {
                return;
            }
            assert!(started.elapsed() < Duration::from_secs(20), "{selector} never said {text}");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    async fn picture(&self, name: &str, width: u32, height: u32) {
        // A window is never narrower than 500 px; a page on a telephone is.
        let size = serde_json::json!({
            "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false,
        });
        let command = serde_json::json!({
            "cmd": "Emulation.setDeviceMetricsOverride", "params": size,
        });
        let session = self.driver.session_id();
        let url = format!("{}/session/{session}/goog/cdp/execute", self.address);
        let set = reqwest::Client::new().post(url).json(&command).send().await.expect("an answer");
        assert!(set.status().is_success());
        tokio::time::sleep(Duration::from_millis(200)).await;
        if let Some(folder) = std::env::var_os("VISITS_TEST_PICTURES") {
            let path = PathBuf::from(folder).join(format!("{name}.png"));
            self.driver.screenshot(&path).await.expect("a picture");
        }
        let script = "return document.documentElement.scrollWidth - innerWidth";
        let beyond = self.driver.execute(script, vec![]).await.expect("a number");
        assert!(beyond.convert::<i64>().expect("a number") <= 0, "{name} is wider than {width}");
    }

    pub async fn pictures(&self, name: &str) {
        for (width, height) in [(1280, 800), (390, 844), (1920, 1080)] {
            self.picture(&format!("{name}-{width}"), width, height).await;
        }
        self.picture(name, 1280, 800).await;
    }
}

/// `ChromeDriver was started successfully on port 41234.`
fn port_of(said: impl BufRead) -> Option<u16> {
    let mut lines = said.lines().map_while(Result::ok);
    let line = lines.find(|line| line.contains("started successfully on port"))?;
    line.trim_end_matches('.').rsplit(' ').next()?.parse().ok()
}

impl Drop for Browser {
    fn drop(&mut self) {
        // A driver that is asked to end closes its browser; one that is killed leaves it behind.
        let id = self.server.id().to_string();
        let _ = Command::new("kill").args(["-TERM", &id]).status();
        let _ = self.server.wait();
    }
}

async fn a_busy_day(app: &TestApp) {
    let mut list = vec![shaw(), patel(), with(patel(), "reference", "zz-zz-zz-zz")];
    for (reference, first, last) in [
        ("qu-ed-lo-sa", "Ruth", "Jones"),
        ("ne-ro-ti-ba", "Grace", "Okafor"),
        ("du-fi-ca-ny", "Siân", "Evans"),
        ("ha-ru-mo-ti", "Aleksandra", "Wiśniewska-Kowalczyk"),
    ] {
        let adults = [
            person(1, first, last, "1980-01-01"),
            person(2, "Dai", last, "1979-01-01"),
            person(3, "Kit", last, "2018-01-01"),
            person(4, "Bo", last, "2020-01-01"),
        ];
        list.push(pass(reference, &adults));
    }
    list[2] = with(with(list[2].clone(), "startTime", "09:30"), "endTime", "10:30");
    list[6] = with(list[6].clone(), "visitRestriction", "CLOSED");
    app.import(file(&list)).await;
}

async fn an_arrival_appears_its_id_is_ticked_and_its_number_is_called(app: TestApp) {
    a_busy_day(&app).await;
    let (kiosk, _) = (app.kiosk().await, app.manager().await);
    let browser = Browser::start().await;
    browser.open(&app.address).await;
    browser.pictures("sign-in").await;
    browser.sign_in(&app.address, "Sam Manager").await;
    browser.says("h1", "Today · 1.45 pm session").await;

    // A family checks in: it is on the open page within a second, without a reload.
    browser.driver.execute("window.stayed = true", vec![]).await.expect("a mark");
    let visit = kiosk.visit("ab-cd-ef-gh", "1986-07-28").await;
    let (_, cursor) = kiosk.all_changes(0).await;
    let number = kiosk.check_in(visit).await;
    let row = format!("#v-{visit}");
    browser.says(&row, &number).await;
    browser.says("#count-arrived", "1").await;

    for (n, name) in [(1, "Jeanette"), (2, "Doreen")] {
        let tick = format!("{row} .people .tick:nth-of-type({n})");
        assert!(browser.text(&tick).await.contains(name));
        browser.click(&tick).await;
        let started = Instant::now();
        let checked = format!("{row} .people .tick:nth-of-type({n})[aria-checked=true]");
        while browser.driver.find(By::Css(checked.as_str())).await.is_err() {
            assert!(started.elapsed() < Duration::from_secs(20), "{name} was not ticked");
        }
        // The keyboard stays where it was.
        let focus = "return document.activeElement.textContent";
        let focus = browser.driver.execute(focus, vec![]).await.expect("a text");
        assert!(focus.convert::<String>().expect("a text").contains(name));
    }
    browser.says(&row, "Call").await;
    browser.click(&format!("{row} .next .act")).await;
    browser.says(&row, "Called").await;
    let news = kiosk.all_changes(cursor).await.0;
    let called = news.iter().find_map(|news| match news {
        News::Board(board) => Some(board.called.iter().map(ToString::to_string).collect()),
        _ => None,
    });
    assert_eq!(called, Some(vec![number]));
    let stayed = browser.driver.execute("return window.stayed === true", vec![]).await;
    assert!(stayed.expect("a mark").convert::<bool>().expect("yes"), "the page never reloaded");
    for reference in ["qu-ed-lo-sa", "ne-ro-ti-ba"] {
        kiosk.check_in(kiosk.visit(reference, "1980-01-01").await).await;
    }
    let other = app.kiosk().await;
    other.check_in(kiosk.visit("qu-ed-lo-sa", "1980-01-01").await).await;
    kiosk.ask("by the window", 300).await;
    browser.says("#alerts", "by the window").await;
    browser.pictures("today").await;
    browser.open(&format!("{}/kiosks", app.address)).await;
    browser.click("#alerts .act").await;
    browser.click(".below .act").await;
    browser.pictures("kiosks").await;
    browser.stop().await;
}
