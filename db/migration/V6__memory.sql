-- Memory of several instances that is never stale. The protocol is told in docs/concurrency.md.

-- Exception: one row for the whole database. Changes share it, and a join waits for them.
CREATE TABLE membership (
  one   boolean PRIMARY KEY DEFAULT true CHECK (one),
  epoch bigint NOT NULL
);
INSERT INTO membership (epoch) VALUES (0);

-- Exception: members belong to no tenant. Who answers from memory: one instance, from one join on.
CREATE TABLE member (
  member_id   uuid PRIMARY KEY,
  lease_until timestamptz NOT NULL               -- it may not answer from memory later
);

-- Exception: letters are read by their member. That these topics have changed; deleted by the member
-- when it answers from what they replaced no more.
CREATE TABLE inbox (
  member_id uuid NOT NULL,
  change_id uuid NOT NULL,
  tenant_id text COLLATE "C" NOT NULL,
  topics    text[] NOT NULL,
  PRIMARY KEY (member_id, change_id)
);
CREATE INDEX inbox_change ON inbox (change_id);
CREATE INDEX inbox_tenant ON inbox (tenant_id);

-- Calls of large limits are counted in blocks: used has all calls of a block as soon as it is taken.
ALTER TABLE quota_window
  ADD COLUMN block      bigint NOT NULL DEFAULT 0,  -- calls in the block that was taken last
  ADD COLUMN open_until timestamptz;                -- until then some of used may be given back
