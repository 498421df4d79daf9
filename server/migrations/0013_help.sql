-- What families looked for, and what they say is wrong about a service. Nothing says who.

-- How often something was looked for, on one day at one kiosk. The record's id is in the key: one
-- that comes again counts once.
CREATE TABLE sought (
    site TEXT NOT NULL REFERENCES sites (site),
    record TEXT NOT NULL,
    day TEXT NOT NULL,
    -- Empty: a word was searched for. No word is stored.
    need TEXT NOT NULL,
    -- Empty: they did not say.
    stage TEXT NOT NULL,
    nation TEXT NOT NULL,
    language TEXT NOT NULL,
    found BIGINT NOT NULL,
    times BIGINT NOT NULL,
    PRIMARY KEY (site, record, day, need, stage, nation, language, found)
);
CREATE INDEX sought_by_day ON sought (site, day);

-- A family says that something about a service is wrong. The day, and no time of day.
CREATE TABLE service_mistakes (
    site TEXT NOT NULL REFERENCES sites (site),
    id TEXT NOT NULL,
    service TEXT NOT NULL,
    what TEXT NOT NULL,
    day TEXT NOT NULL,
    -- When somebody looked into it, and who. Microseconds.
    settled BIGINT,
    settled_by TEXT,
    PRIMARY KEY (site, id)
);
CREATE INDEX service_mistakes_open ON service_mistakes (site, settled);
