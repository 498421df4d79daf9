//! Kiosks that hold a request while nothing happens: each a device of its own, at as many sites as
//! it takes.

use std::sync::Arc;
use std::time::{Duration, Instant};

use visits_domain::site::SiteCode;

use crate::figures::figure;
use crate::support::kiosk::TestKiosk;
use crate::support::place::{Kind, Place, Server};

/// How many kiosks.
const SIZES: [usize; 3] = [125, 250, 500];
/// A site has a letter for each of its kiosks.
const AT_A_SITE: usize = 20;
/// Longer than it is looked at. Seconds.
const HELD: u16 = 55;
const SETTLES: Duration = Duration::from_secs(3);
const LOOKED_AT: Duration = Duration::from_secs(10);

/// Prints memory and processor time with nobody, and with each number of kiosks.
pub async fn figures(kind: &Kind) {
    let place = Place::open(kind).await;
    let server = place.serve();
    let mut kiosks = Vec::new();
    say(kind, 0, &server).await;
    for size in SIZES {
        while kiosks.len() < size {
            let (site, is_new) = site(kiosks.len());
            if is_new {
                place.app.add_site(site, "A prison").await.expect("a site");
            }
            kiosks.push(Arc::new(place.kiosk(site, &server).await));
        }
        let holding: Vec<_> =
            kiosks.iter().map(|kiosk| tokio::spawn(hold(kiosk.clone()))).collect();
        say(kind, size, &server).await;
        for one in holding {
            // Whoever holds a request goes on for ever: it ended by an error.
            assert!(!one.is_finished(), "a held request was not answered");
            one.abort();
        }
    }
}

/// `AAA`, `AAB` …; new with its first kiosk.
fn site(kiosk: usize) -> (SiteCode, bool) {
    let n = u32::try_from(kiosk / AT_A_SITE).unwrap_or(0);
    let code = format!("A{}", crate::support::lists::letters(n).to_uppercase());
    (code.parse().expect("a site code"), kiosk.is_multiple_of(AT_A_SITE))
}

async fn hold(kiosk: Arc<TestKiosk>) {
    let mut cursor = 0;
    loop {
        cursor = kiosk.changes(cursor, HELD).await.cursor;
    }
}

async fn say(kind: &Kind, size: usize, server: &Server) {
    tokio::time::sleep(SETTLES).await;
    let (cpu, start) = (server.cpu(), Instant::now());
    tokio::time::sleep(LOOKED_AT).await;
    let percent = (server.cpu() - cpu) * 100.0 / start.elapsed().as_secs_f64();
    let name = |figure: &str| format!("{}_{size}_held_{figure}", kind.name());
    figure(&name("cpu"), percent, "percent_of_a_core");
    figure(&name("pss"), server.pss(), "MiB");
}
