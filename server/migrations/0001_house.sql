-- One folder for SQLite and PostgreSQL. TEXT ids and days (YYYY-MM-DD), BIGINT times
-- (microseconds since 1970, UTC), BIGINT 0/1 flags, BYTEA blobs. Every key begins with the site.

CREATE TABLE sites (
    site TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    settings TEXT NOT NULL,
    salt BYTEA NOT NULL,
    writing_key BYTEA NOT NULL,
    reading_key BYTEA NOT NULL,
    list_version BIGINT NOT NULL,
    list_as_of BIGINT,
    sealed_version BIGINT NOT NULL,
    sealed_day TEXT,
    late_minutes BIGINT NOT NULL,
    late_day TEXT,
    added BIGINT NOT NULL
);

-- The counters of a site: `seq` numbers what kiosks read, `board` what staff pages show.
CREATE TABLE site_seq (
    site TEXT NOT NULL PRIMARY KEY REFERENCES sites (site),
    seq BIGINT NOT NULL,
    board BIGINT NOT NULL
);

CREATE TABLE visits (
    site TEXT NOT NULL REFERENCES sites (site),
    handle TEXT NOT NULL,
    reference TEXT NOT NULL,
    day TEXT NOT NULL,
    start_minute BIGINT NOT NULL,
    end_minute BIGINT NOT NULL,
    status TEXT NOT NULL,
    restriction TEXT NOT NULL,
    prisoner_number TEXT NOT NULL,
    prisoner_name TEXT NOT NULL,
    language TEXT,
    content TEXT NOT NULL,
    changed BIGINT NOT NULL,
    PRIMARY KEY (site, handle)
);
CREATE UNIQUE INDEX visits_by_reference ON visits (site, reference);
CREATE INDEX visits_by_day ON visits (site, day, start_minute);

-- `who` is the same for one person on every visit: the person's id, or folded name and birth.
CREATE TABLE visitors (
    site TEXT NOT NULL,
    visit TEXT NOT NULL,
    who TEXT NOT NULL,
    visitor TEXT NOT NULL,
    place BIGINT NOT NULL,
    person TEXT,
    first_name TEXT NOT NULL,
    last_name TEXT NOT NULL,
    born TEXT,
    id_seen BIGINT,
    id_seen_by TEXT,
    PRIMARY KEY (site, visit, who),
    FOREIGN KEY (site, visit) REFERENCES visits (site, handle)
);
CREATE INDEX visitors_by_person ON visitors (site, person);

CREATE TABLE imports (
    site TEXT NOT NULL REFERENCES sites (site),
    id TEXT NOT NULL,
    at BIGINT NOT NULL,
    report TEXT NOT NULL,
    PRIMARY KEY (site, id)
);

-- What Argon2id made of a credential, by the hash of salt and credential: 25 ms saved each.
CREATE TABLE card_secrets (
    site TEXT NOT NULL REFERENCES sites (site),
    credential TEXT NOT NULL,
    secret BYTEA NOT NULL,
    PRIMARY KEY (site, credential)
);

-- What kiosks read: the newest state of a thing only.
CREATE TABLE feed (
    site TEXT NOT NULL REFERENCES sites (site),
    entity TEXT NOT NULL,
    seq BIGINT NOT NULL,
    day TEXT,
    body TEXT NOT NULL,
    PRIMARY KEY (site, entity)
);
CREATE INDEX feed_by_seq ON feed (site, seq);

CREATE TABLE enrol_codes (
    site TEXT NOT NULL REFERENCES sites (site),
    code_hash TEXT NOT NULL,
    made BIGINT NOT NULL,
    expires BIGINT NOT NULL,
    used BIGINT,
    PRIMARY KEY (site, code_hash)
);

CREATE TABLE kiosks (
    site TEXT NOT NULL REFERENCES sites (site),
    kiosk TEXT NOT NULL,
    letter TEXT NOT NULL,
    token_hash TEXT NOT NULL,
    enrolled BIGINT NOT NULL,
    revoked BIGINT,
    acknowledged BIGINT NOT NULL,
    highest BIGINT NOT NULL,
    last_seen BIGINT,
    cursor BIGINT NOT NULL,
    unsent BIGINT NOT NULL,
    clock_offset_ms BIGINT NOT NULL,
    version TEXT NOT NULL,
    list_as_of BIGINT,
    PRIMARY KEY (site, kiosk)
);
CREATE UNIQUE INDEX kiosks_by_token ON kiosks (token_hash);

CREATE TABLE records (
    site TEXT NOT NULL,
    kiosk TEXT NOT NULL,
    seq BIGINT NOT NULL,
    id TEXT NOT NULL,
    epoch TEXT NOT NULL,
    hash BYTEA NOT NULL,
    body TEXT NOT NULL,
    received BIGINT NOT NULL,
    trouble TEXT,
    PRIMARY KEY (site, kiosk, seq),
    FOREIGN KEY (site, kiosk) REFERENCES kiosks (site, kiosk)
);
CREATE INDEX records_in_trouble ON records (site, received) WHERE trouble IS NOT NULL;

-- A sequence number that was used again for other content: refused, kept, shown to staff.
CREATE TABLE record_conflicts (
    site TEXT NOT NULL,
    kiosk TEXT NOT NULL,
    seq BIGINT NOT NULL,
    hash_text TEXT NOT NULL,
    id TEXT NOT NULL,
    body TEXT NOT NULL,
    received BIGINT NOT NULL,
    PRIMARY KEY (site, kiosk, seq, hash_text)
);

-- Observations. The record's id makes the effect of a record happen once.
CREATE TABLE arrivals (
    site TEXT NOT NULL,
    id TEXT NOT NULL,
    visit TEXT NOT NULL,
    day TEXT NOT NULL,
    kiosk TEXT NOT NULL,
    number TEXT NOT NULL,
    joined BIGINT NOT NULL,
    at BIGINT NOT NULL,
    honest BIGINT NOT NULL,
    adults BIGINT NOT NULL,
    children BIGINT NOT NULL,
    first_visit BIGINT NOT NULL,
    needs TEXT NOT NULL,
    language TEXT NOT NULL,
    route TEXT NOT NULL,
    PRIMARY KEY (site, id),
    FOREIGN KEY (site, visit) REFERENCES visits (site, handle)
);
CREATE INDEX arrivals_by_visit ON arrivals (site, visit, joined, at);
CREATE INDEX arrivals_by_day ON arrivals (site, day);

CREATE TABLE calls (
    site TEXT NOT NULL,
    day TEXT NOT NULL,
    visit TEXT NOT NULL,
    called BIGINT NOT NULL,
    called_by TEXT NOT NULL,
    PRIMARY KEY (site, day, visit),
    FOREIGN KEY (site, visit) REFERENCES visits (site, handle)
);

CREATE TABLE asks (
    site TEXT NOT NULL REFERENCES sites (site),
    id TEXT NOT NULL,
    kiosk TEXT NOT NULL,
    seat TEXT,
    number TEXT,
    language TEXT NOT NULL,
    asked BIGINT NOT NULL,
    expires BIGINT NOT NULL,
    taken BIGINT,
    taken_by TEXT,
    PRIMARY KEY (site, id)
);
CREATE INDEX asks_open ON asks (site, expires);

CREATE TABLE users (
    site TEXT NOT NULL REFERENCES sites (site),
    name TEXT NOT NULL,
    shown_name TEXT NOT NULL,
    role TEXT NOT NULL,
    password TEXT NOT NULL,
    language TEXT,
    added BIGINT NOT NULL,
    PRIMARY KEY (site, name)
);

-- `who` is an account or an address; both are locked on their own.
CREATE TABLE sign_in_failures (
    site TEXT NOT NULL,
    who TEXT NOT NULL,
    failures BIGINT NOT NULL,
    last_failure BIGINT NOT NULL,
    locked_until BIGINT NOT NULL,
    PRIMARY KEY (site, who)
);

CREATE TABLE sessions (
    id TEXT NOT NULL PRIMARY KEY,
    data TEXT NOT NULL,
    expires BIGINT NOT NULL
);
CREATE INDEX sessions_by_expiry ON sessions (expires);
