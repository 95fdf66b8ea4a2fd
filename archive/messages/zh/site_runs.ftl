# 网站本次抓取为什么不算完整（SiteRunReason）。

crashed = 程序出错：{ $error }
no-list-found = 未找到政府信息公开工作年度报告的列表：{ $causes }
list-incomplete = 列表未能完整读取：{ $start }（{ $cause }）
list-shrank = 列表由 { $before } 条减少到 { $items } 条：{ $start }
list-replaced = 列表原有的条目全部不见了：{ $start }
fewer-items-in-new-lists = 网站启用新列表后共显示 { $shown } 条，此前为 { $before } 条
attempt-failed =
    { $verdict ->
        [gone] 已不存在
        [soft_404] 页面称不存在
        [unknown] 内容不明
        [blocked] 被拦截
        [unreachable] 无法访问
        [garbled] 内容残缺
        [too_large] 过大
        [refused] 按规则未访问
       *[other] { $verdict }
    }：{ $url }（{ $detail }）
township-unresolved = 无法确定所属乡镇（街道）：{ $title }
links-not-followed = 有 { $links } 个提到年度报告的链接因请求次数用完而没有打开
no-list-from-start = 从网站入口出发未找到年度报告列表
list-not-shown = 页面上没有列表
answer-not-usable =
    页面不可用（{ $verdict ->
        [gone] 已不存在
        [soft_404] 页面称不存在
        [unknown] 内容不明
        [blocked] 被拦截
        [unreachable] 无法访问
        [garbled] 内容残缺
        [too_large] 过大
        [refused] 按规则未访问
       *[other] { $verdict }
    }）
request-failed = 请求失败：{ $cause }
process-ended = 网站的抓取进程没有说明原因就结束了
process-vanished = 抓取进程未作说明即告结束
process-killed = 抓取进程被信号 { $signal } 终止
memory-limit = 抓取进程占用内存 { $held } MB，超过允许的 { $allowed } MB
time-limit = 抓取用时超过允许的 { $seconds } 秒
unspecified = 没有说明已知的原因

# 原因之外的说明（SiteRunNote）。

further-reasons = 另有 { $number } 条原因
see-sites-check = 请运行 `nianbao sites check`
