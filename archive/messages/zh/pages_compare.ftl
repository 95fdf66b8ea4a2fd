# 一个乡镇的历年数字，以及同县各乡镇的比较。

years-title = 历年数字
years-chart = 历年新收政府信息公开申请
years-how = 每个数字均可查到出处。短横线表示年报中没有该数字，不等于零。报表格式变更前后，同名项目的口径可能不同。
years-zeros = 其余 { $count } 项，各年均为零或均未列
years-table = 以表格查看
years-line = 报表项目
years-verdict = 结论
years-form = 报表格式
years-break = 格式变更：
years-errors = 原文错误
years-absent = 年报未列
years-none = 尚未读到年报。
years-link = 历年数字
side-title = 各乡镇比较
side-how = 数字为现行版本所列，点击数字可查看其在存档原文中的位置。点击表头按该列排序，再次点击改变升降序。办理结果总计不足 { $enough } 件时不计算比例。
side-few = 件数过少
side-link = 各乡镇比较

# 比较所用的指标及其口径。

measure-meanings = 各列的口径
measure-counties = 县级单位
measure-counties-means = 该年度有结论的县级单位数。
measure-owed = 应公开
measure-owed-means = 该年度应公开年报的乡镇、街道数。
measure-on-time = 按时公开
measure-on-time-means = 到期前已见到，或所标日期可信的年报数。
measure-late = 逾期公开
measure-late-means = 到期后的一次完整查看尚未见到、其后才见到的年报数。
measure-not-published = 应公开未见
measure-not-published-means = 到期后至少两夜的完整查看均未见到年报的乡镇、街道数。
measure-unproved = 待证
measure-unproved-means = 公开日期待证的年报，以及暂无法判断的乡镇、街道。不计入任何比例。
measure-on-time-share = 按时率（%）
measure-on-time-share-means = 按时公开占“按时公开”“逾期公开”“应公开未见”三者之和的比例。
measure-reports = 已读年报
measure-reports-means = 该年度找到并已读取的年报数。
measure-new = 新收申请
measure-new-means = 已读年报所列本年新收政府信息公开申请之和；年报未列的不计。
measure-granted = 予以公开（含部分）
measure-granted-means = 年报所列“予以公开”与“部分公开”之和。
measure-decided = 办理结果总计
measure-decided-means = 年报所列本年度办理结果总计。
measure-carried-out = 结转下年度
measure-carried-out-means = 年报所列结转下年度继续办理的件数。
measure-licences = 行政许可
measure-licences-means = 年报所列行政许可处理决定数量。
measure-penalties = 行政处罚
measure-penalties-means = 年报所列行政处罚处理决定数量。
measure-share = 公开率（%）
measure-share-means = “予以公开”与“部分公开”之和占办理结果总计的比例，只计两项均有的年报。
measure-erring = 原文有误
measure-erring-means = 自身勾稽关系不符的年报数。
measure-errors = 原文错误
measure-errors-means = 年报自身勾稽关系不符之处，可用于解释异常数字。
measure-copied = 雷同年报
measure-copied-means = 自有文字至少一半与较早年报相同的年报数。

# 异常数字。

outlier-title = 异常数字
outlier-how = 数字高出本县各乡镇上四分位数达四分位距的 { $times } 倍、且至少高出 { $least } 的，列为异常；列有该数字的乡镇不足 { $enough } 个时不作判断。异常不等于错误，以原文为准。
outlier-none = 没有异常数字。
outlier-figure = { $measure }：{ $value }，本县中位数为 { $median }。
outlier-before = { $year } 年度年报为 { $value }。
outlier-no-before = { $year } 年度年报没有该数字。
outlier-errors = 该年报有 { $count } 处自身勾稽关系不符。
outlier-no-errors = 该年报自身勾稽关系相符。

# 地图、省份与排名。

map-title = 各省情况图
map-label = 以方块表示各省，并列出其乡镇的各类结论
map-how = 每个省份为一个大小相同的方块，位置大致对应其方位，不绘制边界。色条为该省各乡镇的各类结论，下方符号和数字为其中最严重的一类及其数量。《条例》不适用的地方只标名称。
map-outside = 《条例》不适用
map-unwatched = 尚未查看
map-table = 各省比较
map-province = 省份
province-title = 各县比较
province-map = 各县情况
province-how = 每个方块为一个县，色条为其各乡镇的各类结论，下方为其中最严重的一类，以及占应公开乡镇的数量。
province-unwatched = 另有 { $count } 个县尚未查看，方块为空。
province-figures = 点击表头按该列排序，再次点击改变升降序。已有定论的乡镇不足 { $townships } 个时不计算按时率，办理结果总计不足 { $applications } 件时不计算公开率。
rank-title = 排名
rank-of = 排名对象
rank-of-counties = 县
rank-of-townships = 乡镇、街道
rank-townships-link = 乡镇排名
rank-place = 名次
rank-first = 只列前 { $most } 名。
rank-how = 点击表头按该列排名。数值相同的名次并列，没有数值的不参加排名。数量过少的不计算比例：办理结果总计不足 { $applications } 件的不计算公开率。
copies-link = 雷同年报

# 同一乡镇两个年度的比较，以及雷同年报。

years-two-title = 两年对照
years-two-link = 与 { $year } 年度对照
years-two-how = 点击数字可查看其在存档原文中的位置。短横线表示年报中没有该数字，不等于零。两年均为零或均未列的项目从略。
years-two-figures = 两年数字
years-two-none = 两份年报均未列数字。
years-two-break = 两份年报所用格式不同（{ $before } 与 { $after }），同名项目的口径可能不同。
years-two-same-text = 两年文字相同。
years-missing = 存档中没有该乡镇这两个年度的年报。
copies-report = 年报
copies-source = 与之雷同的较早年报
copies-share = 比例
copies-common = 字数
copies-beside = 对照
copies-beside-of = { $name } { $year } 年度年报与原文对照
copies-how = 自有文字至少一半与某份较早年报相同的年报。许多年报共有的法律、格式用语不计，地名、数字和空白也不计。所谓较早，指年度较早或首次见到较早，并不证明谁先写成；统一下发的模板同样会造成雷同。
copies-none = 此处未发现雷同年报。
copies-more = 只列最近 { $most } 份。
copies-all-years = 各年度
copies-elsewhere = 外地年报与本地年报雷同的
copied-link = 与较早年报雷同
copied-title = 雷同年报对照
copied-lead = { $copy } { $year } 年度年报有 { $share }% 的自有文字与{ $source } { $source_year } 年度年报相同。
copied-first-seen = 首次见于 { $at }
copied-how = 标出的是对方年报中也有的、至少八个字的连续文字，不论出现在何处：自有文字 { $length } 字中有 { $common } 字相同；法律和格式用语虽标出，但不计入比例。
copied-missing = 未发现这样的雷同年报。
