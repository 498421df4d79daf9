-- What is wrong about a service was stored under its record's id, which begins with the time it was
-- made. Of those that are here the random end of it stays; new ones have an id that tells no time.
UPDATE service_mistakes SET id = SUBSTR(id, 20) WHERE LENGTH(id) = 36;
