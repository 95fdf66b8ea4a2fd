# 检索页。

search-title = 检索
search-words = 检索词
search-county = 县级代码
search-year = 年度
search-go = 检索
search-how = 可检索乡镇街道、县区、标题、文号、正文各节和核对结果。繁体按简体、全角按半角对待。输入多个词时，各词须同时出现在正文或所在地名称中。县区填六位代码，省份填两位。
search-incomplete = 尚有年报未编入索引，下一夜运行或执行 `nianbao reparse` 后补齐。
search-places = 地名
search-former = { $day } 前有效
search-reports = 年报
search-too-short = 检索年报正文至少需要两个字。
search-none = 现行年报中没有这些词。
search-none-so-far = 目前尚未找到：许多年报含有这些词的一部分，可继续检索。
search-next = 继续检索
search-in-title = 标题
search-in-number = 文号
search-in-heading = 小标题
search-in-finding = 核对结果
search-more-parts = 另有 { $count } 处
search-box = 检索年报和地名
search-malformed = 县区为六位数字，省份为两位，年度为四位。
