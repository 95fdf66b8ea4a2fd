# 概览页面。

page-overview-kicker = 乡镇（街道）政府信息公开工作年度报告
page-overview-missing-page = 该年度、该地区没有任何乡镇的结论
page-overview-year = { $year } 年度报告
page-overview-empty = 存档中尚无结论
page-overview-years = 报告年度
page-overview-lead = 应公开年度报告的乡镇、街道共 { $owed } 个：
page-overview-lead-part = { $name } { $count }
page-overview-between = ，
page-overview-lead-end = 。
page-overview-as-of = 截至 { $at } 的查看。
page-overview-outstanding = 未公开与逾期
page-overview-township = 乡镇、街道
page-overview-verdict = 结论
page-overview-days = 逾期天数
page-overview-checked = 依据的查看
page-overview-checked-until = 最近一次完整查看 { $at }
page-overview-never-checked = 从未完整查看
page-overview-evidence = 依据
page-overview-evidence-of = { $name }的依据
page-overview-days-note = 应公开未见的，从到期日算到最近一次完整查看；其中有列表页沿用更早一夜所见的，只算到那一夜。逾期公开的，算到见到之日。
page-overview-none-outstanding = 就已查看的情况，没有未公开或逾期的报告。
page-overview-more = 另有 { $counties } 个县的 { $count } 个乡镇：{ $missing }、{ $late }
page-overview-more-missing = 全部应公开未见
page-overview-more-late = 全部逾期公开
page-overview-places = 各地情况
page-overview-place = 地区
page-overview-share = 占比
page-overview-owed = 应公开
page-overview-counties-of = { $count } 个县
page-overview-season = 公开进度
page-overview-season-label = 逐日已公开的报告占应公开报告的比例
page-overview-season-year = { $year } 年度报告：到期时 { $due }%，线末 { $end }%
page-overview-season-note = 按报告所标日期统计；所标日期与查看结果矛盾的，按首次见到之日统计。{ $table }
page-overview-season-table = 数据表
page-overview-histogram = 公开日期分布
page-overview-week = 最近一周的变化
page-overview-week-came = { $count ->
        [0] 没有新公开的报告。
       *[other] 新公开 { $count } 份报告。
    }
page-overview-week-of = { $name } { $year } 年度报告
page-overview-week-more = 另有 { $count } 项
page-overview-week-quiet = 没有报告被撤下、恢复或变更数字。
page-overview-unseen = 未能完整查看的网站
page-overview-unseen-of = 共 { $sites } 个网站，其中 { $failing } 个最近一次未能完整查看；对其乡镇不作结论。
page-overview-unseen-more = 另有 { $count } 个：{ $all }
page-overview-hides = { $count ->
        [0] 未影响结论
       *[other] 致 { $count } 个乡镇暂无法判断
    }
page-overview-last-whole = 最近一次完整查看 { $at }
page-overview-never-whole = 从未完整查看
page-overview-all-seen = { $sites } 个网站最近一次均已完整查看。
page-overview-no-site = 没有登记的网站。
page-overview-all-sites = 全部网站
page-overview-run = 最近一次采集
page-overview-started = 开始
page-overview-finished = 结束
page-overview-not-finished = 尚未结束
page-overview-sites = 网站
page-overview-version = 版本
page-overview-no-run = 尚未采集；请运行 { $command }。
page-overview-alerts = 未解除的提醒
page-overview-alert-since = { $at } 起
page-overview-alert-acknowledged = ，已知悉
page-overview-all-alerts = 全部未解除的提醒
page-overview-no-alert = 没有。
page-overview-ask = 常用查询
