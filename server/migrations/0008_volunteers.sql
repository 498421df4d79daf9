-- Families who wait for a volunteer: those who asked for one, and first visits. They stand in asks
-- and arrivals; here is what became of them. `claimed_code` is what kiosks are told of who it was,
-- `claimed_name` what staff read.

ALTER TABLE asks ADD COLUMN whom TEXT NOT NULL DEFAULT 'staff';

CREATE TABLE helps (
    site TEXT NOT NULL REFERENCES sites (site),
    -- The ask's id, or the arrival's.
    family TEXT NOT NULL,
    day TEXT NOT NULL,
    changed BIGINT NOT NULL,
    claimed_by TEXT,
    claimed_code TEXT,
    claimed_name TEXT,
    done BIGINT,
    done_by TEXT,
    PRIMARY KEY (site, family)
);
CREATE INDEX helps_by_day ON helps (site, day);

-- Staff have put the kiosk out of service.
ALTER TABLE kiosks ADD COLUMN out_of_service BIGINT NOT NULL DEFAULT 0;
