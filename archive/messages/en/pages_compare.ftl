# A township over the years, and townships side by side.

years-title = over the years
years-chart = New applications by year
years-how = Each number leads to where it comes from. A dash is a number that the report does not print; it is not zero. Where the form changed, a line may count something else under the same name.
years-zeros = { $count } more, zero or not printed in every year
years-table = as a table
years-line = Line of the form
years-verdict = Verdict
years-form = Form
years-break = new form:
years-errors = Errors in print
years-absent = not printed
years-none = No report has been read yet.
years-link = Over the years
side-title = Townships side by side
side-how = As printed in the versions in force, each number with its place in the archived document. A heading sorts by its column, and turns the order round when it is used again. No share is computed of fewer than { $enough } decided applications.
side-few = too few
side-link = Townships side by side

# What places are compared by, and how each is counted.

measure-meanings = How the columns are counted
measure-counties = Counties
measure-counties-means = Counties with a verdict in the year.
measure-owed = Owed
measure-owed-means = Townships that owed a report for the year.
measure-on-time = On time
measure-on-time-means = Reports seen, or credibly dated, before the deadline passed.
measure-late = Late
measure-late-means = Reports that a complete check after the deadline did not show yet.
measure-not-published = Not published
measure-not-published-means = Townships whose report complete checks on two nights after the deadline did not show.
measure-unproved = Not proved
measure-unproved-means = Reports whose date nothing proves, and townships of which nothing can be told. They are in no share.
measure-on-time-share = On time, %
measure-on-time-share-means = On time, of all that are proved on time, late or not published.
measure-reports = Reports read
measure-reports-means = Reports for the year that were found and read.
measure-new = New applications
measure-new-means = Applications received in the year, as printed in the reports that were read; a report without the number adds nothing.
measure-granted = Granted, wholly or in part
measure-granted-means = Applications granted and partly granted, as printed.
measure-decided = Decided
measure-decided-means = All applications decided in the year, as printed.
measure-carried-out = Carried over
measure-carried-out-means = Applications carried over into the next year, as printed.
measure-licences = Licences
measure-licences-means = Decisions on administrative licences, as printed.
measure-penalties = Penalties
measure-penalties-means = Decisions on administrative penalties, as printed.
measure-share = Granted, %
measure-share-means = Granted and partly granted, of all that were decided, over the reports that print both.
measure-erring = With errors
measure-erring-means = Reports that contradict themselves in print.
measure-errors = Errors in print
measure-errors-means = Contradictions within the printed report. They may explain a number that stands out.
measure-copied = Copied
measure-copied-means = Reports that share at least half of their own words with an older report.

# Figures that stand out.

outlier-title = What stands out
outlier-how = A figure stands out where it lies above the upper quartile of the county’s townships by { $times } times the distance of the quartiles, and by { $least } at least. Nothing is said where fewer than { $enough } townships print it. To stand out is no error; the source says what it is.
outlier-none = No figure stands out.
outlier-figure = { $measure }: { $value }; the middle of the county is { $median }.
outlier-before = The report for { $year } has { $value }.
outlier-no-before = The report for { $year } has no such figure.
outlier-errors = { $count ->
    [one] The report contradicts itself in print once.
   *[other] The report contradicts itself in print { $count } times.
 }
outlier-no-errors = The report does not contradict itself.

# The map, a province, rankings.

map-title = Map of provinces
map-label = Provinces as tiles, each with its townships by verdict
map-how = Each province is a tile of the same size, roughly where it lies; no boundaries are drawn. The bar is its townships by verdict; the sign and number below it are the gravest verdict that occurs, and how many have it. Where the Regulations do not bind, a tile has a name only.
map-outside = the Regulations do not bind here
map-unwatched = not watched
map-table = Provinces side by side
map-province = Province
province-title = Counties side by side
province-map = Counties by verdict
province-how = A tile is a county, with its townships by verdict; the sign is the gravest verdict that occurs, with how many have it of all that owed a report.
province-unwatched = { $count ->
    [one] 1 county is not watched and has an empty tile.
   *[other] { $count } counties are not watched and have empty tiles.
 }
province-figures = A heading sorts by its column, and turns the order round when it is used again. On time is not computed of fewer than { $townships } townships with a proved verdict, granted not of fewer than { $applications } decided applications.
rank-title = Rankings
rank-of = What is ranked
rank-of-counties = Counties
rank-of-townships = Townships
rank-townships-link = Townships ranked
rank-place = Place
rank-first = The first { $most }.
rank-how = A heading ranks by its column. Equal values share a place; what has no value has none. Shares are not computed of a handful: granted not of fewer than { $applications } decided applications.
copies-link = Copied reports

# Two years of a report side by side, and copied reports.

years-two-title = Two years side by side
years-two-link = Side by side with { $year }
years-two-how = Each number leads to its place in the archived document. A dash is a number that the report does not print; it is not zero. Lines that are 0 or absent in both years are left out.
years-two-figures = Figures of both years
years-two-none = Neither report prints a figure.
years-two-break = The reports follow different forms ({ $before } and { $after }): a line may count something else under the same name.
years-two-same-text = The text is the same in both years.
years-missing = The archive has no reports of this township for both years.
copies-report = Report
copies-source = Shares its words with
copies-share = Share
copies-common = Characters
copies-beside = Side by side
copies-beside-of = { $name } { $year } side by side with its source
copies-how = Reports that share at least half of their own words with an older report. Phrases that many reports have, such as those of the law and of the form, are not counted, nor are names, numbers and white space. The older of two has the earlier year or was first seen earlier, which does not prove who wrote it first; a template that offices were given explains a copy as well.
copies-none = No copied report was found here.
copies-more = The { $most } latest.
copies-all-years = All years
copies-elsewhere = Reports of other places that share their words with one of here
copied-link = Shares its words with an older report
copied-title = A copied report beside its source
copied-lead = { $copy } { $year } shares { $share } % of its own words with the report of { $source } for { $source_year }.
copied-first-seen = first seen { $at }
copied-how = Marked are runs of at least eight characters that the other report has, too, wherever it has them: { $common } of { $length } characters of its own, and phrases of the law and of the form, which are marked but not counted.
copied-missing = No near-copy of such a report was found.
