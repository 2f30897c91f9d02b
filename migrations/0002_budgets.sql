-- A year's changes and opening balances. Each edit and each adoption is a new revision: the newest is the one being
-- worked on, the newest adopted one is the one in force.
CREATE TABLE budgets (
    agreement_id TEXT NOT NULL REFERENCES agreements (id),
    year BIGINT NOT NULL CHECK (year BETWEEN 2000 AND 2100),
    revision BIGINT NOT NULL CHECK (revision > 0),
    changes TEXT NOT NULL,
    opening TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('draft', 'adopted')),
    decision_reference TEXT,
    recorded_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (agreement_id, year, revision),
    CHECK ((status = 'adopted') = (decision_reference IS NOT NULL))
);
