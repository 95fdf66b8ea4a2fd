# 订阅源与引用格式。

feed-title = 年报动态：{ $place }
feed-country = 全国
feed-subtitle = 存档所见的年报公开、变更、撤下与逾期未见。时间为北京时间。
feed-published = { $county }{ $township } { $year } 年度年报：已公开
feed-changed = { $county }{ $township } { $year } 年度年报：有变更
feed-withdrawn = { $county }{ $township } { $year } 年度年报：已撤下
feed-missed = { $county }{ $township } { $year } 年度年报：应公开未见
feed-published-says = 首次见于 { $at }。
feed-changed-says = 发布方有改动，首次见于 { $at }，其后一日再次核实。
feed-withdrawn-says = { $at } 起已不在原处，其后一夜再次核实。
feed-missed-says = 到期后至少两夜的完整查看均未见到（{ $at }）。
feed-missed-ended = 后于 { $at } 见到。
feed-unknown-place = 地名库中没有这个地方。
feed-link = 订阅
json-link = JSON
cite-title = 引用本年报
cite-line = { $issuer }：《{ $title }》[{ $year }]，{ $url }，存档于 { $archived }（北京时间），SHA-256 { $digest }；版本 { $version }，存档截至 { $as_of }。
cite-untitled = 无标题
