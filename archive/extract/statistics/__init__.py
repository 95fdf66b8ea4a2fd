"""The statistics sheets of reporting years before 2019."""
