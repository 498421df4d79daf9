//! What families ask for, on its way to the server.

use visits_domain::wire::{Happening, HelpAct};

use super::{Stamp, Store, StoreError, outbox};

impl Store {
    /// Writes it into the outbox, in one durable commit.
    pub fn note_help(&mut self, stamp: Stamp, act: HelpAct) -> Result<(), StoreError> {
        let db = self.db.transaction()?;
        outbox::append(&db, stamp, &Happening::Help(act))?;
        super::step_point!("help-before-commit");
        Ok(db.commit()?)
    }
}
