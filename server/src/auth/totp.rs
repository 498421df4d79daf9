//! Codes of an authenticator app (RFC 6238: HMAC-SHA-1, 30 seconds, six digits, as every app
//! makes them). Pure.

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha1::Sha1;

/// RFC 4226 asks for 16 bytes at least and recommends 20.
pub const SECRET_BYTES: usize = 20;
/// How long one code is shown. Seconds.
const STEP: i64 = 30;
/// A phone's clock may be one step off, either way.
const DRIFT: i64 = 1;
const DIGITS: usize = 6;

/// The step of a moment. Seconds since 1970.
pub fn step_at(seconds: i64) -> i64 {
    seconds.div_euclid(STEP)
}

/// The code of a step.
pub fn code(secret: &[u8], step: i64) -> String {
    let Ok(mut mac) = Hmac::<Sha1>::new_from_slice(secret) else { return String::new() };
    mac.update(&step.to_be_bytes());
    let hash = mac.finalize().into_bytes();
    let at = usize::from(hash[hash.len() - 1] & 0x0f);
    let four = [hash[at] & 0x7f, hash[at + 1], hash[at + 2], hash[at + 3]];
    format!("{:06}", u32::from_be_bytes(four) % 1_000_000)
}

/// The step whose code this is, at about now.
pub fn step_of(secret: &[u8], typed: &str, now: i64) -> Option<i64> {
    let digits: String = typed.chars().filter(char::is_ascii_digit).collect();
    if digits.len() != DIGITS {
        return None;
    }
    (now - DRIFT..=now + DRIFT).find(|step| code(secret, *step) == digits)
}

/// The secret as people type it: Base32 (RFC 4648) without padding.
pub fn written(secret: &[u8]) -> String {
    const ALPHABET: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let bits = secret.iter().flat_map(|byte| (0..8).rev().map(move |n| byte >> n & 1));
    let bits: Vec<u8> = bits.collect();
    let value = |five: &[u8]| five.iter().fold(0, |v, bit| v << 1 | bit) << (5 - five.len());
    bits.chunks(5).map(|five| char::from(ALPHABET[usize::from(value(five))])).collect()
}

/// What the app reads from the picture. `account` stands under it in the app.
pub fn address(secret: &[u8], account: &str) -> String {
    format!("otpauth://totp/Visits:{}?secret={}&issuer=Visits", encoded(account), written(secret))
}

fn encoded(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    let one =
        |byte: u8| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") };
    text.bytes().map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &[u8] = b"12345678901234567890";

    #[test]
    fn codes_are_those_of_the_standard() {
        // RFC 6238, appendix B, the last six of its eight digits.
        for (seconds, expected) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ] {
            assert_eq!(code(SECRET, step_at(seconds)), expected, "{seconds}");
        }
    }

    #[test]
    fn a_code_of_the_step_before_or_after_is_right_and_no_other() {
        let now = step_at(1_111_111_111);
        for (off, right) in [(-2, false), (-1, true), (0, true), (1, true), (2, false)] {
            let typed = code(SECRET, now + off);
            assert_eq!(step_of(SECRET, &typed, now), right.then_some(now + off), "{off}");
        }
        assert_eq!(step_of(SECRET, "050 471", now), Some(now), "however it is typed");
        for bad in ["", "05047", "0504711", "abcdef", "０５０４７１"] {
            assert_eq!(step_of(SECRET, bad, now), None, "{bad}");
        }
    }

    #[test]
    fn a_secret_is_written_as_the_standard_says() {
        // RFC 4648, section 10, without the padding.
        for (bytes, text) in
            [("f", "MY"), ("fo", "MZXQ"), ("foo", "MZXW6"), ("foobar", "MZXW6YTBOI")]
        {
            assert_eq!(written(bytes.as_bytes()), text);
        }
        assert_eq!(
            address(b"foobar", "jo é"),
            "otpauth://totp/Visits:jo%20%C3%A9?secret=MZXW6YTBOI&issuer=Visits"
        );
    }
}
