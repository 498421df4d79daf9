//! Runs each test on both databases, and says why one is not run.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use libtest_mimic::{Arguments, Failed, Trial};

use super::app::{Database, TestApp};
use super::postgres::Cluster;

/// A test: a sentence, and what shows it.
pub type Test = (&'static str, fn(TestApp) -> Pin<Box<dyn Future<Output = ()> + Send>>);

/// Makes a list of tests from their names: `tests![a_visit_is_imported, …]`.
#[macro_export]
macro_rules! tests {
    ($($name:ident),* $(,)?) => {
        pub const TESTS: &[$crate::support::harness::Test] =
            &[$((stringify!($name), |app| Box::pin($name(app)))),*];
    };
}

/// All tests, each with the reason why it cannot be run here, if there is one.
#[derive(Default)]
pub struct Suite(Vec<(Test, Option<String>)>);

impl Suite {
    /// With tests of one file.
    pub fn with(self, tests: &[Test]) -> Self {
        self.with_needing(tests, None)
    }

    /// With tests that need something which may be absent.
    pub fn with_needing(mut self, tests: &[Test], absence: Option<&str>) -> Self {
        self.0.extend(tests.iter().map(|test| (*test, absence.map(str::to_owned))));
        self
    }
}

/// Runs them and ends the process.
pub fn finish(suite: Suite) {
    let mut arguments = Arguments::from_args();
    // Each test has its own server and up to 16 connections.
    arguments.test_threads = arguments.test_threads.or(Some(4));
    let cluster = if arguments.list { Err("only listed".into()) } else { Cluster::start() };
    let cluster = cluster.map(Arc::new);
    let mut trials = Vec::new();
    for (test, absence) in suite.0 {
        trials.push(on_sqlite(test, absence.clone()));
        trials.push(on_postgres(test, &cluster, absence));
    }
    let conclusion = libtest_mimic::run(&arguments, trials);
    if let Ok(cluster) = cluster {
        cluster.stop();
    }
    conclusion.exit();
}

fn on_sqlite((name, test): Test, absent: Option<String>) -> Trial {
    trial(format!("sqlite::{name}"), absent, move || run(test, Database::sqlite()))
}

fn on_postgres(
    (name, test): Test,
    cluster: &Result<Arc<Cluster>, String>,
    absent: Option<String>,
) -> Trial {
    let absent = absent.or_else(|| cluster.as_ref().err().cloned());
    let cluster = cluster.clone();
    trial(format!("postgres::{name}"), absent, move || {
        let url = cluster?.schema(name)?;
        run(test, Database::Postgres { url })
    })
}

fn trial(
    name: String,
    absent: Option<String>,
    act: impl FnOnce() -> Result<(), Failed> + Send + 'static,
) -> Trial {
    let Some(reason) = absent else { return Trial::test(name, act) };
    if std::env::var("VISITS_TEST_REQUIRE").is_ok_and(|what| what == "all") {
        return Trial::test(name, move || Err(Failed::from(reason)));
    }
    Trial::test(name, act).with_kind(reason).with_ignored_flag(true)
}

fn run(
    test: fn(TestApp) -> Pin<Box<dyn Future<Output = ()> + Send>>,
    database: Database,
) -> Result<(), Failed> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .map_err(|e| e.to_string())?;
    runtime.block_on(async move {
        let app = TestApp::start(database).await;
        let server = app.handle();
        let done = tokio::spawn(test(app)).await;
        server.stop().await;
        done.map_err(|e| Failed::from(panic_text(e)))
    })
}

fn panic_text(error: tokio::task::JoinError) -> String {
    match error.try_into_panic() {
        Ok(panic) => panic
            .downcast_ref::<String>()
            .cloned()
            .or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned()))
            .unwrap_or_else(|| "it panicked".to_owned()),
        Err(error) => error.to_string(),
    }
}
