//! What is counted, for whoever watches over the server. No person, no reference, no address that
//! a person typed: routes stand here as templates.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use axum::extract::{MatchedPath, Request, State};
use axum::http::Method;
use axum::middleware::Next;
use axum::response::Response;
use chrono::{DateTime, Utc};
use tokio::time::Instant;

use crate::house::House;
use crate::pulse::{Job, Pulse};
use crate::store::ops::{KioskState, SiteState};

/// One for the whole process.
#[derive(Default)]
pub struct Metrics {
    requests: Mutex<BTreeMap<(String, &'static str, u16), Requests>>,
    held: AtomicI64,
    arrivals: AtomicU64,
    set_aside: AtomicU64,
}

#[derive(Clone, Copy, Default)]
struct Requests {
    count: u64,
    time: Duration,
}

/// A request that waits for news, until it is dropped.
pub struct Held<'a>(&'a AtomicI64);

impl Metrics {
    /// A request begins to wait.
    pub fn hold(&self) -> Held<'_> {
        self.held.fetch_add(1, Ordering::Relaxed);
        Held(&self.held)
    }

    /// A batch of records was taken in: arrivals that are new, and records that could not be
    /// applied.
    pub fn took_in(&self, arrivals: usize, set_aside: usize) {
        self.arrivals.fetch_add(arrivals as u64, Ordering::Relaxed);
        self.set_aside.fetch_add(set_aside as u64, Ordering::Relaxed);
    }

    fn answered(&self, route: &str, method: &'static str, status: u16, time: Duration) {
        let mut requests = self.requests.lock().unwrap_or_else(PoisonError::into_inner);
        let of_this = requests.entry((route.to_owned(), method, status)).or_default();
        of_this.count += 1;
        of_this.time += time;
    }
}

impl Drop for Held<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

/// Counts every answer by its route's template, so that there are as many as there are routes.
pub async fn count(State(house): State<House>, request: Request, next: Next) -> Response {
    let matched = request.extensions().get::<MatchedPath>();
    let route = matched.map_or_else(|| "none".to_owned(), |path| path.as_str().to_owned());
    let method = match *request.method() {
        Method::GET => "GET",
        Method::POST => "POST",
        _ => "other",
    };
    let began = Instant::now();
    let response = next.run(request).await;
    house.metrics.answered(&route, method, response.status().as_u16(), began.elapsed());
    response
}

/// Everything as Prometheus reads it.
pub fn text(
    metrics: &Metrics,
    pulse: &Pulse,
    (sites, kiosks): (&[SiteState], &[KioskState]),
    now: DateTime<Utc>,
) -> String {
    let mut out = Text(String::with_capacity(4_096));
    requests(&mut out, metrics);
    let whole = |number: u64| number.to_string();
    out.head("visits_held_requests", "gauge", "Requests of kiosks that wait for news now.");
    out.line("visits_held_requests", &[], &metrics.held.load(Ordering::Relaxed).to_string());
    out.head("visits_arrivals_total", "counter", "Arrivals taken in by this process.");
    out.line("visits_arrivals_total", &[], &whole(metrics.arrivals.load(Ordering::Relaxed)));
    let name = "visits_records_set_aside_total";
    out.head(name, "counter", "Records of kiosks that could not be applied when they came.");
    out.line(name, &[], &whole(metrics.set_aside.load(Ordering::Relaxed)));
    out.head("visits_job_failures_total", "counter", "Failed rounds of the background jobs.");
    for job in Job::ALL {
        let failures = whole(pulse.failures(job));
        out.line("visits_job_failures_total", &[("job", job.name())], &failures);
    }
    out.head(
        "visits_list_age_seconds",
        "gauge",
        "Since a site's visit list was brought up to date.",
    );
    for site in sites {
        if let Some(at) = site.list_as_of {
            out.line("visits_list_age_seconds", &[("site", &site.site)], &age(now, at));
        }
    }
    of_kiosks(&mut out, kiosks, now);
    out.0
}

fn requests(out: &mut Text, metrics: &Metrics) {
    let requests = metrics.requests.lock().unwrap_or_else(PoisonError::into_inner).clone();
    let (count, time) = ("visits_requests_total", "visits_request_seconds_total");
    out.head(count, "counter", "Answers, by route, method and status.");
    for ((route, method, status), of_this) in &requests {
        let status = status.to_string();
        let labels = [("route", route.as_str()), ("method", method), ("status", &status)];
        out.line(count, &labels, &of_this.count.to_string());
    }
    out.head(time, "counter", "Time until the answer began; held requests wait on purpose.");
    for ((route, method, status), of_this) in &requests {
        let status = status.to_string();
        let labels = [("route", route.as_str()), ("method", method), ("status", &status)];
        out.line(time, &labels, &format!("{:.6}", of_this.time.as_secs_f64()));
    }
}

fn of_kiosks(out: &mut Text, kiosks: &[KioskState], now: DateTime<Utc>) {
    out.head(
        "visits_unsent_records",
        "gauge",
        "Records that a kiosk had not sent when it asked last.",
    );
    for kiosk in kiosks {
        let labels = [("site", kiosk.site.as_str()), ("kiosk", kiosk.letter.as_str())];
        out.line("visits_unsent_records", &labels, &kiosk.unsent.to_string());
    }
    out.head("visits_silent_seconds", "gauge", "Since a kiosk was heard from.");
    for kiosk in kiosks {
        if let Some(at) = kiosk.last_seen {
            let labels = [("site", kiosk.site.as_str()), ("kiosk", kiosk.letter.as_str())];
            out.line("visits_silent_seconds", &labels, &age(now, at));
        }
    }
}

fn age(now: DateTime<Utc>, micros: i64) -> String {
    (now.timestamp_micros().saturating_sub(micros) / 1_000_000).to_string()
}

struct Text(String);

impl Text {
    fn head(&mut self, name: &str, kind: &str, help: &str) {
        let _ = writeln!(self.0, "# HELP {name} {help}\n# TYPE {name} {kind}");
    }

    /// Labels are ours: templates of routes, codes, letters. None needs escaping.
    fn line(&mut self, name: &str, labels: &[(&str, &str)], value: &str) {
        let labels: Vec<String> =
            labels.iter().map(|(label, text)| format!("{label}=\"{text}\"")).collect();
        let labels =
            if labels.is_empty() { String::new() } else { format!("{{{}}}", labels.join(",")) };
        let _ = writeln!(self.0, "{name}{labels} {value}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_counted_is_written_down() {
        let (metrics, pulse) = (Metrics::default(), Pulse::default());
        metrics.answered("/today", "GET", 200, Duration::from_millis(5));
        metrics.answered("/today", "GET", 200, Duration::from_millis(5));
        metrics.took_in(3, 1);
        let held = metrics.hold();
        let site = SiteState { site: "MDI".to_owned(), list_as_of: Some(0) };
        let kiosk = KioskState {
            site: "MDI".to_owned(),
            letter: "A".to_owned(),
            unsent: 4,
            last_seen: Some(0),
        };
        let now = DateTime::from_timestamp(90, 0).expect("a time");
        let said = text(&metrics, &pulse, (&[site], &[kiosk]), now);
        for line in [
            "visits_requests_total{route=\"/today\",method=\"GET\",status=\"200\"} 2",
            "visits_request_seconds_total{route=\"/today\",method=\"GET\",status=\"200\"} 0.010000",
            "visits_held_requests 1",
            "visits_arrivals_total 3",
            "visits_records_set_aside_total 1",
            "visits_job_failures_total{job=\"seal\"} 0",
            "visits_list_age_seconds{site=\"MDI\"} 90",
            "visits_unsent_records{site=\"MDI\",kiosk=\"A\"} 4",
            "visits_silent_seconds{site=\"MDI\",kiosk=\"A\"} 90",
        ] {
            assert!(said.lines().any(|said| said == line), "{line}\n{said}");
        }
        drop(held);
        assert!(text(&metrics, &pulse, (&[], &[]), now).contains("visits_held_requests 0"));
    }
}
