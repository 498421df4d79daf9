-- What families said is wrong with a service, since it was told last: which service, what, and the
-- day. No time of day, nobody.
CREATE TABLE mistake (
    number INTEGER PRIMARY KEY,
    body BLOB NOT NULL
);
