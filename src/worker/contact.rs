//! Whom to contact, and how it is safe: sealed here to the site's key, and written down once.

use uuid::Uuid;
use visits_domain::encoding::Bytes;
use visits_domain::help::{Contact, Receipt, RequestId, TalkId};
use visits_domain::wire::{ContactAsked, HelpAct, TalkAsked};
use zeroize::{Zeroize as _, Zeroizing};

use super::Worker;
use crate::session::{Asked, Purpose, ToContact};
use crate::store::StoreError;

impl Worker {
    /// The receipt of what is on the disk now; none: nothing was written.
    pub(super) fn contact(&mut self, what: ToContact) -> Option<Receipt> {
        match self.write_contact(what) {
            Ok(receipt) => {
                (self.on_record)();
                Some(receipt)
            }
            Err(error) => {
                tracing::error!(%error, "whom to contact could not be written down");
                None
            }
        }
    }

    fn write_contact(&mut self, what: ToContact) -> Result<Receipt, StoreError> {
        let ToContact { purpose, language, mut contact } = what;
        let (id, receipt) = (Uuid::now_v7(), Receipt::draw(super::random()?));
        let sealed = self.seal_contact(&contact, id);
        for typed in [&mut contact.name, &mut contact.phone, &mut contact.words] {
            typed.zeroize();
        }
        let sealed = sealed?;
        let (_, stamp) = self.stamp();
        let (at, said) = (stamp.at, receipt.compact().to_owned());
        let act = match purpose {
            Purpose::Talk(about) => HelpAct::TalkAsked(TalkAsked {
                talk: TalkId(id),
                about,
                language,
                at,
                receipt: said,
                sealed,
            }),
            Purpose::Contact(Asked { service, need, stage, .. }) => {
                HelpAct::ContactAsked(ContactAsked {
                    request: RequestId(id),
                    service,
                    need,
                    stage,
                    language,
                    at,
                    receipt: said,
                    sealed,
                })
            }
        };
        self.store.note_help(stamp, act)?;
        Ok(receipt)
    }

    fn seal_contact(&self, contact: &Contact, id: Uuid) -> Result<Bytes, StoreError> {
        contact
            .seal(&self.site_keys()?.writing, id, *Zeroizing::new(super::random()?))
            .map_err(|_| StoreError::Unreadable { what: "writing key" })
    }
}
