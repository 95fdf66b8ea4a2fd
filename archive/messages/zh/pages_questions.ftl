# 待答问题页面。

page-questions-county = 县级代码为六位数字
page-questions-all = 所有县
page-questions-lead = 以下问题只有人能够回答，按所影响的结论数排列。逐条回答用 { $answer }；也可用 { $sheet } 导出为表格，填写后用 { $read } 读入。
page-questions-weight = 影响 { $count } 项结论
page-questions-missing = 尚缺
page-questions-yes = 如答“是”
page-questions-no = 如答“否”
page-questions-more = 另有 { $count } 个；{ $command } 可列出全部。
page-questions-none = 没有待答问题。
page-questions-answers = 已有的回答
