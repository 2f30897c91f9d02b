-- What was worked and what it cost in a year: each revision holds every row, so that none is ever edited.
CREATE TABLE outcomes (
    period_id TEXT NOT NULL REFERENCES periods (id),
    revision BIGINT NOT NULL CHECK (revision > 0),
    -- A JSON list of cost, date, what, and hours or amount.
    entries TEXT NOT NULL,
    reason TEXT,
    -- The file that it came from, when it did.
    file_name TEXT,
    file_sha256 TEXT CHECK (length(file_sha256) = 64),
    recorded_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (period_id, revision),
    CHECK ((file_name IS NULL) = (file_sha256 IS NULL))
);

-- That a year was settled, once, and what that meant for each party.
CREATE TABLE settlements (
    period_id TEXT PRIMARY KEY REFERENCES periods (id),
    -- The snapshot with the outcome.
    snapshot BIGINT NOT NULL CHECK (snapshot > 0),
    outcome_revision BIGINT NOT NULL CHECK (outcome_revision >= 0),
    remainder TEXT NOT NULL CHECK (remainder IN ('invoice', 'carry')),
    decision_reference TEXT NOT NULL,
    -- What that meant for each cost and party, as JSON.
    amounts TEXT NOT NULL,
    recorded_at TIMESTAMPTZ NOT NULL,
    FOREIGN KEY (period_id, snapshot) REFERENCES period_snapshots (period_id, number)
);

-- What a year leaves to the year after, by party and VAT treatment: from its settlement, or from a change that was settled
-- forward. Above zero the party has paid too little.
CREATE TABLE carried_amounts (
    period_id TEXT NOT NULL REFERENCES periods (id),
    -- The snapshot that it came with.
    snapshot BIGINT NOT NULL CHECK (snapshot > 0),
    party TEXT NOT NULL,
    vat_group TEXT NOT NULL,
    -- The whole treatment, as JSON.
    vat TEXT NOT NULL,
    amount BIGINT NOT NULL CHECK (amount <> 0 AND abs(amount) < 100000000000000000),
    cause TEXT NOT NULL CHECK (cause IN ('settlement', 'forward')),
    recorded_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (period_id, snapshot, party, vat_group),
    FOREIGN KEY (period_id, snapshot) REFERENCES period_snapshots (period_id, number)
);
