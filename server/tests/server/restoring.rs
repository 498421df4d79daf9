//! Backups, and what becomes of kiosks when the server was put back from one.

use std::os::unix::fs::PermissionsExt as _;
use std::process::Child;
use std::sync::Mutex;

use reqwest::StatusCode;
use uuid::Uuid;
use visits_domain::site::KioskLetter;
use visits_domain::visit::VisitHandle;
use visits_domain::wire::{Happening, News, Record, Refused};
use visits_server::{App, Clock, Config, SharedClock, backup_key};

use crate::command_line::{Shell, start, terminate, text};
use crate::support::app::{Database, KEY, PASSWORD, TestApp, moorland, open};
use crate::support::kiosk::TestKiosk;
use crate::support::lists::{file, pass, patel, person, shaw, with};
use crate::support::staff::TestStaff;
use crate::tests;

tests![
    a_server_killed_mid_day_is_put_back_and_the_board_is_right,
    a_backup_goes_from_one_kind_of_database_to_the_other_and_back,
    a_backup_goes_into_an_empty_database_with_its_own_keys_or_not_at_all,
    a_cursor_of_another_life_gets_everything_from_the_start,
    a_disk_that_was_put_back_is_told_what_stands_under_its_number,
    what_a_device_has_no_more_is_shown_and_not_waited_for,
    a_device_that_is_enrolled_again_sends_what_it_has_under_its_old_letter,
    a_kiosk_that_knows_of_no_lives_is_understood,
    a_master_key_that_is_gone_is_said_and_none_is_made_up,
    backups_are_kept_by_number,
];

const BORN: &str = "1986-07-28";

/// A kiosk as the real one is: it remembers what it sent, sends again what the server lost, and
/// believes another life from its beginning only.
struct Follower {
    kiosk: TestKiosk,
    day: chrono::NaiveDate,
    sent: Mutex<Vec<Record>>,
    standing: Mutex<(u64, Option<Uuid>)>,
}

/// What a kiosk finds out when it asks.
struct Noticed {
    from_the_start: bool,
    acknowledged: u64,
    arrived: Vec<String>,
}

impl Follower {
    fn new(kiosk: TestKiosk, day: chrono::NaiveDate) -> Self {
        Self { kiosk, day, sent: Mutex::default(), standing: Mutex::default() }
    }

    async fn visit(&self, reference: &str) -> VisitHandle {
        let card = self.kiosk.card_by_reference(reference, BORN, &self.day.to_string()).await;
        card.expect("a card").visits[0].visit
    }

    /// A family checks in; the server has it when this returns.
    async fn check_in(&self, visit: VisitHandle) -> String {
        let mut arrival = self.kiosk.arrival(visit);
        arrival.date = self.day;
        let number = arrival.number.to_string();
        let record = self.kiosk.record(&Happening::Arrived(arrival));
        self.sent.lock().expect("the lock").push(record.clone());
        self.kiosk.send(vec![record.clone()]).await.expect("it is taken");
        assert_eq!(self.follow().await.acknowledged, record.seq);
        number
    }

    async fn follow(&self) -> Noticed {
        let (cursor, generation) = *self.standing.lock().expect("the lock");
        let mut page = self.kiosk.changes_in(cursor, generation).await;
        let (from_the_start, acknowledged) = (page.from_the_start, page.acknowledged);
        let own =
            self.sent.lock().expect("the lock").iter().find(|r| r.seq == acknowledged).cloned();
        assert_eq!(own.map(|record| record.id), page.acknowledged_id, "what it has is ours");
        let mut arrived = Vec::new();
        loop {
            arrived.extend(page.changes.into_iter().filter_map(|change| match change.news {
                News::Arrived { number, .. } => Some(number.to_string()),
                _ => None,
            }));
            *self.standing.lock().expect("the lock") = (page.cursor, Some(page.generation));
            if !page.more {
                return Noticed { from_the_start, acknowledged, arrived };
            }
            page = self.kiosk.changes_in(page.cursor, Some(page.generation)).await;
            assert!(!page.from_the_start, "a first download that goes on is not begun again");
        }
    }

    /// Sends what lies after a mark, as often as a bad line makes it.
    async fn send_after(&self, mark: u64, times: usize) -> u64 {
        let sent = self.sent.lock().expect("the lock").clone();
        let newest = sent.last().map_or(0, |record| record.seq);
        let lost: Vec<Record> = sent.into_iter().filter(|record| record.seq > mark).collect();
        for _ in 0..times {
            assert_eq!(self.kiosk.send_all(lost.clone(), Some(mark)).await, Ok(newest));
        }
        newest
    }
}

/// A family of its own for each reference.
fn visit_list(references: &[&str], day: &str) -> Vec<u8> {
    let visits: Vec<_> = (1u32..)
        .zip(references)
        .map(|(id, reference)| {
            let visitor = person(id, "Nia", &format!("Family{}", "x".repeat(id as usize)), BORN);
            with(pass(reference, &[visitor]), "visitDate", day)
        })
        .collect();
    file(&visits)
}

/// A server in a process of its own, on a database of its own.
struct Process {
    shell: Shell,
    child: Child,
    address: String,
}

impl Process {
    fn start(shell: Shell, listen: &str) -> Self {
        let (child, address, _) = start(&shell, &["serve", "--listen", listen]);
        Self { shell, child, address }
    }

    /// As a power cut would.
    fn kill(mut self) -> Shell {
        self.child.kill().expect("it is killed");
        let _ = self.child.wait();
        self.shell
    }

    async fn kiosk(&self, letters: Vec<KioskLetter>) -> Follower {
        let code = self.shell.ok(&["kiosk", "enrol-code", "--site", "MDI"]);
        let clock = SharedClock::at(Clock::System.now());
        let kiosk = TestKiosk::enrol_again(&self.address, code.trim(), &clock, letters).await;
        Follower::new(kiosk, visits_server::clock::local(Clock::System.now()).date())
    }

    async fn officer(&self) -> TestStaff {
        let staff = TestStaff::new(&self.address);
        staff.sign_in("Sam", PASSWORD).await;
        staff
    }
}

async fn a_server_killed_mid_day_is_put_back_and_the_board_is_right(app: TestApp) {
    let first = app.database.another().await;
    let shell = Shell::on(first.url());
    let today = visits_server::clock::local(Clock::System.now()).date().to_string();
    let references = ["aa-aa-aa-aa", "bb-bb-bb-bb", "cc-cc-cc-cc", "dd-dd-dd-dd", "ee-ee-ee-ee"];
    shell.ok(&["site", "add", "MDI", "Moorland"]);
    shell.run(&["user", "add", "--site", "MDI", "--role", "manager", "Sam"], PASSWORD);
    let list = shell.file("list.json", &visit_list(&references, &today));
    shell.ok(&["import", "visits", "--site", "MDI", &list]);
    let private = shell.folder.path().join("private").display().to_string();
    shell.ok(&["backup-key", "new", "--private", &private]);
    let server = Process::start(shell, "127.0.0.1:0");

    // The morning.
    let (a, b) = (server.kiosk(Vec::new()).await, server.kiosk(Vec::new()).await);
    let mut visits = Vec::new();
    for reference in references {
        visits.push(a.visit(reference).await);
    }
    let mut numbers = vec![a.check_in(visits[0]).await, b.check_in(visits[1]).await];
    let backups = server.shell.folder.path().join("backups");
    std::fs::create_dir(&backups).expect("a folder");
    server.shell.ok(&["backup", "--to", &backups.display().to_string()]);

    // An hour later: more arrivals, a list, a kiosk, all of it acknowledged.
    numbers.extend([a.check_in(visits[2]).await, b.check_in(visits[3]).await]);
    let c = server.kiosk(Vec::new()).await;
    numbers.push(c.check_in(visits[4]).await);
    let late_list = visit_list(&[&references[..], &["ff-ff-ff-ff"]].concat(), &today);
    let late_list = server.shell.file("late.json", &late_list);
    server.shell.ok(&["import", "visits", "--site", "MDI", &late_list]);
    numbers.push(a.check_in(a.visit("ff-ff-ff-ff").await).await);
    let officer = server.officer().await;
    for number in &numbers {
        assert!(officer.row(number).await.is_some(), "{number}");
    }

    // The power goes, and the disk with it.
    let listen = server.address.trim_start_matches("http://").to_owned();
    let second = app.database.another().await;
    let shell = Shell { url: second.url(), ..server.kill() };
    let backup = std::fs::read_dir(&backups).expect("the folder").next().expect("a backup");
    let backup = backup.expect("a file").path().display().to_string();
    let said = shell.ok(&["restore", "--from", &backup, "--key", &private]);
    assert!(said.contains("rows"), "{said}");
    let server = Process::start(shell, &listen);

    // The kiosks notice, and send again what it lost, over a line that repeats.
    for (kiosk, kept) in [(&a, 1), (&b, 1)] {
        let noticed = kiosk.follow().await;
        assert!(noticed.from_the_start, "another life is noticed");
        assert_eq!(noticed.acknowledged, kept, "it has what was in the backup");
        let sent = kiosk.send_after(noticed.acknowledged, 3).await;
        let again = kiosk.follow().await;
        assert!(!again.from_the_start, "once is enough");
        assert_eq!(again.acknowledged, sent);
    }
    // The one that is unknown keeps what it has, is enrolled again, and sends it.
    let refused = c.kiosk.try_changes(0, 0).await.status();
    assert_eq!(refused, StatusCode::UNAUTHORIZED);
    let letter = c.kiosk.enrolled.letter;
    let again = server.kiosk(vec![letter]).await;
    assert_eq!(again.kiosk.enrolled.letter, letter, "families hold numbers of this letter");
    again.sent.lock().expect("the lock").clone_from(&c.sent.lock().expect("the lock"));
    again.send_after(0, 2).await;

    let officer = server.officer().await;
    let waits = numbers.pop().expect("the last one");
    assert!(officer.row(&waits).await.is_none(), "its visit is on a list of after the backup");
    server.shell.ok(&["import", "visits", "--site", "MDI", &late_list]);
    numbers.push(waits);
    for number in &numbers {
        let row = officer.row(number).await.expect("a row");
        assert_eq!(row.matches(number.as_str()).count(), 1, "{row}");
    }
    assert_eq!((officer.count("arrived").await, officer.count("expected").await), (6, 6));
    let troubles = officer.page("/kiosks").await;
    assert!(!troubles.contains("Ask at the desk"), "nothing is left over");
    let mut told = again.follow().await.arrived;
    told.sort();
    numbers.sort();
    assert_eq!(told, numbers, "every kiosk knows every number");
    terminate(server.child);
}

async fn put_back(bytes: &[u8], into: &Database, key: &str) -> Result<u64, visits_server::Error> {
    let key = backup_key::private(key).expect("a key");
    let config = Config::new(into.url()).with_master_key(KEY);
    visits_server::restore(&config, &key, bytes).await.map(|restored| restored.rows)
}

async fn backup(app: &App, public: &str) -> (u64, Vec<u8>) {
    let (key, mut bytes) = (backup_key::public(public).expect("a key"), Vec::new());
    let rows = app.backup(&key, None, &mut bytes).await.expect("a backup");
    (rows, bytes)
}

async fn a_backup_goes_from_one_kind_of_database_to_the_other_and_back(app: TestApp) {
    app.import(file(&[shaw(), patel()])).await;
    let kiosk = app.kiosk().await;
    let number = kiosk.check_in(kiosk.visit("ab-cd-ef-gh", BORN).await).await;
    app.officer().await;
    let (private, public) = backup_key::new_pair();
    let (rows, bytes) = backup(&app.app, &public).await;
    for seeded in ["Jeanette", "Shaw", "ab-cd-ef-gh", "1986-07-28", "A1234BC", &public] {
        let found = bytes.windows(seeded.len()).any(|window| window == seeded.as_bytes());
        assert!(!found, "{seeded} is readable");
    }
    // To SQLite, and from there to an empty one of this test's kind.
    let (middle, last) = (Database::sqlite(), app.database.another().await);
    assert_eq!(put_back(&bytes, &middle, &private).await.expect("put back"), rows);
    let moved = open(&middle.url(), &app.clock).await;
    let (_, bytes) = backup(&moved, &public).await;
    moved.close().await;
    put_back(&bytes, &last, &private).await.expect("put back");
    for sql in [
        "SELECT site, reference, prisoner_name FROM visits",
        "SELECT visit, who, born FROM visitors",
        "SELECT id FROM arrivals",
        "SELECT id FROM records",
        "SELECT token_hash FROM kiosks",
        "SELECT name FROM people",
        "SELECT credential FROM card_secrets",
    ] {
        assert_eq!(last.count(sql).await, app.sql(sql).await.len(), "{sql}");
    }
    assert!(last.count("SELECT site FROM sites").await == 1);
    let reopened = open(&last.url(), &app.clock).await;
    let shown = reopened.kiosks(moorland()).await.expect("kiosks");
    assert_eq!(shown[0].letter, number[..1], "everything is where it was");
    reopened.close().await;
}

async fn a_backup_goes_into_an_empty_database_with_its_own_keys_or_not_at_all(app: TestApp) {
    app.import(file(&[shaw()])).await;
    let (private, public) = backup_key::new_pair();
    let (_, bytes) = backup(&app.app, &public).await;
    let refused = put_back(&bytes, &app.database, &private).await;
    assert!(refused.is_err_and(|e| e.to_string().contains("not empty")));
    let (other, _) = backup_key::new_pair();
    let empty = app.database.another().await;
    let refused = put_back(&bytes, &empty, &other).await;
    assert!(refused.is_err_and(|e| e.to_string().contains("does not open")));
    let cut = put_back(&bytes[..bytes.len() - 9], &empty, &private).await;
    assert!(cut.is_err_and(|e| e.to_string().contains("cut short")));
    let key = backup_key::private(&private).expect("a key");
    let config = Config::new(empty.url()).with_master_key([9; 32]);
    let wrong = visits_server::restore(&config, &key, bytes.as_slice()).await;
    assert!(wrong.is_err_and(|e| e.to_string().contains("master key")));
    assert_eq!(empty.count("SELECT site FROM sites").await, 0, "and nothing was kept");
    put_back(&bytes, &empty, &private).await.expect("now it goes");
    let again = put_back(&bytes, &empty, &private).await;
    assert!(again.is_err_and(|e| e.to_string().contains("not empty")));
}

async fn a_cursor_of_another_life_gets_everything_from_the_start(app: TestApp) {
    app.import(file(&[shaw()])).await;
    let kiosk = app.kiosk().await;
    let everything = kiosk.changes_in(0, None).await;
    let life = everything.generation;
    assert_ne!(life, Uuid::nil());
    let up_to_date = kiosk.changes_in(everything.cursor, Some(life)).await;
    assert!(up_to_date.changes.is_empty() && !up_to_date.from_the_start);
    // The very same cursor, given by another life: it says nothing.
    let other = kiosk.changes_in(everything.cursor, Some(Uuid::from_u128(1))).await;
    assert!(other.from_the_start);
    assert_eq!(other.changes.len(), everything.changes.len());
    app.app.begin_another_life().await.expect("another life");
    let noticed = kiosk.changes_in(everything.cursor, Some(life)).await;
    assert!(noticed.from_the_start && noticed.generation != life);
    let keys = noticed.changes.iter().filter(|change| matches!(change.news, News::Keys(_)));
    assert_eq!(keys.count(), 1, "salts may have been rotated between the lives");
}

async fn a_disk_that_was_put_back_is_told_what_stands_under_its_number(app: TestApp) {
    app.import(file(&[shaw(), patel()])).await;
    let (kiosk, officer) = (app.kiosk().await, app.officer().await);
    let visit = kiosk.visit("ab-cd-ef-gh", BORN).await;
    let other = kiosk.visit("wo-ra-el-mi", "1990-05-06").await;
    let first = kiosk.record(&Happening::Arrived(kiosk.arrival(visit)));
    kiosk.send(vec![first.clone()]).await.expect("taken");
    // The copy does not know that its number 1 is used.
    let mut on_the_copy = kiosk.record(&Happening::Arrived(kiosk.arrival(other)));
    on_the_copy.seq = 1;
    let clash = kiosk.send_all(vec![on_the_copy.clone()], Some(0)).await;
    assert_eq!(clash, Err((StatusCode::CONFLICT, Refused::Conflict)));
    assert!(officer.page("/kiosks").await.contains("one record number for two"));
    let told = kiosk.changes_in(0, None).await;
    assert_eq!((told.acknowledged, told.acknowledged_id), (1, Some(first.id)));
    // So it numbers it anew; the family is on the board, and nobody need look.
    on_the_copy.seq = 2;
    assert_eq!(kiosk.send_all(vec![on_the_copy], Some(1)).await, Ok(2));
    assert_eq!(officer.count("arrived").await, 2);
    assert!(!officer.page("/kiosks").await.contains("one record number for two"));
}

async fn what_a_device_has_no_more_is_shown_and_not_waited_for(app: TestApp) {
    let (kiosk, officer) = (app.kiosk().await, app.officer().await);
    let records: Vec<Record> =
        (0..9).map(|_| kiosk.raw_record("{\"kind\":\"later\"}".into())).collect();
    assert_eq!(kiosk.send_all(records[..2].to_vec(), Some(0)).await, Ok(2));
    // It thinks that the server has five: what lies between is not lost, only not here yet.
    assert_eq!(kiosk.send_all(records[5..6].to_vec(), Some(5)).await, Ok(2));
    assert!(app.sql("SELECT seq FROM records WHERE seq > 5").await.len() == 1);
    // It knows that the server has two, and has nothing before six any more.
    assert_eq!(kiosk.send_all(records[5..].to_vec(), Some(2)).await, Ok(9));
    let gaps = app.sql("SELECT first_seq FROM record_gaps WHERE first_seq = 3 AND last_seq = 5");
    assert_eq!(gaps.await.len(), 1);
    assert!(officer.page("/kiosks").await.contains("lost for good"));
}

async fn a_device_that_is_enrolled_again_sends_what_it_has_under_its_old_letter(app: TestApp) {
    app.import(file(&[shaw(), patel()])).await;
    let (kiosk, officer) = (app.kiosk().await, app.officer().await);
    let visit = kiosk.visit("ab-cd-ef-gh", BORN).await;
    let other = kiosk.visit("wo-ra-el-mi", "1990-05-06").await;
    let sent = kiosk.record(&Happening::Arrived(kiosk.arrival(visit)));
    let unsent = kiosk.record(&Happening::Arrived(kiosk.arrival(other)));
    kiosk.send(vec![sent.clone()]).await.expect("taken");
    let code = app.app.enrol_code(moorland()).await.expect("a code");
    let had = vec![kiosk.enrolled.letter];
    let again = TestKiosk::enrol_again(&app.address, &code, &app.clock, had).await;
    assert_eq!(again.enrolled.letter.to_string(), "B", "its first life is still here");
    assert_eq!(again.send_all(vec![sent, unsent], Some(0)).await, Ok(2));
    assert_eq!(app.sql("SELECT id FROM arrivals").await.len(), 2, "each of them once");
    for number in ["A1", "A2"] {
        assert!(officer.row(number).await.is_some(), "{number}");
    }
    // Not under any letter.
    let mut foreign = again.arrival(other);
    foreign.number = "C7".parse().expect("a number");
    let mut record = again.record(&Happening::Arrived(foreign));
    record.seq = 3;
    again.send(vec![record]).await.expect("kept");
    assert!(officer.page("/kiosks").await.contains("does not begin with this kiosk"));
}

async fn a_kiosk_that_knows_of_no_lives_is_understood(app: TestApp) {
    app.import(file(&[shaw()])).await;
    let code = app.app.enrol_code(moorland()).await.expect("a code");
    let client = reqwest::Client::new();
    let enrol = format!("{{\"code\":\"{code}\",\"protocol\":1}}");
    let call = client.post(format!("{}/api/v1/enrol", app.address));
    let answer = call.header("content-type", "application/json").body(enrol).send().await;
    let enrolled: serde_json::Value = answer.expect("an answer").json().await.expect("JSON");
    let token = enrolled["token"].as_str().expect("a token").to_owned();
    let get = async |path: &str| {
        let call = client.get(format!("{}/api/v1/{path}", app.address));
        let call = call.bearer_auth(&token).header("x-visits-protocol", "1");
        call.send().await.expect("an answer").json::<serde_json::Value>().await.expect("JSON")
    };
    let query = "changes?wait_seconds=0&unsent=0&version=0.1.0&clock=2026-06-01T12:00:00Z";
    let page = get(&format!("{query}&cursor=0")).await;
    let cursor = page["cursor"].as_u64().expect("a cursor");
    assert!(cursor > 0 && page["acknowledged"] == 0);
    app.app.begin_another_life().await.expect("another life");
    // It is given what is new, and not everything again each time it asks.
    let page = get(&format!("{query}&cursor={cursor}")).await;
    assert_eq!(page["changes"].as_array().map(Vec::len), Some(1));
    let page = get(&format!("{query}&cursor={}", page["cursor"])).await;
    assert_eq!(page["changes"].as_array().map(Vec::len), Some(0));
    let hash = "\"hash\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\"";
    let id = "00000000-0000-0000-0000-000000000001";
    let record = format!(
        "{{\"records\":[{{\"seq\":1,\"id\":\"{id}\",\"epoch\":\"{id}\",{hash},\"body\":{{}}}}]}}"
    );
    let call = client.post(format!("{}/api/v1/records", app.address)).bearer_auth(&token);
    let call = call.header("x-visits-protocol", "1").header("content-type", "application/json");
    let answer = call.body(record).send().await.expect("an answer");
    let answer: serde_json::Value = answer.json().await.expect("JSON");
    assert_eq!(answer["acknowledged"], 1);
}

async fn a_master_key_that_is_gone_is_said_and_none_is_made_up(_: TestApp) {
    let folder = tempfile::tempdir().expect("a folder");
    let url = format!("sqlite://{}/visits.db", folder.path().display());
    let shell = Shell::on(url);
    let run = |arguments: &[&str]| {
        let mut command = shell.command(arguments);
        command.env_remove("VISITS_MASTER_KEY").output().expect("it runs")
    };
    let key = folder.path().join("visits.db.key");
    assert!(
        text(&run(&["site", "add", "MDI", "Moorland"]).stderr).contains("A master key was made")
    );
    let copy = std::fs::read(&key).expect("the key");
    std::fs::remove_file(&key).expect("it is gone");
    let refused = run(&["site", "list"]);
    assert_eq!(refused.status.code(), Some(2));
    assert_eq!(text(&refused.stderr).lines().count(), 1);
    assert!(text(&refused.stderr).contains("visits.db.key is missing"), "{:?}", refused.stderr);
    assert!(!key.exists(), "none was made up");
    std::fs::write(&key, copy).expect("put back");
    assert!(run(&["site", "list"]).status.success());
}

async fn backups_are_kept_by_number(app: TestApp) {
    let shell = Shell::on(app.database.url());
    let private = shell.folder.path().join("private").display().to_string();
    shell.ok(&["backup-key", "new", "--private", &private]);
    let again = shell.run(&["backup-key", "new", "--private", &private], "");
    assert!(!again.status.success(), "a key that backups are sealed to is not replaced");
    let folder = shell.folder.path().join("backups");
    std::fs::create_dir(&folder).expect("a folder");
    std::fs::write(folder.join("notes.txt"), "not a backup").expect("written");
    let to = folder.display().to_string();
    let mut newest = String::new();
    for _ in 0..4 {
        newest = shell.ok(&["backup", "--to", &to, "--keep", "2"]);
    }
    let mut names: Vec<String> = std::fs::read_dir(&folder)
        .expect("the folder")
        .map(|entry| entry.expect("a file").file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    assert_eq!((names.len(), names[0].as_str()), (3, "notes.txt"));
    assert!(newest.contains(&names[2]), "{newest} {names:?}");
    let mode = std::fs::metadata(folder.join(&names[2])).expect("the file").permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    // What is restored with nothing but the file and its key is a whole server.
    let empty = Shell::on(format!("sqlite://{}/new.db", shell.folder.path().display()));
    let backup = folder.join(&names[2]).display().to_string();
    let mut command = empty.command(&["restore", "--from", &backup, "--key", &private]);
    let done = command.env_remove("VISITS_MASTER_KEY").output().expect("it runs");
    assert!(done.status.success(), "{}", text(&done.stderr));
    let mut command = empty.command(&["site", "list"]);
    let listed = command.env_remove("VISITS_MASTER_KEY").output().expect("it runs");
    assert_eq!(text(&listed.stdout), "MDI  Moorland\n");
}
