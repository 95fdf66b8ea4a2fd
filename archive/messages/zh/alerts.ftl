# What alerts say in mail, in chat and on pages. The ids are explained in archive/alerts/kinds/kind.py.
# Arguments are text: instants as 2026-02-02 02:31 in China, counts as digits; `none` where there is nothing.

## Shared parts

alert-subject =
    { $year ->
        [none] { $name }
       *[other] { $name } { $year }年度
    }
alert-rule = 到期 { $due }，依据 { $rule }
alert-where =
    { $url ->
        [none] { $place }的公开栏目
       *[other] { $url }
    }
alert-now =
    { $verdict ->
        [none] { "" }
        [late] （目前：已见到，逾期公开）
        [on_time] （目前：按时）
        [not_published] （目前：应公开未见）
        [cannot_tell] （目前：暂无法判断）
        [seen_after_gap] （目前：已见到，何时发布无从得知）
        [exempt] （目前：不适用）
        [pending] （目前：未到期）
       *[other] （目前：以状态表为准）
    }
alert-separator = 、
alert-passed = { alert-subject }：一度提醒“{ $kind }”，消息未及发出，情况已不存在，无需处理{ alert-now }
alert-several-closed = 先前的提醒已解除 { $count } 家（{ $kind }）：{ $items }
alert-several-passed = 一度提醒“{ $kind }” { $count } 家，消息未及发出，情况已不存在，无需处理：{ $items }
alert-item-now = { $name }{ alert-now }
alert-item-with-id = { $item } { $alert }

## A province in a message of very many alerts

alert-county-item = { $place } { $count }
alert-province-opened = { $kind } { $count } 项，涉及 { $counties } 个县（最多的：{ $items }）
alert-province-closed = 先前的提醒已解除 { $count } 项（{ $kind }），涉及 { $counties } 个县（最多的：{ $items }）
alert-province-passed = 一度提醒“{ $kind }” { $count } 项，消息未及发出，情况已不存在，无需处理，涉及 { $counties } 个县

## A deadline is near

alert-deadline-near-name = 即将到期
alert-deadline-within-a-week = { alert-subject }：将于 { $due } 到期，尚未见到 { $count } 家：{ $outstanding }（依据 { $rule }）
alert-deadline-within-a-week-remedy = 还有一周：提醒所列乡镇

## A report was not there after its deadline

alert-missed-deadline-name = 应公开未见
alert-not-found-after-deadline = { alert-subject }：截至 { $as_of }，在 { alert-where } 未发现年度报告（{ alert-rule }）
alert-not-found-after-deadline-remedy = 打开所列栏目核对；报告公开在别处的，运行 nianbao review 说明；确未公开的，联系该乡镇
alert-missed-deadline-several = 应公开未见 { $count } 家：截至 { $as_of }，在 { alert-where } 未发现年度报告：{ $items }（{ alert-rule }）
alert-missed-deadline-item = { $name }
alert-missed-deadline-closed = { alert-subject }：先前的提醒已解除（目前结论：{ $verdict ->
        [late] 已见到，首次见到在期限之后
        [on_time] 按时
        [cannot_tell] 暂无法判断
        [seen_after_gap] 已见到，何时发布无从得知
        [exempt] 不适用
        [pending] 未到期
       *[other] 以状态表为准
    }）

## A report came after its deadline

alert-published-late-name = 逾期公开
alert-first-seen-after-deadline = { alert-subject }：首次见到 { $first_seen }，到期 { $due }，相差 { $days_late } 天；到期后于 { $checked_before } 完整查看时未见（依据 { $rule }）
alert-first-seen-after-deadline-remedy = 报告已见到，无需催办；登记为期限之后才见到，乡镇有异议时查看证据
alert-published-late-several = 逾期公开 { $count } 家：{ $items }（{ alert-rule }）
alert-published-late-item = { $name }（首次见到 { $first_seen }，相差 { $days_late } 天）

## A report names a day of publication on which it was not there

alert-backdated-name = 日期早于所见
alert-claimed-day-contradicted = { alert-subject }：页面所署日期 { $claimed_on } 早于我们 { $checked_before } 完整查看而未见之时；首次见到 { $first_seen }
alert-claimed-day-contradicted-remedy = 查看证据中的前后两次，向网站维护人员了解实际上线日期
alert-backdated-several = 页面所署日期早于完整查看而未见之时 { $count } 家：{ $items }
alert-backdated-item = { $name }（所署 { $claimed_on }，{ $checked_before } 未见，首次见到 { $first_seen }）

## The publisher changed figures

alert-figures-revised-name = 数字有改动
alert-figures-differ = { alert-subject }：{ $at } 见到的数字与此前所见不同（抓取 { $capture }）
alert-figures-differ-remedy = 比较两个版本（nianbao history 代码 年度），向该乡镇核实以哪个为准
alert-figures-revised-several = 数字有改动 { $count } 家：{ $items }
alert-figures-revised-item = { $name }（{ $at }）

## A report is gone

alert-withdrawn-name = 已撤下
alert-gone-from-lists-and-address = { alert-subject }：{ $at } 起原地址不再提供，列表中也未见（抓取 { $capture }）
alert-gone-from-lists-and-address-remedy = 打开原地址核对；已迁移的，运行 nianbao review 说明；确已撤下的，向该乡镇了解原因
alert-withdrawn-several = 已撤下 { $count } 家：{ $items }
alert-withdrawn-item = { $name }（{ $at }）
alert-withdrawn-closed = { alert-subject }：先前的提醒已解除（报告重新可见）

## Printed figures do not add up

alert-arithmetic-name = 勾稽关系不符
alert-printed-sums-wrong = { alert-subject }：报告所印数字勾稽关系不符 { $places } 处：{ $first_zh }
alert-printed-sums-wrong-remedy = 与存档页面核对；确属原文有误的，告知该乡镇更正；系误读的，运行 nianbao findings 予以排除
alert-arithmetic-several = 报告所印数字勾稽关系不符 { $count } 家：{ $items }
alert-arithmetic-item = { $name }（{ $places } 处）

## A site is not seen whole, or shows nobody's report

alert-site-failing-name = 网站无法查看
alert-lists-show-no-report = 网站 { $name }：列表能完整查看（{ $last_ok }），但 { $silent_year } 年度报告一家也未见，栏目可能已迁移或停更，请核对网址。期间不对乡镇作出结论
alert-lists-show-no-report-remedy = 看网站是否已改在别处公开，改正该行的 start；用 nianbao sites check 网站 试一次
alert-many-missing = 网站 { $name }：列表能完整查看（{ $last_ok }），但 { $silent_year } 年度报告 { $owing } 份中同时有 { $missing } 份未见，栏目可能已迁移、缺行或另有他处，请核对网址。期间不对乡镇作出结论；如确属未发布，请用 `nianbao review` 确认
alert-many-missing-remedy = 打开栏目核对；栏目已迁移的，改正该行的 start；确有这么多未公开的，运行 nianbao review 确认
alert-not-seen-whole-for-nights = 网站 { $name }：最近一次完整查看 { $last_ok }；最近结果 { $outcome }：{ $detail }。期间不对乡镇作出结论
alert-not-seen-whole-for-nights-remedy = 运行 nianbao sites check 网站，看缺什么；改正该行，网站故障的等它恢复
alert-never-seen-whole = 网站 { $name }：从未能完整查看；最近结果 { $outcome }：{ $detail }。期间不对乡镇作出结论
alert-never-seen-whole-remedy = 运行 nianbao sites check 网站，看缺什么；多半是该行的 start 或 hosts 尚不正确
alert-site-failing-closed = { alert-subject }：先前的提醒已解除（已能完整查看）

## Something is wrong with the archive itself

alert-archive-unhealthy-name = 档案库异常
alert-archive-needs-attention = 档案库：{ $ailments_zh }
alert-archive-needs-attention-remedy = 按所述处理；nianbao doctor 会显示本机缺什么
alert-archive-unhealthy-closed = 档案库：先前的提醒已解除
