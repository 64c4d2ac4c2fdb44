-- The words are those of docs/architecture.md. Every key begins with tenant_id; the exceptions say so.
-- Identifiers are compared byte by byte (COLLATE "C"), on every server alike.

-- Exception: one row for the whole database. A known text sealed by the key-encryption key, inserted
-- once; an instance whose key does not open it refuses to start.
CREATE TABLE key_check (
  one         boolean PRIMARY KEY DEFAULT true CHECK (one),
  check_value bytea NOT NULL
);

-- Exception: instances belong to no tenant. instance_id is the identity of a data directory, life_id
-- that of its present run.
CREATE TABLE instance (
  instance_id uuid PRIMARY KEY,
  life_id     uuid NOT NULL,
  started_at  timestamptz NOT NULL DEFAULT clock_timestamp()
);

CREATE TABLE tenant (
  tenant_id        text COLLATE "C" PRIMARY KEY,
  name             text NOT NULL,
  keyset           bytea,                        -- seals secrets; null once the tenant is deleted
  lookup_keyset    bytea,                        -- hashes token values
  generation_floor bigint NOT NULL DEFAULT 0,    -- slots that are made anew count on from here
  created_at       timestamptz NOT NULL DEFAULT clock_timestamp(),
  deleted_at       timestamptz                   -- a tombstone: its keys answer 401 "revoked"
);

-- Exception: names of tenants are unique in the whole service.
CREATE UNIQUE INDEX tenant_name ON tenant (name) WHERE deleted_at IS NULL;

CREATE TABLE api_key (
  tenant_id   text COLLATE "C" NOT NULL REFERENCES tenant,
  key_id      text COLLATE "C" NOT NULL,
  name        text NOT NULL,
  auth_scopes text[] NOT NULL,
  created_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
  expires_at  timestamptz,
  deleted_at  timestamptz,
  PRIMARY KEY (tenant_id, key_id)
);
CREATE UNIQUE INDEX api_key_name ON api_key (tenant_id, name) WHERE deleted_at IS NULL;

-- Exception: finds a tenant by its key's hash (SHA-256 of a key with over 230 random bits).
CREATE TABLE api_key_directory (
  key_hash  bytea PRIMARY KEY,
  tenant_id text COLLATE "C" NOT NULL,
  key_id    text COLLATE "C" NOT NULL
);

CREATE TABLE environment (
  tenant_id         text COLLATE "C" NOT NULL REFERENCES tenant,
  environment       text COLLATE "C" NOT NULL,
  revision          uuid NOT NULL,               -- made anew by every edit: the ETag
  grant_type        text NOT NULL,
  default_client_id text COLLATE "C",
  settings          text NOT NULL                -- the rest, as a JSON object in the words of the API
                    CHECK (settings::jsonb IS NOT NULL),
  origins           bytea NOT NULL,              -- sealed: where this environment's secrets may go
  key_version       integer NOT NULL,
  rotation_seen     boolean NOT NULL DEFAULT false,
  PRIMARY KEY (tenant_id, environment)
);

CREATE TABLE client (
  tenant_id          text COLLATE "C" NOT NULL,
  environment        text COLLATE "C" NOT NULL,
  client_id          text COLLATE "C" NOT NULL,
  revision           uuid NOT NULL,
  auth_method        text NOT NULL,
  secret             bytea NOT NULL,             -- sealed
  key_version        integer NOT NULL,
  scope              text,
  money_scope        boolean NOT NULL,
  upstream_client_id text,
  PRIMARY KEY (tenant_id, environment, client_id),
  FOREIGN KEY (tenant_id, environment) REFERENCES environment
);

CREATE TABLE account (
  tenant_id         text COLLATE "C" NOT NULL,
  environment       text COLLATE "C" NOT NULL,
  uid               text COLLATE "C" NOT NULL,
  master_token      bytea,                       -- sealed; null: there is none
  key_version       integer,
  master_version    uuid,                        -- made anew by every put and every rotation
  master_hash       bytea,                       -- keyed hash: tells the current value put again
  master_expires_at timestamptz,
  last_client_id    text COLLATE "C",            -- the client that last succeeded with this master token
  since             timestamptz NOT NULL,        -- of the present status
  refused_reason    text,                        -- null: authorized, where there is a master token
  PRIMARY KEY (tenant_id, environment, uid),
  FOREIGN KEY (tenant_id, environment) REFERENCES environment
);

-- Keyed hashes of master tokens that were rotated away or revoked: putting one back is refused.
CREATE TABLE superseded_master_token (
  tenant_id     text COLLATE "C" NOT NULL,
  environment   text COLLATE "C" NOT NULL,
  uid           text COLLATE "C" NOT NULL,
  master_hash   bytea NOT NULL,
  superseded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (tenant_id, environment, uid, master_hash)
);

-- One row a slot. token is null when there is none to give: never had, dropped, revoked, erased.
CREATE TABLE client_token (
  tenant_id          text COLLATE "C" NOT NULL,
  environment        text COLLATE "C" NOT NULL,
  uid                text COLLATE "C" NOT NULL,
  client_id          text COLLATE "C" NOT NULL,
  generation         bigint NOT NULL,
  token              bytea,                      -- sealed
  key_version        integer,
  token_hash         bytea,
  token_type         text,
  scopes             text[],
  issued_at          timestamptz,
  expires_at         timestamptz,
  refresh_after      timestamptz,
  previously_dropped boolean NOT NULL DEFAULT false,
  quiet_until        timestamptz,                -- the provider gave the same value: do not ask before
  background_after   timestamptz,                -- no exchange in the background before
  key_id             text COLLATE "C",           -- the API key whose call caused the exchange
  failure_claim      uuid,                       -- the claim that ended in the failure below
  failure_code       text,
  failure_detail     text,
  failure_at         timestamptz,
  failure_until      timestamptz,                -- remembered so long; null: for its waiters only
  failure_scope      text,                       -- the revisions it holds for: an edit clears it
  PRIMARY KEY (tenant_id, environment, uid, client_id)
);
CREATE INDEX client_token_hash ON client_token (tenant_id, token_hash) WHERE token_hash IS NOT NULL;

-- Keyed hashes of client tokens that are no more, until their expiry and a day.
CREATE TABLE ended_token (
  tenant_id   text COLLATE "C" NOT NULL,
  token_hash  bytea NOT NULL,
  environment text COLLATE "C" NOT NULL,
  uid         text COLLATE "C" NOT NULL,
  client_id   text COLLATE "C" NOT NULL,
  generation  bigint NOT NULL,
  reason      text NOT NULL,                     -- dropped, replaced, revoked, erased
  keep_until  timestamptz NOT NULL,
  young_drop_by text COLLATE "C",                -- the API key that dropped it in its first minute
  young_drop_at timestamptz,
  PRIMARY KEY (tenant_id, token_hash, environment, uid, client_id)
);
CREATE INDEX ended_token_young ON ended_token (tenant_id, environment, uid, client_id, young_drop_at)
  WHERE young_drop_by IS NOT NULL;
CREATE INDEX ended_token_keep ON ended_token (tenant_id, keep_until);

-- The right to ask the upstream. client_id is '' where the whole account is claimed (refresh_token).
CREATE TABLE claim (
  tenant_id      text COLLATE "C" NOT NULL,
  environment    text COLLATE "C" NOT NULL,
  uid            text COLLATE "C" NOT NULL,
  client_id      text COLLATE "C" NOT NULL,
  claim_id       uuid NOT NULL,
  life_id        uuid NOT NULL,                  -- the owner
  fence          bigint NOT NULL,
  state          text NOT NULL,                  -- claimed, ended, unknown (ended without a record)
  lease_until    timestamptz NOT NULL,
  started_at     timestamptz NOT NULL,
  master_version uuid NOT NULL,                  -- what the call sends
  lost_at        timestamptz,                    -- start of the first lost call that is not resolved
  lost_version   uuid,                           -- and what it sent
  PRIMARY KEY (tenant_id, environment, uid, client_id)
);
CREATE INDEX claim_life ON claim (life_id) WHERE state = 'claimed';

-- key_id is '' for the tenant's own limit.
CREATE TABLE quota_limit (
  tenant_id text COLLATE "C" NOT NULL REFERENCES tenant,
  resource  text COLLATE "C" NOT NULL,
  key_id    text COLLATE "C" NOT NULL,
  max_calls bigint NOT NULL CHECK (max_calls >= 0),
  PRIMARY KEY (tenant_id, resource, key_id)
);

CREATE TABLE quota_window (
  tenant_id    text COLLATE "C" NOT NULL,
  resource     text COLLATE "C" NOT NULL,
  key_id       text COLLATE "C" NOT NULL,
  window_start timestamptz NOT NULL,
  used         bigint NOT NULL,
  PRIMARY KEY (tenant_id, resource, key_id, window_start)
);
