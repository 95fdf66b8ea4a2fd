# What each column holds, as the served tables show it: `described-` and the column, or the table and the column.

described-township-code = 9-digit code of the township (乡、镇、街道) in the national statistical division code
described-township = Name of the township
described-county-code = 6-digit code of the county (县、区、县级市)
described-county = Name of the county
described-year = Reporting year: the year that the report is about; it falls due in the following January
described-site = The county site, as named in sites.toml
described-run = The run (a night) in which it happened
described-report = Key of the report: township/year
described-version = Key of the version: township/year/digest of what it says
described-capture = Key of the fetch attempt in captures; keys sort by time
described-fetched-at = When we fetched it (UTC)
described-parsed-at = When it was read (UTC)
described-parser = Which parser read it; the name changes with every line of its code or forms
described-claimed-on = The date that the page itself claims for publication (发布日期); it can be wrong
described-claimed-label = The label beside that date on the page, such as 发布日期 or 成文日期
described-url = Address
described-title = Title as printed
described-line = Line of the form; keys in the form's order, see 2021.toml and 2019.toml
described-first-seen = When we first fetched the report (UTC)

## status

described-status-verdict = on_time 按时, late 逾期, not_published 到期未见, seen_after_gap (there now, and no complete check proves since when), cannot_tell, pending 未到期, exempt
described-status-due-at = The instant at which the deadline passed (UTC; the end of Jan 31 in China is 16:00 UTC)
described-status-basis = The rule that set the deadline
described-status-days-late = Whole days after the due day
described-status-backdated = 1 where the claimed date is before a check of ours that did not show the report (倒签)
described-status-evidence = JSON: the reason in words, the rule, and the checks and captures behind the verdict
described-status-reason = The reason as a code; its sentence is `why` in the evidence. NULL where the archive has not been judged since codes were introduced

## reports

described-reports-state = present, or withdrawn where a complete check no longer lists it and its own address says that it is gone
described-reports-version = The version in force: the one that the report showed last

## versions

described-versions-seq = 1 for the first version of the report, and on
described-versions-capture = The capture that first showed this content
described-versions-signed-on = The date under the text (落款日期)
described-versions-change = What made it a new version: appeared, figures (a number changed) or text
described-versions-cause = publisher, or parser where the same bytes are now read otherwise
described-versions-document-number = Document number (文号), such as 优政〔2024〕5号
described-versions-form = Generation of the form: 2021 (〔2021〕30号), 2019 (〔2019〕60号), statistics, narrative, or mixed

## current_versions

described-current-versions-state = present or withdrawn
described-current-versions-seq = Number of this version within its report
described-current-versions-signed-on = The date under the text (落款日期)
described-current-versions-change = What made it a new version: appeared, figures or text
described-current-versions-cause = publisher or parser
described-current-versions-document-number = Document number (文号)
described-current-versions-form = Generation of the form

## applications

described-applications-natural-person = 自然人: applications by natural persons, 件
described-applications-enterprise = 商业企业: by enterprises, 件
described-applications-research-institution = 科研机构: by research institutions, 件
described-applications-public-welfare-organization = 社会公益组织: by public welfare organisations, 件
described-applications-legal-service-organization = 法律服务机构: by legal service organisations, 件
described-applications-other-organization = 其他: by other legal persons or organisations, 件
described-applications-total = 总计: the total as printed, never a computed one, 件

## disclosures

described-disclosures-issued = 本年制发件数: documents issued in the year, 件 (2021 form)
described-disclosures-repealed = 本年废止件数: documents repealed in the year, 件 (2021 form)
described-disclosures-in-force = 现行有效件数, in the 2019 form 对外公开总数量: documents in force or public in all, 件
described-disclosures-made = 本年新制作数量: documents made in the year, 件 (2019 form)
described-disclosures-published = 本年新公开数量: documents made public in the year, 件 (2019 form)
described-disclosures-items-last-year = 上一年项目数量: items in the year before (2019 form)
described-disclosures-change = 本年增/减: change of the number of items (2019 form)
described-disclosures-decisions = 处理决定数量: decisions taken in the year, 件
described-disclosures-projects = 采购项目数量: procurement projects (2019 form)
described-disclosures-amount = Fees (行政事业性收费) in 万元; procurement (采购总金额) in 元

## reviews

described-reviews-block = reconsideration 行政复议, litigation_direct 未经复议直接起诉, litigation_after_reconsideration 复议后起诉
described-reviews-upheld = 结果维持, 件
described-reviews-corrected = 结果纠正, 件
described-reviews-other = 其他结果, 件
described-reviews-pending = 尚未审结, 件
described-reviews-total = 总计 as printed, 件

## statistics

described-statistics-line = Line of the sheet, by its key in archive/extract/report/statistics*.toml
described-statistics-value = Number as printed; empty where the cell holds none

## numbers

described-numbers-table = disclosure, applications, review or statistics
described-numbers-column = Column of that table
described-numbers-value = The number as printed; 件, fees in 万元

## told_numbers

described-told-numbers-table = disclosure, applications, review, statistics or text
described-told-numbers-line = Line of the form; for the text what the number counts
described-told-numbers-column = Column of that table; for the text the section and the position in it
described-told-numbers-value = The number as printed

## changed_numbers

described-changed-numbers-at = When we came to know it (UTC)
described-changed-numbers-subject = township:code/year
described-changed-numbers-kind = figures, or restored where a content seen before came back
described-changed-numbers-cause = publisher, or parser where our own program read otherwise
described-changed-numbers-table = disclosure, applications, review or statistics
described-changed-numbers-column = Column of that table
described-changed-numbers-before = The number before; empty where there was none
described-changed-numbers-after = The number afterwards; empty where there is none
described-changed-numbers-version-before = The content that it changed from
described-changed-numbers-version-after = The content that it changed to

## sections

described-sections-number = Number of the section within the report
described-sections-heading = Heading as printed, such as 总体情况
described-sections-text = Text of the section, without its heading

## cells

described-cells-table = disclosure, applications or review
described-cells-column = Column of that table; empty for a line that has one value only
described-cells-state = blank, dash (/, —, 无, 不适用 …), annotated (the number is kept), unreadable
described-cells-raw = What is printed in the cell

## figures

described-figures-section = Number of the section in which it stands
described-figures-start = Offset of the quote in the section's text, in characters
described-figures-end = Offset of the quote's end
described-figures-indicator = What is counted
described-figures-value = The number
described-figures-unit = Its unit as printed, such as 件 or 条
described-figures-quote = The words that tell it

## findings

described-findings-finding = Local number
described-findings-rule = The rule, such as applications.granted.row_sum
described-findings-severity = error, warning or info
described-findings-blame = source (the printed document is wrong), reading (we are not sure that we read it right), unknown
described-findings-detail = What was seen

## documents

described-documents-document = Local number
described-documents-kind = report, lookalike (an explanation, guide or news item about reports), other, unreadable
described-documents-reason = Why it is not a report
described-documents-reason-code = The same as a code, null for a report
described-documents-level = Level of the issuer: township, department, county, other, unknown
described-documents-issuer = Issuer as printed
described-documents-match = How the issuer was told: exact, unique, context, corrected, ambiguous, none
described-documents-candidates = JSON: the townships that an ambiguous name may mean
described-documents-joint-with = JSON: the codes of the other townships of a joint report
described-documents-figures-digest = Digest of the figures as read
described-documents-text-digest = Digest of the text as read
described-documents-hollow = 1 for a page with neither text nor tables of its own
described-documents-said = The whole reading, until the end of the site run settles it into a version

## changes

described-changes-at = When we came to know it (UTC)
described-changes-kind = appeared, figures, text, withdrawn, restored, title, claimed_on, address or column
described-changes-subject = What changed: township:CODE/YEAR or site:ID
described-changes-before = Before: a version, a title, a date or an address
described-changes-after = After
described-changes-cause = publisher or parser

## captures

described-captures-kind = robots, portal, listing, report or attachment
described-captures-status = HTTP status, null where no answer came
described-captures-verdict = ok, same (bytes we had), gone, soft_404, unknown (says nothing known), blocked, unreachable, garbled, too_large, refused (our own rules: robots, allow-list, address guard)
described-captures-payload = SHA-256 of the bytes; the link downloads them
described-captures-via = The capture of the page that led here
described-captures-reason = What the verdict rests on, as a code: http_status, no_landmark, robots_forbids, …
described-captures-detail = The same in words
described-captures-reason-args = The arguments of the sentence, as JSON
described-captures-link-title = Text of the link that led here
described-captures-size = Size of the payload in bytes
described-captures-headers = Response headers as JSON
described-captures-request = What was asked beyond a plain GET, as JSON. browser: which browser showed the page, parts: all that the page asked for; part: fetched for a page in the browser

## townships

described-townships-code = 9-digit code
described-townships-name = Name
described-townships-valid-from = First day of validity, null where it reaches back before the gazetteer
described-townships-valid-to = First day on which it is valid no more
described-townships-successor = Code of the township that took its place

## counties

described-counties-code = 6-digit code
described-counties-name = Name
described-counties-prefecture = Prefecture (地级市、自治州、地区)
described-counties-province = Province (省、自治区、直辖市)

## sites

described-sites-family = CMS family, or auto
described-sites-start = JSON: the portal, column or listing pages where a crawl begins
described-sites-settings = JSON: the rest of the site's row in sites.toml

## sites_health

described-sites-health-site-runs = Number of runs
described-sites-health-ok = Number of runs that saw the site whole
described-sites-health-last-ok = Start of the last run that saw the site whole (UTC)
described-sites-health-last-outcome = Outcome of the last run
described-sites-health-last-reason = Why the last run is not ok, as a code
described-sites-health-last-detail = What the last run says of itself

## runs

described-runs-run = Key of the run
described-runs-started-at = Start (UTC)
described-runs-finished-at = End (UTC), null while it runs
described-runs-version = Version of nianbao
described-runs-settings = JSON: the settings it ran with

## site_runs

described-site-runs-settings = The registry's row as it stood then, by its number
described-site-runs-site-run = Local number
described-site-runs-started-at = Start (UTC)
described-site-runs-finished-at = End (UTC)
described-site-runs-outcome = ok, partial, blocked, unreachable, broken or killed
described-site-runs-reason = Why it is not ok, as a code: the first of what the detail says
described-site-runs-detail = Why it is not ok, in words
described-site-runs-reasons = All that the detail says, as JSON: codes with the arguments of their sentences
described-site-runs-requests = Fetch attempts
described-site-runs-bytes = Bytes received that we did not have
described-site-runs-seen-from = Oldest listing check that the run took from the archive, as the list was not due for refresh (UTC); null where it checked every list

## sound_looks

described-sound-looks-site-run = Local number of the site run
described-sound-looks-started-at = Start of the site run (UTC)
described-sound-looks-finished-at = End of the site run (UTC)
described-sound-looks-start = First page of the column
described-sound-looks-state = Local number of the set of items that it showed
described-sound-looks-declared = Number of items that the page itself declares
described-sound-looks-seen-from = What the lists did not show was absent then (UTC): before the end of the run where a list was not due for refresh

## listed_reports

described-listed-reports-outcome = Outcome of the site run
described-listed-reports-started-at = Start of the site run (UTC)
described-listed-reports-kind = What the title says that it is: report, lookalike, other
described-listed-reports-date = Date printed beside the item

## alerts

described-alerts-alert = Key of the alert
described-alerts-kind = What it is about; alert_reasons holds the kinds that there are
described-alerts-reason = Why it opened, as a code; alert_reasons holds the reasons of each kind
described-alerts-subject = township:CODE/YEAR, county:CODE/YEAR, site:ID or archive
described-alerts-opened-at = When it opened (UTC)
described-alerts-closed-at = When it closed (UTC), null while it is open
described-alerts-acknowledged-at = When a person acknowledged it (UTC)
described-alerts-note = What that person noted
described-alerts-evidence = JSON: what the alert rests on

## alert_reasons

described-alert-reasons-kind = Kind of alert
described-alert-reasons-reason = Why an alert of this kind opens
described-alert-reasons-severity = notice, warning or urgent
described-alert-reasons-subject = What its alerts are about: township, county, site or archive

## notifications

described-notifications-alert = Key of the alert
described-notifications-channel = Name of the channel
described-notifications-edge = opened or closed
described-notifications-state = waiting, sent or failed
described-notifications-attempts = Number of attempts
described-notifications-next-try = When it is tried next (UTC)
described-notifications-sent-at = When it was sent (UTC)
described-notifications-error = What the channel answered

## manifestations

described-manifestations-place = The address in canonical spelling: without session, scheme and www
described-manifestations-url = The address as it was requested
described-manifestations-kind = report or attachment
described-manifestations-first-seen = When it was first fetched there
described-manifestations-capture = The capture that shows its current content
described-manifestations-version = What it shows now
described-manifestations-leads = 1 where the report's figures are taken from here
described-manifestations-up = 1 while it is there

## copied_from

described-copied-from-source = The older version
described-copied-from-share = Share of this version's text that also stands in the source, 0 to 1
described-copied-from-common = Runs of characters in common
described-copied-from-length = Runs of characters of this version

## provenance

described-provenance-table = Statutory table
described-provenance-line = Line of the form
described-provenance-column = Column of the form
described-provenance-value = The figure as printed
described-provenance-seq = Number of the version
described-provenance-claimed-label = The label beside the claimed date
described-provenance-parsed-at = When the document was read
described-provenance-parser = The parser that read it
described-provenance-capture-verdict = What the response was taken for
described-provenance-request = What the request had beyond a plain GET (JSON)
described-provenance-status = HTTP status of the answer
described-provenance-headers = Headers of the answer (JSON)
described-provenance-payload = SHA-256 of the bytes
described-provenance-size = Bytes
described-provenance-outcome = How the site run ended
described-provenance-page = Capture of the page that links the file, where the report is a file
described-provenance-page-url = Its address
described-provenance-listing = Capture of the list that led there
described-provenance-listing-url = Its address
described-provenance-listing-fetched-at = When it was fetched
described-provenance-listing-payload = SHA-256 of its bytes
described-provenance-site-run-started-at = When this site's part of the run began
described-provenance-site-run-finished-at = When it ended
described-provenance-program = Version of the program
described-provenance-run-settings = Settings of the run (JSON)
described-provenance-site-settings = The registry's row at that time (JSON)

## backdating

described-backdating-claimed-on = The day that the page names
described-backdating-claimed-label = The label beside it
described-backdating-capture = First capture that names it
described-backdating-first-seen = When the report was first listed or read
described-backdating-look = The run of the check
described-backdating-looked-at = The instant of the check
described-backdating-listing = Capture of the list that it checked
described-backdating-listing-url = The list that it checked

## copies

described-copies-source = The older version
described-copies-source-report = The older report
described-copies-source-township = The township of that report
described-copies-source-year = Its reporting year
described-copies-share = Share of this version's text that also stands in the source, 0 to 1
described-copies-common = Runs of characters in common
described-copies-length = Runs of characters of this version

## doubted_runs

described-doubted-runs-noticed-at = When that was noticed
described-doubted-runs-detail = What was noticed
described-doubted-runs-reason = The same as a code

## publications

described-publications-url-key = The address in canonical spelling: without session, scheme and www
described-publications-url = The address as it was requested
described-publications-kind = report or attachment
described-publications-first-seen = When it was first fetched there
described-publications-capture = The capture that shows its current content
described-publications-version = What it shows now
described-publications-leads = 1 where the report's figures are taken from here
described-publications-available = 1 while it is there

## listing_checks

described-listing-checks-site-run = Local number of the site run
described-listing-checks-started-at = Start of the site run (UTC)
described-listing-checks-finished-at = End of the site run (UTC)
described-listing-checks-outcome = Outcome of the site run
described-listing-checks-start = First page of the list
described-listing-checks-state = Local number of the set of items that it showed
described-listing-checks-complete = 1 where the list was read to its end
described-listing-checks-declared = Number of items that the page itself declares
described-listing-checks-reason = Why the check is not complete
described-listing-checks-reason-code = The same as a code
described-listing-checks-reason-args = The arguments of the sentence, as JSON
described-listing-checks-seen-from = What the lists did not show was absent then (UTC): before the end of the run where a list was not due for refresh

## complete_checks

described-complete-checks-site-run = Local number of the site run
described-complete-checks-started-at = Start of the site run (UTC)
described-complete-checks-finished-at = End of the site run (UTC)
described-complete-checks-start = First page of the list
described-complete-checks-state = Local number of the set of items that it showed
described-complete-checks-declared = Number of items that the page itself declares
described-complete-checks-seen-from = What the lists did not show was absent then (UTC): before the end of the run where a list was not due for refresh

## stated_numbers

described-stated-numbers-table = disclosure, applications, review, statistics or text
described-stated-numbers-line = Line of the form; for the text what the number counts
described-stated-numbers-column = Column of that table; for the text the section and the position in it
described-stated-numbers-value = The number as printed

## retroactive_findings

described-retroactive-findings-rule = The rule, as in findings

## untrusted_runs

described-untrusted-runs-noticed-at = When that was noticed
described-untrusted-runs-detail = What was noticed
described-untrusted-runs-reason = The same as a code

## listing_check_facts

described-listing-check-facts-site-run = Local number of the site run
described-listing-check-facts-start = First page of the list
described-listing-check-facts-fact = page_whole, list_ends, pages_belong, rows_accounted, ways_followed or of_today
described-listing-check-facts-holds = 1 where the fact is proved
described-listing-check-facts-observation = What was observed that shows the fact or its lack, as a code
described-listing-check-facts-args = JSON: what the sentence of the observation names

## judgements

described-judgements-judgement = Key of the judgement
described-judgements-report = Township code / reporting year
described-judgements-version = The content that the person saw
described-judgements-rule = The rule of the finding
described-judgements-says = confirmed, dismissed, or withdrawn where it takes an earlier word back
described-judgements-detail = The finding's sentence when it was judged
described-judgements-person = Who judged
described-judgements-at = When (UTC)
described-judgements-note = What that person noted

## positions

described-positions-document = The reading, a row of documents
described-positions-packed = The positions as bytes (archive/extract/positions/packing.py)

## judged_findings

described-judged-findings-report = Township code / reporting year
described-judged-findings-version = The content that has the finding
described-judged-findings-rule = The rule of the finding
described-judged-findings-says = confirmed or dismissed
described-judged-findings-person = Who judged
described-judged-findings-at = When (UTC)
described-judged-findings-note = What that person noted
described-judged-findings-judged-detail = The finding's sentence when it was judged
described-judged-findings-judgement = Key of the judgement

## answers

described-answers-answer = Key of the answer
described-answers-question = list_ends, row, of_today, place, plausible or owes
described-answers-year = Reporting year, where the question is about one
described-answers-url = The list or the row that the question is about
described-answers-says = yes, no, or withdrawn where it takes an earlier answer back
described-answers-shape = The shape that the list had when its end was answered for; the answer counts while the list has it
described-answers-person = Who answered
described-answers-at = When (UTC)
described-answers-until = The last day on which the answer counts
described-answers-note = What that person noted
