//! A kiosk's worker and its threads on the line, with nobody at the screen.

use std::time::Duration;

use uuid::Uuid;
use visits_domain::wire::DeviceRole;
use visits_kiosk::clock::Clock;
use visits_kiosk::config::Config;
use visits_kiosk::store::Store;
use visits_kiosk::sync::{self, Client, Line, Wake};
use visits_kiosk::worker::{Crew, Heard, Outfit, Worker};

/// Its threads end with it. The disk stays.
pub struct OnTheLine {
    pub crew: Crew,
    pub client: Client,
    wake: Wake,
}

impl OnTheLine {
    /// On a disk that was enrolled, towards the configured server.
    pub fn start(
        config: &Config,
        clock: Clock,
        retry_at_most: Duration,
        tell: impl Fn(Heard) + Send + 'static,
    ) -> Self {
        let store = Store::open(&config.data.folder).expect("a store");
        let identity = store.identity().expect("read").expect("enrolled");
        let wake = Wake::default();
        let waker = wake.clone();
        let worker = Worker::new(Outfit {
            store,
            clock: clock.clone(),
            rules: config.check_in.clone(),
            epoch: Uuid::now_v7(),
            site_secret: zeroize::Zeroizing::default(),
            on_record: Box::new(move || waker.send()),
            tell: Box::new(tell),
        })
        .expect("a worker");
        let crew = Crew::on_a_thread(worker).expect("a thread");
        let client = Client::new(&config.server.url, &identity).expect("a client");
        let line = Line {
            client: client.clone(),
            crew: crew.clone(),
            clock,
            wake: wake.clone(),
            role: DeviceRole::Kiosk,
            retry_at_most,
        };
        sync::start(line).expect("threads");
        Self { crew, client, wake }
    }

    /// Records that the server has not acknowledged.
    pub fn unsent(&self) -> u64 {
        self.crew.call(|worker| worker.store.unsent()).expect("a worker").expect("read")
    }

    /// Ends the threads after what they are doing now.
    pub fn stop(&self) {
        self.wake.stop();
        self.crew.stop();
    }
}

impl Drop for OnTheLine {
    fn drop(&mut self) {
        self.stop();
    }
}
