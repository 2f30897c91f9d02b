-- When the forums of an agreement meet, a year at a time: all the year's days as JSON, written over each time.
CREATE TABLE meetings (
    agreement_id TEXT NOT NULL REFERENCES agreements (id),
    year BIGINT NOT NULL CHECK (year BETWEEN 2000 AND 2100),
    revision BIGINT NOT NULL CHECK (revision > 0),
    days TEXT NOT NULL,
    changed_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (agreement_id, year)
);
