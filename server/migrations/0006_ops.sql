-- This life of the server: another after it was restored from a copy. One row.
CREATE TABLE server_life (
    one BIGINT NOT NULL PRIMARY KEY,
    generation TEXT NOT NULL,
    since BIGINT NOT NULL
);

-- The letters under which this device gave numbers in an earlier life of its own.
ALTER TABLE kiosks ADD COLUMN former_letters TEXT NOT NULL DEFAULT '';

-- Record numbers that a device has no more and that never came: nobody waits for them.
CREATE TABLE record_gaps (
    site TEXT NOT NULL,
    kiosk TEXT NOT NULL,
    first_seq BIGINT NOT NULL,
    last_seq BIGINT NOT NULL,
    noticed BIGINT NOT NULL,
    PRIMARY KEY (site, kiosk, first_seq),
    FOREIGN KEY (site, kiosk) REFERENCES kiosks (site, kiosk)
);
