# Why a verdict is what it is; the codes are in archive/deadlines/reasons.py. No full stop: a sentence may stand within another.

## What decided it

not-in-force = the unit was not in force on the day the report fell due
not-in-force-but-published = the unit was not in force on the day the report fell due; a report is there all the same
not-due-yet = the deadline has not passed
listed-not-read-yet = listed, but not read yet; the deadline has not passed
listed-before-deadline = listed before the deadline
seen-before-deadline = seen before the deadline
claim-not-contradicted = first seen within two days of the deadline, and the date it claims contradicts no check of ours
absent-after-deadline = a complete check after the deadline did not show it
published-after-deadline = it names a day of publication after the deadline, and a complete check since then did not show it
only-list-contradicts = it claims { $claimed }; a list did not show it on { $lacking }, and nothing else says that it came later
said-not-to-owe = it owes no report, as a person says
not-a-township = a farm, park, prison or company, which owes no report by rule
not-a-township-but-published = a farm, park, prison or company, which owes no report by rule; a report is there all the same
list-may-lag = the day that it claims lies before the deadline, and lists lag behind by a day
no-check-before-sighting = there now, and no complete check tells since when
listed-unreadable = listed, but the document could not be read
no-check-since-deadline = no complete check since the deadline
absent-on-one-night = one complete check after the deadline did not show it; a second night decides
absent-on-nights = complete checks on { $nights } nights after the deadline did not show it
county-not-watched = no site of its county is watched; add a row to sites.toml
due-long-before-first-check = fell due long before our first complete check; it is not listed now
ambiguity-gone = { $ambiguity }; gone since, and a second night decides

## Why a check does not prove that it was absent

named-but-read-otherwise = a list names its report, but what stands there reads as something else
list-not-checked = the list that shows it was not among those looked at before
other-entry-addresses = the site is searched from other addresses since; the lists looked at before prove nothing
no-report-in-county = no unit of the county shows a report of that year: they may hang where nobody looked

## Which document might be it

unknown-issuer = whose report hangs at { $url } could not be told
unknown-year = for which year its report at { $url } is could not be told
year-not-over = its report at { $url } names the year { $year }, which was not over yet
year-long-over = its report at { $url } names the year { $year } and came out on { $published_on }
several-under-one-name = different reports for { $year } hang under the name of { $name }, one of them at { $url }
names-this-township = the report at { $url } bears the name of { $name } and names this township in its text
county-report-twice = { $title } hangs there { $count } times; one may be a township's: { $url }
other-name-in-own-list = a list of its own shows a report under another name: { $title } at { $url }
former-reading = an earlier reading of a document that hangs there took it for this report
named-by-witness = the site itself names it elsewhere, and it could not be read: { $title } ({ $url })
under-related-unit = a report of that year is there under the name of { $name }, merged with it or renamed
