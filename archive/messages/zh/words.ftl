# 各封闭集合的取值在页面和表格中的名称。

word-verdict-on-time = 按时公开
word-verdict-on-time-means = 到期前已见到，或所标日期可信
word-verdict-late = 逾期公开
word-verdict-late-means = 到期后的一次完整查看尚未见到，其后才见到
word-verdict-not-published = 应公开未见
word-verdict-not-published-means = 到期后至少两夜的完整查看均未见到
word-verdict-seen-after-gap = 已公开，日期待证
word-verdict-seen-after-gap-means = 现已公开，但没有完整查看可证明何时公开
word-verdict-cannot-tell = 暂无法判断
word-verdict-cannot-tell-means = 到期后没有足以证明的完整查看，因而不作结论
word-verdict-pending = 未到期
word-verdict-pending-means = 公开期限尚未届满
word-verdict-exempt = 不适用
word-verdict-exempt-means = 应公开之日该单位无公开义务

word-outcome-ok = 完整查看
word-outcome-ok-means = 所有列表均已完整查看
word-outcome-partial = 部分查看
word-outcome-partial-means = 网站有部分内容未能看到，不据此认定未公开
word-outcome-blocked = 被拦截
word-outcome-blocked-means = 网站拒绝访问，不据此认定未公开
word-outcome-unreachable = 无法访问
word-outcome-unreachable-means = 网站没有应答，不据此认定未公开
word-outcome-broken = 网站已变
word-outcome-broken-means = 网站与已知的结构不符，不据此认定未公开
word-outcome-killed = 中断
word-outcome-killed-means = 查看未能结束，不据此认定未公开
word-outcome-running = 进行中
word-outcome-running-means = 查看仍在进行

word-change-appeared = 首次见到
word-change-figures = 数字变更
word-change-text = 文字变更
word-change-withdrawn = 撤下
word-change-restored = 恢复
word-change-title = 标题变更
word-change-claimed-on = 所标日期变更
word-change-address = 新增网址
word-change-column = 栏目变更

word-cause-publisher = 发布方所改
word-cause-parser = 读取方式所致

word-blame-source = 原文如此
word-blame-reading = 可能系误读
word-blame-unknown = 原因不明

word-severity-error = 错误
word-severity-warning = 存疑
word-severity-info = 提示
word-severity-urgent = 紧急
word-severity-notice = 通知

word-judgement-confirmed = 经人工确认
word-judgement-dismissed = 经人工排除

word-cell-blank = 空白
word-cell-dash = 横线
word-cell-annotated = 带注
word-cell-unreadable = 无法辨读

word-indicator-items-disclosed = 主动公开信息
word-indicator-applications-received = 收到申请
word-indicator-applications-answered = 办结申请
word-indicator-reconsiderations = 行政复议
word-indicator-litigations = 行政诉讼
word-indicator-processing-fees = 信息处理费
word-indicator-training-sessions = 培训
word-indicator-meetings = 会议
word-indicator-inspections = 检查
word-indicator-interpretations = 政策解读

word-state-present = 仍在公开
word-state-withdrawn = 已撤下
word-state-waiting = 待发送
word-state-sent = 已发送
word-state-failed = 发送失败

word-capture-ok = 已取得
word-capture-same = 与上次相同
word-capture-gone = 已不存在
word-capture-soft-404 = 页面称不存在
word-capture-blocked = 被拦截
word-capture-unreachable = 无法访问
word-capture-garbled = 内容损坏
word-capture-too-large = 过大
word-capture-refused = 不予请求
word-capture-unknown = 无法辨认

word-kind-robots = robots 规则
word-kind-portal = 网站首页
word-kind-listing = 列表
word-kind-report = 年度报告
word-kind-attachment = 附件
word-kind-lookalike = 近似年度报告
word-kind-other = 其他文档
word-kind-unreadable = 无法读取

word-level-township = 乡镇（街道）
word-level-department = 部门
word-level-county = 县级
word-level-other = 其他
word-level-unknown = 不明

word-match-exact = 名称全同
word-match-unique = 唯一可能
word-match-context = 据上下文
word-match-corrected = 更正后认定
word-match-ambiguous = 有歧义
word-match-none = 未认定

word-form-statistics = 情况统计表
word-form-narrative = 只有文字
word-form-mixed = 两种格式混用

word-edge-opened = 触发
word-edge-closed = 解除

word-answer-yes = 是
word-answer-no = 否
word-answer-withdrawn = 收回

word-asked-list-ends = 列表是否到此为止
word-asked-row = 条目是否为其年报
word-asked-of-today = 列表是否及时更新
word-asked-place = 是否在此发布
word-asked-plausible = 未见数量是否合乎情理
word-asked-owes = 是否应当编制年报

word-table-applications = 收到和处理政府信息公开申请情况
word-table-disclosure = 主动公开政府信息情况
word-table-review = 政府信息公开行政复议、行政诉讼情况
word-table-statistics = 政府信息公开情况统计表
word-section = 第 { $number } 部分
