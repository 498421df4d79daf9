-- One account for the whole server: one name, one password, and a role at each site where the
-- person works. `person` is an id that tells nothing: it stands in addresses and in the audit.

CREATE TABLE people (
    person TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    shown_name TEXT NOT NULL,
    password TEXT NOT NULL,
    -- A password that somebody else knows must be changed, and serves until then at most.
    once_until BIGINT,
    language TEXT,
    -- Grows with whatever ends all sessions of the person.
    stamp BIGINT NOT NULL,
    last_site TEXT,
    -- Locked with the master key. `factor_next` waits for its first right code.
    factor BYTEA,
    factor_next BYTEA,
    -- The newest time step whose code was used: none serves twice.
    factor_step BIGINT NOT NULL,
    added BIGINT NOT NULL
);
CREATE UNIQUE INDEX people_by_name ON people (name);

CREATE TABLE roles (
    site TEXT NOT NULL REFERENCES sites (site),
    person TEXT NOT NULL REFERENCES people (person),
    role TEXT NOT NULL,
    since BIGINT NOT NULL,
    ended BIGINT,
    PRIMARY KEY (site, person)
);
CREATE INDEX roles_by_person ON roles (person);

-- Marks made with a key that is not in the database: a code is not to be found by trying.
CREATE TABLE recovery_codes (
    person TEXT NOT NULL REFERENCES people (person),
    mark TEXT NOT NULL,
    used BIGINT,
    PRIMARY KEY (person, mark)
);

-- What opens staff and volunteer mode on kiosks. A code is never given to a second person.
CREATE TABLE keyholders (
    site TEXT NOT NULL REFERENCES sites (site),
    code TEXT NOT NULL,
    person TEXT NOT NULL REFERENCES people (person),
    opens TEXT NOT NULL,
    pin TEXT NOT NULL,
    given BIGINT NOT NULL,
    ended BIGINT,
    PRIMARY KEY (site, code)
);
CREATE INDEX keyholders_by_person ON keyholders (site, person);

-- Failed tries to sign in, by a mark of the account or the address: whatever was typed as a name
-- may have been a password.
CREATE TABLE tries (
    who TEXT NOT NULL PRIMARY KEY,
    failures BIGINT NOT NULL,
    last_failure BIGINT NOT NULL,
    locked_until BIGINT NOT NULL
);

-- Where one name stood at several sites there may be several people behind it: each keeps an
-- account of its own, `name.site` for all of them.
INSERT INTO people (person, name, shown_name, password, language, stamp, last_site, factor_step,
                    added)
SELECT 'p' || CAST(ROW_NUMBER() OVER (ORDER BY u.site, u.name) AS TEXT),
       CASE WHEN (SELECT COUNT(*) FROM users o WHERE o.name = u.name) = 1 THEN u.name
            ELSE u.name || '.' || LOWER(u.site) END,
       u.shown_name, u.password, u.language, 0, u.site, 0, u.added
FROM users u;

INSERT INTO roles (site, person, role, since)
SELECT u.site, p.person, u.role, u.added
FROM users u JOIN people p
  ON p.last_site = u.site AND (p.name = u.name OR p.name = u.name || '.' || LOWER(u.site));

DROP TABLE users;
DROP TABLE sign_in_failures;

-- A mark of its own over the end of each chain, so that an end cannot be moved back by copying
-- an earlier row into it.
ALTER TABLE audit_ends ADD COLUMN seal BYTEA;
CREATE INDEX audit_by_who ON audit (site, who);
CREATE INDEX audit_by_act ON audit (site, act);
