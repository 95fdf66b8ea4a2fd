-- Why a verdict is what it is, as a code beside the sentence in `evidence`. NULL in rows of former programs, until the
-- next run judges: their sentences are no codes.
ALTER TABLE status ADD COLUMN reason TEXT CHECK (reason IN (
    'not_in_force', 'not_in_force_but_published', 'not_due_yet', 'listed_not_read_yet',
    'listed_before_deadline', 'seen_before_deadline', 'claim_not_contradicted', 'absent_after_deadline',
    'published_after_deadline', 'list_may_lag', 'no_check_before_sighting', 'listed_unreadable',
    'no_check_since_deadline', 'absent_on_one_night', 'absent_on_nights', 'county_not_watched',
    'due_long_before_first_check', 'ambiguity_gone',
    'named_but_read_otherwise', 'list_not_checked', 'other_entry_addresses', 'no_report_in_county',
    'unknown_issuer', 'unknown_year', 'year_not_over', 'year_long_over', 'several_under_one_name',
    'names_this_township', 'county_report_twice', 'other_name_in_own_list', 'former_reading',
    'under_related_unit'
));
