# 文件为什么不是年度报告（NoReportReason）。

explains-report = 正文是对报告的解读，既没有报告的各个部分，也没有报告的表格
explanation = 报告的解读
guide = 指南
rule-or-plan = 制度、办法或方案
list-or-statistics = 目录、清单或统计表
assessment-or-survey = 评估、考核或调查
news = 关于年度报告的新闻
notice = 关于年度报告的通知
report-on-other-subject = 其他领域的公开报告
lists-reports = 只是报告的列表，本身不是报告
part-of-year = 只涉及一年中的部分时间
no-year = 标题没有年份，也未称年度报告
column-name = 标题既无年份也无发布机关，是栏目名称
not-about-reports = 与政府信息公开工作年度报告无关
no-title = 没有年度报告那样的标题

# 文件为什么无法读取（UnreadableReason）：代码的一般含义，具体情况见 `reason`。

empty-document = 文件为空
format-unsupported = 不支持该文件格式
over-limit = 文件的大小或嵌套层数超过上限
out-of-memory = 读取所需内存超过上限
timed-out = 读取超时
process-died = 读取进程异常退出
answer-invalid = 读取进程没有返回有效结果
reader-failed = 该格式的读取程序出错
file-broken = 文件损坏或无法打开
password-protected = 文件有密码保护
no-text = 文件中没有可读取的文字
not-recognised = 文件中是图片，文字未能识别
reader-missing = 没有安装读取该格式所需的程序
conversion-failed = 转换为可读取格式时失败
