-- The desk's day: how far each party has come, when, and by whose hand. One row a visit and day,
-- made by the first act. `version` grows with every act on the visit; the `_changed` columns hold
-- the version at which that part changed last, so that a form which saw an older one is noticed.

CREATE TABLE progress (
    site TEXT NOT NULL,
    day TEXT NOT NULL,
    visit TEXT NOT NULL,
    version BIGINT NOT NULL,
    stage_changed BIGINT NOT NULL,
    table_changed BIGINT NOT NULL,
    table_name TEXT,
    desk BIGINT,
    desk_by TEXT,
    called BIGINT,
    called_by TEXT,
    searched BIGINT,
    searched_by TEXT,
    hall BIGINT,
    hall_by TEXT,
    gone BIGINT,
    gone_by TEXT,
    outcome TEXT,
    outcome_at BIGINT,
    outcome_by TEXT,
    PRIMARY KEY (site, day, visit),
    FOREIGN KEY (site, visit) REFERENCES visits (site, handle) ON DELETE CASCADE
);

-- Calls are one of these steps now.
INSERT INTO progress (site, day, visit, version, stage_changed, table_changed, called, called_by)
    SELECT site, day, visit, 1, 1, 0, called, called_by FROM calls;
DROP TABLE calls;

CREATE TABLE cancelled_sessions (
    site TEXT NOT NULL REFERENCES sites (site),
    day TEXT NOT NULL,
    start_minute BIGINT NOT NULL,
    cancelled BIGINT NOT NULL,
    cancelled_by TEXT NOT NULL,
    PRIMARY KEY (site, day, start_minute)
);

-- The last number that was given by hand on a day.
CREATE TABLE desk_numbers (
    site TEXT NOT NULL REFERENCES sites (site),
    day TEXT NOT NULL,
    last BIGINT NOT NULL,
    given BIGINT NOT NULL,
    PRIMARY KEY (site, day)
);

-- An arrival that was taken back stays, so that the same record cannot bring it back. One that
-- was merged is of a party that goes by another number; one that was moved keeps where it was.
ALTER TABLE arrivals ADD COLUMN undone BIGINT;
ALTER TABLE arrivals ADD COLUMN undone_by TEXT;
ALTER TABLE arrivals ADD COLUMN merged_into TEXT;
ALTER TABLE arrivals ADD COLUMN moved_from TEXT;
CREATE INDEX arrivals_by_number ON arrivals (site, day, number);

-- Visits and visitors that are on no list: staff wrote them down.
ALTER TABLE visits ADD COLUMN by_hand BIGINT NOT NULL DEFAULT 0;
ALTER TABLE visitors ADD COLUMN by_hand BIGINT NOT NULL DEFAULT 0;

-- In the Ministry's words: ATTENDED, ABSENT. `changed` is the version of the last act on a visitor.
ALTER TABLE visitors ADD COLUMN attendance TEXT;
ALTER TABLE visitors ADD COLUMN attendance_at BIGINT;
ALTER TABLE visitors ADD COLUMN attendance_by TEXT;
ALTER TABLE visitors ADD COLUMN changed BIGINT NOT NULL DEFAULT 0;

-- A record in trouble is shown until somebody has dealt with it.
ALTER TABLE records ADD COLUMN resolved BIGINT;
ALTER TABLE records ADD COLUMN resolved_by TEXT;
ALTER TABLE record_conflicts ADD COLUMN resolved BIGINT;
ALTER TABLE record_conflicts ADD COLUMN resolved_by TEXT;
