# Why a title does not tell whose report a row of a list is, or for which year (Doubt): doubt- and the code.

doubt-says-nothing = 标题没有内容
doubt-garbled = 标题是乱码
doubt-impossible-year = 标题中的年份不可能
doubt-unknown-issuer = 标题未写明本县的哪个单位
