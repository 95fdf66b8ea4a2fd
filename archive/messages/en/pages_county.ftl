# The page of a county.

page-county-unknown = The gazetteer knows no county { $county }
page-county-matrix = Townships and years
page-county-township = Township
page-county-cell = { $name } { $year }: { $verdict }
page-county-cell-days = , { $days ->
        [one] { $days } day
       *[other] { $days } days
    }
page-county-cell-backdated = , claims a date that a check contradicts
page-county-cell-withdrawn = , withdrawn since
page-county-shares = Shares
page-county-key = +n: days after the due day. * The claimed date is one on which a check did not show the report. † Withdrawn since.
page-county-empty = No township here has a verdict: no site of this county is registered, or none has run yet.
page-county-days = Days of publication, reports for { $year }
page-county-sites = Sites
page-county-site = Site
page-county-never-run = never run
page-county-seen = Seen whole
page-county-seen-of = { $ok } of { $runs } runs
page-county-seen-last = , last { $at }
page-county-seen-from = some list pages as seen { $at }
page-county-start = Begins at
page-county-no-site = None registered.
page-county-table = Verdicts as a table
page-county-late = Late publications
page-county-rate = Rate by year
