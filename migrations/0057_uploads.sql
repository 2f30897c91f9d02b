-- Files on their way in: whoever brings one sees what it holds before anything of it is stored, and nobody else does. What is
-- in a file goes when it has been stored, or after a day with the row itself.
CREATE TABLE uploads (
    id TEXT PRIMARY KEY CHECK (length(id) = 36),
    principal TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('statistics', 'outcome')),
    agreement_id TEXT REFERENCES agreements (id),
    year BIGINT CHECK (year BETWEEN 2000 AND 2100),
    file_name TEXT NOT NULL,
    file_sha256 TEXT NOT NULL CHECK (length(file_sha256) = 64),
    base64 TEXT NOT NULL,
    mapping TEXT,
    stored_as TEXT,
    expires_at TIMESTAMPTZ NOT NULL,
    CHECK ((kind = 'outcome') = (agreement_id IS NOT NULL)),
    CHECK ((kind = 'outcome') = (year IS NOT NULL)),
    CHECK ((stored_as IS NOT NULL) = (base64 = ''))
);
CREATE INDEX uploads_by_principal ON uploads (principal, id);
CREATE INDEX uploads_by_age ON uploads (expires_at);

-- Which column was what in a file with this head, for the next one that somebody brings.
CREATE TABLE import_mappings (
    principal TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('statistics', 'outcome')),
    head_sha256 TEXT NOT NULL CHECK (length(head_sha256) = 64),
    mapping TEXT NOT NULL,
    changed_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (principal, kind, head_sha256)
);

-- Who brought the file, as that one was called then.
ALTER TABLE imports ADD COLUMN recorded_by TEXT;
