-- Who did what, chained: each row's mark covers the one before. `about` names a thing by its id,
-- never a family by its name.

CREATE TABLE audit (
    site TEXT NOT NULL REFERENCES sites (site),
    seq BIGINT NOT NULL,
    at BIGINT NOT NULL,
    who TEXT NOT NULL,
    act TEXT NOT NULL,
    about TEXT NOT NULL,
    mark BYTEA NOT NULL,
    PRIMARY KEY (site, seq)
);
CREATE INDEX audit_by_time ON audit (site, at);

-- The end of each chain, so that a row taken off the end is missed too.
CREATE TABLE audit_ends (
    site TEXT NOT NULL PRIMARY KEY REFERENCES sites (site),
    seq BIGINT NOT NULL,
    mark BYTEA NOT NULL
);
