-- How an organisation's files for other systems look: a layout has a name of its own there, and is written over each time.
CREATE TABLE export_layouts (
    organisation_id TEXT NOT NULL REFERENCES organisations (id),
    name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 63),
    exports TEXT NOT NULL CHECK (exports IN ('invoices', 'ledger')),
    layout TEXT NOT NULL,
    revision BIGINT NOT NULL CHECK (revision > 0),
    changed_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (organisation_id, name)
);
