-- Files that observations came from.
CREATE TABLE imports (
    id TEXT PRIMARY KEY CHECK (length(id) = 36),
    series TEXT NOT NULL,
    file_name TEXT NOT NULL,
    file_sha256 TEXT NOT NULL CHECK (length(file_sha256) = 64),
    row_count BIGINT NOT NULL CHECK (row_count >= 0),
    recorded_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX imports_by_file ON imports (series, file_sha256);

-- A correction is a new row with the same series, for_code and date: the newest recorded_at, then the newest id, wins.
CREATE TABLE observations (
    id TEXT PRIMARY KEY CHECK (length(id) = 36),
    series TEXT NOT NULL,
    for_code TEXT NOT NULL,
    date DATE NOT NULL,
    value TEXT NOT NULL,
    source TEXT,
    published_at DATE,
    recorded_at TIMESTAMPTZ NOT NULL,
    import_id TEXT REFERENCES imports (id)
);
CREATE INDEX observations_by_series ON observations (series, for_code, date, recorded_at);
