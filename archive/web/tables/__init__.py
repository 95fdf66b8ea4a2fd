"""Tables and queries of a large archive on Datasette's own pages: counts that a night kept, and the first rows only."""
