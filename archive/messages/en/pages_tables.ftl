# Datasette's pages of tables and queries.

data-columns = Columns
data-rows = { $count ->
        [0] No rows
        [one] { $count } row
       *[other] { $count } rows
    }
data-many-rows = many rows
data-where = { ": " }
data-and = { "; " }
data-search = Search
data-filter-column = Column to filter by
data-filter-how = How to compare
data-filter-value = Value to compare with
data-no-filter = no filter
data-sort = Sort by
data-sort-by = by { $column }
data-descending = descending
data-apply = Apply
data-remove = remove
data-as = This data as
data-edit-sql = View and edit the SQL
data-suggested = Suggested groups:
data-facets-late = Not counted in time:
data-next = Next page
data-download = as a file
data-names = with names
data-all-rows = all rows
data-csv = Get CSV
data-definition = Definition in SQL
data-table = Rows
data-hide-facet = No groups by { $column }
data-remove-facet = Not only { $value }
data-more = more
data-own-sql = Your own SQL
data-run = Run
data-show-sql = Show the SQL
data-hide-sql = Hide the SQL
data-first-rows = The first { $count } rows
data-from-other-tables = Links from other tables
data-rows-of = { $count } in { $table }, by { $column }
data-about = Annual open-government reports of China’s townships: what they say, when they were published, and which are missing. Every row leads back to captured bytes.
data-queries = Queries
data-tables = Tables
data-views = Views
data-internal = Internal.
data-internal-tables = { $count } internal tables

filter-exact = =
filter-not = is not
filter-contains = contains
filter-notcontains = does not contain
filter-endswith = ends with
filter-startswith = begins with
filter-gt = >
filter-gte = ≥
filter-lt = <
filter-lte = ≤
filter-like = like
filter-notlike = not like
filter-glob = glob
filter-in = is one of
filter-notin = is none of
filter-arraycontains = array contains
filter-arraynotcontains = array does not contain
filter-date = is on the day
filter-isnull = is null
filter-notnull = is not null
filter-isblank = is blank
filter-notblank = is not blank
