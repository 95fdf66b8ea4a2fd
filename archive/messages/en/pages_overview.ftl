# The front page.

page-overview-kicker = Annual open-government reports of townships
page-overview-missing-page = No township has a verdict for that year and place
page-overview-year = Reports for { $year }
page-overview-empty = An archive without verdicts yet
page-overview-years = Reporting year
page-overview-lead = Of { $owed } { $count ->
        [one] township that owed a report,{ " " }
       *[other] townships that owed a report,{ " " }
    }
page-overview-lead-part = { $count } { $name }
page-overview-between = { ", " }
page-overview-lead-end = .
page-overview-as-of = As of the night of { $at }.
page-overview-outstanding = Missing and late
page-overview-township = Township
page-overview-verdict = Verdict
page-overview-days = Days overdue
page-overview-checked = By the check of
page-overview-checked-until = last complete check { $at }
page-overview-never-checked = never seen whole
page-overview-evidence = Evidence
page-overview-evidence-of = Evidence: { $name }
page-overview-days-note = Of what is missing, the days from the due day to the last complete check; where that took list pages as an earlier night saw them, only to that night. Of what is late, to the day on which it came.
page-overview-none-outstanding = Nothing is missing or late by what was seen.
page-overview-more = { $count } more in { $counties ->
        [one] { $counties } county
       *[other] { $counties } counties
    }: { $missing }, { $late }
page-overview-more-missing = all missing
page-overview-more-late = all late
page-overview-places = Place by place
page-overview-place = Place
page-overview-share = Share
page-overview-owed = Owed
page-overview-counties-of = { $count ->
        [one] { $count } county
       *[other] { $count } counties
    }
page-overview-season = The season
page-overview-season-label = Share of the owed reports that were out, by day
page-overview-season-year = reports for { $year }: { $due } % when they fell due, { $end } % at the end of the line
page-overview-season-note = By the date that a report claims; where a check contradicts it, by the day of the first sighting. { $table }
page-overview-season-table = The numbers
page-overview-histogram = Days of publication
page-overview-week = What changed in the last week
page-overview-week-came = { $count ->
        [0] No report came.
        [one] { $count } report came.
       *[other] { $count } reports came.
    }
page-overview-week-of = { $name }, report for { $year }
page-overview-week-more = { $count } more
page-overview-week-quiet = No report was withdrawn, restored or printed with other figures.
page-overview-unseen = Sites that are not seen
page-overview-unseen-of = { $failing } of { $sites } sites were not seen whole at their last run. Of their townships nothing is concluded.
page-overview-unseen-more = { $count } more: { $all }
page-overview-hides = { $count ->
        [0] hides no verdict
        [one] hides { $count } verdict
       *[other] hides { $count } verdicts
    }
page-overview-last-whole = last seen whole { $at }
page-overview-never-whole = never seen whole
page-overview-all-seen = All { $sites } sites were seen whole at their last run.
page-overview-no-site = No site is registered.
page-overview-all-sites = all sites
page-overview-run = Last run
page-overview-started = Started
page-overview-finished = Finished
page-overview-not-finished = not yet
page-overview-sites = Sites
page-overview-version = Version
page-overview-no-run = No run yet; { $command } makes one.
page-overview-alerts = Open alerts
page-overview-alert-since = since { $at }
page-overview-alert-acknowledged = , acknowledged
page-overview-all-alerts = All open alerts
page-overview-no-alert = None.
page-overview-ask = Ask the archive
