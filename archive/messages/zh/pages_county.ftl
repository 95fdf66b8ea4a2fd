# 县级页面。

page-county-unknown = 地名库中没有代码为 { $county } 的县
page-county-matrix = 各乡镇逐年情况
page-county-township = 乡镇、街道
page-county-cell = { $name } { $year } 年度：{ $verdict }
page-county-cell-days = ，逾期 { $days } 天
page-county-cell-backdated = ，所标日期与查看结果矛盾
page-county-cell-withdrawn = ，后已撤下
page-county-shares = 占比
page-county-key = +n：到期后第 n 天公开。* 所标日期当日的查看并未见到该报告。† 后已撤下。
page-county-empty = 本县尚无结论：没有登记的网站，或尚未查看过。
page-county-days = { $year } 年度报告公开日期分布
page-county-sites = 网站
page-county-site = 网站
page-county-never-run = 尚未查看
page-county-seen = 完整查看
page-county-seen-of = 共 { $runs } 次，其中 { $ok } 次完整
page-county-seen-last = ，最近一次 { $at }
page-county-seen-from = 部分列表页沿用 { $at } 所见
page-county-start = 入口网址
page-county-no-site = 没有登记的网站。
page-county-table = 结论数据表
page-county-late = 逾期公开的报告
page-county-rate = 逐年公开率
