# 结论的理由；代码见 archive/deadlines/reasons.py。句末不加句号：句子可嵌入另一句。

## 决定结论的事实

not-in-force = 应公开日该单位不存在，无公开义务
not-in-force-but-published = 应公开日该单位不存在，无公开义务；但有一份年度报告
not-due-yet = 未到期
listed-not-read-yet = 列表已见，正文尚未读取；未到期
listed-before-deadline = 到期前列表已见
seen-before-deadline = 到期前已见
claim-not-contradicted = 到期后两日内首次见到，所标日期与历次查看均不矛盾，视为按时
absent-after-deadline = 逾期：到期后一次完整查看未见
published-after-deadline = 逾期：页面所标发布日期在到期日之后，且其间一次完整查看未见
only-list-contradicts = 所标发布日期为 { $claimed }，而 { $lacking } 的列表未见；除列表外无其他旁证，暂无法判断是否逾期
said-not-to-owe = 经人工确认，无公开义务
not-a-township = 农场、园区、监狱或企业，按规定无公开义务
not-a-township-but-published = 农场、园区、监狱或企业，按规定无公开义务；但有一份年度报告
list-may-lag = 所标日期在到期日之前，而列表更新可能滞后一日，暂无法判断是否逾期
no-check-before-sighting = 现已公开，但此前没有完整查看可证明何时公开
listed-unreadable = 列表已见，但正文无法读取，暂无法判断
no-check-since-deadline = 到期后没有完整查看，暂无法判断
absent-on-one-night = 到期后一次完整查看未见，须另一夜再查看，暂无法判断
absent-on-nights = 应公开未见：到期后 { $nights } 夜完整查看均未见
county-not-watched = 该县没有纳入监测的网站，暂无法判断；请在 sites.toml 中添加
due-long-before-first-check = 到期日远早于首次完整查看，现列表中未见，暂无法判断
ambiguity-gone = { $ambiguity }；该文档现已撤下，须另一夜再查看，暂无法判断

## 为何一次查看不足以证明未公开

named-but-read-otherwise = 列表列有该报告，但所链内容并非该报告，暂无法判断
list-not-checked = 后来列出该报告的栏目此前未被查看，暂无法判断
other-entry-addresses = 网站入口地址已变更，此前的查看不足为证，暂无法判断
no-report-in-county = 全县未见该年度任何报告，可能发布在未查看的栏目，暂无法判断

## 哪份文档可能就是该报告

unknown-issuer = { $url } 处有一份报告无法确定发布单位，可能即为本报告
unknown-year = { $url } 处该单位的报告无法确定年度，可能即为本报告
year-not-over = { $url } 处该单位的报告标为 { $year } 年度，而当时该年度尚未结束，可能即为本报告
year-long-over = { $url } 处该单位的报告标为 { $year } 年度，却发布于 { $published_on }，可能即为本报告
several-under-one-name = 以{ $name }名义发布的 { $year } 年度报告有多份且内容不同，其一见 { $url }，可能即为本报告
names-this-township = { $url } 处以{ $name }名义发布的报告，正文所称为本单位，可能即为本报告
county-report-twice = { $title }出现 { $count } 次，其一可能属于某乡镇：{ $url }
other-name-in-own-list = 本单位的专栏列有他名报告：{ $title }，{ $url }，可能即为本报告
former-reading = 此前曾将该站现有的一份文档读作本报告
named-by-witness = 网站别处提到该报告，但未能读取：{ $title }（{ $url }）
under-related-unit = 该年度报告以{ $name }名义发布，该单位与本单位合并或系更名
