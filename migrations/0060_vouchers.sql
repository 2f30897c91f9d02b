-- The journal: what happened, as vouchers that each sum to zero, in the books of the legal entity that asked for the money.
CREATE TABLE vouchers (
    id TEXT PRIMARY KEY CHECK (length(id) = 36),
    -- Whose books: an organisation number. The series is the issuer's and the year's, see number_series.
    issuer TEXT NOT NULL CHECK (length(issuer) = 10),
    year BIGINT NOT NULL CHECK (year BETWEEN 2000 AND 2100),
    number BIGINT NOT NULL CHECK (number > 0),
    agreement_id TEXT NOT NULL REFERENCES agreements (id),
    dated_on DATE NOT NULL,
    text TEXT NOT NULL,
    -- The one thing that it tells of: a document, a default, a payment.
    source_kind TEXT NOT NULL,
    source_id TEXT NOT NULL,
    recorded_by_kind TEXT NOT NULL,
    recorded_by_id TEXT NOT NULL,
    recorded_by_name TEXT NOT NULL,
    recorded_at TIMESTAMPTZ NOT NULL,
    -- Of the one before in the series, and of this one and that.
    previous_sha256 TEXT NOT NULL CHECK (length(previous_sha256) = 64),
    sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
    UNIQUE (issuer, year, number),
    -- Nothing is posted twice.
    UNIQUE (source_kind, source_id)
);
CREATE INDEX vouchers_by_agreement ON vouchers (agreement_id, id);
CREATE INDEX vouchers_by_day ON vouchers (issuer, dated_on);

-- The sides of a voucher: one for each account, debit above zero, credit below.
CREATE TABLE voucher_entries (
    voucher_id TEXT NOT NULL REFERENCES vouchers (id),
    ordinal BIGINT NOT NULL CHECK (ordinal > 0),
    account TEXT NOT NULL,
    ore BIGINT NOT NULL CHECK (ore <> 0 AND abs(ore) < 100000000000000000),
    PRIMARY KEY (voucher_id, ordinal),
    UNIQUE (voucher_id, account)
);
CREATE INDEX voucher_entries_by_account ON voucher_entries (account, voucher_id);
