-- Money that has come in or gone out. What was registered wrongly is taken back by another row; none is edited or deleted.

-- One row for each organisation with payments: held while something is written about its money.
CREATE TABLE payment_turns (
    organisation_number TEXT PRIMARY KEY CHECK (length(organisation_number) = 10),
    turn BIGINT NOT NULL CHECK (turn > 0)
);

-- A file from a bank that payments came with.
CREATE TABLE payment_imports (
    id TEXT PRIMARY KEY CHECK (length(id) = 36),
    file_sha256 TEXT NOT NULL UNIQUE CHECK (length(file_sha256) = 64),
    file_name TEXT NOT NULL,
    -- What the bank calls it.
    message_id TEXT NOT NULL,
    -- What was in it: payments that were new, that had come with another file, and what was no incoming payment.
    booked BIGINT NOT NULL CHECK (booked >= 0),
    known BIGINT NOT NULL CHECK (known >= 0),
    passed_over BIGINT NOT NULL CHECK (passed_over >= 0),
    actor_kind TEXT NOT NULL,
    actor_id TEXT NOT NULL,
    actor_name TEXT NOT NULL,
    recorded_at TIMESTAMPTZ NOT NULL
);

CREATE TABLE payments (
    id TEXT PRIMARY KEY CHECK (length(id) = 36),
    kind TEXT NOT NULL CHECK (kind IN ('received', 'refunded', 'paid_out')),
    -- Whose account it came to or went from.
    organisation_number TEXT NOT NULL CHECK (length(organisation_number) = 10),
    -- Who paid or was paid; none while that is not known.
    counterparty_number TEXT CHECK (length(counterparty_number) = 10),
    amount BIGINT NOT NULL CHECK (amount <> 0 AND abs(amount) < 100000000000000000),
    paid_on DATE NOT NULL,
    note TEXT,
    -- The payment that a refund gives back of.
    refunds_id TEXT REFERENCES payments (id),
    -- The row that this one takes back.
    reverses_id TEXT UNIQUE REFERENCES payments (id),
    import_id TEXT REFERENCES payment_imports (id),
    -- SHA-256 of account, reference, day, amount and which of several such.
    entry_key TEXT UNIQUE CHECK (length(entry_key) = 64),
    -- What the bank told of it, as JSON.
    entry TEXT,
    actor_kind TEXT NOT NULL,
    actor_id TEXT NOT NULL,
    actor_name TEXT NOT NULL,
    recorded_at TIMESTAMPTZ NOT NULL,
    CHECK ((amount < 0) = (reverses_id IS NOT NULL)),
    CHECK (refunds_id IS NULL OR kind = 'refunded'),
    CHECK ((import_id IS NULL) = (entry_key IS NULL) AND (import_id IS NULL) = (entry IS NULL))
);
CREATE INDEX payments_by_refunded ON payments (refunds_id);
CREATE INDEX payments_by_import ON payments (import_id, id);

-- Which documents a payment pays; below zero it is taken away again.
CREATE TABLE payment_allocations (
    id TEXT PRIMARY KEY CHECK (length(id) = 36),
    payment_id TEXT NOT NULL REFERENCES payments (id),
    invoice_id TEXT NOT NULL REFERENCES invoices (id),
    amount BIGINT NOT NULL CHECK (amount <> 0 AND abs(amount) < 100000000000000000),
    reason TEXT,
    actor_kind TEXT NOT NULL,
    actor_id TEXT NOT NULL,
    actor_name TEXT NOT NULL,
    recorded_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX payment_allocations_by_payment ON payment_allocations (payment_id, id);
CREATE INDEX payment_allocations_by_invoice ON payment_allocations (invoice_id, id);
