-- Users who are brought in from a file, line by line. The row moves in the transaction of each batch, so it
-- says exactly how far the file has been taken in.
CREATE TABLE import (
  tenant_id    text COLLATE "C" NOT NULL REFERENCES tenant,
  import_id    text COLLATE "C" NOT NULL,
  holder       uuid NOT NULL,                     -- the upload that goes on with it
  lease_until  timestamptz NOT NULL,              -- beyond it nobody uploads
  started_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
  updated_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
  ended_at     timestamptz,                       -- the whole file was taken in
  interrupted_by text,                            -- why the last upload ended early
  lines        bigint NOT NULL DEFAULT 0,         -- the first so many are done
  bytes        bigint NOT NULL DEFAULT 0,         -- and are so long
  prefix_hash  bytea,                             -- keyed hash of them: the file that goes on is the same
  accepted     bigint NOT NULL DEFAULT 0,
  unchanged    bigint NOT NULL DEFAULT 0,
  rejected     bigint NOT NULL DEFAULT 0,
  skipped      bigint NOT NULL DEFAULT 0,         -- client tokens that were left out
  total_lines  bigint,                            -- as the caller says; null: unknown
  total_bytes  bigint,
  run_started_at    timestamptz NOT NULL DEFAULT clock_timestamp(),  -- of the present upload
  run_started_lines bigint NOT NULL DEFAULT 0,
  run_started_bytes bigint NOT NULL DEFAULT 0,
  PRIMARY KEY (tenant_id, import_id)
);

-- Lines that were refused, with the member and the rule that it breaks; never a value.
CREATE TABLE import_reject (
  tenant_id text COLLATE "C" NOT NULL,
  import_id text COLLATE "C" NOT NULL,
  line      bigint NOT NULL,
  member    text NOT NULL,
  rule      text NOT NULL,
  PRIMARY KEY (tenant_id, import_id, line)
);
