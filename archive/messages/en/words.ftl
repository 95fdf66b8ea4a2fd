# The values of the archive's closed sets, as pages and tables show them.

word-verdict-on-time = on time
word-verdict-on-time-means = seen, or credibly dated, before the deadline passed
word-verdict-late = late
word-verdict-late-means = a complete check after the deadline did not show it yet
word-verdict-not-published = not published
word-verdict-not-published-means = complete checks on two nights after the deadline did not show it
word-verdict-seen-after-gap = seen, date unproved
word-verdict-seen-after-gap-means = there now, and no complete check proves since when
word-verdict-cannot-tell = cannot tell
word-verdict-cannot-tell-means = no complete check since the deadline proves it, so nothing is claimed
word-verdict-pending = not yet due
word-verdict-pending-means = the deadline has not passed
word-verdict-exempt = exempt
word-verdict-exempt-means = the unit owed no report on the day on which it would have fallen due

word-outcome-ok = seen whole
word-outcome-ok-means = every list was seen whole
word-outcome-partial = seen in part
word-outcome-partial-means = something of the site was not seen; absence is not concluded
word-outcome-blocked = blocked
word-outcome-blocked-means = the site refused us; absence is not concluded
word-outcome-unreachable = unreachable
word-outcome-unreachable-means = no answer came; absence is not concluded
word-outcome-broken = changed
word-outcome-broken-means = the site no longer looks as we know it; absence is not concluded
word-outcome-killed = cut short
word-outcome-killed-means = the run never closed; absence is not concluded
word-outcome-running = running
word-outcome-running-means = the run goes on

word-change-appeared = first seen
word-change-figures = figures changed
word-change-text = text changed
word-change-withdrawn = withdrawn
word-change-restored = restored
word-change-title = title changed
word-change-claimed-on = claimed date changed
word-change-address = another address
word-change-column = column changed

word-cause-publisher = by the publisher
word-cause-parser = by our reading

word-blame-source = as printed
word-blame-reading = perhaps our reading
word-blame-unknown = cause not clear

word-severity-error = error
word-severity-warning = warning
word-severity-info = remark
word-severity-urgent = urgent
word-severity-notice = notice

word-judgement-confirmed = confirmed by a person
word-judgement-dismissed = dismissed by a person

word-cell-blank = blank
word-cell-dash = a dash
word-cell-annotated = annotated
word-cell-unreadable = unreadable

word-indicator-items-disclosed = information disclosed
word-indicator-applications-received = applications received
word-indicator-applications-answered = applications answered
word-indicator-reconsiderations = administrative reconsiderations
word-indicator-litigations = administrative litigation
word-indicator-processing-fees = fees for processing
word-indicator-training-sessions = training sessions
word-indicator-meetings = meetings
word-indicator-inspections = inspections
word-indicator-interpretations = interpretations of policy

word-state-present = still published
word-state-withdrawn = withdrawn
word-state-waiting = waiting
word-state-sent = sent
word-state-failed = failed

word-capture-ok = fetched
word-capture-same = the same as before
word-capture-gone = gone
word-capture-soft-404 = says that it is gone
word-capture-blocked = blocked
word-capture-unreachable = unreachable
word-capture-garbled = garbled
word-capture-too-large = too large
word-capture-refused = not asked for
word-capture-unknown = not understood

word-kind-robots = robots rules
word-kind-portal = front page
word-kind-listing = list
word-kind-report = report
word-kind-attachment = attached file
word-kind-lookalike = like a report
word-kind-other = another document
word-kind-unreadable = unreadable

word-level-township = township
word-level-department = department
word-level-county = county
word-level-other = other
word-level-unknown = unknown

word-match-exact = the exact name
word-match-unique = the only one possible
word-match-context = by its context
word-match-corrected = a misprint corrected
word-match-ambiguous = ambiguous
word-match-none = none

word-form-statistics = statistics sheet
word-form-narrative = text only
word-form-mixed = two forms mixed

word-edge-opened = opened
word-edge-closed = closed

word-answer-yes = yes
word-answer-no = no
word-answer-withdrawn = withdrawn

word-asked-list-ends = whether a list ends here
word-asked-row = whether a row is the report
word-asked-of-today = whether a list is of today
word-asked-place = whether reports are published there
word-asked-plausible = whether so many can be missing
word-asked-owes = whether a report is owed

word-table-applications = applications received and answered
word-table-disclosure = proactive disclosure
word-table-review = reconsideration and litigation
word-table-statistics = statistics sheet before 2019
word-section = section { $number }
