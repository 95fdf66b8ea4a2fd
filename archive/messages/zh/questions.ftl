# 请人回答的问题，以及回答的效果；种类见 archive/captures/answers.py。

question-list-ends = { $county }：该列表是否到此为止？
question-list-ends-yes = 视为列表到此为止，直至页面结构改变。
question-list-ends-no = 视为列表另有内容；请将其余部分的地址加入 sites.toml 的 `columns`。
question-row = { $county }：“{ $title }”是否为{ $units }{ $year }年度的年报？
question-row-yes = 视为已发布而尚未读取；请将通向该处的栏目加入 sites.toml 的 `columns`。
question-row-no = 该条目不再影响判断。
question-of-today = { $county }：这些列表是否及时更新？
question-of-today-yes = 列表中没有的，视为未发布。
question-of-today-no = 在列表变化之前，不据此作出判断。
question-place = { $county }：{ $units }是否在此发布年报？
question-place-yes = 列表中没有的，视为未发布。
question-place-no = 不据此对其作出判断；请将其自己的栏目加入 sites.toml 的 `columns`。
question-plausible = { $county }：{ $year }年度是否确有如此多的年报未发布（{ $units }）？
question-plausible-yes = 列表中没有的，视为未发布。
question-plausible-no = 该年度不作判断；请将年报所在之处加入 sites.toml 的 `columns`。
question-owes = { $county }：{ $units }是否应当编制年报？
question-owes-yes = 与乡镇同样判断。
question-owes-no = 仍不适用，不再询问。
question-more-units = { $names }等，另有 { $count } 个单位
