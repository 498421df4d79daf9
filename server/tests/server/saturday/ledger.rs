//! What was played, as those know it who did it: written down when their answer came.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use chrono::NaiveTime;

use super::acts::{self, Settled, Wish};
use super::families::Family;
use super::history::{Answer, Op};
use super::sheet::Row;

/// For every family, in the order of the list.
pub struct Ledger {
    pages: Vec<Mutex<Page>>,
    settled: Mutex<Settled>,
    tables: AtomicUsize,
}

/// One family's.
#[derive(Clone, Debug, Default)]
pub struct Page {
    pub number: Option<String>,
    pub ops: Vec<Op>,
}

impl Ledger {
    pub fn new(families: usize) -> Self {
        let pages = (0..families).map(|_| Mutex::default()).collect();
        Self { pages, settled: Mutex::default(), tables: AtomicUsize::new(0) }
    }

    fn page(&self, family: usize) -> MutexGuard<'_, Page> {
        self.pages[family].lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A family's page as it is.
    pub fn of(&self, family: usize) -> Page {
        self.page(family).clone()
    }

    /// A kiosk gave a family this number.
    pub fn arrives(&self, family: usize, number: String) {
        self.page(family).number = Some(number);
    }

    /// An officer had an answer.
    pub fn note(&self, family: usize, op: Op) {
        self.page(family).ops.push(op);
    }

    /// *Call next* was done in a session: nobody is told whom it called.
    pub fn called_some(
        &self,
        families: &[Family],
        start: NaiveTime,
        (sent, answered): (Instant, Instant),
    ) {
        let saw = Row {
            visit: String::new(),
            version: 0,
            state: String::new(),
            numbers: Vec::new(),
            reference: String::new(),
            ticks: Vec::new(),
            table: None,
        };
        let (wish, answer) = (Wish::PerhapsCalled, Answer::Done);
        let op = Op { wish, saw, sent, answered, answer };
        for family in families.iter().filter(|family| family.start == start && family.comes) {
            self.note(family.n, op.clone());
        }
    }

    /// A mishap was put right, if that is what this was.
    pub fn settle(&self, family: usize, wish: &Wish) {
        if let Some(mishap) = acts::settles(wish) {
            let mut settled = self.settled.lock().unwrap_or_else(PoisonError::into_inner);
            settled.insert((family, mishap));
        }
    }

    /// All that was put right.
    pub fn settled(&self) -> Settled {
        self.settled.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// A table with a name of its own.
    pub fn new_table(&self) -> String {
        format!("T{}", self.tables.fetch_add(1, Ordering::SeqCst) + 1)
    }
}
