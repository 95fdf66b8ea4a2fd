"""The report as a value: the statutory forms as data, labels, numbers, cells and sums."""
