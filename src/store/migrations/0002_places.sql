-- Places at family events. No name and no reference is in here.

-- What this kiosk was granted in its present epoch, and what became of it. Counts only grow; with
-- the epoch all of it goes.
CREATE TABLE place_grant (
    pool BLOB PRIMARY KEY,
    event BLOB NOT NULL,
    granted INTEGER NOT NULL,
    spent INTEGER NOT NULL,
    returned INTEGER NOT NULL,
    keep INTEGER, -- what is left above this is to be given back
    version INTEGER NOT NULL,
    CHECK (spent + returned <= granted)
) WITHOUT ROWID;

-- What families booked here, or asked for.
CREATE TABLE booking (
    id BLOB PRIMARY KEY,
    event BLOB NOT NULL,
    day TEXT NOT NULL, -- of the event
    held INTEGER NOT NULL, -- 1: places were set aside for it here
    ended INTEGER NOT NULL
) WITHOUT ROWID;
-- With these a family finds its booking again. Sealed under its reference and a date of birth.
CREATE TABLE booking_card (
    lookup BLOB PRIMARY KEY,
    until TEXT NOT NULL,
    sealed BLOB NOT NULL
) WITHOUT ROWID;

CREATE INDEX booking_by_day ON booking (day);
