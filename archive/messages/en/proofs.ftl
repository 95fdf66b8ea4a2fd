# The nine facts of a proof as pages list them, and by what each holds; what is missing is in facts.ftl. No full stop.

## The nine facts of a proof, as a page lists them

fact-page-whole = Every page arrived whole
fact-list-ends = The list ends where reading ended
fact-pages-belong = The further pages continue the same list
fact-rows-accounted = Every row is accounted for
fact-ways-followed = Every way to more reports was followed
fact-of-today = The lists are those of the day
fact-is-the-place = Reports of this unit are published there
fact-plausible = No more reports are missing than is plausible
fact-owes = The unit owes a report

## By what a fact holds

closing-tags = the pages have their closing tags
as-host-ends = the pages end as all pages of their host do
whole-data = the answers are complete data
declared = the list states as many items as were read
last-page = the pager says that this is the last page
no-way-on = nothing on the page could hold or fetch more
rendered = shown in a browser and scrolled, it has no more rows
confirmed = a person confirmed it
one-page = there is one page only
same-list = the pages continue one another
all-rows-named = every row names whose report it is
rows-read = the rows in question were opened, and are something else
no-other-way = there is no other way
fresh-answer = the pages are no older copies
list-moved = the lists changed since the season began
later-row = a list shows a row of a later day
published-here-before = its report of another year was published there
peers-published = nearly all units of the county published there
few-missing = as many are missing as may fail to publish
township = it is a subdistrict, town or township in force
said-to-owe = a person says so
said-of-today = a person says so
said-place = a person says so
said-plausible = a person says so

# What one check proves of a list, in a line.

proof-ends = ends there: { $by }
proof-end-open = end not proved
proof-of-list = { $url }  { $ends }; all is proved that one night can prove
proof-of-list-lacking = { $url }  { $ends }; missing: { $lacks }
proof-lacks = { $why }.
proof-lacks-so = { $why }. { $remedy }
proof-between = { "; " }
