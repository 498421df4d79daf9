//! `serve`

use std::net::{IpAddr, SocketAddr};

use anyhow::Context as _;
use clap::Args;
use tokio::net::TcpListener;
use visits_server::{App, Authority, Config};

use super::log::Shape;
use super::{Place, database_url, say, state_folder};

/// Whoever shows this as a bearer token may read `/metrics` from another machine.
const METRICS_TOKEN_VARIABLE: &str = "VISITS_METRICS_TOKEN";

/// How to serve.
#[derive(Args)]
pub struct Serve {
    /// Address and port. Other than loopback: TLS only
    #[arg(long, default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// TLS on loopback too
    #[arg(long)]
    tls: bool,
    /// A name under which kiosks and staff reach this server; may be given several times
    #[arg(long = "name", value_name = "NAME")]
    names: Vec<String>,
    /// How a line of the log looks
    #[arg(long, value_enum, default_value_t = Shape::Text)]
    pub log: Shape,
}

/// Serves until it is interrupted.
pub async fn run(serve: Serve, place: &Place) -> anyhow::Result<()> {
    let url = database_url()?;
    let folder = state_folder(place, &url);
    let tls = serve.tls || !serve.listen.ip().is_loopback();
    let authority = if tls { Some(Authority::open(&folder)?) } else { None };
    let metrics_token = std::env::var(METRICS_TOKEN_VARIABLE).ok();
    let config = Config { authority: authority.clone(), metrics_token, ..Config::new(url) };
    let app = App::open(config).await?;
    let listener = TcpListener::bind(serve.listen)
        .await
        .with_context(|| format!("{} cannot be listened on", serve.listen))?;
    let address = listener.local_addr()?;
    if let Some(authority) = authority {
        let config = authority.server_config(&folder, names(&serve, address.ip()))?;
        say(format_args!("Listening on https://{address}"))?;
        say(format_args!("Fingerprint of the private authority: {}", authority.fingerprint))?;
        app.serve_tls(listener.into_std()?, config, interrupted()).await?;
    } else {
        say(format_args!("Listening on http://{address}"))?;
        app.serve(listener, interrupted()).await?;
    }
    app.close().await;
    Ok(())
}

/// Every name under which the server may be called.
fn names(serve: &Serve, address: IpAddr) -> Vec<String> {
    let mut names = serve.names.clone();
    names.extend(["localhost", "127.0.0.1", "::1"].map(str::to_owned));
    if !address.is_unspecified() {
        names.push(address.to_string());
    }
    if let Ok(host) = std::fs::read_to_string("/etc/hostname") {
        names.push(host.trim().to_owned());
    }
    names.retain(|name| !name.is_empty());
    names.sort_unstable();
    names.dedup();
    names
}

async fn interrupted() {
    use tokio::signal::unix::{SignalKind, signal};
    let Ok(mut terminated) = signal(SignalKind::terminate()) else {
        let _ = tokio::signal::ctrl_c().await;
        return;
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        _ = terminated.recv() => {}
    }
}
