-- The record of what was done. Protocol and encoding are told in docs/reference/audit.md.

-- One row an act, inserted by the act's own transaction; seq and hash come within a second, when the
-- row is sealed. What belongs to no tenant is recorded under the tenant id 'strongroom'.
-- No reference to tenant: the record outlives what it is about.
CREATE TABLE audit_event (
  tenant_id   text COLLATE "C" NOT NULL,
  event_id    uuid NOT NULL DEFAULT gen_random_uuid(),
  recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  actor       text NOT NULL,                     -- operator, key, service, stranger
  key_id      text COLLATE "C",                  -- of the actor, or of the call that the service acts for
  address     text,                              -- the peer of the connection
  action      text NOT NULL,
  environment text COLLATE "C",
  uid         text COLLATE "C",
  client_id   text COLLATE "C",
  target      text,                              -- whatever else it was done to, by its name
  outcome     text NOT NULL,                     -- done, or what came instead
  generation  bigint,
  token_hash  bytea,                             -- keyed hash of the token value
  detail      text NOT NULL CHECK (detail::jsonb IS NOT NULL), -- text, for its very bytes are hashed
  seq         bigint,                            -- without gaps in its tenant; null: not sealed yet
  hash        bytea,                             -- of this row and the hash before it
  PRIMARY KEY (tenant_id, event_id)
);
CREATE UNIQUE INDEX audit_event_seq ON audit_event (tenant_id, seq) WHERE seq IS NOT NULL;
CREATE INDEX audit_event_uid ON audit_event (tenant_id, uid, seq)
  WHERE seq IS NOT NULL AND uid IS NOT NULL;
CREATE INDEX audit_event_key ON audit_event (tenant_id, key_id, seq)
  WHERE seq IS NOT NULL AND key_id IS NOT NULL;
CREATE INDEX audit_event_token ON audit_event (tenant_id, token_hash, seq)
  WHERE seq IS NOT NULL AND token_hash IS NOT NULL;
-- Exception: tenants with rows to seal are found over all tenants.
CREATE INDEX audit_event_unsealed ON audit_event (tenant_id, recorded_at, event_id) WHERE seq IS NULL;

-- One row a tenant: where its chain ends, and where it begins since older rows were removed.
CREATE TABLE audit_head (
  tenant_id        text COLLATE "C" PRIMARY KEY,
  seq              bigint NOT NULL,
  hash             bytea NOT NULL,
  sealed_at        timestamptz NOT NULL,
  signature        bytea NOT NULL,
  anchor_seq       bigint NOT NULL,
  anchor_hash      bytea NOT NULL,
  anchor_signature bytea NOT NULL
);

-- Exception: one row for the whole database. The key that signs heads, wrapped by the key-encryption
-- key. It outlives tenants, so that their record can be verified when their keysets are gone.
CREATE TABLE audit_key (
  one    boolean PRIMARY KEY DEFAULT true CHECK (one),
  keyset bytea NOT NULL
);

-- Tokens that were handed over, by hour. Where uid is '' it is the rest that was not told apart.
CREATE TABLE fetch_count (
  tenant_id   text COLLATE "C" NOT NULL,
  environment text COLLATE "C" NOT NULL,
  uid         text COLLATE "C" NOT NULL,
  hour        timestamptz NOT NULL,
  key_id      text COLLATE "C" NOT NULL,
  fetches     bigint NOT NULL,
  PRIMARY KEY (tenant_id, environment, uid, hour, key_id)
);
CREATE INDEX fetch_count_hour ON fetch_count (tenant_id, hour);
