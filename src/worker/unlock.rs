//! A code and a PIN against the hashes that the server sent.

use argon2::password_hash::phc::PasswordHash;
use argon2::{Argon2, PasswordVerifier as _};
use visits_domain::wire::KeyholderCode;

use super::Worker;
use crate::session::{Pin, Unlocked};
use crate::store::{Bucket, StoreError};

/// Nobody's: what is hashed for a code that does not exist on a kiosk that knows no code at all.
const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5IGhhcyB0aGlz$\
                      c7ynTVzCDrrMVKMrPr7wXXJpZKwjCwSGS5bkhCuJs7I";

impl Worker {
    /// Whom a code and a PIN belong to. None for a wrong code, a wrong PIN, and while too many
    /// were wrong: the same work, so that time does not tell which.
    pub(super) fn unlock(&mut self, code: &KeyholderCode, pin: &Pin) -> Option<Unlocked> {
        self.try_unlock(code, pin).unwrap_or_else(|error| {
            tracing::error!(%error, "a PIN could not be looked at");
            None
        })
    }

    fn try_unlock(
        &mut self,
        code: &KeyholderCode,
        pin: &Pin,
    ) -> Result<Option<Unlocked>, StoreError> {
        let running = self.running_before + self.clock.now().running;
        let bucket = Bucket::of_code(code, &self.local_key.0);
        let is_open = self.store.is_open(bucket, running)?;
        let known = self.store.keyholder(code)?;
        // Another's hash costs what one's own does, whatever the server has set.
        let stands_in = self.store.any_pin_hash()?;
        let hash = known.as_ref().map(|known| known.pin.clone()).or(stands_in);
        let is_right = is_right(pin, hash.as_deref().unwrap_or(NOBODY)) && known.is_some();
        let unlocked = known.filter(|_| is_open && is_right);
        if unlocked.is_some() {
            self.store.succeeded(bucket)?;
        } else {
            // Somebody who knows the PIN and comes too early is no guesser.
            self.store.failed(bucket, running, u32::from(!is_right))?;
        }
        Ok(unlocked.map(|known| Unlocked { code: known.code, opens: known.opens }))
    }
}

fn is_right(pin: &Pin, hash: &str) -> bool {
    PasswordHash::new(hash)
        .is_ok_and(|hash| Argon2::default().verify_password(pin.as_bytes(), &hash).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobodys_hash_can_be_read_and_costs_what_the_servers_do() {
        let hash = PasswordHash::new(NOBODY).expect("a hash");
        let params = argon2::Params::try_from(&hash).expect("parameters");
        // Only what it costs: with or without a named output length, by the features of argon2.
        let costs = |of: &argon2::Params| (of.m_cost(), of.t_cost(), of.p_cost());
        assert_eq!(costs(&params), costs(&argon2::Params::default()));
        assert!(!is_right(&Pin::from("1234"), NOBODY));
    }
}
