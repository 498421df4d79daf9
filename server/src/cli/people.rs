//! `user` and `audit`

use std::io::{IsTerminal as _, Read as _};

use anyhow::Context as _;
use clap::{Args, Subcommand};
use visits_domain::site::SiteCode;
use visits_server::{App, Known, Role, Verdict, generate_password};

use super::say;

/// People who sign in.
#[derive(Subcommand)]
pub enum UserCommand {
    /// Add a person. The password is read from standard input, or made and printed
    Add {
        #[arg(long)]
        site: SiteCode,
        /// volunteer, visits-staff, family-worker, key-worker, manager or administrator
        #[arg(long, default_value = "visits-staff")]
        role: Role,
        name: String,
    },
    /// Give somebody who has an account a role at a site, or another role
    Role {
        #[arg(long)]
        site: SiteCode,
        /// volunteer, visits-staff, family-worker, key-worker, manager or administrator
        #[arg(long)]
        role: Role,
        name: String,
    },
    /// End somebody's role at a site. They are signed out there at once
    End {
        #[arg(long)]
        site: SiteCode,
        name: String,
    },
    /// Print a one-time password, which must be changed at the next sign-in. Ends a pause too
    Reset {
        /// Their phone is lost: turn the second factor off as well
        #[arg(long)]
        second_factor: bool,
        name: String,
    },
}

/// Does it.
pub async fn user(command: UserCommand, app: &App) -> anyhow::Result<()> {
    match command {
        UserCommand::Add { site, role, name } => add(app, site, role, &name).await,
        UserCommand::Role { site, role, name } => Ok(app.give_role(site, &name, role).await?),
        UserCommand::End { site, name } => Ok(app.end_role(site, &name).await?),
        UserCommand::Reset { second_factor, name } => {
            let made = app.reset_user(&name, second_factor).await?;
            say(format_args!("One-time password: {made}"))
        }
    }
}

async fn add(app: &App, site: SiteCode, role: Role, name: &str) -> anyhow::Result<()> {
    let mut password = String::new();
    if !std::io::stdin().is_terminal() {
        std::io::stdin().read_to_string(&mut password).context("standard input")?;
    }
    let typed = password.trim_end_matches(['\r', '\n']);
    if typed.is_empty() {
        let made = generate_password();
        app.add_user(site, name, role, &made).await?;
        say(format_args!("Password: {made}"))
    } else {
        Ok(app.add_user(site, name, role, typed).await?)
    }
}

/// The record of who did what.
#[derive(Subcommand)]
pub enum AuditCommand {
    /// Compute the record again and say whether it is as it was written. Exit code 1: it is not
    Verify(Verify),
}

/// What to look at.
#[derive(Args)]
pub struct Verify {
    /// One site only
    #[arg(long)]
    site: Option<SiteCode>,
    /// A row and its mark that an earlier look printed: 1234:3f2a…
    #[arg(long, requires = "site", value_name = "ROW:MARK")]
    known: Option<Known>,
}

/// Looks. One line a site.
pub async fn audit(AuditCommand::Verify(verify): AuditCommand, app: &App) -> anyhow::Result<u8> {
    let mut code = 0;
    let all = app.sites().await?.into_iter().map(|site| site.code);
    for site in verify.site.map_or_else(|| all.collect(), |site| vec![site]) {
        let verdict = match &verify.known {
            Some(known) => app.verify_audit_from(site, known).await?,
            None => app.verify_audit(site).await?,
        };
        say(format_args!("{site}: {verdict}"))?;
        if matches!(verdict, Verdict::Broken(_)) {
            code = 1;
        }
    }
    Ok(code)
}
