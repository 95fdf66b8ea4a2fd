# 一个乡镇的历年数字，以及同县各乡镇的比较。

years-title = 历年数字
years-chart = 历年新收政府信息公开申请
years-how = 每个数字均可查到出处。短横线表示年报中没有该数字，不等于零。报表格式变更前后，同名项目的口径可能不同。
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
side-how = 数字为现行版本所列，点击表头按该列排序。公开率为“予以公开”与“部分公开”之和占办理结果总计的比例，总计不足 { $enough } 件时不计算。原文错误指年报自身数字不符，可用于解释异常数字。
side-new = 新收申请
side-granted = 予以公开（含部分）
side-decided = 办理结果总计
side-carried-out = 结转下年度
side-licences = 行政许可
side-penalties = 行政处罚
side-share = 公开率（%）
side-errors = 原文错误
side-few = 件数过少
side-link = 各乡镇比较
