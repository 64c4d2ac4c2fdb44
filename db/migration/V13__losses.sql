-- Lost calls follow one another: each of their senders may still bring what it was given, so the
-- claim knows all of them, and the last.
ALTER TABLE claim
  ADD COLUMN lost_claim uuid,                    -- of the last lost call that is not resolved
  ADD COLUMN lost_lives uuid[];                  -- of those who made such calls
UPDATE claim SET lost_claim = claim_id, lost_lives = ARRAY[life_id] WHERE lost_at IS NOT NULL;
ALTER TABLE claim ADD CONSTRAINT claim_loss
  CHECK (num_nulls(lost_at, lost_version, lost_claim, lost_lives) IN (0, 4));

-- Exception: as for claim_lost. Lost calls whose one more try has failed without resolving them.
CREATE INDEX claim_unresolved ON claim (lost_at) WHERE rotating AND state = 'ended';
