-- What documents were read as, and what persons put aside: from `other` into `main`.

INSERT INTO documents (capture, parsed_at, parser, kind, reason, reason_code, title, year, level, issuer, match, township_code, joint_with, candidates, claimed_on, claimed_label, figures_digest, text_digest, hollow, version, said)
SELECT capture, parsed_at, parser, kind, reason, reason_code, title, year, level, issuer, match, township_code, joint_with, candidates, claimed_on, claimed_label, figures_digest, text_digest, hollow, version, said
FROM other.documents
WHERE true ON CONFLICT (capture, parsed_at) DO UPDATE SET parser = max(parser, excluded.parser);

INSERT INTO positions (document, packed)
SELECT m.document, p.packed
FROM other.positions AS p
JOIN other.documents AS o ON o.document = p.document
JOIN main.documents AS m ON m.capture = o.capture AND m.parsed_at = o.parsed_at
WHERE true ON CONFLICT (document) DO UPDATE SET packed = max(packed, excluded.packed);

INSERT OR IGNORE INTO reports
SELECT *
FROM other.reports;

INSERT INTO mutes (subject, kind, muted_at, until, note)
SELECT subject, kind, muted_at, until, note
FROM other.mutes AS o
WHERE NOT EXISTS (SELECT 1 FROM main.mutes AS m WHERE m.subject = o.subject AND m.kind IS o.kind AND m.muted_at = o.muted_at);
