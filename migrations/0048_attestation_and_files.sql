-- The largest amount that an approver attests alone, in öre; none: any amount.
ALTER TABLE grants ADD COLUMN amount_limit BIGINT CHECK (amount_limit > 0);

-- Whether an organisation has given attestation up; what its document says too, to be searched by.
ALTER TABLE organisations ADD COLUMN unattested BOOLEAN NOT NULL DEFAULT FALSE;

-- Why the files of an issued document could not be made the last time that was tried; gone once they are there.
CREATE TABLE invoice_file_faults (
    invoice_id TEXT PRIMARY KEY REFERENCES invoices (id),
    fault TEXT NOT NULL,
    recorded_at TIMESTAMPTZ NOT NULL
);

-- The invoice that an employer has sent for what a payout basis says that it is owed. An employer's number is its own.
CREATE TABLE incoming_invoices (
    invoice_id TEXT PRIMARY KEY REFERENCES invoices (id),
    issuer TEXT NOT NULL CHECK (length(issuer) = 10),
    number TEXT NOT NULL,
    issued_on DATE NOT NULL,
    actor_kind TEXT NOT NULL,
    actor_id TEXT NOT NULL,
    actor_name TEXT NOT NULL,
    recorded_at TIMESTAMPTZ NOT NULL,
    UNIQUE (issuer, number)
);
