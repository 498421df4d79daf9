//! Which of the background jobs are alive, and how often they failed.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

/// What the server does by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Job {
    /// Notices what other processes changed, by looking.
    Look,
    /// Hears it at once, with PostgreSQL. Only an advantage: without it there is the look.
    Hear,
    /// Seals cards.
    Seal,
    /// Deletes at night what is past its period.
    Night,
    /// Fetches lists. That a list could not be fetched is no failure of this job.
    Fetch,
    /// Tells more people of an urgent talk that nobody has taken.
    Escalate,
}

impl Job {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Look, Self::Hear, Self::Seal, Self::Night, Self::Fetch, Self::Escalate];

    /// As it is counted.
    pub fn name(self) -> &'static str {
        match self {
            Self::Look => "look",
            Self::Hear => "hear",
            Self::Seal => "seal",
            Self::Night => "night",
            Self::Fetch => "fetch",
            Self::Escalate => "escalate",
        }
    }
}

/// One for the whole process.
#[derive(Default)]
pub struct Pulse {
    alive: [AtomicBool; Job::ALL.len()],
    failures: [AtomicU64; Job::ALL.len()],
}

/// Held by a job for as long as it runs. A job that panics drops it too.
pub struct Alive<'a>(&'a AtomicBool);

impl Pulse {
    /// A job begins.
    pub fn begin(&self, job: Job) -> Alive<'_> {
        let alive = &self.alive[job as usize];
        alive.store(true, Ordering::SeqCst);
        Alive(alive)
    }

    /// A job could not do what it wanted, this time.
    pub fn failed(&self, job: Job) {
        self.failures[job as usize].fetch_add(1, Ordering::Relaxed);
    }

    /// How often a job failed.
    pub fn failures(&self, job: Job) -> u64 {
        self.failures[job as usize].load(Ordering::Relaxed)
    }

    /// Whether every job runs that there must be.
    pub fn is_well(&self) -> bool {
        let must = [Job::Look, Job::Seal, Job::Night, Job::Fetch];
        must.into_iter().all(|job| self.alive[job as usize].load(Ordering::SeqCst))
    }
}

impl Drop for Alive<'_> {
    fn drop(&mut self) {
        self.0.store(false, Ordering::SeqCst);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_job_that_ended_is_missed() {
        let pulse = Pulse::default();
        assert!(!pulse.is_well());
        let _look = pulse.begin(Job::Look);
        let _seal = pulse.begin(Job::Seal);
        let _fetch = pulse.begin(Job::Fetch);
        let night = pulse.begin(Job::Night);
        assert!(pulse.is_well());
        drop(night);
        assert!(!pulse.is_well());
        pulse.failed(Job::Seal);
        assert_eq!((pulse.failures(Job::Seal), pulse.failures(Job::Look)), (1, 0));
    }
}
