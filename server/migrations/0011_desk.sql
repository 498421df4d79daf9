-- What staff decide about bookings, whom they have rung, and the cards with which families find
-- their bookings again. What a family typed stays sealed in `bookings.sealed`.

-- Grows with every change, so that a form which saw an older state is noticed.
ALTER TABLE bookings ADD COLUMN version BIGINT NOT NULL DEFAULT 1;
-- `approved` or `declined`; NULL: not decided.
ALTER TABLE bookings ADD COLUMN decision TEXT;
ALTER TABLE bookings ADD COLUMN decided_at BIGINT;
ALTER TABLE bookings ADD COLUMN decided_by TEXT;
-- What the prison has said about contact: yes, or not yet. Never why.
ALTER TABLE bookings ADD COLUMN prison_approved BIGINT NOT NULL DEFAULT 0;
-- The same family's booking before and after it was moved to another event.
ALTER TABLE bookings ADD COLUMN moved_from TEXT;
ALTER TABLE bookings ADD COLUMN moved_to TEXT;
-- The account that booked by telephone or at the desk; NULL: a kiosk did.
ALTER TABLE bookings ADD COLUMN booked_by TEXT;
-- When the family changed it last.
ALTER TABLE bookings ADD COLUMN changed_at BIGINT;
-- The visit it had checked in for.
ALTER TABLE bookings ADD COLUMN visit TEXT;
-- The news that the family was rung about last, when, and by whom.
ALTER TABLE bookings ADD COLUMN rung_for TEXT;
ALTER TABLE bookings ADD COLUMN rung_at BIGINT;
ALTER TABLE bookings ADD COLUMN rung_by TEXT;
-- 1: its card does not say how it stands.
ALTER TABLE bookings ADD COLUMN card_due BIGINT NOT NULL DEFAULT 1;
-- Where kiosks hold it, the secret it is sealed under (locked with the master key), and a mark of
-- the keys which that secret was made with.
ALTER TABLE bookings ADD COLUMN card_lookup BYTEA;
ALTER TABLE bookings ADD COLUMN card_secret BYTEA;
ALTER TABLE bookings ADD COLUMN card_keys TEXT;
CREATE INDEX bookings_by_card ON bookings (site, card_due);
CREATE INDEX bookings_by_visit ON bookings (site, event, visit);
