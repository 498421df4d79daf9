-- A kiosk's disk. No name, no date of birth, no reference is ever in here.

-- Who this kiosk is, how far it has synced, its keys.
CREATE TABLE meta (
    key TEXT PRIMARY KEY,
    value BLOB NOT NULL
) WITHOUT ROWID;

-- Sealed cards, found by a key that only a family's credential makes.
CREATE TABLE card (
    lookup BLOB PRIMARY KEY,
    date TEXT NOT NULL,
    sealed BLOB NOT NULL
) WITHOUT ROWID;
CREATE INDEX card_by_date ON card (date);

-- Which visits have a number, given here or anywhere.
CREATE TABLE arrival (
    visit BLOB PRIMARY KEY,
    date TEXT NOT NULL,
    number TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX arrival_by_date ON arrival (date);

-- The last number given, by day and kiosk letter ("2026-06-01 A").
CREATE TABLE counter (
    day TEXT PRIMARY KEY,
    count INTEGER NOT NULL
) WITHOUT ROWID;

-- What happened here, in sequence. Acknowledged records stay for a while: a server that was
-- restored from a copy asks for them again.
CREATE TABLE outbox (
    seq INTEGER PRIMARY KEY,
    id BLOB NOT NULL,
    epoch BLOB NOT NULL,
    body TEXT NOT NULL,
    at INTEGER NOT NULL -- microseconds, UTC
);

-- Failed look-ups by bucket: a few bits of a keyed hash, which name nobody.
CREATE TABLE throttle (
    bucket INTEGER PRIMARY KEY,
    failures INTEGER NOT NULL,
    last INTEGER NOT NULL -- milliseconds of this kiosk's running time
);
