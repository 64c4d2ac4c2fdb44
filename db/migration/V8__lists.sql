-- Every configuration has a revision, made anew by every edit: the ETag.
ALTER TABLE tenant      ADD COLUMN revision uuid NOT NULL DEFAULT gen_random_uuid();
ALTER TABLE api_key     ADD COLUMN revision uuid NOT NULL DEFAULT gen_random_uuid();
ALTER TABLE quota_limit ADD COLUMN revision uuid NOT NULL DEFAULT gen_random_uuid();

-- Revocations are listed with the newest first.
CREATE INDEX revocation_newest ON revocation (tenant_id, created_at, revocation_id);
