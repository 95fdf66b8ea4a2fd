"""Names and codes of every province, prefecture, county and township, with validity."""
