-- Agreements in which nothing is planned, attested, issued or settled until somebody has looked: what is stored of them was found
-- not to hold together. Gone when the agreement is released; the audit trail keeps both.
CREATE TABLE parked_agreements (
    agreement_id TEXT PRIMARY KEY REFERENCES agreements (id),
    reason_sv TEXT NOT NULL,
    reason_en TEXT NOT NULL,
    parked_at TIMESTAMPTZ NOT NULL
);
