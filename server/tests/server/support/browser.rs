//! A real Chromium, driven by its own driver.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use thirtyfour::prelude::*;

use super::app::PASSWORD;

/// A machine that runs many tests at once is slow.
const PATIENCE: Duration = Duration::from_secs(20);
const CHROMIUM: &str = "/usr/bin/chromium";
const CHROMEDRIVER: &str = "/usr/bin/chromedriver";

/// Why there is no browser, if there is none.
pub fn absence() -> Option<String> {
    let missing = [CHROMIUM, CHROMEDRIVER].into_iter().find(|path| !Path::new(path).exists());
    missing.map(|_| "Chromium and chromedriver are not installed".to_owned())
}

/// A browser with a profile of its own.
pub struct Browser {
    pub driver: WebDriver,
    address: String,
    server: Child,
    profile: tempfile::TempDir,
}

impl Browser {
    /// Starts one.
    pub async fn start() -> Self {
        let (server, port) = driver();
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
        Self { driver, address, server, profile }
    }

    /// Ends it.
    pub async fn stop(self) {
        // Quitting takes the driver with it; what is left ends as after a failed test.
        let _ = self.driver.clone().quit().await;
    }

    /// What something says.
    pub async fn text(&self, selector: &str) -> String {
        let found = self.driver.query(By::Css(selector)).first().await.expect(selector);
        found.text().await.expect("its text")
    }

    /// Clicks something as soon as it can be.
    pub async fn click(&self, selector: &str) {
        let found = self.driver.query(By::Css(selector)).and_clickable().first().await;
        found.expect(selector).click().await.expect("a click");
    }

    /// Changes the page's language. A page opened before the change came would be left again for the
    /// one that was changed.
    pub async fn other_language(&self) {
        let now = self.run("return document.documentElement.lang").await;
        self.click("form[action='/language'] button").await;
        self.has(&format!("html:not([lang='{now}'])")).await;
    }

    /// Opens a page.
    pub async fn open(&self, address: &str) {
        // A machine that is busy with other tests is no fault of the page.
        for _ in 0..2 {
            if self.driver.goto(address).await.is_ok() {
                return;
            }
        }
        self.driver.goto(address).await.expect("the page opens");
    }

    /// Signs in and waits for the first page.
    pub async fn sign_in(&self, address: &str, name: &str) {
        self.sign_in_with(address, (name, PASSWORD)).await;
    }

    /// The same with another password.
    pub async fn sign_in_with(&self, address: &str, (name, password): (&str, &str)) {
        self.show_password(address, (name, password)).await;
        self.says("header", name).await;
    }

    /// Types a name and a password, and sends them.
    pub async fn show_password(&self, address: &str, (name, password): (&str, &str)) {
        self.open(&format!("{address}/sign-in")).await;
        self.type_into("#name", name).await;
        self.type_into("#password", password).await;
        self.click("main .act").await;
    }

    /// Types into a field.
    pub async fn type_into(&self, selector: &str, text: &str) {
        let input = self.driver.query(By::Css(selector)).first().await.expect(selector);
        input.clear().await.expect("it is empty");
        input.send_keys(text).await.expect("it is typed");
    }

    /// Chooses a file.
    pub async fn attach(&self, selector: &str, content: &[u8]) {
        let path = self.profile.path().join("list of the day");
        std::fs::write(&path, content).expect("it is written");
        let field = self.driver.query(By::Css(selector)).first().await.expect(selector);
        field.send_keys(path.to_str().expect("a path")).await.expect("it is chosen");
    }

    /// Presses a key wherever the focus is.
    pub async fn press(&self, key: impl Into<TypingData>) {
        let keys = self.driver.action_chain().send_keys(key);
        keys.perform().await.expect("it is pressed");
    }

    /// Goes to what stands before the focus.
    pub async fn press_back_tab(&self) {
        let keys = self.driver.action_chain().key_down(Key::Shift).send_keys(Key::Tab + "");
        keys.key_up(Key::Shift).perform().await.expect("it is pressed");
    }

    /// The id of what has the focus.
    pub async fn focus(&self) -> String {
        self.run("return document.activeElement.id").await
    }

    /// Runs a script that returns a text.
    pub async fn run(&self, script: &str) -> String {
        let value = self.driver.execute(script, vec![]).await.expect("it runs");
        value.convert().expect("a text")
    }

    /// Where the page stands when patience is at its end, for whoever reads why a test failed.
    async fn stands_after(&self, started: Instant) -> Option<String> {
        if started.elapsed() < PATIENCE {
            return None;
        }
        let script = "const said = document.querySelector('#said, #note'), at = document.activeElement;
            return [location.pathname, document.title, at.id || at.tagName, said?.innerText].join(' | ')";
        let value = self.driver.execute(script, vec![]).await.map(|value| value.convert());
        Some(value.unwrap_or_else(|error| Ok(error.to_string())).unwrap_or_default())
    }

    /// How many there are of something.
    pub async fn count(&self, selector: &str) -> usize {
        self.driver.find_all(By::Css(selector)).await.expect("a list").len()
    }

    /// Waits until something is there.
    pub async fn has(&self, selector: &str) {
        let started = Instant::now();
        while self.count(selector).await == 0 {
            let stands = self.stands_after(started).await;
            assert!(stands.is_none(), "there never was {selector}: {stands:?}");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// Waits until a part of the page says something: how long it took.
    pub async fn says(&self, selector: &str, text: &str) -> Duration {
        let started = Instant::now();
        let mut said = String::new();
        loop {
            if let Ok(found) = self.driver.find(By::Css(selector)).await {
                said = found.text().await.unwrap_or(said);
            }
            if said.contains(text) {
                return started.elapsed();
            }
            let stands = self.stands_after(started).await;
            assert!(stands.is_none(), "{selector} never said {text}, but {said:?}: {stands:?}");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// A command of this browser's own, beyond those that all browsers have.
    pub async fn devtools(&self, command: &str, params: serde_json::Value) -> serde_json::Value {
        let body = serde_json::json!({ "cmd": command, "params": params });
        let session = self.driver.session_id();
        let url = format!("{}/session/{session}/goog/cdp/execute", self.address);
        let answer = reqwest::Client::new().post(url).json(&body).send().await;
        let answer = answer.expect("an answer");
        assert!(answer.status().is_success(), "{command}");
        answer.json::<serde_json::Value>().await.expect("JSON")["value"].take()
    }

    /// A window of this size. One of a browser is never narrower than 500 px; a page on a telephone
    /// is.
    pub async fn size(&self, width: u32, height: u32) {
        let size = serde_json::json!({
            "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false,
        });
        self.devtools("Emulation.setDeviceMetricsOverride", size).await;
    }

    /// As somebody has it who prefers dark pages, or light ones.
    pub async fn prefers_dark(&self, dark: bool) {
        let scheme = if dark { "dark" } else { "light" };
        let features = serde_json::json!([{ "name": "prefers-color-scheme", "value": scheme }]);
        let media = serde_json::json!({ "features": features });
        self.devtools("Emulation.setEmulatedMedia", media).await;
    }

    /// No page runs a script from here on. What a test asks the page is answered all the same.
    pub async fn run_no_script(&self) {
        let off = serde_json::json!({ "value": true });
        self.devtools("Emulation.setScriptExecutionDisabled", off).await;
    }

    /// A page of this size: a picture where `VISITS_TEST_PICTURES` names a folder, and nothing is wider.
    pub async fn picture(&self, name: &str, width: u32, height: u32) {
        self.size(width, height).await;
        tokio::time::sleep(Duration::from_millis(200)).await;
        if let Some(folder) = std::env::var_os("VISITS_TEST_PICTURES") {
            let path = PathBuf::from(folder).join(format!("{name}.png"));
            self.driver.screenshot(&path).await.expect("a picture");
        }
        let script = "return document.documentElement.scrollWidth - innerWidth";
        let beyond = self.driver.execute(script, vec![]).await.expect("a number");
        assert!(beyond.convert::<i64>().expect("a number") <= 0, "{name} is wider than {width}");
    }

    /// The same at three widths.
    pub async fn pictures(&self, name: &str) {
        for (width, height) in [(1280, 800), (390, 844), (1920, 1080)] {
            self.picture(&format!("{name}-{width}"), width, height).await;
        }
        self.picture(name, 1280, 800).await;
    }
}

/// A driver and its port. It chooses that itself: one chosen here could be somebody else's by then;
/// and even so the port it finds may be taken for the other kind of address.
fn driver() -> (Child, u16) {
    for _ in 0..5 {
        let mut server = Command::new(CHROMEDRIVER)
            .arg("--port=0")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("chromedriver starts");
        let said = BufReader::new(server.stdout.take().expect("an output"));
        if let Some(port) = port_of(said) {
            return (server, port);
        }
        let _ = server.wait();
    }
    panic!("chromedriver finds no port");
}

/// `ChromeDriver was started successfully on port 41234.`
fn port_of(said: impl BufRead) -> Option<u16> {
    let mut lines = said.lines().map_while(Result::ok);
    let line = lines.find(|line| line.contains("started successfully on port"))?;
    line.trim_end_matches('.').rsplit(' ').next()?.parse().ok()
}

impl Drop for Browser {
    fn drop(&mut self) {
        // A test that failed has not closed its session: nobody is left to answer when it would try.
        let _ = self.driver.clone().leak();
        // A driver that is asked to end closes its browser; one that is killed leaves it behind.
        let id = self.server.id().to_string();
        let _ = Command::new("kill").args(["-TERM", &id]).status();
        let _ = self.server.wait();
    }
}
