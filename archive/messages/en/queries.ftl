# Titles and descriptions of the queries in archive/web/queries.

query-backdated = Dates that checks contradict
query-backdated-about = Reports that claim a day on which, by a complete check, they were not there yet. :year may stay blank.
query-broken-arithmetic = Arithmetic that does not hold, and whose fault
query-broken-arithmetic-about = Sums and balances that the printed numbers break, in the versions in force. Blame `source` means that the printed document is wrong, `reading` that we are not sure we read it right. :year and :blame (source, reading, unknown) may stay blank.
query-captures-of-report = Captures of a report through time
query-captures-of-report-about = Every fetch, failures too, of every address at which the report of :township (9-digit code) for :year was ever read. Verdict `same` means that the server sent, or confirmed, bytes that we already had.
query-days-of-publication = Days of publication
query-days-of-publication-about = How many reports for :year (blank: the latest that fell due) came out on which day, by the date that the report claims; where a check contradicts that date, by the day of the first sighting. :county may stay blank.
query-late-by-county = Late publications, county by county
query-late-by-county-about = Reports that a complete check after the deadline did not yet show, with the days after the due day. :year and :county (6-digit code) narrow it; both may stay blank.
query-most-applications = Townships with the most applications
query-most-applications-about = New applications for information as printed in the version in force, largest first. :year blank means the latest year with figures.
query-not-published = Townships that have not published
query-not-published-about = Every township whose report for :year (blank: the latest year that fell due) no complete check has shown since the deadline, with the rule, the last check, the listing page read and the payload that proves it.
query-publication-rate = Publication rate by county and year
query-publication-rate-about = Of the townships on which a judgement is possible (on time, late or not published), the share on time. What cannot be told is counted apart and never taken for either. :county may stay blank.
query-revised-figures = Figures revised after publication
query-revised-figures-about = Every cell that the publisher changed between two versions of a report, before and after. What a better parser read otherwise is not among them. :year may stay blank.
query-search-sections = Search the reports' text
query-search-sections-about = Sections of the versions in force that hold every word of :q, simplified or traditional, of either width. The latest years come first. Words of two characters or more are found by the index. :county (six digits, or two for a province) and :year may stay blank.
query-site-health = Health of the sites
query-site-health-about = How each county site's runs ended, those in trouble first. Absence is concluded only from a run whose outcome is ok.
query-where-from = Where does this number come from?
query-where-from-about = From which bytes, fetched when, over which listing page, do we know a figure. :township is a 9-digit code, :table one of applications, disclosure, review; :line and :column are keys such as new and total (blank: all). :version blank means the version in force.
query-year-on-year = Applications of a township, year on year
query-year-on-year-about = What came in, what was granted and what was carried over, for one :township (9-digit code or exact name); `change` is against the report for the year before, and blank where there is none.
