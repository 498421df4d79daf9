-- Ballots, what is needed to share places fairly, and the day of an event itself.
-- No column is for what somebody inside has earned or done.

-- A ballot of an event that was opened. Until it is drawn its share of each pool is in no ledger.
CREATE TABLE ballots (
    site TEXT NOT NULL,
    event TEXT NOT NULL,
    -- In a hundred.
    share BIGINT NOT NULL,
    -- Who asks before this is in it. Microseconds.
    closes BIGINT NOT NULL,
    -- Locked with the master key.
    seed BYTEA NOT NULL,
    -- When, by whom, and what everybody may see of it since.
    drawn BIGINT,
    drawn_by TEXT,
    published TEXT,
    PRIMARY KEY (site, event),
    FOREIGN KEY (site, event) REFERENCES events (site, event) ON DELETE CASCADE
);
CREATE INDEX ballots_by_closing ON ballots (site, closes);

-- How many tickets each reason adds, and what the reasons mean here.
CREATE TABLE ballot_rules (
    site TEXT NOT NULL PRIMARY KEY REFERENCES sites (site),
    weights TEXT NOT NULL,
    months BIGINT NOT NULL,
    far_miles BIGINT NOT NULL
);

-- What staff know of a family that asked: its wing, how far it has to come, whether it is hard for
-- it, and why somebody named it.
CREATE TABLE booking_marks (
    site TEXT NOT NULL,
    booking TEXT NOT NULL,
    wing TEXT NOT NULL,
    -- Miles; NULL: nobody knows.
    miles BIGINT,
    access BIGINT NOT NULL,
    -- Empty: nobody named it.
    nominated TEXT NOT NULL,
    nominated_by TEXT NOT NULL,
    PRIMARY KEY (site, booking),
    FOREIGN KEY (site, booking) REFERENCES bookings (site, booking) ON DELETE CASCADE
);

-- Which family had a place when, under its keyed mark: it outlives the booking, or nobody could say
-- who has not had one for a year.
CREATE TABLE had_places (
    site TEXT NOT NULL REFERENCES sites (site),
    family TEXT NOT NULL,
    event TEXT NOT NULL,
    -- When it ended. Microseconds.
    ended BIGINT NOT NULL,
    PRIMARY KEY (site, family, event)
);

-- Who of a party came. `person` counts the adults first, from 1.
CREATE TABLE attendance (
    site TEXT NOT NULL,
    booking TEXT NOT NULL,
    person BIGINT NOT NULL,
    came BIGINT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (site, booking, person),
    FOREIGN KEY (site, booking) REFERENCES bookings (site, booking) ON DELETE CASCADE
);

-- Families whose places went to the waiting list because they did not come.
CREATE TABLE not_arrived (
    site TEXT NOT NULL,
    booking TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (site, booking),
    FOREIGN KEY (site, booking) REFERENCES bookings (site, booking) ON DELETE CASCADE
);

-- Providers and volunteers who help on the day.
CREATE TABLE event_helpers (
    site TEXT NOT NULL,
    id TEXT NOT NULL,
    event TEXT NOT NULL,
    -- `provider` or `volunteer`.
    what TEXT NOT NULL,
    name TEXT NOT NULL,
    came BIGINT NOT NULL,
    went BIGINT,
    PRIMARY KEY (site, id),
    FOREIGN KEY (site, event) REFERENCES events (site, event) ON DELETE CASCADE
);
CREATE INDEX event_helpers_by_event ON event_helpers (site, event);

-- How was it: counts alone. Nobody is in it, and no moment.
CREATE TABLE event_taps (
    site TEXT NOT NULL,
    event TEXT NOT NULL,
    tap TEXT NOT NULL,
    taps BIGINT NOT NULL,
    PRIMARY KEY (site, event, tap),
    FOREIGN KEY (site, event) REFERENCES events (site, event) ON DELETE CASCADE
);
