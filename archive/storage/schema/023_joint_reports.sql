-- A report may be that of several townships together: `township_code` is the first that it names, `joint_with` a JSON
-- array of the codes of the others. NULL where it has one issuer, and in readings of former programs.
ALTER TABLE documents ADD COLUMN joint_with TEXT CHECK (joint_with IS NULL OR json_valid(joint_with));

CREATE INDEX documents_joint ON documents (capture) WHERE joint_with IS NOT NULL;
