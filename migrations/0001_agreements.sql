-- An agreement and its versions. The row of `agreements` is also the lock: who adds a version updates it first.
CREATE TABLE agreements (
    id TEXT PRIMARY KEY CHECK (length(id) = 36),
    name TEXT NOT NULL,
    versions BIGINT NOT NULL CHECK (versions > 0),
    created_at TIMESTAMPTZ NOT NULL
);

CREATE TABLE agreement_versions (
    agreement_id TEXT NOT NULL REFERENCES agreements (id),
    number BIGINT NOT NULL CHECK (number > 0),
    document TEXT NOT NULL,
    sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
    valid_from DATE NOT NULL,
    valid_to DATE,
    note TEXT,
    created_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (agreement_id, number),
    CHECK (valid_to IS NULL OR valid_to >= valid_from)
);

-- A version is adopted once, by all parties' decisions together.
CREATE TABLE adoptions (
    agreement_id TEXT NOT NULL,
    number BIGINT NOT NULL,
    adopted_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (agreement_id, number),
    FOREIGN KEY (agreement_id, number) REFERENCES agreement_versions (agreement_id, number)
);

CREATE TABLE adoption_decisions (
    agreement_id TEXT NOT NULL,
    number BIGINT NOT NULL,
    party TEXT NOT NULL,
    reference TEXT NOT NULL,
    decided_on DATE,
    PRIMARY KEY (agreement_id, number, party),
    FOREIGN KEY (agreement_id, number) REFERENCES adoptions (agreement_id, number)
);
