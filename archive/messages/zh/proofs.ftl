# 证明所含的九项事实及其依据；缺少的事实见 facts.ftl。句末不加句号。

## 证明所含的九项事实

fact-page-whole = 各页内容完整
fact-list-ends = 列表到此为止
fact-pages-belong = 后续各页属同一列表
fact-rows-accounted = 每一条目均已辨明
fact-ways-followed = 通向其他年报的途径均已查看
fact-of-today = 列表为当日内容
fact-is-the-place = 该单位的年报在此发布
fact-plausible = 未见数量合乎情理
fact-owes = 该单位应当编制年报

## 各项事实的依据

closing-tags = 各页有结束标记
as-host-ends = 各页结尾与本站其他页面一致
whole-data = 返回的数据完整
declared = 列表标明的条数与所读一致
last-page = 翻页栏表明这是最后一页
no-way-on = 页面中没有可能含有或加载更多内容之处
rendered = 在浏览器中打开并滚动，没有更多条目
confirmed = 经人工确认
one-page = 只有一页
same-list = 各页前后相续
all-rows-named = 每一条目均写明属于哪个单位
rows-read = 存疑条目已打开，均为其他内容
no-other-way = 没有其他途径
fresh-answer = 各页不是旧缓存
list-moved = 本季以来列表有变化
later-row = 列表中有日期更晚的条目
published-here-before = 该单位其他年度的年报曾在此发布
peers-published = 本县几乎所有单位都在此发布
few-missing = 未见数量在正常范围内
township = 系现行的街道、镇或乡
said-to-owe = 经人工确认
said-of-today = 经人工确认
said-place = 经人工确认
said-plausible = 经人工确认

# 一次查看对一个列表证明了什么，一行说明。

proof-ends = 列表到此为止：{ $by }
proof-end-open = 末尾未能证明
proof-of-list = { $url }  { $ends }；一夜所能证明的均已证明
proof-of-list-lacking = { $url }  { $ends }；尚缺：{ $lacks }
proof-lacks = { $why }。
proof-lacks-so = { $why }。{ $remedy }
proof-between = ；
