# A township over the years, and townships side by side.

years-title = over the years
years-chart = New applications by year
years-how = Each number leads to where it comes from. A dash is a number that the report does not print; it is not zero. Where the form changed, a line may count something else under the same name.
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
side-how = As printed in the versions in force; a heading sorts by its column. Share granted is granted and partly granted of all that were decided, and is not computed of fewer than { $enough }. Errors are contradictions in the printed report, which may explain a number that stands out.
side-new = New applications
side-granted = Granted, wholly or in part
side-decided = Decided
side-carried-out = Carried over
side-licences = Licences
side-penalties = Penalties
side-share = Share granted, %
side-errors = Errors in print
side-few = too few
side-link = Townships side by side
