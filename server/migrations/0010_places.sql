-- Places at family events: what is held, and what kiosks were granted and may give to families
-- without asking. `docs/adr/0015-escrow.md` says why it is so. The rules that change these rows are in
-- `visits-domain`; here they are read and written.

-- How an event's places are given, as the pages of events have set it.
CREATE TABLE place_events (
    site TEXT NOT NULL REFERENCES sites (site),
    event TEXT NOT NULL,
    -- The moment it ends. Microseconds.
    ends BIGINT NOT NULL,
    mode TEXT NOT NULL,
    cancelled BIGINT NOT NULL,
    PRIMARY KEY (site, event)
);
CREATE INDEX place_events_by_end ON place_events (site, ends);

CREATE TABLE place_pools (
    site TEXT NOT NULL,
    event TEXT NOT NULL,
    pool TEXT NOT NULL,
    capacity BIGINT NOT NULL,
    -- And so many besides that are kept back for a ballot until it is drawn.
    kept BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (site, event, pool),
    FOREIGN KEY (site, event) REFERENCES place_events (site, event) ON DELETE CASCADE
);

-- The epochs of kiosks: `open`, `over`, `written_off`. Only an open one of this life of the server
-- is granted anything.
CREATE TABLE place_epochs (
    site TEXT NOT NULL REFERENCES sites (site),
    epoch TEXT NOT NULL,
    kiosk TEXT NOT NULL,
    generation TEXT NOT NULL,
    state TEXT NOT NULL,
    bookings BIGINT NOT NULL,
    began BIGINT NOT NULL,
    PRIMARY KEY (site, epoch)
);
CREATE INDEX place_epochs_by_kiosk ON place_epochs (site, kiosk);

-- What open epochs were granted. Gone with the epoch: what is not here is not out.
CREATE TABLE place_grants (
    site TEXT NOT NULL,
    epoch TEXT NOT NULL,
    pool TEXT NOT NULL,
    event TEXT NOT NULL,
    granted BIGINT NOT NULL,
    spent BIGINT NOT NULL,
    returned BIGINT NOT NULL,
    keep BIGINT,
    version BIGINT NOT NULL,
    PRIMARY KEY (site, epoch, pool),
    FOREIGN KEY (site, event) REFERENCES place_events (site, event) ON DELETE CASCADE
);
CREATE INDEX place_grants_by_event ON place_grants (site, event);

-- What families asked for: `held`, `late`, `waiting`, `ended`. What they typed is sealed to the
-- site's key.
CREATE TABLE bookings (
    site TEXT NOT NULL,
    booking TEXT NOT NULL,
    event TEXT NOT NULL,
    standing TEXT NOT NULL,
    turn BIGINT NOT NULL,
    -- Tells one family from another, and says nothing else of it.
    family TEXT,
    -- `[["pool", 4]]`
    takes TEXT NOT NULL,
    -- What the family changed it to last: `[[number, microseconds], [["pool", 3]]]`
    wants TEXT,
    -- Of the record, where a kiosk made it.
    kiosk TEXT,
    held_by TEXT,
    adults BIGINT,
    children BIGINT,
    language TEXT,
    asked_at BIGINT,
    sealed BYTEA,
    received BIGINT NOT NULL,
    PRIMARY KEY (site, booking),
    FOREIGN KEY (site, event) REFERENCES place_events (site, event) ON DELETE CASCADE
);
CREATE INDEX bookings_by_event ON bookings (site, event);

-- Cancelled before the booking was known.
CREATE TABLE bookings_ended_first (
    site TEXT NOT NULL,
    booking TEXT NOT NULL,
    event TEXT NOT NULL,
    PRIMARY KEY (site, booking),
    FOREIGN KEY (site, event) REFERENCES place_events (site, event) ON DELETE CASCADE
);

-- Changed before the booking was known: a list of what was taken.
CREATE TABLE bookings_changed_first (
    site TEXT NOT NULL,
    booking TEXT NOT NULL,
    event TEXT NOT NULL,
    taken TEXT NOT NULL,
    PRIMARY KEY (site, booking),
    FOREIGN KEY (site, event) REFERENCES place_events (site, event) ON DELETE CASCADE
);

-- What staff must hear of. `about`: the other booking, or the pool, or the kiosk.
CREATE TABLE place_troubles (
    site TEXT NOT NULL REFERENCES sites (site),
    id TEXT NOT NULL,
    what TEXT NOT NULL,
    event TEXT,
    booking TEXT,
    about TEXT,
    noticed BIGINT NOT NULL,
    resolved BIGINT,
    resolved_by TEXT,
    PRIMARY KEY (site, id)
);

-- The server was put back from a backup: it gives nothing until a manager lets it.
CREATE TABLE place_waits (
    site TEXT NOT NULL PRIMARY KEY REFERENCES sites (site),
    since BIGINT NOT NULL
);
