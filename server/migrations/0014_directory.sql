-- The directory: services for families, as staff keep them and as their feeds say them.

-- A service. `entry` is what is kept (JSON, by field), `said` what its feed said last, `edited` the
-- fields on which staff have decided, with what the feed said of them then.
CREATE TABLE services (
    site TEXT NOT NULL REFERENCES sites (site),
    service TEXT NOT NULL,
    -- Empty: written down by hand.
    feed TEXT NOT NULL,
    feed_id TEXT NOT NULL,
    -- draft, published, withdrawn.
    state TEXT NOT NULL,
    version BIGINT NOT NULL,
    entry TEXT NOT NULL,
    said TEXT NOT NULL,
    edited TEXT NOT NULL,
    -- In how many fields the feed says otherwise.
    otherwise BIGINT NOT NULL,
    -- Since when its feed has it no more. Microseconds.
    dropped BIGINT,
    changed BIGINT NOT NULL,
    PRIMARY KEY (site, service)
);
CREATE INDEX services_by_feed ON services (site, feed);
CREATE INDEX services_by_state ON services (site, state);

-- What each field was and became: JSON. An empty field: the service itself, from state to state.
CREATE TABLE service_history (
    site TEXT NOT NULL,
    service TEXT NOT NULL,
    version BIGINT NOT NULL,
    field TEXT NOT NULL,
    at BIGINT NOT NULL,
    who TEXT NOT NULL,
    was TEXT NOT NULL,
    became TEXT NOT NULL,
    PRIMARY KEY (site, service, version, field),
    FOREIGN KEY (site, service) REFERENCES services (site, service)
);

-- Rows of a feed that were not taken the last time, each with its reason.
CREATE TABLE service_set_aside (
    site TEXT NOT NULL REFERENCES sites (site),
    feed TEXT NOT NULL,
    row_number BIGINT NOT NULL,
    id TEXT NOT NULL,
    reason TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (site, feed, row_number)
);

-- A feed, when it was read last, and since when it lacks half of its services, until somebody says
-- whether that is so.
CREATE TABLE service_feeds (
    site TEXT NOT NULL REFERENCES sites (site),
    feed TEXT NOT NULL,
    read_at BIGINT NOT NULL,
    held BIGINT,
    PRIMARY KEY (site, feed)
);
