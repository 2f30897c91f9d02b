-- What has been said of an issued document without moving money.
CREATE TABLE claim_events (
    id TEXT PRIMARY KEY CHECK (length(id) = 36),
    invoice_id TEXT NOT NULL REFERENCES invoices (id),
    -- 1, 2, 3 … of the document.
    number BIGINT NOT NULL CHECK (number > 0),
    kind TEXT NOT NULL CHECK (kind IN ('reminded', 'disputed', 'resolved', 'deferred')),
    -- A deferral: until when.
    until_day DATE,
    -- A reminder: what it costs, in öre.
    fee BIGINT CHECK (fee >= 0 AND fee < 100000000000000000),
    reason TEXT,
    actor_kind TEXT NOT NULL,
    actor_id TEXT NOT NULL,
    actor_name TEXT NOT NULL,
    recorded_at TIMESTAMPTZ NOT NULL,
    UNIQUE (invoice_id, number),
    CHECK ((kind = 'deferred') = (until_day IS NOT NULL)),
    CHECK ((kind = 'reminded') = (fee IS NOT NULL))
);

-- Reference rates (räntelagen 1975:635, § 9) as they were entered; of two from the same day the later holds.
CREATE TABLE reference_rates (
    id TEXT PRIMARY KEY CHECK (length(id) = 36),
    from_day DATE NOT NULL,
    percent TEXT NOT NULL,
    actor_kind TEXT NOT NULL,
    actor_id TEXT NOT NULL,
    actor_name TEXT NOT NULL,
    recorded_at TIMESTAMPTZ NOT NULL
);

-- Documents that charge interest: on which document, and for which days.
CREATE TABLE interest_charges (
    document_id TEXT PRIMARY KEY REFERENCES invoices (id),
    invoice_id TEXT NOT NULL REFERENCES invoices (id),
    from_day DATE NOT NULL,
    to_day DATE NOT NULL
);
CREATE INDEX interest_charges_by_invoice ON interest_charges (invoice_id);
