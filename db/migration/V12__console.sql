-- People's sign-ins at the console. Neither the session nor the key can be found from what is here.

-- Exception: finds who calls by the session's hash, and the operator's sessions belong to no tenant.
CREATE TABLE console_session (
  session_hash bytea PRIMARY KEY,                -- SHA-256 of the cookie, which has 256 random bits
  key_hash     bytea NOT NULL,                   -- of the key that signed in: looked up anew by each call
  created_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
  last_used_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
-- The oldest of a key end first; those that are over are removed as others begin.
CREATE INDEX console_session_key ON console_session (key_hash, created_at);
CREATE INDEX console_session_age ON console_session (created_at);
