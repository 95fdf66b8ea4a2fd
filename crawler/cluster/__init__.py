"""Several machines for one night: sites and documents as tasks of Dask. Only the archive's machine writes it."""
