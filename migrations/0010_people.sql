-- People. A login is unique in lower case; those who sign in elsewhere (OpenID Connect) have an issuer and a subject
-- instead of a password.
CREATE TABLE users (
    id TEXT PRIMARY KEY CHECK (length(id) = 36),
    login TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    password_hash TEXT,
    issuer TEXT,
    subject TEXT,
    status TEXT NOT NULL CHECK (status IN ('active', 'closed')),
    revision BIGINT NOT NULL CHECK (revision > 0),
    created_at TIMESTAMPTZ NOT NULL,
    changed_at TIMESTAMPTZ NOT NULL,
    UNIQUE (issuer, subject),
    CHECK ((issuer IS NULL) = (subject IS NULL))
);

-- Machines. What is kept of a key's secret is its SHA-256.
CREATE TABLE api_keys (
    id TEXT PRIMARY KEY CHECK (length(id) = 36),
    name TEXT NOT NULL,
    secret_sha256 TEXT NOT NULL CHECK (length(secret_sha256) = 64),
    created_at TIMESTAMPTZ NOT NULL,
    created_by TEXT,
    expires_at TIMESTAMPTZ,
    revoked_at TIMESTAMPTZ,
    revoke_reason TEXT,
    CHECK (revoked_at IS NOT NULL OR revoke_reason IS NULL)
);

-- What they are trusted with: a role, in one agreement or in all, for a party's officer with the party. The source says
-- who decides over it: somebody here, or the groups that a sign-in elsewhere tells of.
CREATE TABLE grants (
    id TEXT PRIMARY KEY CHECK (length(id) = 36),
    user_id TEXT REFERENCES users (id),
    key_id TEXT REFERENCES api_keys (id),
    role TEXT NOT NULL CHECK (role IN ('admin', 'officer', 'approver', 'party_officer', 'reader', 'auditor')),
    agreement_id TEXT REFERENCES agreements (id),
    party TEXT,
    source TEXT NOT NULL CHECK (source IN ('manual', 'groups')),
    CHECK ((user_id IS NULL) <> (key_id IS NULL)),
    CHECK ((role = 'party_officer') = (party IS NOT NULL)),
    CHECK (role <> 'admin' OR agreement_id IS NULL)
);
CREATE INDEX grants_by_user ON grants (user_id, id);
CREATE INDEX grants_by_key ON grants (key_id, id);

-- Who is signed in. What is kept of the token in the cookie is its SHA-256; a session that is ended is gone.
CREATE TABLE sessions (
    token_sha256 TEXT PRIMARY KEY CHECK (length(token_sha256) = 64),
    user_id TEXT NOT NULL REFERENCES users (id),
    created_at TIMESTAMPTZ NOT NULL,
    seen_at TIMESTAMPTZ NOT NULL,
    expires_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX sessions_by_user ON sessions (user_id);
CREATE INDEX sessions_by_age ON sessions (expires_at);

-- Addresses that can be used once: to make the first administrator, or to choose a password.
CREATE TABLE one_time_links (
    secret_sha256 TEXT PRIMARY KEY CHECK (length(secret_sha256) = 64),
    purpose TEXT NOT NULL CHECK (purpose IN ('setup', 'password')),
    user_id TEXT REFERENCES users (id),
    created_at TIMESTAMPTZ NOT NULL,
    expires_at TIMESTAMPTZ NOT NULL,
    CHECK ((purpose = 'password') = (user_id IS NOT NULL))
);
CREATE INDEX one_time_links_by_user ON one_time_links (user_id);

-- How often somebody has tried to sign in in vain during the last minute: a row for an account (as a digest, since what is
-- written there may be a password) or an address, with the moments in microseconds. Rows that are older than that go.
CREATE TABLE sign_in_attempts (
    subject TEXT PRIMARY KEY,
    moments TEXT NOT NULL,
    last_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX sign_in_attempts_by_age ON sign_in_attempts (last_at);

-- Addresses that show one comparison to whoever has them.
CREATE TABLE share_links (
    id TEXT PRIMARY KEY CHECK (length(id) = 36),
    agreement_id TEXT NOT NULL REFERENCES agreements (id),
    name TEXT NOT NULL,
    query TEXT NOT NULL,
    secret_sha256 TEXT NOT NULL UNIQUE CHECK (length(secret_sha256) = 64),
    created_at TIMESTAMPTZ NOT NULL,
    created_by TEXT,
    expires_at TIMESTAMPTZ NOT NULL,
    revoked_at TIMESTAMPTZ,
    revoke_reason TEXT,
    CHECK (revoked_at IS NOT NULL OR revoke_reason IS NULL)
);
CREATE INDEX share_links_by_agreement ON share_links (agreement_id, id);
