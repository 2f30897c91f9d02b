-- Tries to sign in at an OpenID Connect provider that have not come back yet. What is kept is the SHA-256 of two secrets
-- together, one in the browser and one in the address that the provider sends it back to.
CREATE TABLE oidc_tries (
    secret_sha256 TEXT PRIMARY KEY CHECK (length(secret_sha256) = 64),
    goes_on_to TEXT NOT NULL,
    expires_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX oidc_tries_by_age ON oidc_tries (expires_at);
