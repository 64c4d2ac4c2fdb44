-- A run of the service is a life. Whether a life is alive, and whether anything of it may still lie
-- in a spool, decides how long the next one waits before it tries a lost call again.

-- Exception: instances belong to no tenant.
ALTER TABLE instance
  ADD COLUMN lease_until timestamptz NOT NULL DEFAULT clock_timestamp(),  -- alive until then
  ADD COLUMN place       text NOT NULL DEFAULT '',  -- host, path and lock file: a copy has another
  ADD COLUMN spooled     integer NOT NULL DEFAULT 0,
  ADD COLUMN quarantined integer NOT NULL DEFAULT 0;

-- Exception: lives belong to no tenant.
CREATE TABLE life (
  life_id     uuid PRIMARY KEY,
  instance_id uuid NOT NULL,
  started_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
  settled_at  timestamptz                        -- over, and nothing of it is in a spool
);
CREATE INDEX life_instance ON life (instance_id) WHERE settled_at IS NULL;
INSERT INTO life (life_id, instance_id, started_at)
SELECT life_id, instance_id, started_at FROM instance;

ALTER TABLE claim
  ADD COLUMN rotating      boolean NOT NULL DEFAULT true,
  ADD COLUMN for_client_id text COLLATE "C",     -- whose slot the call was made for
  ADD COLUMN key_id        text COLLATE "C";     -- the API key whose call caused it
UPDATE claim SET rotating = client_id = '';

-- Exception: lost calls are looked for over all tenants; there are few of them.
CREATE INDEX claim_lost ON claim (lease_until) WHERE rotating AND state <> 'ended';

-- The versions of master tokens that an account had before. An outcome that replaces one of these
-- comes too late; one that replaces a version nobody knows comes from another history.
CREATE TABLE former_master_version (
  tenant_id      text COLLATE "C" NOT NULL,
  environment    text COLLATE "C" NOT NULL,
  uid            text COLLATE "C" NOT NULL,
  master_version uuid NOT NULL,
  replaced_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (tenant_id, environment, uid, master_version)
);
