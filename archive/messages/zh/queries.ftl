# archive/web/queries 中各查询的标题和说明。

query-backdated = 与查看结果矛盾的日期
query-backdated-about = 所标日期当日的完整查看并未见到该报告（倒签）。:year（年度）可留空。
query-broken-arithmetic = 勾稽关系不符
query-broken-arithmetic-about = 现行版本中所印数字不符合的合计与平衡关系。blame 为 source 表示原文有误，reading 表示可能系误读。:year（年度）和 :blame（source、reading、unknown）可留空。
query-captures-of-report = 一份报告的历次采集
query-captures-of-report-about = 曾读到 :township（九位代码）:year 年度报告的每个网址的全部采集，失败的也在内。verdict 为 same 表示服务器所发或所确认的内容与已有的相同。
query-days-of-publication = 公开日期分布
query-days-of-publication-about = 各日公开的 :year 年度报告数量（留空为最近到期的年度），按报告所标日期统计；所标日期与查看结果矛盾的，按首次见到之日统计。:county（县级代码）可留空。
query-late-by-county = 各县逾期公开的报告
query-late-by-county-about = 到期后的完整查看尚未见到的报告，以及到期后的天数。:year（年度）和 :county（六位县级代码）可用于筛选，均可留空。
query-most-applications = 收到申请最多的乡镇
query-most-applications-about = 现行版本所印的本年新收政府信息公开申请数量（件），从多到少排列。:year（年度）留空为有数字的最近年度。
query-not-published = 应公开未见的乡镇
query-not-published-about = 到期后的完整查看均未见到其 :year 年度报告的乡镇（留空为最近到期的年度），列明适用规则、最近一次查看、所读列表页及可作证明的原始文件。
query-publication-rate = 各县逐年按时公开率
query-publication-rate-about = 在可以判断（按时、逾期、应公开未见）的乡镇中，按时公开的比例。暂无法判断的另行统计，不计入任何一方。:county（县级代码）可留空。
query-revised-figures = 公开后更正的数字
query-revised-figures-about = 发布单位在报告两个版本之间改动的每个单元格，改动前后并列。因读取程序改进而不同的不在其内。:year（年度）可留空。
query-search-sections = 检索报告正文
query-search-sections-about = 现行版本中含有 :q 全部词语的章节，简体、繁体、全角、半角均可，最近的年度在前。两个字以上的词由索引查找。:county（六位代码，或省级两位）和 :year（年度）可留空。
query-site-health = 网站状况
query-site-health-about = 各县级网站历次查看的结果，有问题的在前。只有结果为 ok 的查看才用于认定未公开。
query-where-from = 数字的出处
query-where-from-about = 一个数字出自哪份原始文件、何时采集、经由哪个列表页。:township 为九位代码；:table 为 applications、disclosure、review 之一；:line 和 :column 为 new、total 等键（留空为全部）；:version 留空为现行版本。
query-year-on-year = 一个乡镇历年的申请
query-year-on-year-about = 一个 :township（九位代码或全名）历年新收、予以公开和结转的申请（件）；change 为与上一年度报告相比的增减，没有上一年度的为空。
