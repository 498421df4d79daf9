//! What to do next, decided purely.

use std::time::Duration;

use uuid::Uuid;

/// How an answer stands to what this kiosk has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It goes on from where the kiosk was.
    GoesOn,
    /// It is the beginning of everything: what was told before is of no worth.
    BeginsAgain,
    /// It goes on from somewhere else: it is dropped, and everything is asked for.
    NotTrusted,
}

/// `asked`: the life of the server that gave the cursor; none when it was asked from the
/// beginning. `said`: the life that answers. A server too old to have one says nil, each time.
pub fn standing(asked: Option<Uuid>, said: Uuid, from_the_start: bool) -> Standing {
    match asked {
        _ if from_the_start => Standing::BeginsAgain,
        None => Standing::BeginsAgain,
        Some(known) if known == said => Standing::GoesOn,
        Some(_) => Standing::NotTrusted,
    }
}

/// The wait before the next try after so many failures in a row: 0.5 s, doubled, up to `at_most`,
/// with up to a quarter taken off (`jitter` 0 to 1) so that a hall full of kiosks does not knock
/// at once when the server is back.
pub fn retry_after(failures: u32, at_most: Duration, jitter: f64) -> Duration {
    let doubled = Duration::from_millis(500).saturating_mul(1 << failures.min(16));
    doubled.min(at_most).mul_f64(1.0 - 0.25 * jitter.clamp(0.0, 1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_life_of_the_server_is_believed_from_its_beginning_only() {
        let (one, other) = (Uuid::from_u128(1), Uuid::from_u128(2));
        assert_eq!(standing(Some(one), one, false), Standing::GoesOn);
        assert_eq!(standing(Some(one), one, true), Standing::BeginsAgain);
        assert_eq!(standing(Some(one), other, true), Standing::BeginsAgain);
        assert_eq!(standing(Some(one), other, false), Standing::NotTrusted);
        assert_eq!(standing(Some(one), Uuid::nil(), false), Standing::NotTrusted);
        assert_eq!(standing(None, other, false), Standing::BeginsAgain);
        assert_eq!(standing(Some(Uuid::nil()), Uuid::nil(), false), Standing::GoesOn);
    }

    #[test]
    fn the_wait_doubles_up_to_its_bound() {
        let at_most = Duration::from_secs(15);
        let waits: Vec<u128> = (0..7).map(|n| retry_after(n, at_most, 0.0).as_millis()).collect();
        assert_eq!(waits, [500, 1000, 2000, 4000, 8000, 15000, 15000]);
        assert_eq!(retry_after(u32::MAX, at_most, 1.0).as_millis(), 11_250);
    }
}
