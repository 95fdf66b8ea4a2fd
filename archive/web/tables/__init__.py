"""Tables and queries on Datasette's own pages: counts that a night kept, the first rows only, addresses at fault."""
