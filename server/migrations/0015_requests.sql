-- Families who want to talk in private or to be contacted, and what staff write down about it.
-- What a family typed stays sealed to the site's key. Times are microseconds.

CREATE TABLE talks (
    site TEXT NOT NULL REFERENCES sites (site),
    talk TEXT NOT NULL,
    kiosk TEXT NOT NULL,
    urgent BIGINT NOT NULL,
    about TEXT NOT NULL,
    language TEXT NOT NULL,
    asked BIGINT NOT NULL,
    -- Urgent: where they sit, their number, and whether it may be called "about your form".
    seat TEXT,
    number TEXT,
    call_number BIGINT NOT NULL,
    -- Urgent: from when on more people are told, when that happened, and who was to be told.
    escalates BIGINT,
    escalated BIGINT,
    told TEXT,
    -- Not urgent: what the family says at the desk, and a sealed contact.
    receipt TEXT,
    sealed BYTEA,
    taken BIGINT,
    taken_by TEXT,
    taken_name TEXT,
    -- Urgent: whom in the prison it was passed to, by role and extension.
    passed BIGINT,
    passed_to TEXT,
    passed_by TEXT,
    -- Not urgent.
    answered BIGINT,
    answered_by TEXT,
    closed BIGINT,
    closed_by TEXT,
    withdrawn BIGINT,
    PRIMARY KEY (site, talk)
);
CREATE INDEX talks_open ON talks (site, closed, asked);
CREATE INDEX talks_escalating ON talks (escalates, taken, escalated);
CREATE INDEX talks_by_receipt ON talks (site, receipt);

-- A family asked to be contacted, or somebody referred it to us.
CREATE TABLE requests (
    site TEXT NOT NULL REFERENCES sites (site),
    request TEXT NOT NULL,
    -- `kiosk`, `form`, `csv`, `api`, `site`.
    came_by TEXT NOT NULL,
    -- Who referred it; empty: the family itself.
    came_from TEXT NOT NULL,
    receipt TEXT NOT NULL,
    service TEXT,
    need TEXT,
    stage TEXT,
    segment TEXT,
    language TEXT NOT NULL,
    asked BIGINT NOT NULL,
    received BIGINT NOT NULL,
    -- NULL: erased.
    sealed BYTEA,
    -- `new`, `owned`, `contacted`, `handed-on`, `answered`, `closed`, `withdrawn`.
    state TEXT NOT NULL,
    owner TEXT,
    owner_name TEXT,
    owned BIGINT,
    answered BIGINT,
    answered_by TEXT,
    handed BIGINT,
    handed_to TEXT,
    -- What is to be done next, locked, and until when.
    next_step BYTEA,
    next_day TEXT,
    -- For the multi-agency panel.
    panel BIGINT NOT NULL,
    -- Withdrawn, or closed.
    ended BIGINT,
    -- Why it may not be erased, since when and by whom.
    held BIGINT,
    held_by TEXT,
    held_why TEXT,
    -- When anything about it was done last.
    changed BIGINT NOT NULL,
    version BIGINT NOT NULL,
    PRIMARY KEY (site, request)
);
CREATE INDEX requests_by_state ON requests (site, state, asked);
CREATE INDEX requests_by_receipt ON requests (site, receipt);

-- What is written down for whoever goes on. Locked: names stand in it.
CREATE TABLE request_notes (
    site TEXT NOT NULL,
    note TEXT NOT NULL,
    request TEXT NOT NULL,
    at BIGINT NOT NULL,
    who TEXT NOT NULL,
    text BYTEA NOT NULL,
    PRIMARY KEY (site, note),
    FOREIGN KEY (site, request) REFERENCES requests (site, request) ON DELETE CASCADE
);
CREATE INDEX request_notes_by_request ON request_notes (site, request, at);

-- Organisations that refer families to us by machine. The key is kept as a hash.
CREATE TABLE referral_partners (
    site TEXT NOT NULL REFERENCES sites (site),
    partner TEXT NOT NULL,
    name TEXT NOT NULL,
    key_hash TEXT NOT NULL,
    added BIGINT NOT NULL,
    added_by TEXT NOT NULL,
    ended BIGINT,
    PRIMARY KEY (site, partner)
);
CREATE UNIQUE INDEX referral_partners_by_key ON referral_partners (key_hash);

-- Who reads safeguarding notes. Nobody names themselves.
CREATE TABLE safeguarding_leads (
    site TEXT NOT NULL REFERENCES sites (site),
    person TEXT NOT NULL,
    since BIGINT NOT NULL,
    named_by TEXT NOT NULL,
    ended BIGINT,
    PRIMARY KEY (site, person)
);

-- Locked with a key of their own.
CREATE TABLE safeguarding_notes (
    site TEXT NOT NULL REFERENCES sites (site),
    note TEXT NOT NULL,
    at BIGINT NOT NULL,
    who TEXT NOT NULL,
    -- The talk or the request it came from.
    about TEXT,
    text BYTEA NOT NULL,
    -- When a lead read it first, and who.
    read_at BIGINT,
    read_by TEXT,
    PRIMARY KEY (site, note)
);
CREATE INDEX safeguarding_notes_by_time ON safeguarding_notes (site, at);
