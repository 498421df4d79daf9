//! The program itself, as a manager runs it.

use std::io::Write as _;
use std::process::{Command, Output, Stdio};

use crate::support::app::TestApp;
use crate::support::lists::{file, shaw, with};
use crate::tests;

tests![
    a_site_is_set_up_and_a_list_imported_from_the_command_line,
    the_last_line_is_one_object_and_exit_codes_tell_what_happened,
    the_server_starts_says_where_and_ends_when_it_is_told,
    tls_shows_a_certificate_under_the_authority_of_the_code,
    the_cost_of_guessing_is_said,
    a_source_is_set_shown_asked_and_removed,
    a_command_without_the_secret_of_the_machines_seals_nothing,
    a_published_ballot_is_drawn_once_more,
];

/// A manager's terminal.
pub struct Shell {
    pub url: String,
    pub folder: tempfile::TempDir,
}

impl Shell {
    pub fn new(app: &TestApp) -> Self {
        Self::on(app.database.url())
    }

    pub fn on(url: String) -> Self {
        Self { url, folder: tempfile::tempdir().expect("a folder") }
    }

    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_visits-server"));
        command
            .args(arguments)
            .env("VISITS_DATABASE_URL", &self.url)
            .env("VISITS_MASTER_KEY", "07".repeat(32))
            .env("VISITS_STATE_DIR", self.folder.path().join("state"));
        command
    }

    pub fn run(&self, arguments: &[&str], input: &str) -> Output {
        let mut command = self.command(arguments);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("the program starts");
        let mut stdin = child.stdin.take().expect("an input");
        stdin.write_all(input.as_bytes()).expect("it reads");
        drop(stdin);
        child.wait_with_output().expect("it ends")
    }

    pub fn ok(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments, "");
        assert!(output.status.success(), "{}", text(&output.stderr));
        text(&output.stdout)
    }

    pub fn file(&self, name: &str, content: &[u8]) -> String {
        let path = self.folder.path().join(name);
        std::fs::write(&path, content).expect("it is written");
        path.display().to_string()
    }
}

pub fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

async fn a_site_is_set_up_and_a_list_imported_from_the_command_line(app: TestApp) {
    let shell = Shell::new(&app);
    // The command keeps the machine's time: the running server keeps it too, and the visit is
    // today.
    app.clock.set(visits_server::Clock::System.now());
    shell.ok(&["site", "add", "LEI", "Leeds"]);
    assert_eq!(shell.ok(&["site", "list"]), "LEI  Leeds\nMDI  Moorland\n");
    let again = shell.run(&["site", "add", "lei", "Leeds"], "");
    assert!(!again.status.success() && text(&again.stderr).contains("exists already"));
    let today = visits_server::clock::local(visits_server::Clock::System.now()).date().to_string();
    let list = shell.file("passes.json", &file(&[with(shaw(), "visitDate", today)]));
    let kiosk = app.kiosk().await;
    shell.ok(&["import", "visits", "--site", "MDI", &list]);
    assert_eq!(kiosk.cards().await.len(), 4, "sealed by the command itself");
    let made = shell.ok(&["user", "add", "--site", "MDI", "--role", "visits-staff", "Al"]);
    let made = made.trim().strip_prefix("Password: ").expect("a password").to_owned();
    let staff = crate::support::staff::TestStaff::new(&app.address);
    let signed_in = async |name: &str, password: &str| {
        let form = [("site", "MDI"), ("name", name), ("password", password)];
        staff.post("/sign-in", &form).await.url().path() == "/today"
    };
    assert!(signed_in("Al", &made).await);
    let typed = shell.run(&["user", "add", "--site", "MDI", "Bo"], "long enough it is\n");
    assert!(typed.status.success());
    staff.post("/sign-out", &[]).await;
    assert!(signed_in("Bo", "long enough it is").await);
    shell.ok(&["site", "add", "WWI", "Wandsworth"]);
    shell.ok(&["user", "role", "--site", "WWI", "--role", "manager", "Bo"]);
    let once = shell.ok(&["user", "reset", "bo"]);
    let once = once.trim().strip_prefix("One-time password: ").expect("a password").to_owned();
    let bo = crate::support::staff::TestStaff::new(&app.address);
    let answer = bo.try_sign_in("Bo", &once).await;
    assert_eq!(answer.url().path(), "/account/new-password");
    shell.ok(&["user", "end", "--site", "WWI", "Bo"]);
    let nobody = shell.run(&["user", "reset", "Nobody"], "");
    assert!(text(&nobody.stderr).contains("nobody signs in with that name"));
    let weak = shell.run(&["user", "add", "--site", "MDI", "Cy"], "short\n");
    assert!(!weak.status.success());
    let code = shell.ok(&["kiosk", "enrol-code", "--site", "MDI"]);
    assert_eq!(code.trim().len(), 14);
    assert!(shell.ok(&["kiosk", "list", "--site", "MDI"]).starts_with("A  "));
    shell.ok(&["kiosk", "revoke", "--site", "MDI", "a"]);
    assert!(shell.ok(&["kiosk", "list", "--site", "MDI"]).contains("revoked"));
    shell.ok(&["site", "rotate-salt", "MDI"]);
}

async fn the_last_line_is_one_object_and_exit_codes_tell_what_happened(app: TestApp) {
    let shell = Shell::new(&app);
    let passes = shell.file("passes.json", &file(&[shaw(), serde_json::json!(1)]));
    let args = ["import", "visits", "--site", "XXX", "--dry-run", "--json", &passes];
    let last = shell.ok(&args).lines().last().expect("a line").to_owned();
    assert_eq!(
        last,
        "{\"read\":2,\"taken\":1,\"unchanged\":0,\"cancelled\":0,\"elsewhere\":0,\
         \"repeated\":0,\"quarantined\":[{\"row\":2,\"reason\":\"This entry is not a visit.\"}]}"
    );
    let broken = shell.file("broken.json", b"[{");
    for (path, site) in [(broken.as_str(), "MDI"), ("/nowhere/at/all.json", "MDI")] {
        let output = shell.run(&["import", "visits", "--site", site, "--json", path], "");
        assert_eq!(output.status.code(), Some(2));
        assert_eq!(text(&output.stderr).lines().count(), 1, "{}", text(&output.stderr));
    }
    let output = shell.run(&["import", "visits", "--site", "XXX", &passes], "");
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).contains("visits-server site add XXX"));
}

pub fn start(shell: &Shell, arguments: &[&str]) -> (std::process::Child, String, String) {
    use std::io::{BufRead as _, BufReader};
    let mut command = shell.command(arguments);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("starts");
    let mut lines = BufReader::new(child.stdout.take().expect("an output")).lines();
    let first = lines.next().expect("a line").expect("text");
    let address = first.strip_prefix("Listening on ").expect("where").to_owned();
    let second = if address.starts_with("https") {
        lines.next().expect("a line").expect("text")
    } else {
        String::new()
    };
    (child, address, second)
}

pub fn terminate(mut child: std::process::Child) {
    let id = rustix::process::Pid::from_child(&child);
    rustix::process::kill_process(id, rustix::process::Signal::TERM).expect("it is told");
    for _ in 0..100 {
        if let Some(status) = child.try_wait().expect("a status") {
            assert!(status.success());
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(100));
    }
    let _ = child.kill();
    panic!("it did not end");
}

async fn the_server_starts_says_where_and_ends_when_it_is_told(app: TestApp) {
    let shell = Shell::new(&app);
    let (child, address, _) = start(&shell, &["serve", "--listen", "127.0.0.1:0"]);
    let answer = reqwest::get(format!("{address}/sign-in")).await.expect("an answer");
    assert!(answer.text().await.expect("a page").contains("Sign in"));
    terminate(child);
}

async fn tls_shows_a_certificate_under_the_authority_of_the_code(app: TestApp) {
    let shell = Shell::new(&app);
    let code = shell.ok(&["kiosk", "enrol-code", "--site", "MDI", "--tls"]);
    let (_, fingerprint) = code.trim().split_once('.').expect("a fingerprint");
    let (child, address, said) = start(&shell, &["serve", "--listen", "127.0.0.1:0", "--tls"]);
    assert!(said.ends_with(fingerprint), "{said}");
    let pem = std::fs::read(shell.folder.path().join("state/authority.pem")).expect("the file");
    let authority = reqwest::Certificate::from_pem(&pem).expect("a certificate");
    let trusting =
        reqwest::Client::builder().tls_certs_only([authority]).build().expect("a client");
    let answer = trusting.get(format!("{address}/sign-in")).send().await.expect("an answer");
    assert_eq!(answer.status(), 200);
    let enrolled = crate::support::kiosk::try_enrol(&trusting, &address, code.trim()).await;
    let enrolled: visits_domain::wire::Enrolled = enrolled.json().await.expect("enrolled");
    assert_eq!(enrolled.authority.map(String::into_bytes), Some(pem));
    let stranger = reqwest::Client::new().get(&address).send().await;
    assert!(stranger.is_err(), "nobody else trusts it");
    terminate(child);
}

async fn a_source_is_set_shown_asked_and_removed(app: TestApp) {
    use crate::support::fake_api::{FakeApi, page, visit};
    let mut shell = Shell::new(&app);
    // A database of its own: the running server of this test would fetch by itself.
    shell.url = format!("sqlite://{}/own.db", shell.folder.path().display());
    let api = FakeApi::start(|asked| {
        let visits = [visit("ab-cd-ef-gh", &[])];
        let visits = if asked.is_of("BOOKED") { &visits[..] } else { &[] };
        page(visits, 1, 1, visits.len())
    })
    .await;
    shell.ok(&["site", "add", "MDI", "Moorland"]);
    let plain = ["site", "source", "set", "MDI", "--base-url", "http://visits.example"];
    let refused = shell.run(&plain, "");
    assert!(!refused.status.success());
    assert!(text(&refused.stderr).contains("must begin with https://"));
    let pull = ["pull", "--site", "MDI", "--dry-run", "--json"];
    let none = shell.run(&pull, "");
    assert_eq!(none.status.code(), Some(2));
    assert!(text(&none.stderr).contains("site source set"), "{}", text(&none.stderr));
    shell.ok(&["site", "source", "set", "MDI", "--base-url", &api.address, "--opens", "06:30"]);
    let shown = shell.ok(&["site", "source", "show", "MDI"]);
    assert!(shown.contains("every 15 minutes from 06:30 to 18:00"), "{shown}");
    assert!(shown.contains("last fetched never"), "{shown}");
    // The key is not there yet.
    let failed = shell.run(&pull, "");
    let said = text(&failed.stderr);
    assert_eq!((failed.status.code(), said.lines().count()), (Some(2), 1), "{said}");
    let folder = shell.folder.path().join("sources/MDI");
    std::fs::create_dir_all(&folder).expect("a folder");
    std::fs::write(folder.join("api-key"), "a key").expect("it is written");
    let private = std::os::unix::fs::PermissionsExt::from_mode(0o640);
    std::fs::set_permissions(folder.join("api-key"), private).expect("it is private");
    let run = |arguments: &[&str]| {
        let mut command = shell.command(arguments);
        command.env("VISITS_SOURCES", shell.folder.path().join("sources"));
        // The service answers meanwhile.
        let output = tokio::task::block_in_place(|| command.output()).expect("it ends");
        assert!(output.status.success(), "{}", text(&output.stderr));
        text(&output.stdout)
    };
    let said = run(&pull);
    assert!(said.contains("Nothing was stored."), "{said}");
    assert!(said.lines().last().expect("a line").starts_with("{\"read\":1,"), "{said}");
    let said = run(&["pull", "--site", "MDI"]);
    assert!(said.contains("1 visits read"), "{said}");
    assert!(!shell.ok(&["site", "source", "show", "MDI"]).contains("fetched never"));
    assert_eq!(shell.ok(&["site", "source", "remove", "MDI"]), "Removed.\n");
    assert_eq!(shell.ok(&["site", "source", "remove", "MDI"]), "There was none.\n");
}

async fn a_command_without_the_secret_of_the_machines_seals_nothing(app: TestApp) {
    // A database of its own: the running server of this test has no such secret.
    let mut shell = Shell::new(&app);
    shell.url = format!("sqlite://{}/own.db", shell.folder.path().display());
    shell.file("MDI", b"a secret of this site's machines");
    let secrets = shell.folder.path().display().to_string();
    let run = |arguments: &[&str], has_secret: bool| {
        let mut command = shell.command(arguments);
        if has_secret {
            command.env("VISITS_SITE_SECRETS", &secrets);
        }
        command.output().expect("it ends")
    };
    let today = visits_server::clock::local(visits_server::Clock::System.now()).date().to_string();
    let list = shell.file("passes.json", &file(&[with(shaw(), "visitDate", today)]));
    let import = ["import", "visits", "--site", "MDI", "--json", &list];
    assert!(run(&["site", "add", "MDI", "Moorland"], false).status.success());
    assert!(run(&import, true).status.success());
    let refused = run(&import, false);
    let said = text(&refused.stderr);
    assert_eq!((refused.status.code(), said.lines().count()), (Some(1), 1), "{said}");
    assert!(said.contains("VISITS_SITE_SECRETS") && said.contains("accept-secret MDI"), "{said}");
    assert!(!run(&["site", "rotate-salt", "MDI"], false).status.success());
    let accepted = run(&["site", "accept-secret", "MDI"], false);
    assert_eq!(text(&accepted.stdout), "4 cards sealed anew, 4 withdrawn\n");
    assert!(run(&import, false).status.success());
    assert!(!run(&import, true).status.success(), "and now the other one is refused");
}

async fn the_cost_of_guessing_is_said(app: TestApp) {
    let said = Shell::new(&app).ok(&["cost-of-guessing"]);
    assert!(said.contains("25000000 guesses"), "{said}");
}

/// As the description of a ballot gives it, worked out by another program: seed, three places, six
/// families of one.
fn a_published_ballot() -> serde_json::Value {
    let id = |n: u128| uuid::Uuid::from_u128(n);
    let entry = |n| serde_json::json!({ "booking": id(n), "takes": [[id(99), 1]] });
    serde_json::json!({
        "commitment": "364b2a24981621897f82a75c92b1d9cba59945d40cbed44ae1d80710727fb925",
        "draw": {
            "seed": "01".repeat(32),
            "places": { id(99).to_string(): 3 },
            "weights": { "not_for_long": 2 },
            "entries": (1..=6).map(entry).collect::<Vec<_>>(),
        },
        "drawn": { "places": [id(5), id(1), id(2)], "waiting": [id(3), id(4), id(6)] },
    })
}

async fn a_published_ballot_is_drawn_once_more(app: TestApp) {
    let shell = Shell::new(&app);
    let verify = |ballot: &serde_json::Value| {
        let file = shell.file("ballot.json", ballot.to_string().as_bytes());
        let output = shell.run(&["ballot", "verify", &file], "");
        (output.status.code(), format!("{}{}", text(&output.stdout), text(&output.stderr)))
    };
    let honest = a_published_ballot();
    assert_eq!(verify(&honest), (Some(0), "as published: 3 have places, 3 wait\n".to_owned()));
    let mut moved = honest.clone();
    moved["drawn"]["places"][2] = honest["drawn"]["waiting"][0].clone();
    moved["drawn"]["waiting"][0] = honest["drawn"]["places"][2].clone();
    let (code, said) = verify(&moved);
    assert!(code == Some(1) && said.contains("draw others than those"), "{said}");
    let mut chosen = honest.clone();
    chosen["draw"]["seed"] = "02".repeat(32).into();
    let (code, said) = verify(&chosen);
    assert!(code == Some(1) && said.contains("not the one that was committed to"), "{said}");
    let (code, said) = verify(&serde_json::json!({ "draw": "whoever I like" }));
    assert!(code == Some(1) && said.contains("no published ballot"), "{said}");
}
