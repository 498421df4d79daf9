-- Where visit lists come from, what an import set off, and what waits for a person.

ALTER TABLE imports ADD COLUMN source TEXT NOT NULL DEFAULT 'command';
ALTER TABLE imports ADD COLUMN by_whom TEXT;
ALTER TABLE imports ADD COLUMN changed BIGINT NOT NULL DEFAULT 0;
ALTER TABLE imports ADD COLUMN remarks TEXT NOT NULL DEFAULT '[]';
CREATE INDEX imports_by_time ON imports (site, at);

-- A visit that was moved or cancelled after somebody had arrived for it. One row a visit: how it
-- stood when they arrived, and how it stands now. No names.
CREATE TABLE import_exceptions (
    site TEXT NOT NULL REFERENCES sites (site),
    visit TEXT NOT NULL,
    what TEXT NOT NULL,
    was_day TEXT NOT NULL,
    was_start BIGINT NOT NULL,
    is_day TEXT NOT NULL,
    is_start BIGINT NOT NULL,
    at BIGINT NOT NULL,
    settled BIGINT,
    settled_by TEXT,
    PRIMARY KEY (site, visit)
);
CREATE INDEX import_exceptions_by_day ON import_exceptions (site, was_day);

-- Visits that a later list of their whole day does not have. Nothing is cancelled by absence:
-- a person decides.
CREATE TABLE missing_visits (
    site TEXT NOT NULL REFERENCES sites (site),
    visit TEXT NOT NULL,
    day TEXT NOT NULL,
    since BIGINT NOT NULL,
    kept BIGINT,
    kept_by TEXT,
    PRIMARY KEY (site, visit)
);

-- An uploaded list between its preview and its confirmation. The key is in the page that shows
-- the preview and nowhere here.
CREATE TABLE import_previews (
    site TEXT NOT NULL REFERENCES sites (site),
    id TEXT NOT NULL,
    by_whom TEXT NOT NULL,
    expires BIGINT NOT NULL,
    sealed BYTEA NOT NULL,
    PRIMARY KEY (site, id)
);

-- Where a site's list is fetched from, and how that goes. Keys and certificates are files.
CREATE TABLE sources (
    site TEXT NOT NULL PRIMARY KEY REFERENCES sites (site),
    settings TEXT NOT NULL,
    next_at BIGINT NOT NULL,
    lease TEXT NOT NULL,
    lease_until BIGINT NOT NULL,
    last_try BIGINT,
    last_good BIGINT,
    failing_since BIGINT,
    failures BIGINT NOT NULL,
    trouble TEXT
);

-- When somebody's details were fetched last, so that one person costs one request a day.
CREATE TABLE source_people (
    site TEXT NOT NULL REFERENCES sites (site),
    person TEXT NOT NULL,
    fetched BIGINT NOT NULL,
    PRIMARY KEY (site, person)
);

-- A keyed mark of the secret that a site's cards are sealed with: a command that was started with
-- another one is noticed before it seals cards that no kiosk opens.
CREATE TABLE site_secret_marks (
    site TEXT NOT NULL PRIMARY KEY REFERENCES sites (site),
    mark BYTEA NOT NULL,
    noted BIGINT NOT NULL
);
