-- Events: family days and their kin. Days, minutes and the times of the booking window are those of
-- the clock in the visits hall; `begins` and `ends` are the same as moments, to sort and to count
-- ages by. `version` grows with every change, so that a form which saw an older one is noticed.
-- No column is for what somebody inside has earned or done.

CREATE TABLE events (
    site TEXT NOT NULL REFERENCES sites (site),
    event TEXT NOT NULL,
    version BIGINT NOT NULL,
    kind TEXT NOT NULL,
    booking TEXT NOT NULL,
    state TEXT NOT NULL,
    day TEXT NOT NULL,
    start_minute BIGINT NOT NULL,
    end_minute BIGINT NOT NULL,
    begins BIGINT NOT NULL,
    ends BIGINT NOT NULL,
    title_en TEXT NOT NULL,
    title_cy TEXT NOT NULL,
    words_en TEXT NOT NULL,
    words_cy TEXT NOT NULL,
    place_en TEXT NOT NULL,
    place_cy TEXT NOT NULL,
    prison_approved BIGINT NOT NULL,
    -- NULL: no child comes.
    youngest BIGINT,
    oldest BIGINT,
    -- Children born between these days.
    born_from TEXT,
    born_until TEXT,
    -- The programme or course that comes first.
    first_en TEXT NOT NULL,
    first_cy TEXT NOT NULL,
    -- One word each, a space between them.
    facilities TEXT NOT NULL,
    access TEXT NOT NULL,
    -- `2026-06-01T09:00`
    books_from TEXT NOT NULL,
    books_until TEXT NOT NULL,
    most_children BIGINT NOT NULL,
    most_people BIGINT NOT NULL,
    -- For staff: one a line.
    wings TEXT NOT NULL,
    wing_staff TEXT NOT NULL,
    providers TEXT NOT NULL,
    volunteers_needed BIGINT NOT NULL,
    -- Of each pool, so many places in a hundred are drawn, from those who asked before it closes; 0:
    -- none. What is published of the seed since it was opened; empty: nothing is.
    ballot_share BIGINT NOT NULL,
    ballot_closes TEXT NOT NULL,
    ballot_commitment TEXT NOT NULL,
    PRIMARY KEY (site, event)
);
CREATE INDEX events_by_time ON events (site, begins);

-- What places are counted in: people, tables, seats of a bus. A pool keeps its id for good.
CREATE TABLE event_pools (
    site TEXT NOT NULL,
    event TEXT NOT NULL,
    pool TEXT NOT NULL,
    counts TEXT NOT NULL,
    name_en TEXT NOT NULL,
    name_cy TEXT NOT NULL,
    capacity BIGINT NOT NULL,
    PRIMARY KEY (site, pool),
    FOREIGN KEY (site, event) REFERENCES events (site, event) ON DELETE CASCADE
);
CREATE INDEX event_pools_by_event ON event_pools (site, event);

-- The address under which calendars read a site's events. Another `turn` is another address.
CREATE TABLE event_calendars (
    site TEXT NOT NULL PRIMARY KEY REFERENCES sites (site),
    turn BIGINT NOT NULL
);
