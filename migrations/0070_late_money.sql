-- What a defaulter paid after others had covered for it, and who is given how much of it back; never edited.
CREATE TABLE late_money (
    period_id TEXT NOT NULL REFERENCES periods (id),
    number BIGINT NOT NULL CHECK (number > 0),
    -- The snapshot whose calculation says who covered.
    snapshot BIGINT NOT NULL CHECK (snapshot > 0),
    party TEXT NOT NULL,
    -- Öre.
    amount BIGINT NOT NULL CHECK (amount > 0),
    received_on DATE NOT NULL,
    reason TEXT,
    recorded_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (period_id, number)
);
CREATE TABLE late_money_parts (
    period_id TEXT NOT NULL,
    number BIGINT NOT NULL,
    ordinal BIGINT NOT NULL CHECK (ordinal >= 0),
    -- A party's id, or `reserve`.
    creditor TEXT NOT NULL,
    amount BIGINT NOT NULL CHECK (amount > 0),
    PRIMARY KEY (period_id, number, ordinal),
    FOREIGN KEY (period_id, number) REFERENCES late_money (period_id, number)
);
