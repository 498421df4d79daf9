//! The whole server as one value: opened, changed, served.

mod places;
mod services;

use std::future::Future;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::serve::ListenerExt as _;
use axum_server::Handle;
use axum_server::tls_rustls::RustlsConfig;
use tokio::net::TcpListener;
use visits_domain::site::SiteCode;
use visits_domain::writing::WritingKey;

use crate::audit::{self, Known, Noted, Verdict};
use crate::auth::people::{self, By, FirstPassword};
use crate::backup::{self, Secrets};
use crate::clock::Clock;
use crate::error::{Error, NotDone};
use crate::house::House;
use crate::import::People;
use crate::keys::{self, MasterKey};
use crate::pull::{self, Fetching, NotFetched, Source};
use crate::sealer::{self, Sealed};
use crate::store::kiosks::Shown;
use crate::store::roles::Role;
use crate::store::sites::{Settings, Site};
use crate::store::{
    Db, audit as store_audit, feed, kiosks, life, people as accounts, roles, sites, sources,
};
use crate::tls::Authority;
use crate::visit_list::{self, Given, How, Imported};
use crate::{enrolment, jobs, random, router};

/// Answers under way get so long when the server stops.
const LAST_ANSWERS: Duration = Duration::from_secs(5);

/// How a server is opened.
#[derive(Clone, Debug)]
pub struct Config {
    /// `sqlite:///path/file.db` (created when absent) or `postgres://…`.
    pub database_url: String,
    /// What time it is.
    pub clock: Clock,
    /// Locks the sites' private keys. None: found as `keys::MasterKey::find` describes.
    pub master_key: Option<[u8; 32]>,
    /// The private authority that kiosks pin. None: plain HTTP, for loopback.
    pub authority: Option<Authority>,
    /// Who shows it may read the figures from another machine. None: nobody.
    pub metrics_token: Option<String>,
    /// How lists are fetched, and within which bounds.
    pub fetching: Fetching,
}

impl Config {
    /// The machine's clock, and the master key where it is usually found.
    pub fn new(database_url: impl Into<String>) -> Self {
        Self {
            database_url: database_url.into(),
            clock: Clock::System,
            master_key: None,
            authority: None,
            metrics_token: None,
            fetching: Fetching::default(),
        }
    }

    /// With another clock.
    #[must_use]
    pub fn with_clock(self, clock: Clock) -> Self {
        Self { clock, ..self }
    }

    /// With this master key.
    #[must_use]
    pub fn with_master_key(self, key: [u8; 32]) -> Self {
        Self { master_key: Some(key), ..self }
    }
}

/// An open server. Cheap to clone.
#[derive(Clone)]
pub struct App {
    house: House,
}

impl App {
    /// Opens the database and brings it up to date.
    pub async fn open(config: Config) -> Result<Self, Error> {
        let db = Db::open(&config.database_url).await?;
        let master = match config.master_key {
            Some(key) => MasterKey::new(&key),
            None => find_master_key(&config.database_url, &db).await?,
        };
        let app = Self {
            house: House::new(
                db,
                config.clock,
                master,
                (config.authority, config.fetching),
                config.metrics_token,
            ),
        };
        for site in app.sites().await? {
            let locked = sites::reading_key(&app.house.db, site.code).await?;
            app.house.master.unlock(site.code, &locked)?;
            app.begin_audit(site.code).await?;
        }
        app.begin_life(false).await?;
        Ok(app)
    }

    /// A site from before there was a record has none.
    async fn begin_audit(&self, site: SiteCode) -> Result<(), Error> {
        if store_audit::end(&self.house.db, site).await?.is_none() {
            let mut tx = self.house.db.write().await?;
            audit::begin(&self.house, &mut tx, site).await?;
            tx.commit().await?;
        }
        Ok(())
    }

    /// Begins a life of the server where there is none, or another one: kiosks read everything
    /// again, and are told the keys that hold now.
    async fn begin_life(&self, another: bool) -> Result<(), Error> {
        let sites = self.sites().await?;
        let mut tx = self.house.db.write().await?;
        if another {
            life::end(&mut tx).await?;
        }
        let life = random::opaque_id();
        if !life::begin(&mut tx, life, self.house.clock.now()).await? {
            return Ok(());
        }
        let mut told = Vec::new();
        for site in sites {
            let by = (audit::SERVER, Noted::LifeBegan);
            audit::note(&self.house, &mut tx, site.code, by, life.to_string()).await?;
            crate::store::places::wait(&mut tx, site.code, self.house.clock.now()).await?;
            let news = visits_domain::wire::News::Keys(site.keys);
            let counters = feed::publish(&mut tx, site.code, vec![news.into()], true).await?;
            told.push((site.code, counters));
        }
        tx.commit().await?;
        for (site, counters) in told {
            self.house.announce(site, counters);
        }
        Ok(())
    }

    /// Ends this life of the server and begins another: for a database that was put back by other
    /// means than [`crate::restore`].
    pub async fn begin_another_life(&self) -> Result<(), Error> {
        self.begin_life(true).await
    }

    /// Makes a backup while the server runs. Returns how many rows are in it.
    pub async fn backup(
        &self,
        key: &WritingKey,
        secrets: Option<Secrets>,
        out: impl std::io::Write,
    ) -> Result<u64, Error> {
        backup::write(&self.house, key, secrets, out).await
    }

    /// What a server needs besides its database: the master key, and the authority of a folder.
    pub fn secrets(&self, folder: &Path) -> Result<Secrets, Error> {
        let authority = match Authority::find(folder)? {
            Some(authority) => Some((authority.certificate, Authority::private_key(folder)?)),
            None => None,
        };
        Ok(Secrets { master_key: Some(backup::master_key_text(&self.house)), authority })
    }

    /// Every address, for a server of one's own. [`App::serve`] also runs the background jobs.
    pub fn router(&self) -> Router {
        router::router(self.house.clone())
    }

    /// Serves plain HTTP until `shutdown` ends: for loopback. Held requests end at once then.
    pub async fn serve(
        &self,
        listener: TcpListener,
        shutdown: impl Future<Output = ()> + Send + 'static,
    ) -> Result<(), Error> {
        let jobs = jobs::start(self.house.clone());
        let house = self.house.clone();
        // Answers are small and complete: waiting for more to send only delays them.
        let listener = listener.tap_io(|io| {
            let _ = io.set_nodelay(true);
        });
        let service = self.router().into_make_service_with_connect_info::<SocketAddr>();
        let served = axum::serve(listener, service)
            .with_graceful_shutdown(async move {
                shutdown.await;
                house.hub.stop();
            })
            .await;
        self.house.hub.stop();
        let _ = jobs.await;
        served.map_err(Error::io("the server stopped"))
    }

    /// Serves TLS until `shutdown` ends. Held requests end at once then.
    pub async fn serve_tls(
        &self,
        listener: std::net::TcpListener,
        config: rustls::ServerConfig,
        shutdown: impl Future<Output = ()> + Send + 'static,
    ) -> Result<(), Error> {
        let jobs = jobs::start(self.house.clone());
        let (house, handle) = (self.house.clone(), Handle::new());
        let ending = handle.clone();
        tokio::spawn(async move {
            shutdown.await;
            house.hub.stop();
            ending.graceful_shutdown(Some(LAST_ANSWERS));
        });
        let config = RustlsConfig::from_config(Arc::new(config));
        let service = self.router().into_make_service_with_connect_info::<SocketAddr>();
        let served = match axum_server::from_tcp_rustls(listener, config) {
            Ok(server) => server.handle(handle).serve(service).await,
            Err(error) => Err(error),
        };
        self.house.hub.stop();
        let _ = jobs.await;
        served.map_err(Error::io("the server stopped"))
    }

    /// Runs what a server does in the background, until [`App::stop`].
    pub fn start_jobs(&self) -> tokio::task::JoinHandle<()> {
        jobs::start(self.house.clone())
    }

    /// Ends held requests and background jobs.
    pub fn stop(&self) {
        self.house.hub.stop();
    }

    /// Closes the database.
    pub async fn close(&self) {
        self.stop();
        self.house.db.close().await;
    }

    /// Adds a site with new keys.
    pub async fn add_site(&self, code: SiteCode, name: &str) -> Result<(), Error> {
        let (site_keys, locked) = keys::new_site_keys(&self.house.master, code);
        let mut tx = self.house.db.write().await?;
        sites::add(&mut tx, code, name, &site_keys, &locked, self.house.clock.now()).await?;
        audit::begin(&self.house, &mut tx, code).await?;
        tx.commit().await
    }

    /// All sites, by code.
    pub async fn sites(&self) -> Result<Vec<Site>, Error> {
        sites::all(&self.house.db).await
    }

    /// Sets what differs at a site, and seals its cards anew.
    pub async fn set_settings(&self, code: SiteCode, to: &Settings) -> Result<Sealed, Error> {
        let mut tx = self.house.db.write().await?;
        sites::lock(&mut tx, code).await?;
        sites::set_settings(&mut tx, code, to).await?;
        let by = (audit::COMMAND_LINE, Noted::SettingsChanged);
        audit::note(&self.house, &mut tx, code, by, "").await?;
        tx.commit().await?;
        self.seal(code).await
    }

    /// Gives a site another salt and seals all of its cards anew.
    pub async fn rotate_salt(&self, code: SiteCode) -> Result<Sealed, Error> {
        let mut tx = self.house.db.write().await?;
        let mut site = sites::lock(&mut tx, code).await?;
        site.keys.salt = keys::new_salt();
        sites::set_salt(&mut tx, code, &site.keys.salt.salt.0).await?;
        crate::store::bookings::all_cards_due(&mut tx, code).await?;
        let by = (audit::COMMAND_LINE, Noted::SaltRotated);
        audit::note(&self.house, &mut tx, code, by, "").await?;
        let news = visits_domain::wire::News::Keys(site.keys);
        let counters = feed::publish(&mut tx, code, vec![news.into()], false).await?;
        tx.commit().await?;
        self.house.announce(code, counters);
        self.seal(code).await
    }

    /// Sets where a site's list is fetched from; `serve` then does.
    pub async fn set_source(&self, code: SiteCode, source: Source) -> Result<(), Error> {
        let source = source.checked()?;
        let mut tx = self.house.db.write().await?;
        sites::lock(&mut tx, code).await?;
        sources::set(&mut tx, code, &source, self.house.clock.now()).await?;
        let by = (audit::COMMAND_LINE, Noted::SourceChanged);
        audit::note(&self.house, &mut tx, code, by, "").await?;
        tx.commit().await
    }

    /// Takes a site's source away. False: it had none.
    pub async fn remove_source(&self, code: SiteCode) -> Result<bool, Error> {
        let mut tx = self.house.db.write().await?;
        sites::lock(&mut tx, code).await?;
        let removed = sources::remove(&mut tx, code).await?;
        let by = (audit::COMMAND_LINE, Noted::SourceChanged);
        audit::note(&self.house, &mut tx, code, by, "").await?;
        tx.commit().await?;
        Ok(removed)
    }

    /// Where a site's list is fetched from, and in a sentence how that goes.
    pub async fn source(&self, code: SiteCode) -> Result<Option<(Source, String)>, Error> {
        let found = sources::find(&self.house.db, code).await?;
        Ok(found.map(|(source, state)| (source, state.in_english())))
    }

    /// Fetches a site's list now and brings it in.
    pub async fn fetch(&self, code: SiteCode) -> Result<Imported, NotFetched> {
        pull::run(&self.house, code, false).await
    }

    /// Fetches a site's list now and says what it would do. Stores nothing.
    pub async fn rehearse_fetch(&self, code: SiteCode) -> Result<Imported, NotFetched> {
        pull::rehearse(&self.house, code).await
    }

    /// From now on the site's cards are sealed with the secret of its machines that this process
    /// has; all are sealed anew.
    pub async fn accept_secret(&self, code: SiteCode) -> Result<Sealed, Error> {
        sealer::secret::accept(&self.house, code).await?;
        self.seal(code).await
    }

    /// Imports a visit list (its bytes) and seals the cards that follow from it.
    pub async fn import(&self, code: SiteCode, bytes: &[u8]) -> Result<Imported, Error> {
        self.import_with(code, bytes, &People::default()).await
    }

    /// The same, with people whom the list names by id alone.
    pub async fn import_with(
        &self,
        code: SiteCode,
        list: &[u8],
        people: &People,
    ) -> Result<Imported, Error> {
        let given = Given { list, people };
        let imported = visit_list::import(&self.house, code, given, How::command()).await?;
        self.seal(code).await?;
        Ok(imported)
    }

    /// Says what an import would do. Stores nothing; the site need not exist.
    pub async fn rehearse_import(&self, code: SiteCode, bytes: &[u8]) -> Result<Imported, Error> {
        self.rehearse_with(code, bytes, &People::default()).await
    }

    /// The same, with people whom the list names by id alone.
    pub async fn rehearse_with(
        &self,
        code: SiteCode,
        list: &[u8],
        people: &People,
    ) -> Result<Imported, Error> {
        let preview = visit_list::preview(&self.house, code, Given { list, people }).await?;
        Ok(preview.imported)
    }

    /// Seals the cards of a site as far as they are not.
    pub async fn seal(&self, code: SiteCode) -> Result<Sealed, Error> {
        sealer::reseal(&self.house, code).await
    }

    /// Adds a person who may sign in, with a role at a site and a password of their own.
    pub async fn add_user(
        &self,
        code: SiteCode,
        name: &str,
        role: Role,
        password: &str,
    ) -> Result<(), Error> {
        let first = FirstPassword::Own(password.to_owned());
        people::add(&self.house, (By::CommandLine, code), (name, role), first).await.map(|_| ())
    }

    /// Gives somebody who has an account a role at a site, or another one.
    pub async fn give_role(&self, code: SiteCode, name: &str, role: Role) -> Result<(), Error> {
        let person = self.person(name).await?;
        people::set_role(&self.house, (By::CommandLine, code), &person, role).await
    }

    /// Ends somebody's role at a site.
    pub async fn end_role(&self, code: SiteCode, name: &str) -> Result<(), Error> {
        let person = self.person(name).await?;
        people::end_role(&self.house, (By::CommandLine, code), &person).await
    }

    /// Makes a one-time password for somebody, which must be changed when they sign in. Noted at
    /// each of their sites. With `second_factor` that is taken away too.
    pub async fn reset_user(&self, name: &str, second_factor: bool) -> Result<String, Error> {
        let person = self.person(name).await?;
        let held = roles::of(&self.house.db, &person).await?;
        let site = held.first().ok_or(NotDone::NotHere)?.site;
        if second_factor {
            people::factor_off(&self.house, (By::CommandLine, site), &person).await?;
        }
        people::reset_password(&self.house, (By::CommandLine, site), &person).await
    }

    async fn person(&self, name: &str) -> Result<String, Error> {
        let name = accounts::account_name(name);
        let account = accounts::by_name(&self.house.db, &name).await?;
        Ok(account.ok_or(NotDone::Unknown)?.person)
    }

    /// Computes the whole record of a site again, and says whether it is as it was written.
    pub async fn verify_audit(&self, code: SiteCode) -> Result<Verdict, Error> {
        sites::get(&self.house.db, code).await?;
        audit::verify(&self.house, code, None).await
    }

    /// The same; and it must still go through a row that was written down elsewhere.
    pub async fn verify_audit_from(&self, code: SiteCode, known: &Known) -> Result<Verdict, Error> {
        sites::get(&self.house.db, code).await?;
        audit::verify(&self.house, code, Some(known)).await
    }

    /// Makes a one-time code for a kiosk, valid for a day.
    pub async fn enrol_code(&self, code: SiteCode) -> Result<String, Error> {
        enrolment::new_code(&self.house, code, audit::COMMAND_LINE).await
    }

    /// The kiosks of a site.
    pub async fn kiosks(&self, code: SiteCode) -> Result<Vec<Shown>, Error> {
        kiosks::all(&self.house.db, code).await
    }

    /// Withdraws a kiosk by its id.
    pub async fn revoke_kiosk(&self, code: SiteCode, kiosk: &str) -> Result<(), Error> {
        enrolment::revoke(&self.house, code, (audit::COMMAND_LINE, kiosk)).await
    }
}

async fn find_master_key(database_url: &str, db: &Db) -> Result<MasterKey, Error> {
    if let Some(master) = MasterKey::find(database_url)? {
        return Ok(master);
    }
    let has_sites = !sites::all(db).await?.is_empty();
    let (master, path) = MasterKey::make(database_url, has_sites)?;
    let path = path.display();
    // Said even where nothing is logged: without this file the database is worth little.
    let _ = std::io::Write::write_fmt(
        &mut std::io::stderr(),
        format_args!(
            "A master key was made in {path}. Keep a copy of it apart from the database.\n"
        ),
    );
    Ok(master)
}
