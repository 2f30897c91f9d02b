-- Which of several programs on this database does the periodic work of a kind, and until when unless it says so again.
CREATE TABLE leases (
    name TEXT PRIMARY KEY,
    holder TEXT NOT NULL,
    expires_at TIMESTAMPTZ NOT NULL
);
