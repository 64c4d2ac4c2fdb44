-- What tenants are told of: acts of the audit whose action is one of these. Their order is the audit's.
CREATE INDEX audit_event_told ON audit_event (tenant_id, seq)
  WHERE seq IS NOT NULL
    AND action IN ('account-not-authorized', 'account-authorized', 'revocation-batch', 'quota-near',
                   'quota-reached', 'upstream-down', 'upstream-up');

-- Where events are sent, and how far that has come. Worked on by one instance at a time.
-- Exception: webhooks that have something to send are found over all tenants.
CREATE TABLE webhook (
  tenant_id       text COLLATE "C" NOT NULL REFERENCES tenant,
  name            text COLLATE "C" NOT NULL,
  revision        uuid NOT NULL,
  url             text NOT NULL,
  events          text[] NOT NULL,               -- the types that are sent
  secret          bytea NOT NULL,                -- sealed: the key of the signatures
  key_version     integer NOT NULL,
  cursor          bigint NOT NULL,               -- the audit's place up to which everything is done
  missed_to       bigint,                        -- up to there events were too old and gone unsent
  turn            bigint NOT NULL DEFAULT 0,     -- a fence: one higher with each taking and each edit
  lease_until     timestamptz NOT NULL DEFAULT clock_timestamp(),
  due_at          timestamptz NOT NULL DEFAULT clock_timestamp(),
  failures        integer NOT NULL DEFAULT 0,    -- in a row
  failing_since   timestamptz,
  last_status     integer,                       -- of the last try; null where nothing was answered
  last_problem    text,                          -- why the last try failed; a word of ours
  last_success_at timestamptz,
  disabled        text,                          -- gone, failing; null: it is sent to
  PRIMARY KEY (tenant_id, name),
  CONSTRAINT webhook_tenant_key FOREIGN KEY (tenant_id, key_version) REFERENCES tenant_key
);
CREATE INDEX webhook_key ON webhook (tenant_id, key_version);
CREATE INDEX webhook_due ON webhook (due_at) WHERE disabled IS NULL;

-- How far the tenant was told of a window's limit: 1 near, 2 reached.
ALTER TABLE quota_window ADD COLUMN told smallint NOT NULL DEFAULT 0;

-- Environments whose upstream some instance spares. Each was told once, whoever finds it, too.
-- Exception: rows that nobody renews any more are found over all tenants.
CREATE TABLE upstream_down (
  tenant_id   text COLLATE "C" NOT NULL,
  environment text COLLATE "C" NOT NULL,
  seen_at     timestamptz NOT NULL DEFAULT clock_timestamp(),  -- some instance found it down
  PRIMARY KEY (tenant_id, environment)
);
