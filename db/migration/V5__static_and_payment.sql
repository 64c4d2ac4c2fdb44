-- What the upstream last said of a slot's token when it was asked for an inspection. It is about the value
-- whose hash stands beside it and about no other.
ALTER TABLE client_token ADD COLUMN live_hash       bytea;
ALTER TABLE client_token ADD COLUMN live_checked_at timestamptz;
ALTER TABLE client_token ADD COLUMN live_status     text;
ALTER TABLE client_token ADD COLUMN live_name       text;
ALTER TABLE client_token ADD COLUMN live_scopes     text[];

-- When the slot's last exchange of a kind that is spaced had its turn: where a payment authorization may be asked for.
ALTER TABLE client_token ADD COLUMN payment_turn_at timestamptz;
