//! What to do next, decided purely.

use std::time::Duration;

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
    fn the_wait_doubles_up_to_its_bound() {
        let at_most = Duration::from_secs(15);
        let waits: Vec<u128> = (0..7).map(|n| retry_after(n, at_most, 0.0).as_millis()).collect();
        assert_eq!(waits, [500, 1000, 2000, 4000, 8000, 15000, 15000]);
        assert_eq!(retry_after(u32::MAX, at_most, 1.0).as_millis(), 11_250);
    }
}
