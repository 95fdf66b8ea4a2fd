# 为什么没有看到列表的全部内容（ListCheckReason）。

items-not-loaded = 页面的条目由其他地址加载，但没有加载出来
page-number-differs = 第 { $number } 页自称是第 { $stated } 页
too-many-pages = 列表超过 { $most } 页
page-repeated = 第 { $number } 页与第 { $earlier } 页内容重复
fewer-pages-than-declared = 列表标明共 { $declared } 页，但到第 { $number } 页就结束了
fewer-items-than-declared = 列表标明共 { $declared } 条，只显示 { $shown } 条
page-empty = 第 { $number } 页没有内容
next-page-behind-script = “下一页”由脚本控制，没有链接地址
no-link-to-next-page = 有末页的链接，却没有下一页的链接
more-on-click = 其余条目须点击后才能加载
# $page 是当前页码，不明时为 “unknown”。
pages-without-address = 共 { $last } 页，{ $page ->
        [unknown] 本页
       *[other] 第 { $page } 页
    }之后的页面没有链接地址
page-not-received = 第 { $number } 页未能取得：{ $cause }
page-without-list = 第 { $number } 页上没有列表
request-budget-spent = 本网站的请求次数已用完
crawl-ended-early = 列表尚未读完，抓取就结束了
