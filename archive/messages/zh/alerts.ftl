# What alerts say in mail, in chat and on pages. The ids are explained in archive/alerts/kinds/kind.py.
# Arguments are text: instants as 2026-02-02 02:31 in China, counts as digits; `none` where there is nothing.

## Shared parts

alert-subject =
    { $year ->
        [none] { $name }
       *[other] { $name } { $year }年度
    }
alert-rule = 到期 { $due }；适用规则 { $rule }：{ $basis }
alert-where =
    { $url ->
        [none] { $place }的公开栏目
       *[other] { $url }
    }
alert-now =
    { $verdict ->
        [none] { "" }
        [late] （目前：已见到，晚于期限）
        [on_time] （目前：按时）
        [not_published] （目前：未发现）
        [cannot_tell] （目前：暂无法判断）
        [seen_after_gap] （目前：已见到，何时发布无从得知）
        [exempt] （目前：不适用）
        [pending] （目前：未到期）
       *[other] （目前：以状态表为准）
    }
alert-separator = 、
alert-passed = { alert-subject }：曾有提示（{ $kind }），发送之前即已解除
alert-several-closed = 先前的提示已解除 { $count } 家（{ $kind }）：{ $items }
alert-several-passed = 曾有提示、发送之前即已解除 { $count } 家（{ $kind }）：{ $items }
alert-item-now = { $name }{ alert-now }

## A deadline is near

alert-deadline-near-name = 即将到期
alert-deadline-within-a-week = { alert-subject }：将于 { $due } 到期，尚未见到 { $count } 家：{ $outstanding }（适用规则 { $rule }：{ $basis }）

## A report was not there after its deadline

alert-missed-deadline-name = 未发现
alert-not-found-after-deadline = { alert-subject }：截至 { $as_of }，在 { alert-where } 未发现年度报告（{ alert-rule }）
alert-missed-deadline-several = 未发现 { $count } 家：截至 { $as_of }，在 { alert-where } 未发现年度报告：{ $items }（{ alert-rule }）
alert-missed-deadline-item = { $name }
alert-missed-deadline-closed = { alert-subject }：先前的提示已解除（目前结论：{ $verdict ->
        [late] 已见到，首次见到在期限之后
        [on_time] 按时
        [cannot_tell] 暂无法判断
        [seen_after_gap] 已见到，何时发布无从得知
        [exempt] 不适用
        [pending] 未到期
       *[other] 以状态表为准
    }）

## A report came after its deadline

alert-published-late-name = 晚于期限
alert-first-seen-after-deadline = { alert-subject }：首次见到 { $first_seen }，到期 { $due }，相差 { $days_late } 天；到期后于 { $checked_before } 完整查看时未见（适用规则 { $rule }：{ $basis }）
alert-published-late-several = 晚于期限见到 { $count } 家：{ $items }（{ alert-rule }）
alert-published-late-item = { $name }（首次见到 { $first_seen }，相差 { $days_late } 天）

## A report names a day of publication on which it was not there

alert-backdated-name = 日期早于所见
alert-claimed-day-contradicted = { alert-subject }：页面所署日期 { $claimed_on } 早于我们 { $checked_before } 完整查看而未见之时；首次见到 { $first_seen }
alert-backdated-several = 页面所署日期早于完整查看而未见之时 { $count } 家：{ $items }
alert-backdated-item = { $name }（所署 { $claimed_on }，{ $checked_before } 未见，首次见到 { $first_seen }）

## The publisher changed figures

alert-figures-revised-name = 数字有改动
alert-figures-differ = { alert-subject }：{ $at } 见到的数字与此前所见不同（抓取 { $capture }）
alert-figures-revised-several = 数字有改动 { $count } 家：{ $items }
alert-figures-revised-item = { $name }（{ $at }）

## A report is gone

alert-withdrawn-name = 已撤下
alert-gone-from-lists-and-address = { alert-subject }：{ $at } 起原地址不再提供，列表中也未见（抓取 { $capture }）
alert-withdrawn-several = 已撤下 { $count } 家：{ $items }
alert-withdrawn-item = { $name }（{ $at }）
alert-withdrawn-closed = { alert-subject }：先前的提示已解除（报告重新可见）

## Printed figures do not add up

alert-arithmetic-name = 合计不符
alert-printed-sums-wrong = { alert-subject }：报告所印数字合计不符 { $places } 处：{ $first }
alert-arithmetic-several = 报告所印数字合计不符 { $count } 家：{ $items }
alert-arithmetic-item = { $name }（{ $places } 处）

## A site is not seen whole, or shows nobody's report

alert-site-failing-name = 网站无法查看
alert-lists-show-no-report = 网站 { $name }：列表能完整查看（{ $last_ok }），但 { $silent_year } 年度报告一家也未见，栏目可能已迁移或停更，请核对网址。期间不对乡镇作出结论
alert-many-missing = 网站 { $name }：列表能完整查看（{ $last_ok }），但 { $silent_year } 年度报告 { $owing } 份中同时有 { $missing } 份未见，栏目可能已迁移、缺行或另有他处，请核对网址。期间不对乡镇作出结论；如确属未发布，请用 `nianbao review` 确认
alert-not-seen-whole-for-nights = 网站 { $name }：最近一次完整查看 { $last_ok }；最近结果 { $outcome }：{ $detail }。期间不对乡镇作出结论
alert-never-seen-whole = 网站 { $name }：从未能完整查看；最近结果 { $outcome }：{ $detail }。期间不对乡镇作出结论
alert-site-failing-closed = { alert-subject }：先前的提示已解除（已能完整查看）

## Something is wrong with the archive itself

alert-archive-unhealthy-name = 档案库异常
alert-archive-needs-attention = 档案库：{ $ailments_zh }
alert-archive-unhealthy-closed = 档案库：先前的提示已解除
