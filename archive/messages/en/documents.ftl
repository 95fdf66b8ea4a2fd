# Why a document is no report (NoReportReason).

explains-report = its text explains a report and holds neither the report's sections nor its tables
explanation = an explanation of a report
guide = a guide
rule-or-plan = a rule or a plan
list-or-statistics = a list or statistics
assessment-or-survey = an assessment or a survey
news = news about reports
notice = a notice about reports
report-on-other-subject = a report on the openness of something else
lists-reports = it lists reports and is none itself
part-of-year = it covers a part of a year
no-year = it names no year and does not call itself annual
column-name = it names neither a year nor an issuer: the name of a column
not-about-reports = it does not speak of an annual report on open government
no-title = it has no title

# Why a document cannot be read (UnreadableReason): what the code means in general. What happened
# to the one document, with the reader's own words, is in `reason`.

empty-document = the file is empty
format-unsupported = the file is of a kind that is not read here
over-limit = the document goes over a limit of size or nesting
out-of-memory = reading it takes more memory than is allowed
timed-out = reading it takes longer than is allowed
process-died = the reading process died over it
answer-invalid = the reading process sent no valid answer
reader-failed = the reader of this format failed
file-broken = the file is broken or cannot be opened
password-protected = the file is protected by a password
no-text = the file holds no text that can be read
not-recognised = the file holds pictures whose text was not recognised
reader-missing = what reads this format is not installed
conversion-failed = the conversion to a format that is read here failed
