# Why a title does not tell whose report a row of a list is, or for which year (Doubt): doubt- and the code.

doubt-says-nothing = the title says nothing
doubt-garbled = the title is garbled
doubt-impossible-year = the title names a year that nobody can mean
doubt-unknown-issuer = the title names no unit of the county
