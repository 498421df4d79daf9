-- How long things are kept, what was deleted, who is on hold, who was erased, what was shared.

-- What a site has chosen, as JSON: days by kind of data, and what families are told.
CREATE TABLE privacy (
    site TEXT NOT NULL PRIMARY KEY REFERENCES sites (site),
    periods TEXT NOT NULL,
    notice TEXT NOT NULL
);

-- One process deletes at a time, and once a local day.
CREATE TABLE retention_leases (
    site TEXT NOT NULL PRIMARY KEY REFERENCES sites (site),
    holder TEXT NOT NULL,
    until BIGINT NOT NULL,
    done_day TEXT
);

-- What was deleted when: counts, no names.
CREATE TABLE retention_runs (
    site TEXT NOT NULL REFERENCES sites (site),
    id TEXT NOT NULL,
    began BIGINT NOT NULL,
    ended BIGINT NOT NULL,
    who TEXT NOT NULL,
    report TEXT NOT NULL,
    PRIMARY KEY (site, id)
);
CREATE INDEX retention_runs_by_time ON retention_runs (site, began);

-- A person whose data must stay. It says who, because staff must know whom they hold.
CREATE TABLE holds (
    site TEXT NOT NULL REFERENCES sites (site),
    id TEXT NOT NULL,
    ground TEXT NOT NULL,
    first_name TEXT NOT NULL,
    last_name TEXT NOT NULL,
    born TEXT,
    reason TEXT NOT NULL,
    owner TEXT NOT NULL,
    until_day TEXT NOT NULL,
    placed BIGINT NOT NULL,
    placed_by TEXT NOT NULL,
    ended BIGINT,
    ended_by TEXT,
    PRIMARY KEY (site, id)
);

-- Every key under which the person stands in `visitors`.
CREATE TABLE hold_people (
    site TEXT NOT NULL,
    hold TEXT NOT NULL,
    who TEXT NOT NULL,
    PRIMARY KEY (site, hold, who),
    FOREIGN KEY (site, hold) REFERENCES holds (site, id)
);
CREATE INDEX hold_people_by_who ON hold_people (site, who);

-- People who were erased, as marks that only the master key can make: an old list does not bring
-- back what lies before the day.
CREATE TABLE erasures (
    site TEXT NOT NULL REFERENCES sites (site),
    mark TEXT NOT NULL,
    before_day TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (site, mark)
);

-- Who received what, when, and on what ground. `subject` is an opaque id of a person.
CREATE TABLE shared (
    site TEXT NOT NULL REFERENCES sites (site),
    id TEXT NOT NULL,
    at BIGINT NOT NULL,
    who TEXT NOT NULL,
    recipient TEXT NOT NULL,
    what TEXT NOT NULL,
    ground TEXT NOT NULL,
    subject TEXT,
    day TEXT,
    people BIGINT NOT NULL,
    PRIMARY KEY (site, id)
);
CREATE INDEX shared_by_time ON shared (site, at);

-- Where the audit begins since its oldest rows were deleted by age. The seal is made with the
-- master key: a beginning that was cut off by anybody else has none.
CREATE TABLE audit_cuts (
    site TEXT NOT NULL PRIMARY KEY REFERENCES sites (site),
    seq BIGINT NOT NULL,
    mark BYTEA NOT NULL,
    seal BYTEA NOT NULL
);
