-- Keys that can be rotated while the service runs. Which key has sealed a row is written beside it, and
-- refers to the key: a key that a row still needs cannot be removed, nor can a row be written with a key
-- that is gone, whoever writes it and however late.

-- Exception: key-encryption keys belong to no tenant. Those that a keyset may be wrapped with.
CREATE TABLE kek_key (
  kek_version integer PRIMARY KEY
);
-- Null where the keyset is: the tenant is deleted. The first start fills in what was there before.
ALTER TABLE tenant
  ADD COLUMN kek_version integer CONSTRAINT tenant_kek_key REFERENCES kek_key;
-- Exception: keysets that a former key has wrapped are found over all tenants.
CREATE INDEX tenant_wrapped ON tenant (kek_version, tenant_id) WHERE kek_version IS NOT NULL;

ALTER TABLE audit_key
  ADD COLUMN kek_version integer CONSTRAINT audit_key_kek_key REFERENCES kek_key;

-- The keys of a tenant's keyset that a row may be sealed with: one, and a second while it is rotated.
CREATE TABLE tenant_key (
  tenant_id   text COLLATE "C" NOT NULL REFERENCES tenant,
  key_version integer NOT NULL,
  PRIMARY KEY (tenant_id, key_version)
);
INSERT INTO tenant_key
SELECT tenant_id, key_version FROM environment
UNION SELECT tenant_id, key_version FROM client
UNION SELECT tenant_id, key_version FROM account WHERE key_version IS NOT NULL
UNION SELECT tenant_id, key_version FROM client_token WHERE key_version IS NOT NULL
UNION SELECT tenant_id, key_version FROM upstream_revocation WHERE key_version IS NOT NULL;

ALTER TABLE environment ADD CONSTRAINT environment_tenant_key
  FOREIGN KEY (tenant_id, key_version) REFERENCES tenant_key;
ALTER TABLE client ADD CONSTRAINT client_tenant_key
  FOREIGN KEY (tenant_id, key_version) REFERENCES tenant_key;
ALTER TABLE account ADD CONSTRAINT account_tenant_key
  FOREIGN KEY (tenant_id, key_version) REFERENCES tenant_key;
ALTER TABLE client_token ADD CONSTRAINT client_token_tenant_key
  FOREIGN KEY (tenant_id, key_version) REFERENCES tenant_key;
ALTER TABLE upstream_revocation ADD CONSTRAINT upstream_revocation_tenant_key
  FOREIGN KEY (tenant_id, key_version) REFERENCES tenant_key;

-- What a key has sealed is counted, and looked for before the key goes.
CREATE INDEX environment_key ON environment (tenant_id, key_version);
CREATE INDEX client_key ON client (tenant_id, key_version);
CREATE INDEX account_key ON account (tenant_id, key_version) WHERE key_version IS NOT NULL;
CREATE INDEX client_token_key ON client_token (tenant_id, key_version) WHERE key_version IS NOT NULL;
CREATE INDEX upstream_revocation_key ON upstream_revocation (tenant_id, key_version)
  WHERE key_version IS NOT NULL;

-- Exception: rotations are the operator's, and those of the key-encryption key belong to no tenant.
CREATE TABLE key_rotation (
  rotation_id  text COLLATE "C" PRIMARY KEY,
  kind         text NOT NULL,                    -- tenant, kek
  tenant_id    text COLLATE "C" NOT NULL,        -- '' for the key-encryption key
  shred        boolean NOT NULL,                 -- whether the former key is destroyed
  stage        text NOT NULL,                    -- distributing, promoting, resealing, retiring, shredding,
                                                 -- done, tenant-deleted
  old_version  integer NOT NULL,                 -- the key that goes
  new_version  integer NOT NULL,                 -- the key that comes
  proof        bytea,                            -- a known text that the new key-encryption key has sealed
  waits_for    text,                             -- why it does not go on, for people
  total        bigint NOT NULL DEFAULT 0,        -- values, or keysets, of the old key, as counted once
  resealed     bigint NOT NULL DEFAULT 0,
  pass         integer NOT NULL DEFAULT 1,       -- over all tables: until nothing is left
  cursor       text[] COLLATE "C" NOT NULL DEFAULT '{}',  -- table, then key: done up to here in this pass
  broken       bigint NOT NULL DEFAULT 0,        -- met in this pass that do not open
  created_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
  promoted_at  timestamptz,                      -- from then on the new key is used
  resealing_at timestamptz,
  resealed_at  timestamptz,
  finished_at  timestamptz,
  holder       uuid,                             -- who works on it
  lease_until  timestamptz NOT NULL DEFAULT clock_timestamp()
);
-- One at a time of each keyset.
CREATE UNIQUE INDEX key_rotation_unfinished ON key_rotation (tenant_id) WHERE finished_at IS NULL;

-- Exception: lives belong to no tenant. How far a life has come with a rotation.
CREATE TABLE key_rotation_life (
  rotation_id text COLLATE "C" NOT NULL REFERENCES key_rotation,
  life_id     uuid NOT NULL,
  step        integer NOT NULL,                  -- 1 opens with the new key, 2 uses it, 3 is rid of the old
  PRIMARY KEY (rotation_id, life_id)
);
