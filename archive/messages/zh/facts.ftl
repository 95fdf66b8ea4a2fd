# 一次查看缺少哪一项证明；代码见 archive/captures/facts.py。句末不加句号；建议（remedy）自成一句。

page-cut = 列表第 { $number } 页内容不完整，缺少结束标记
error-in-page = 列表第 { $number } 页显示程序错误：{ $words }
garbled-text = 列表第 { $number } 页有 { $count } 个字符无法解码
page-not-kept = 库中没有列表第 { $number } 页
list-not-read = 列表未读到末尾
count-exceeds-items = 列表标明 { $count }，实际读到 { $items } 条
pager-unclear = 翻页栏未表明列表到此为止：{ $words }
more-offered = 列表另有“更多”，但没有可到达的地址：{ $words }
frame-unread = 列表可能在框架页内：{ $words }
container-empty = 页面有一处空白，可能由脚本填充：{ $words }
script-unknown = 页面脚本可能继续加载内容：{ $words }
rendering-failed = 在浏览器中打开时，页面有内容加载失败：{ $words }
another-list = 第 { $number } 页显示的不是同一列表
rows-open = 有 { $count } 条可能是其年报而尚未读取，如“{ $title }”
way-to-other-host = 可能通向其他年报的链接在 { $host }，不属于该网站：{ $words }（{ $url }）
way-not-followed = 可能通向其他年报的链接未被查看：{ $words }（{ $url }）
stale-copy = 列表第 { $number } 页是 { $hours } 小时前的缓存
cache-of-unknown-age = 列表第 { $number } 页来自缓存，生成时间不明
row-said-to-be-it = 经人工确认，列表中一条即其年报：{ $title }
said-not-place = 经人工确认，该单位在别处发布
list-not-seen-moving = 本季以来列表没有变化，可能是旧页面
list-returned = 列表恢复为此前的内容，疑为旧备份
place-unproved = 该单位及多数同级单位均未在此发布过：{ $owing } 个单位中有 { $published } 个
many-missing = { $owing } 个单位中同时有 { $missing } 个未见，上一年为 { $before } 个，应属网站问题
proof-missing = 该次查看由旧版本完成，没有保存证明
run-found-it = 该次查看的同一次运行已取得该年报，不作为证据

## 可采取的办法

remedy-page-cut = 无须处理：每夜重新请求该页。
remedy-error-in-page = 请告知网站管理者该页报错。
remedy-garbled-text = 请打开该页；如显示正常，请将地址作为缺陷报告。
remedy-page-not-kept = 请等待下一夜；此前的页面已无法取得。
remedy-list-not-read = 请用 `nianbao sites check` 查看列表未能读完的原因。
remedy-count-exceeds-items = 请打开列表确认是否还有其他页；如没有，请用 `nianbao review` 确认列表到此为止。
remedy-pager-unclear = 请打开列表确认是否还有其他页；如没有，请用 `nianbao review` 确认列表到此为止。
remedy-more-offered = 请打开列表确认是否还有其他条目；如没有，请用 `nianbao review` 确认列表到此为止。
remedy-frame-unread = 请打开框架页地址；如年报在其中，请将其加入 sites.toml 的 `columns`。
remedy-container-empty = 请用浏览器打开该页；如其中有列表，请将列表地址加入 sites.toml 的 `columns`。
remedy-script-unknown = 请安装浏览器（`playwright install chromium`），或用 `nianbao review` 确认列表到此为止。
remedy-rendering-failed = 请用浏览器打开列表；如已显示全部，请用 `nianbao review` 确认列表到此为止。
remedy-another-list = 请打开该页；如列表在别处继续，请将该处加入 sites.toml 的 `columns`；如确属同一列表，请将两个网址作为缺陷报告。
remedy-rows-open = 请打开该条目，并用 `nianbao review` 说明是哪个单位的年报。
remedy-way-to-other-host = 请打开该网址；如本县年报在此，请将其域名加入 sites.toml 的 `hosts`，或另设一行。
remedy-way-not-followed = 请打开该地址；如年报在其中，请将其加入 sites.toml 的 `columns`。
remedy-stale-copy = 无须处理：每夜重新请求该页。
remedy-cache-of-unknown-age = 请告知网站管理者：缓存使新发布的年报不可见。
remedy-list-not-seen-moving = 请等待列表下一次变化，或用 `nianbao review` 确认列表是当前内容。
remedy-list-returned = 请等待列表下一次变化，或询问网站管理者。
remedy-place-unproved = 请用 `nianbao review` 说明该单位是否在此发布；否则请将其栏目加入 sites.toml 的 `columns`。
remedy-many-missing = 请打开列表；如年报在别处，请将该处加入 sites.toml 的 `columns`。
remedy-row-said-to-be-it = 请将其所在栏目加入 sites.toml 的 `columns`，以便读取。
remedy-said-not-place = 请将其自己的栏目加入 sites.toml 的 `columns`。
remedy-proof-missing = 请运行 `nianbao reparse`，由已存页面补出此前各次查看的证明。
remedy-no-report-in-county = 请打开列表；如年报在别处，请将该处加入 sites.toml 的 `columns`。
remedy-named-by-witness = 请打开该网址；如年报在此，请将指向它的列表加入 sites.toml 的 `columns`。
remedy-other-entry-addresses = 无须处理：再查看两夜即可判断。

## 倒签的旁证

address-names-later-day = 其网址所含日期为 { $day }
numbered-among-later = 其编号 { $number } 排在 { $after } 的文章之后（依据 { $articles } 篇编号文章）
address-was-missing = { $day } 请求其网址时不存在

## 未见的旁证

witness-sitemap = 网站地图
witness-feed = 订阅源（RSS）
witness-search = 站内搜索
witness-collection = 年报汇总页
witness-shows-nothing = { $witness }中没有该报告
witness-named-others = { $witness }中的相关文件均已读取，均非该报告
witness-none = 没有{ $witness }
witness-not-allowed = 按 robots.txt 或网站设置，不得请求{ $witness }
witness-not-answered = { $witness }未应答
