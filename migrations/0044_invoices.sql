-- Documents that ask for money, give it back, or tell of it. The columns repeat what `document` says, to be searched by.
CREATE TABLE invoices (
    id TEXT PRIMARY KEY,
    agreement_id TEXT NOT NULL REFERENCES agreements (id),
    period_id TEXT NOT NULL REFERENCES periods (id),
    -- The snapshot of the period that it was made from.
    snapshot BIGINT NOT NULL CHECK (snapshot > 0),
    form TEXT NOT NULL CHECK (form IN ('invoice', 'credit_note', 'internal', 'payout')),
    occasion TEXT NOT NULL CHECK (occasion IN ('instalment', 'settlement', 'correction', 'cover', 'cover_reversal',
                                               'interest', 'reminder_fee', 'credit')),
    -- Which instalment, or which of several of the same occasion.
    ordinal BIGINT NOT NULL CHECK (ordinal >= 0),
    payer TEXT NOT NULL,
    seller TEXT NOT NULL,
    vat_group TEXT NOT NULL,
    net BIGINT NOT NULL CHECK (abs(net) < 100000000000000000),
    vat BIGINT NOT NULL CHECK (abs(vat) < 100000000000000000),
    payable BIGINT NOT NULL CHECK (abs(payable) < 100000000000000000),
    -- The invoice that a credit note takes back, or a part of it.
    credits_id TEXT REFERENCES invoices (id),
    status TEXT NOT NULL CHECK (status IN ('draft', 'issued', 'discarded')),
    revision BIGINT NOT NULL CHECK (revision > 0),
    document TEXT NOT NULL,
    -- SHA-256 of the document as a draft: what is attested, and the same after it was issued.
    content_sha256 TEXT NOT NULL CHECK (length(content_sha256) = 64),
    created_by_kind TEXT NOT NULL,
    created_by_id TEXT NOT NULL,
    created_by_name TEXT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    changed_at TIMESTAMPTZ NOT NULL,
    -- What it gets when it is issued. The series is the issuer's and the year's, see number_series.
    issuer TEXT,
    series_year BIGINT,
    number BIGINT CHECK (number > 0),
    number_text TEXT,
    issued_at TIMESTAMPTZ,
    issued_on DATE,
    due_on DATE,
    ocr TEXT,
    -- Of the one before in the series, and of this one and that.
    previous_sha256 TEXT CHECK (length(previous_sha256) = 64),
    sha256 TEXT CHECK (length(sha256) = 64),
    UNIQUE (issuer, series_year, number),
    UNIQUE (issuer, number_text),
    FOREIGN KEY (period_id, snapshot) REFERENCES period_snapshots (period_id, number),
    -- Whole kronor move it by half a krona at most.
    CHECK (abs(payable - net - vat) <= 50),
    CHECK (form NOT IN ('invoice', 'credit_note') OR (net >= 0 AND vat >= 0 AND payable >= 0)),
    CHECK (credits_id IS NULL OR form IN ('credit_note', 'internal', 'payout')),
    CHECK (status <> 'issued'
           OR (issuer IS NOT NULL AND series_year IS NOT NULL AND number IS NOT NULL AND number_text IS NOT NULL
               AND issued_at IS NOT NULL AND issued_on IS NOT NULL AND due_on IS NOT NULL AND ocr IS NOT NULL
               AND previous_sha256 IS NOT NULL AND sha256 IS NOT NULL)),
    CHECK (status = 'issued'
           OR (issuer IS NULL AND series_year IS NULL AND number IS NULL AND number_text IS NULL AND issued_at IS NULL
               AND issued_on IS NULL AND due_on IS NULL AND ocr IS NULL AND previous_sha256 IS NULL AND sha256 IS NULL))
);
CREATE INDEX invoices_by_agreement ON invoices (agreement_id, id);
CREATE INDEX invoices_by_period ON invoices (period_id, id);
CREATE INDEX invoices_by_credited ON invoices (credits_id);

-- Who approved what. One counts while the invoice still has the content that was attested: an edit voids it by itself.
CREATE TABLE attestations (
    invoice_id TEXT NOT NULL REFERENCES invoices (id),
    ordinal BIGINT NOT NULL CHECK (ordinal > 0),
    content_sha256 TEXT NOT NULL CHECK (length(content_sha256) = 64),
    actor_kind TEXT NOT NULL,
    actor_id TEXT NOT NULL,
    actor_name TEXT NOT NULL,
    recorded_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (invoice_id, ordinal),
    UNIQUE (invoice_id, content_sha256, actor_kind, actor_id)
);

-- Nothing is asked for twice: one living document in each place. The row goes when a draft is discarded or an invoice is
-- wholly credited.
CREATE TABLE invoice_places (
    period_id TEXT NOT NULL REFERENCES periods (id),
    payer TEXT NOT NULL,
    seller TEXT NOT NULL,
    occasion TEXT NOT NULL,
    ordinal BIGINT NOT NULL,
    vat_group TEXT NOT NULL,
    invoice_id TEXT NOT NULL UNIQUE REFERENCES invoices (id),
    PRIMARY KEY (period_id, payer, seller, occasion, ordinal, vat_group)
);

-- What was sent of an issued invoice, written once and after the issue.
CREATE TABLE invoice_files (
    invoice_id TEXT NOT NULL REFERENCES invoices (id),
    kind TEXT NOT NULL CHECK (kind IN ('pdf', 'xml')),
    -- Of the bytes.
    sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
    base64 TEXT NOT NULL,
    recorded_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (invoice_id, kind)
);
CREATE INDEX invoice_files_by_sha256 ON invoice_files (sha256);
