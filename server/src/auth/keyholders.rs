//! Codes and PINs that open staff and volunteer mode on kiosks. A kiosk gets the code and a hash
//! of the PIN; whose they are stays here.

use visits_domain::site::SiteCode;
use visits_domain::wire::{Keyholder, KeyholderCode, News};

use super::password;
use super::people::role_at;
use crate::audit::{self, Noted};
use crate::error::{Error, NotDone};
use crate::house::House;
use crate::random;
use crate::store::feed::Notice;
use crate::store::people::User;
use crate::store::roles::Role;
use crate::store::{Write, feed, keyholders, sites};

const FEWEST_DIGITS: usize = 4;
const MOST_DIGITS: usize = 12;
/// A PIN that is given out: nobody has chosen a birthday.
const GIVEN_DIGITS: u32 = 6;

/// Gives a person a code and a PIN for the kiosks of a site; who has a code keeps it and gets
/// another PIN. Both are shown once.
pub async fn give(
    house: &House,
    by: &User,
    person: &str,
) -> Result<(KeyholderCode, String), Error> {
    let (site, pin) = (by.site, new_pin());
    let hash = password::hash(pin.clone()).await?;
    let mut tx = house.db.write().await?;
    sites::lock(&mut tx, site).await?;
    let role = role_at(&mut tx, site, person).await?;
    if !by.role.may_give(role) {
        return Err(NotDone::NotAllowed.into());
    }
    let opens = role.opens().ok_or(NotDone::NothingToOpen)?;
    let before = keyholders::of_in(&mut tx, site, person).await?;
    let keyholder = if let Some(before) = before {
        let again = Keyholder { opens, pin: hash, ..before };
        keyholders::set(&mut tx, site, &again).await?;
        again
    } else {
        let code = free_code(&keyholders::all_codes(&mut tx, site).await?);
        let new = Keyholder { code, opens, pin: hash };
        keyholders::add(&mut tx, (site, person), &new, house.clock.now()).await?;
        new
    };
    audit::note(house, &mut tx, site, (&by.name, Noted::KioskCodeGiven), person).await?;
    let code = keyholder.code.clone();
    publish(house, tx, site, News::Keyholder(keyholder)).await?;
    Ok((code, pin))
}

/// Ends a person's code: kiosks forget it.
pub async fn end(house: &House, by: &User, person: &str) -> Result<(), Error> {
    let site = by.site;
    let mut tx = house.db.write().await?;
    sites::lock(&mut tx, site).await?;
    role_at(&mut tx, site, person).await?;
    let Some(notice) = forget(house, &mut tx, (site, person)).await? else { return Ok(()) };
    audit::note(house, &mut tx, site, (&by.name, Noted::KioskCodeEnded), person).await?;
    publish(house, tx, site, notice).await
}

/// Somebody who has a code sets a PIN of their own.
pub async fn set_pin(house: &House, user: &User, typed: &str) -> Result<(), Error> {
    let code = keyholders::of(&house.db, user.site, &user.person).await?;
    let code = code.ok_or(NotDone::NothingToOpen)?;
    if !is_strong(typed, &code) {
        return Err(NotDone::WeakPin.into());
    }
    let pin = password::hash(typed.to_owned()).await?;
    let mut tx = house.db.write().await?;
    sites::lock(&mut tx, user.site).await?;
    let before = keyholders::of_in(&mut tx, user.site, &user.person).await?;
    let keyholder = Keyholder { pin, ..before.ok_or(NotDone::NothingToOpen)? };
    keyholders::set(&mut tx, user.site, &keyholder).await?;
    let by = (user.name.as_str(), Noted::PinChanged);
    audit::note(house, &mut tx, user.site, by, user.person.as_str()).await?;
    publish(house, tx, user.site, News::Keyholder(keyholder)).await
}

/// A code follows its person's role: it opens what the new one may, or ends. What kiosks must be
/// told; the site must be locked.
pub async fn follow_role(
    house: &House,
    tx: &mut Write,
    (site, person): (SiteCode, &str),
    role: Option<Role>,
) -> Result<Vec<Notice>, Error> {
    let Some(before) = keyholders::of_in(tx, site, person).await? else { return Ok(Vec::new()) };
    let news = match role.and_then(Role::opens) {
        Some(opens) => {
            let after = Keyholder { opens, ..before };
            keyholders::set(tx, site, &after).await?;
            Some(News::Keyholder(after))
        }
        None => forget(house, tx, (site, person)).await?,
    };
    Ok(news.into_iter().map(Notice::from).collect())
}

async fn forget(
    house: &House,
    tx: &mut Write,
    (site, person): (SiteCode, &str),
) -> Result<Option<News>, Error> {
    let Some(Keyholder { code, .. }) = keyholders::of_in(tx, site, person).await? else {
        return Ok(None);
    };
    keyholders::end(tx, site, &code, house.clock.now()).await?;
    Ok(Some(News::KeyholderGone { code }))
}

async fn publish(house: &House, mut tx: Write, site: SiteCode, news: News) -> Result<(), Error> {
    let counters = feed::publish(&mut tx, site, vec![news.into()], false).await?;
    tx.commit().await?;
    house.announce(site, counters);
    Ok(())
}

/// Digits, enough of them, neither all alike nor a row, and not the code itself.
fn is_strong(pin: &str, code: &KeyholderCode) -> bool {
    let digits = pin.as_bytes();
    let steps: Vec<i16> =
        digits.windows(2).map(|two| i16::from(two[1]) - i16::from(two[0])).collect();
    let is_row = [-1, 0, 1].iter().any(|step| steps.iter().all(|s| s == step));
    (FEWEST_DIGITS..=MOST_DIGITS).contains(&digits.len())
        && digits.iter().all(u8::is_ascii_digit)
        && !is_row
        && pin != code.0
}

fn new_pin() -> String {
    loop {
        let pin = digits(GIVEN_DIGITS);
        if is_strong(&pin, &KeyholderCode(String::new())) {
            return pin;
        }
    }
}

/// A code that nobody has or had here: four digits, five when half of those are used up.
fn free_code(used: &[String]) -> KeyholderCode {
    let length = (4..6).find(|n| used.len() < 10_usize.pow(*n) / 2).unwrap_or(6);
    loop {
        let code = digits(length);
        if !used.contains(&code) {
            return KeyholderCode(code);
        }
    }
}

fn digits(count: u32) -> String {
    let random = u64::from_be_bytes(random::bytes());
    // 2^64 is so much larger that no number is noticeably likelier than another.
    format!("{:0width$}", random % 10_u64.pow(count), width = count as usize)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pin_is_no_row_and_not_the_code() {
        let code = KeyholderCode("4711".to_owned());
        for good in ["1235", "0007", "471100", "193827465019"] {
            assert!(is_strong(good, &code), "{good}");
        }
        for bad in ["", "123", "1234", "4321", "0000", "4711", "12345678901234", "12a5", "１２３５"]
        {
            assert!(!is_strong(bad, &code), "{bad}");
        }
    }

    #[test]
    fn a_code_is_never_given_twice() {
        let mut used = Vec::new();
        for _ in 0..2_000 {
            let KeyholderCode(code) = free_code(&used);
            assert!(code.len() == 4 && !used.contains(&code));
            used.push(code);
        }
        let many: Vec<String> = (0..5_000).map(|n| format!("{n:04}")).collect();
        assert_eq!(free_code(&many).0.len(), 5);
    }
}
