//! Every page of the server, each with something on it, and who opens it. Made from the table of
//! addresses: a page that is not walked is named here with its reason, and a new one that needs
//! more than its address fails until it is said how it is reached.

use serde_json::json;
use visits_domain::help::{About, HelpNeed, Nation};
use visits_domain::visit::VisitHandle;
use visits_domain::wire::{HelpAct, Sought, SoughtCount};
use visits_server::Role;

use super::app::{PASSWORD, TestApp};
use super::browser::Browser;
use super::families::{Door, Family};
use super::kiosk::TestKiosk;
use super::lists::{file, pass, patel, person, shaw, with};
use super::staff::{RowForm, TestStaff};
use crate::accounts::code;

/// How a place is seen.
pub enum Way {
    /// By its address.
    Open(String),
    /// As the answer to a form.
    Send(String, Vec<(&'static str, String)>),
    /// As the answer to a file that is uploaded on another page.
    Upload(&'static str, Vec<u8>),
    /// Not at all, and why.
    NoPage(&'static str),
}

/// One page and who looks at it.
pub struct Page {
    /// An account; nobody is signed in for an empty one.
    pub who: &'static str,
    /// Method and address, for whoever reads why a test failed.
    pub name: String,
    way: Way,
}

/// A day on which every page shows something.
pub struct World {
    app: TestApp,
    address: String,
    manager: TestStaff,
    row: RowForm,
    import: String,
    person: String,
    other: String,
    subject: String,
    /// An event's page.
    event: String,
    /// A booking of it.
    booking: String,
    /// A request to be contacted.
    request: String,
    /// A talk that can wait.
    talk: String,
    /// A safeguarding note; the manager is a lead.
    note: String,
    /// A service that families see, and of which its feed says otherwise.
    service: String,
    once: String,
    secret: String,
}

const MANAGER: &str = "Sam Manager";
const ADMINISTRATOR: &str = "Al Admin";
const FAMILY_WORKER: &str = "Fay Worker";
const VOLUNTEER: &str = "Vi Volunteer";
const NEWCOMER: &str = "Nia Newcomer";
const WITH_FACTOR: &str = "Fi Factor";
/// She has shown her password and not yet her code.
const HALF_IN: &str = "Fi Factor, half in";
const OFFICER: &str = "Aleksandra Wiśniewska-Kowalczyk";

impl World {
    /// Makes it.
    pub async fn make(app: &TestApp) -> Self {
        let leeds = app.leeds().await;
        let manager = app.manager().await;
        for (name, role) in [
            (ADMINISTRATOR, Role::Administrator),
            (FAMILY_WORKER, Role::FamilyWorker),
            (VOLUNTEER, Role::Volunteer),
            (NEWCOMER, Role::Volunteer),
            (OFFICER, Role::VisitsStaff),
        ] {
            app.person(name, role).await;
        }
        app.app.give_role(leeds, MANAGER, Role::Volunteer).await.expect("a role");
        let (patel, import) = a_day(app, &manager).await;
        let once = app.app.reset_user(NEWCOMER, false).await.expect("a password");
        let people = manager.page("/people").await;
        let row = |name: &str| people.split("<tr").find(|row| row.contains(name)).expect("a row");
        let id = |name: &str| after(row(name), "href=\"/people/").to_owned();
        let (person, other) = (id(OFFICER), id(ADMINISTRATOR));
        let secret = with_factor(app).await;
        let row = manager.form("wo-ra-el-mi").await;
        assert_eq!(row[0].1, patel.to_string());
        let begun = [("password", PASSWORD)];
        manager.post("/account/second-factor/begin", &begun).await;
        let found = manager.post("/privacy/person", &[("reference", "wo-ra-el-mi")]).await;
        let found = found.text().await.expect("a page");
        let subject = after(&found, "name=\"subject\" value=\"").to_owned();
        let lots = [("ballot_share", "50"), ("ballot_closes", "2026-06-10T12:00")];
        let event = manager.open_event(&lots).await;
        let door = Door::of(app, &event).await;
        for n in 0..3 {
            door.ask(&Family::named(n), 3).await;
        }
        manager.plan(&[("title_en", "Homework"), ("kind", "homework-club")]).await;
        let event = event.trim_start_matches("/events/").to_owned();
        let booking = bookings(app, &manager, &event).await;
        let (request, talk, note) = help(app, &manager).await;
        let service = directory(app, &manager).await;
        let (app, address) = (app.clone(), app.address.clone());
        Self {
            app,
            address,
            manager,
            row,
            import,
            person,
            other,
            subject,
            event,
            booking,
            request,
            talk,
            note,
            service,
            once,
            secret,
        }
    }

    /// All pages, those of one person together.
    pub async fn pages(&self, app: &TestApp) -> Vec<Page> {
        let administrator = TestStaff::new(&app.address);
        administrator.sign_in(ADMINISTRATOR, PASSWORD).await;
        let newcomer = TestStaff::new(&app.address);
        newcomer.try_sign_in(NEWCOMER, &self.once).await;
        let mut pages = Vec::new();
        for (method, path, may) in visits_server::places() {
            let (who, staff) = if path == "/account/new-password" {
                (NEWCOMER, &newcomer)
            } else if may.contains(&Role::Manager) {
                (MANAGER, &self.manager)
            } else {
                assert!(may.contains(&Role::Administrator), "nobody walks {path}");
                (ADMINISTRATOR, &administrator)
            };
            let name = format!("{method} {path}");
            let mut way = self.way(&method, path);
            match &way {
                Way::Open(address) => {
                    assert!(is_page(staff, address).await, "{name} shows no page");
                }
                Way::NoPage(_) if method == "GET" => {
                    let address = self.filled(path, &self.person);
                    assert!(!is_page(staff, &address).await, "{name} shows a page");
                }
                Way::NoPage(_) => {
                    let address = self.filled(path, &self.other);
                    let answer = staff.post(&address, &[]).await;
                    let stayed = answer.url().path() == address;
                    // It says on a page of its own what came of it.
                    if stayed && answer.status().is_success() && is_html(&answer) {
                        way = Way::Send(address, Vec::new());
                    }
                }
                Way::Send(..) | Way::Upload(..) => {}
            }
            if !matches!(way, Way::NoPage(_)) {
                pages.push(Page { who, name, way });
            }
        }
        // What others see otherwise, and what everybody sees.
        for (who, path) in
            [(FAMILY_WORKER, "/today?session=all"), (VOLUNTEER, "/volunteers"), ("", "/sign-in")]
        {
            pages.push(Page { who, name: format!("GET {path}"), way: Way::Open(path.to_owned()) });
        }
        let name = "GET /sign-in/code".to_owned();
        pages.push(Page { who: HALF_IN, name, way: Way::Open("/sign-in/code".to_owned()) });
        let path = "/account/second-factor/codes";
        let way = Way::Send(path.to_owned(), vec![("password", PASSWORD.to_owned())]);
        pages.push(Page { who: WITH_FACTOR, name: format!("POST {path}"), way });
        let refused = vec![("name", "Nobody".to_owned()), ("password", "x".to_owned())];
        let way = Way::Send("/sign-in".to_owned(), refused);
        pages.push(Page { who: "", name: "POST /sign-in".to_owned(), way });
        pages.sort_by_key(|page| page.who);
        assert!(pages.len() > 35, "{}", pages.len());
        pages
    }

    /// The address of this world's own things.
    fn filled(&self, path: &str, person: &str) -> String {
        let id = match path {
            path if path.starts_with("/imports") => &self.import,
            path if path.starts_with("/events") => &self.event,
            path if path.starts_with("/directory") => &self.service,
            _ => person,
        };
        let path = path.replace("{booking}", &self.booking);
        let path = path.replace("{request}", &self.request).replace("{talk}", &self.talk);
        let path = path.replace("{note}", &self.note);
        path.replace("{id}", id).replace("{person}", id).replace("{ask}", &self.row[0].1)
    }

    fn way(&self, method: &str, path: &'static str) -> Way {
        let text = |text: &str| text.to_owned();
        let row = || self.row.iter().map(|(name, value)| (*name, value.clone())).collect();
        let send = |fields: Vec<(&'static str, String)>| Way::Send(text(path), fields);
        match (method, path) {
            ("GET", "/live") => Way::NoPage("it tells open pages that something changed"),
            ("GET", "/account/second-factor.svg") => Way::NoPage("a picture on another page"),
            (
                "GET",
                "/imports/{id}/set-aside.csv"
                | "/events/csv"
                | "/events/{id}/ics"
                | "/events/fairness/csv"
                | "/events/{id}/ballot/file"
                | "/requests/unmet/csv",
            ) => Way::NoPage("a file"),
            ("GET", "/today") => Way::Open(text("/today?session=all")),
            ("GET", "/today/confirmation") => Way::Open(format!("{path}?visit={}", self.row[0].1)),
            (
                "GET",
                "/imports/{id}"
                | "/people/{person}"
                | "/events/{id}"
                | "/events/{id}/edit"
                | "/events/{id}/bookings"
                | "/events/{id}/bookings/new"
                | "/events/{id}/bookings/print"
                | "/events/{id}/ring"
                | "/events/{id}/bookings/{booking}"
                | "/events/{id}/bookings/{booking}/change"
                | "/events/{id}/bookings/{booking}/letter"
                | "/events/{id}/ballot"
                | "/events/{id}/day"
                | "/requests/{request}"
                | "/directory/{id}"
                | "/directory/{id}/edit",
            ) => Way::Open(self.filled(path, &self.person)),
            ("GET", path) => {
                assert!(!path.contains('{'), "say here how {path} is reached");
                Way::Open(text(path))
            }
            ("POST", "/today") => send(vec![("session", text("all")), ("q", text("Patel"))]),
            ("POST", "/today/prisoner" | "/today/confirmation") => send(row()),
            // Nothing is typed: the page says what is needed.
            (
                "POST",
                "/today/desk-pack" | "/kiosks/code" | "/audit/verify" | "/events/new"
                | "/directory/new" | "/requests/find" | "/requests/withdraw" | "/requests/new"
                | "/safeguarding",
            ) => send(Vec::new()),
            ("POST", "/privacy/person" | "/privacy/person/everything") => {
                send(vec![("reference", text("wo-ra-el-mi")), ("subject", self.subject.clone())])
            }
            ("POST", "/account/second-factor/begin") => send(vec![("password", text(PASSWORD))]),
            // Refused: the name is there already. The page is the one that shows a new password.
            ("POST", "/people/add") => {
                send(vec![("name", text(MANAGER)), ("role", text("volunteer"))])
            }
            (
                "POST",
                "/people/{person}/reset"
                | "/directory/{id}/edit"
                | "/events/{id}/bookings/new"
                | "/events/{id}/bookings/{booking}/who"
                | "/talks/{talk}/contact"
                | "/requests/{request}/contact"
                | "/requests/{request}/sheet"
                | "/safeguarding/{note}/read",
            ) => Way::Send(self.filled(path, &self.person), Vec::new()),
            ("POST", "/requests/partners") => send(vec![("name", text("Family Line"))]),
            ("POST", "/imports/preview") => Way::Upload("/imports", another_list()),
            ("POST", "/directory/preview") => {
                Way::Upload("/directory/bring", services(&["Changed advice", "New advice"]))
            }
            ("POST", _) => Way::NoPage("it goes back to a page"),
            (method, _) => panic!("what does {method} do?"),
        }
    }

    /// Shows a page to whoever is signed in.
    async fn show(&self, browser: &Browser, page: &Page) {
        match &page.way {
            Way::Open(path) => browser.open(&format!("{}{path}", self.address)).await,
            Way::Send(path, fields) => self.send(browser, (page.who, path), fields).await,
            Way::Upload(on, list) => {
                browser.open(&format!("{}{on}", self.address)).await;
                browser.attach("#list", list).await;
                browser.click("#look").await;
                browser.has("#yes").await;
            }
            Way::NoPage(why) => panic!("{}: {why}", page.name),
        }
        browser.has("header .house").await;
    }

    async fn send(
        &self,
        browser: &Browser,
        (who, path): (&str, &str),
        fields: &[(&'static str, String)],
    ) {
        let quiet = match who {
            "" => "/sign-in",
            HALF_IN => "/sign-in/code",
            _ => "/account",
        };
        browser.open(&format!("{}{quiet}", self.address)).await;
        let script = format!(
            "const form = document.createElement('form');
             form.method = 'post'; form.action = '{path}'; document.body.dataset.left = '';
             for (const [name, value] of {}) {{
                 const field = document.createElement('input');
                 [field.type, field.name, field.value] = ['hidden', name, value];
                 form.append(field);
             }}
             document.body.append(form); form.submit(); return ''",
            json!(fields)
        );
        browser.run(&script).await;
        browser.has("body:not([data-left]) main").await;
    }

    async fn become_somebody(&self, browser: &Browser, who: &str) {
        browser.driver.delete_all_cookies().await.expect("nobody");
        if who == NEWCOMER {
            browser.sign_in_with(&self.address, (who, &self.once)).await;
        } else if [WITH_FACTOR, HALF_IN].contains(&who) {
            browser.show_password(&self.address, (WITH_FACTOR, PASSWORD)).await;
            browser.has("#code").await;
            if who == WITH_FACTOR {
                // No code serves twice.
                self.app.minutes_pass(1);
                browser.type_into("#code", &code(&self.secret, &self.app, 0)).await;
                browser.click("main .act").await;
                browser.says("header", WITH_FACTOR).await;
            }
        } else if !who.is_empty() {
            browser.sign_in(&self.address, who).await;
        }
    }

    async fn speak(&self, browser: &Browser, who: &str, language: &str) {
        let fields = [("to", language.to_owned()), ("back", "/".to_owned())];
        self.send(browser, (who, "/language"), &fields).await;
        browser.has(&format!("html[lang={language}]")).await;
    }
}

/// Goes from page to page, as whoever looks at each.
pub struct Walk<'a> {
    world: &'a World,
    browser: &'a Browser,
    at: Option<(&'static str, &'static str)>,
}

impl<'a> Walk<'a> {
    /// Not begun yet.
    pub fn new(world: &'a World, browser: &'a Browser) -> Self {
        Self { world, browser, at: None }
    }

    /// To this page in this language.
    pub async fn to(&mut self, page: &Page, language: &'static str) {
        let at = (page.who, language);
        if self.at.is_none_or(|(who, _)| who != page.who) {
            self.world.become_somebody(self.browser, page.who).await;
        }
        if self.at != Some(at) {
            self.world.speak(self.browser, page.who, language).await;
        }
        self.at = Some(at);
        self.world.show(self.browser, page).await;
        let shown = self.browser.run("return document.documentElement.lang").await;
        assert_eq!(shown, language, "{}", page.name);
    }
}

/// People here and not here, a kiosk, somebody who asks, lists with something to look at: Meena
/// Patel's visit, where she is in the hall, and the id of the first list.
async fn a_day(app: &TestApp, manager: &TestStaff) -> (VisitHandle, String) {
    let evans = [person(7, "Siân", "Evans", "1970-01-01"), person(8, "Bo", "Evans", "2020-01-01")];
    let bad = with(shaw(), "reference", "dfs-wjs-abc");
    let gone = pass("zz-zz-zz-zz", &[]);
    let evans = with(pass("du-fi-ca-ny", &evans), "visitRestriction", "CLOSED");
    app.import(file(&[shaw(), patel(), evans.clone(), gone, bad.clone()])).await;
    let import = manager.page("/imports").await;
    let import = after(&import, "<a href=\"/imports/").to_owned();
    let kiosk = app.kiosk().await;
    kiosk.check_in(kiosk.visit("ab-cd-ef-gh", "1986-07-28").await).await;
    let patel_is = kiosk.visit("wo-ra-el-mi", "1990-05-06").await;
    kiosk.check_in(patel_is).await;
    kiosk.check_in(VisitHandle(uuid::Uuid::from_u128(9))).await;
    kiosk.ask("by the window", 36_000).await;
    for path in ["/today/id-seen", "/today/call", "/today/search-done", "/today/hall"] {
        manager.act("wo-ra-el-mi", path, &[("table", "7")]).await;
    }
    // Moved after they had come, one that is missing now, and one that cannot be read.
    app.import(file(&[with(shaw(), "startTime", "14:00"), patel(), evans, bad])).await;
    (patel_is, import)
}

/// Families at an event, one to ring, and one that asked twice: the id of the first booking.
async fn bookings(app: &TestApp, manager: &TestStaff, event: &str) -> String {
    let at = format!("/events/{event}/bookings");
    let family = |name: &'static str| {
        [
            ("name", name),
            ("born", "1986-07-28"),
            ("phone", "07700 900123"),
            ("ring", "mornings"),
            ("adults", "1"),
            ("children", "2"),
            ("ages", "3, 9"),
            ("needs", "quiet"),
            ("needs_words", "a seat by the door"),
            ("diet", "no peanuts"),
            ("visits_name", "Rhys"),
        ]
    };
    let mut first = String::new();
    for name in ["Zephyrine Quillfeather", "Ann Lee", "Ann Lee"] {
        let answer = manager.post(&format!("{at}/new"), &family(name)).await;
        let path = answer.url().path().to_owned();
        assert!(path.starts_with(&at) && !path.ends_with("new"), "{path}");
        let page = answer.text().await.expect("a page");
        let version = after(&page, "name=\"version\" value=\"").to_owned();
        if first.is_empty() {
            first = path.rsplit('/').next().expect("an id").to_owned();
        } else if app.number("SELECT COUNT(*) FROM bookings WHERE standing = 'ended'").await == 0 {
            let decline = [("version", version.as_str()), ("step", "decline")];
            manager.post(&format!("{path}/step"), &decline).await;
        }
    }
    let answer = manager.post(&format!("{at}/new"), &family("Ann Lee")).await;
    assert!(answer.status().is_success());
    first
}

/// An urgent talk that nobody has taken, one that can wait, a request and a safeguarding note, each
/// with something on it.
async fn help(app: &TestApp, manager: &TestStaff) -> (String, String, String) {
    let kiosk = app.kiosk().await;
    kiosk.urgent_talk(&TestKiosk::talk_now("Blue corner, by the play table")).await;
    let contact = TestKiosk::contact("Zephyrine Quillfeather", "Example Families of the North");
    let talk = kiosk.talk_asked(&contact, About::Child);
    kiosk.help(HelpAct::TalkAsked(talk.clone())).await;
    manager.post(&format!("/talks/{}/take", talk.talk), &[]).await;
    let asked = kiosk.contact_asked(&contact, Some(HelpNeed::LosingChildren));
    kiosk.help(HelpAct::ContactAsked(asked.clone())).await;
    let at = format!("/requests/{}", asked.request);
    for (path, field) in [
        ("step", ("step", "own")),
        ("step", ("step", "panel")),
        ("note", ("text", "She would rather be rung in the morning.")),
        ("next", ("text", "Ring again")),
    ] {
        let page = manager.page(&at).await;
        let version = after(&page, "name=\"version\" value=\"").to_owned();
        let form = [("version", version.as_str()), field, ("day", "2026-06-05")];
        manager.post(&format!("{at}/{path}"), &form).await;
    }
    let counts = vec![SoughtCount {
        need: Some(HelpNeed::Housing),
        stage: None,
        nation: Nation::NorthernIreland,
        language: "cy".to_owned(),
        found: false,
        times: 3,
    }];
    let sought = Sought { date: super::kiosk::today(), counts };
    kiosk.help(HelpAct::Sought(sought)).await;
    app.sql(
        "INSERT INTO safeguarding_leads (site, person, since, named_by) \
         SELECT 'MDI', person, 0, 'nobody' FROM people WHERE name = 'sam manager' RETURNING since",
    )
    .await;
    let written = [("text", "A child told me something.")];
    manager.post("/safeguarding", &written).await;
    let page = manager.page("/safeguarding").await;
    let note = after(&page, "action=\"/safeguarding/").trim_end_matches("/read").to_owned();
    (asked.request.to_string(), talk.talk.to_string(), note)
}

/// Somebody with a second factor: its secret.
async fn with_factor(app: &TestApp) -> String {
    let fi = app.person(WITH_FACTOR, Role::Manager).await;
    let begun = fi.post("/account/second-factor/begin", &[("password", PASSWORD)]).await;
    let begun = begun.text().await.expect("a page");
    let secret = begun.split("class=\"secret\">").nth(1).and_then(|rest| rest.split('<').next());
    let secret = secret.expect("a secret").replace(' ', "");
    let shown = code(&secret, app, 0);
    let on = fi.post("/account/second-factor/on", &[("code", &shown)]).await;
    assert!(on.status().is_success());
    secret
}

/// A list that would change something.
fn another_list() -> Vec<u8> {
    let moved = with(patel(), "startTime", "15:00");
    let new = pass("qu-ed-lo-sa", &[person(9, "Ruth", "Jones", "1980-01-01")]);
    file(&[moved, new, with(shaw(), "reference", "dfs-wjs-abc")])
}

/// What stands between this and the next quotation mark.
fn after<'a>(page: &'a str, start: &str) -> &'a str {
    let value = page.split(start).nth(1).and_then(|rest| rest.split('"').next());
    value.unwrap_or_else(|| panic!("no {start}"))
}

fn is_html(answer: &reqwest::Response) -> bool {
    let kind = answer.headers().get("content-type").and_then(|kind| kind.to_str().ok());
    kind.is_some_and(|kind| kind.starts_with("text/html"))
}

async fn is_page(staff: &TestStaff, address: &str) -> bool {
    let answer = staff.get(address).await;
    let stayed = address.starts_with(answer.url().path());
    stayed && answer.status().is_success() && is_html(&answer)
}

/// A feed of services of these names.
fn services(names: &[&str]) -> Vec<u8> {
    let one = |(n, name): (usize, &&str)| {
        json!({
            "id": n, "name": name, "status": "active", "email": false, "url": "https://a.example",
            "description": "Advice for families.", "organization": { "name": "Advice" },
            "phones": [{ "number": "0808 808 2003" }],
        })
    };
    let rows: Vec<_> = names.iter().enumerate().map(one).collect();
    json!(rows).to_string().into_bytes()
}

/// A directory with something in each of its lists: a service that families see, whose feed says
/// otherwise by now, one that is in its feed no more, a mistake, and rows set aside.
async fn directory(app: &TestApp, manager: &TestStaff) -> String {
    let site = super::app::moorland();
    let feed = "https://directory.example/services";
    let all = services(&["Advice", "Company", "Rides", "Letters"]);
    let taken = app.app.import_feed(site, feed, &all).await.expect("a report");
    let id = taken.rows[0].service.to_string();
    let at = format!("/directory/{id}");
    let fields = [
        ("version", "1"),
        ("name_en", "Advice"),
        ("same_name", "1"),
        ("organization", "Advice"),
        ("words_en", "Advice for families."),
        ("words_cy", "Cyngor i deuluoedd."),
        ("nations", "wales"),
        ("any_need", "1"),
        ("any_stage", "1"),
        ("phone_1", "08088082003"),
        ("hours", "Mon Tue 09:00-17:00"),
        ("going", "active"),
    ];
    assert!(manager.post(&format!("{at}/edit"), &fields).await.status().is_success());
    for (version, deed) in [("2", "checked"), ("3", "publish")] {
        let answer = manager.post(&at, &[("version", version), ("do", deed)]).await;
        assert!(answer.url().query().is_some_and(|q| q.starts_with("done=")), "{deed}");
    }
    let then = services(&["Advice and more"]);
    app.app.import_feed(site, feed, &then).await.expect("a report");
    let odd = b"[{\"id\":\"x\"},{\"id\":\"a-very-long-id-that-nobody-should-have-written-down-like-this\"}]";
    app.app.import_services(site, odd).await.expect("a report");
    app.sql(format!(
        "INSERT INTO service_mistakes (site, id, service, what, day) \
         VALUES ('MDI', 'one', '{id}', 'number', '2026-06-01')"
    ))
    .await;
    id
}
