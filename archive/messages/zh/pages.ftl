# 各页共有的文字：页眉、页脚、时间、图表、错误。

page-brand = 年报
page-home = 年报存档
page-skip = 跳到正文
page-navigation = 页面导航
page-where = 所在位置
page-download = SHA-256，点击下载
page-label = { $name }：
page-in-brackets = （{ $text }）
page-language = English
page-overview = 概览
page-questions = 待答问题
page-check = 核对草稿
page-tables = 数据表与查询
page-foot-absence = 结论只说明何时看到了什么。只有完整查看了全部列表，才认定未公开。
page-foot-times = 时间为北京时间（CST，UTC+8），鼠标悬停可见协调世界时。由 { $datasette } 提供服务；各页内容均取自{ $tables }。
page-foot-the-tables = 存档的数据表
page-scroll = 左右滑动查看其余部分
page-on-site = 打开县级网站

page-day = { $month }月{ $day }日
page-count-of = { $name } { $count }
page-verdicts-of = { $name }：各类结论

page-chart-label = 到期日前后逐日公开的年报数量
page-chart-due = { $day }到期
page-chart-bar = { $day }：{ $kind } { $count } 份
page-chart-unproved = 所标日期，待证

page-error-missing = 没有这个页面
page-error-failed = 未能完成
page-error-no-page = 这个网址没有页面、数据表或记录。
page-error-asked = 无法回答所提的查询。
page-error-no-column = 此表没有列“{ $name }”，因此不能按它筛选。
page-error-no-comparison = 没有“{ $name }”这种比较方式。
page-error-quoted = 以下为数据库程序的原始提示（英文）：
page-error-too-large = 查询所需的内存超过上限，已中止。请缩小范围，或减少要拼接的内容。
page-error-too-long = 查询所需的时间超过上限，已中止。请缩小范围，例如限定一个县或一个年度。
page-error-refused = 此处无权查看。
page-error-inside = 服务端出现错误，已记入日志。
page-only-read = 这些页面只供查看。
