-- A capture's reason may be that a bound was reached: of a page's depth, an address's length, a site's budget for a night.
-- Or that its address carries credentials. Only CHECKs change, and no stored row, so their text is changed in place.

PRAGMA writable_schema = ON;

UPDATE sqlite_schema
SET sql = replace(
    sql,
    '''connection_broken''',
    '''nested_too_deep'', ''address_with_credentials'', ''address_too_long'', ''site_budget_reached'', ''connection_broken'''
)
WHERE type = 'table' AND name IN ('news', 'steps');

PRAGMA writable_schema = RESET;
