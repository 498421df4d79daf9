-- Services, as the server published them for everybody to see. Nothing of a family is in here.

CREATE TABLE service (
    number INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE,
    nations INTEGER NOT NULL, -- a bit for each
    body BLOB NOT NULL
);

-- What each is for; an empty need: for any.
CREATE TABLE service_need (
    need TEXT NOT NULL,
    number INTEGER NOT NULL,
    PRIMARY KEY (need, number)
) WITHOUT ROWID;
CREATE INDEX service_need_by_number ON service_need (number);

-- Their words, by which they are searched. The texts themselves stand in `service`.
CREATE VIRTUAL TABLE service_text USING fts5(
    name, organization, words, needs,
    content = '', contentless_delete = 1,
    tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3'
);
CREATE VIRTUAL TABLE service_word USING fts5vocab(service_text, row);

-- How often something was looked for since it was told last. No word that was searched for, no time
-- of day, nobody.
CREATE TABLE sought (
    day TEXT NOT NULL,
    need TEXT NOT NULL, -- empty: a word was searched for
    stage TEXT NOT NULL, -- empty: they did not say
    nation TEXT NOT NULL,
    language TEXT NOT NULL,
    found INTEGER NOT NULL,
    times INTEGER NOT NULL,
    PRIMARY KEY (day, need, stage, nation, language, found)
) WITHOUT ROWID;
