-- Who did what, when and why. Each event holds the checksum of the one before: docs/audit.md has the recipe.
CREATE TABLE audit_events (
    number BIGINT PRIMARY KEY CHECK (number > 0),
    id TEXT NOT NULL UNIQUE CHECK (length(id) = 36),
    recorded_at TIMESTAMPTZ NOT NULL,
    actor_kind TEXT NOT NULL,
    actor_id TEXT NOT NULL,
    actor_name TEXT NOT NULL,
    action TEXT NOT NULL,
    object_kind TEXT NOT NULL,
    object_id TEXT NOT NULL,
    agreement_id TEXT,
    reason TEXT,
    before_sha256 TEXT CHECK (length(before_sha256) = 64),
    after_sha256 TEXT CHECK (length(after_sha256) = 64),
    request_id TEXT,
    previous_sha256 TEXT NOT NULL CHECK (length(previous_sha256) = 64),
    sha256 TEXT NOT NULL CHECK (length(sha256) = 64)
);
CREATE INDEX audit_events_by_agreement ON audit_events (agreement_id, number);
CREATE INDEX audit_events_by_object ON audit_events (object_kind, object_id, number);

-- Where the chain ends. The row is the lock, taken last of all in a transaction.
CREATE TABLE audit_head (
    id BIGINT PRIMARY KEY CHECK (id = 1),
    number BIGINT NOT NULL CHECK (number > 0),
    sha256 TEXT NOT NULL CHECK (length(sha256) = 64)
);

-- Who made a scenario, as the program knows it; absent for those that are older than accounts.
ALTER TABLE scenarios ADD COLUMN created_by TEXT;
