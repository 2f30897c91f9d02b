-- The billing year of an agreement: one row, whose status says where it stands.
CREATE TABLE periods (
    id TEXT PRIMARY KEY,
    agreement_id TEXT NOT NULL REFERENCES agreements (id),
    year BIGINT NOT NULL CHECK (year BETWEEN 2000 AND 2100),
    status TEXT NOT NULL CHECK (status IN ('planned', 'adopted', 'settled', 'closed')),
    revision BIGINT NOT NULL CHECK (revision > 0),
    -- The snapshot that is in force.
    snapshot BIGINT NOT NULL CHECK (snapshot > 0),
    decision_reference TEXT,
    created_at TIMESTAMPTZ NOT NULL,
    changed_at TIMESTAMPTZ NOT NULL,
    UNIQUE (agreement_id, year),
    CHECK ((status = 'planned') = (decision_reference IS NULL))
);

-- What a period was calculated from and what came of it, byte for byte; never edited.
CREATE TABLE period_snapshots (
    period_id TEXT NOT NULL REFERENCES periods (id),
    number BIGINT NOT NULL CHECK (number > 0),
    version BIGINT NOT NULL CHECK (version > 0),
    budget_revision BIGINT CHECK (budget_revision > 0),
    engine TEXT NOT NULL,
    -- The whole request of the calculation: agreement, changes, statistics, opening, events, year.
    request TEXT NOT NULL,
    result TEXT NOT NULL,
    -- SHA-256 of the request, and of request and result together: what a preview shows and a commit echoes.
    request_sha256 TEXT NOT NULL CHECK (length(request_sha256) = 64),
    fingerprint TEXT NOT NULL CHECK (length(fingerprint) = 64),
    recorded_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (period_id, number)
);

-- A party's own decision on what it will contribute; a later one for the same days takes its place (replaces).
CREATE TABLE contributions (
    id TEXT PRIMARY KEY,
    period_id TEXT NOT NULL REFERENCES periods (id),
    party TEXT NOT NULL,
    contributes_percent TEXT NOT NULL,
    from_day DATE,
    to_day DATE,
    cause TEXT NOT NULL,
    decided_on DATE NOT NULL,
    reference TEXT NOT NULL,
    reason TEXT,
    replaces TEXT UNIQUE REFERENCES contributions (id),
    recorded_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX contributions_by_period ON contributions (period_id, id);
