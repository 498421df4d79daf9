//! The second factor: an authenticator app, and ten recovery codes for when the phone is lost.

use zeroize::Zeroizing;

use super::totp;
use crate::audit::{self, Noted};
use crate::error::Error;
use crate::house::House;
use crate::keys::hex;
use crate::random;
use crate::store::people::{self, Account, User};
use crate::store::{Write, factors};

/// As many as are printed on one slip.
const RECOVERY_CODES: usize = 10;

/// What was used up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spent {
    /// A code of the app.
    Code,
    /// A recovery code.
    Recovery,
}

fn purpose(person: &str) -> String {
    format!("second-factor/{person}")
}

fn secret(house: &House, person: &str, locked: &[u8]) -> Result<Zeroizing<Vec<u8>>, Error> {
    Ok(house.master.unlock_bytes(&purpose(person), locked)?)
}

fn step_now(house: &House) -> i64 {
    totp::step_at(house.clock.now().timestamp())
}

/// Recovery codes are kept as marks that nobody makes without the master key.
fn recovery_mark(house: &House, person: &str, typed: &str) -> String {
    let plain: String =
        typed.chars().filter(char::is_ascii_alphanumeric).take(64).collect::<String>();
    let plain = plain.to_ascii_lowercase();
    hex(&house.master.derive("recovery-code", &[person.as_bytes(), plain.as_bytes()]))
}

/// Uses up what somebody typed. None: it is neither a code of now nor an unused recovery code.
pub async fn spend(house: &House, account: &Account, typed: &str) -> Result<Option<Spent>, Error> {
    let Some(locked) = &account.factor else { return Ok(None) };
    let (person, now) = (account.person.as_str(), house.clock.now());
    let step = totp::step_of(&secret(house, person, locked)?, typed, step_now(house));
    let mut tx = house.db.write().await?;
    let spent = if let Some(step) = step {
        factors::use_step(&mut tx, person, step).await?.then_some(Spent::Code)
    } else {
        let mark = recovery_mark(house, person, typed);
        let used = factors::use_code(&mut tx, person, &mark, now).await?;
        used.then_some(Spent::Recovery)
    };
    tx.commit().await?;
    Ok(spent)
}

/// Makes a secret that waits for its first right code.
pub async fn begin(house: &House, user: &User) -> Result<(), Error> {
    let secret: Zeroizing<[u8; totp::SECRET_BYTES]> = Zeroizing::new(random::bytes());
    let locked = house.master.lock_bytes(&purpose(&user.person), secret.as_slice());
    let mut tx = house.db.write().await?;
    factors::begin(&mut tx, &user.person, &locked).await?;
    tx.commit().await
}

/// The secret that waits: as people type it, and as the app reads it from a picture.
pub fn waiting(house: &House, account: &Account) -> Result<Option<(String, String)>, Error> {
    let Some(locked) = &account.factor_next else { return Ok(None) };
    let secret = secret(house, &account.person, locked)?;
    Ok(Some((totp::written(&secret), totp::address(&secret, &account.name))))
}

/// The first right code turns the second factor on: recovery codes, to be shown once. None: the
/// code is wrong, or nothing waits.
pub async fn turn_on(
    house: &House,
    user: &User,
    typed: &str,
) -> Result<Option<Vec<String>>, Error> {
    let mut tx = house.db.write().await?;
    let Some(account) = people::lock(&mut tx, &user.person).await? else { return Ok(None) };
    let Some(locked) = &account.factor_next else { return Ok(None) };
    let secret = secret(house, &user.person, locked)?;
    let Some(step) = totp::step_of(&secret, typed, step_now(house)) else { return Ok(None) };
    let codes = new_codes();
    let marks = marks(house, &user.person, &codes);
    factors::turn_on(&mut tx, &user.person, step, &marks).await?;
    note(house, tx, user, Noted::SecondFactorOn).await?;
    Ok(Some(codes))
}

/// Other recovery codes, to be shown once.
pub async fn renew_codes(house: &House, user: &User) -> Result<Vec<String>, Error> {
    let codes = new_codes();
    let mut tx = house.db.write().await?;
    factors::replace_codes(&mut tx, &user.person, &marks(house, &user.person, &codes)).await?;
    note(house, tx, user, Noted::RecoveryCodesMade).await?;
    Ok(codes)
}

/// One's own second factor is off.
pub async fn turn_off(house: &House, user: &User) -> Result<(), Error> {
    let mut tx = house.db.write().await?;
    if factors::turn_off(&mut tx, &user.person).await? {
        note(house, tx, user, Noted::SecondFactorOff).await?;
    }
    Ok(())
}

async fn note(house: &House, mut tx: Write, user: &User, act: Noted) -> Result<(), Error> {
    let by = (user.name.as_str(), act);
    audit::note(house, &mut tx, user.site, by, user.person.as_str()).await?;
    tx.commit().await
}

fn marks(house: &House, person: &str, codes: &[String]) -> Vec<String> {
    codes.iter().map(|code| recovery_mark(house, person, code)).collect()
}

/// Twelve characters of 32 each are 60 bits.
fn new_codes() -> Vec<String> {
    let one = |_| {
        let code = super::password::generate();
        format!("{}-{}-{}", &code[..4], &code[4..8], &code[8..12])
    };
    (0..RECOVERY_CODES).map(one).collect()
}
