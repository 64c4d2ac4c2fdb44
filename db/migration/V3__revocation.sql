-- A revocation that was asked for: what it matches, how far it has come. Null dimensions match all.
CREATE TABLE revocation (
  tenant_id     text COLLATE "C" NOT NULL REFERENCES tenant,
  revocation_id text COLLATE "C" NOT NULL,
  created_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
  environment   text COLLATE "C",
  uid           text COLLATE "C",
  client_id     text COLLATE "C",
  token_hash    bytea,
  key_id        text COLLATE "C",
  issued_before timestamptz NOT NULL,            -- at most created_at: what is newer is not matched
  issued_after  timestamptz,
  timed         boolean NOT NULL,                -- whether the caller named a time
  master_token  boolean NOT NULL,                -- whether master tokens are revoked, too
  upstream      boolean NOT NULL,                -- whether upstreams are asked
  matched       bigint NOT NULL,                 -- client tokens, as counted at the beginning
  revoked       bigint NOT NULL DEFAULT 0,       -- client tokens that have ended here
  cursor        text[] COLLATE "C" NOT NULL,     -- environment, uid, client: done up to here
  holder        uuid,                            -- who works on it
  lease_until   timestamptz NOT NULL,            -- beyond it whoever finds it may go on
  finished_at   timestamptz,                     -- of the part here
  PRIMARY KEY (tenant_id, revocation_id)
);
-- Exception: unfinished ones are found over all tenants; there are few.
CREATE INDEX revocation_unfinished ON revocation (lease_until) WHERE finished_at IS NULL;

-- Tokens that have ended here and that their upstream is asked to end, with what came of it.
CREATE TABLE upstream_revocation (
  tenant_id     text COLLATE "C" NOT NULL,
  item_id       text COLLATE "C" NOT NULL,
  revocation_id text COLLATE "C" NOT NULL,       -- '' where no revocation asked, as for a lost race
  environment   text COLLATE "C" NOT NULL,
  uid           text COLLATE "C" NOT NULL,
  client_id     text COLLATE "C" NOT NULL,       -- the client that asks; '' where there is none
  kind          text NOT NULL,                   -- client-token, master-token
  token_hash    bytea NOT NULL,
  token         bytea,                           -- sealed; null once there is an outcome
  key_version   integer,
  origin        text,                            -- where it may go; sealed into the token's place
  outcome       text NOT NULL,                   -- pending, revoked, notSupported, failed
  reason        text,                            -- of a failure, or of the last try
  attempts      integer NOT NULL DEFAULT 0,
  created_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
  due_at        timestamptz NOT NULL DEFAULT clock_timestamp(),
  ended_at      timestamptz,
  PRIMARY KEY (tenant_id, item_id)
);
CREATE INDEX upstream_revocation_report ON upstream_revocation (tenant_id, revocation_id, item_id);
CREATE INDEX upstream_revocation_due
  ON upstream_revocation (tenant_id, environment, client_id, due_at) WHERE outcome = 'pending';
CREATE INDEX upstream_revocation_ended ON upstream_revocation (tenant_id, ended_at)
  WHERE ended_at IS NOT NULL;

-- One row a client whose tokens wait, worked on by one instance at a time.
-- Exception: lanes that are due are found over all tenants.
CREATE TABLE upstream_revocation_lane (
  tenant_id   text COLLATE "C" NOT NULL,
  environment text COLLATE "C" NOT NULL,
  client_id   text COLLATE "C" NOT NULL,
  due_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
  holder      uuid,                              -- who took it last
  lease_until timestamptz NOT NULL DEFAULT clock_timestamp(),
  failures    integer NOT NULL DEFAULT 0,        -- rounds in a row in which the upstream was not well
  PRIMARY KEY (tenant_id, environment, client_id)
);
CREATE INDEX upstream_revocation_lane_due ON upstream_revocation_lane (due_at);
