-- Legal entities with their invoicing details, and every state that they have been in.
CREATE TABLE organisations (
    id TEXT PRIMARY KEY CHECK (length(id) = 36),
    organisation_number TEXT NOT NULL UNIQUE CHECK (length(organisation_number) = 10),
    external_id TEXT UNIQUE,
    name TEXT NOT NULL,
    document TEXT NOT NULL,
    revision BIGINT NOT NULL CHECK (revision > 0),
    created_at TIMESTAMPTZ NOT NULL,
    changed_at TIMESTAMPTZ NOT NULL
);

CREATE TABLE organisation_revisions (
    organisation_id TEXT NOT NULL REFERENCES organisations (id),
    revision BIGINT NOT NULL CHECK (revision > 0),
    document TEXT NOT NULL,
    changed_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (organisation_id, revision)
);
