-- What a request did that came with an Idempotency-Key, stored with what it did: a second one is told the same.
CREATE TABLE idempotency (
    principal TEXT NOT NULL,
    route TEXT NOT NULL,
    idempotency_key TEXT NOT NULL,
    fingerprint TEXT NOT NULL CHECK (length(fingerprint) = 64),
    outcome TEXT,
    recorded_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (principal, route, idempotency_key)
);
CREATE INDEX idempotency_by_age ON idempotency (recorded_at);

-- The last number that an issuer has given out in a year. The row is the lock: whoever takes a number holds it to the end
-- of the transaction, so a number that is rolled back is taken again and none is ever left out.
CREATE TABLE number_series (
    issuer TEXT NOT NULL,
    year BIGINT NOT NULL CHECK (year BETWEEN 2000 AND 2100),
    last BIGINT NOT NULL CHECK (last > 0),
    PRIMARY KEY (issuer, year)
);
