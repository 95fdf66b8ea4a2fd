# 一夜的摘要。

night-title = 年报监测：{ $day } 夜（北京时间 { $time }）
night-needs-person = 需人工处理
night-nothing = 无
night-sites = 网站
night-none-due = 今夜没有轮到的网站
night-site = { $site }：{ $outcome }：{ $why }
night-verdicts = 结论
night-none-yet = 尚无
night-year = { $year } 年度：{ $verdicts }
night-counted = { $name } { $count }
night-alerts = 提醒
night-alert-counts = 触发 { $opened }，解除 { $closed }，未解除：{ $kinds }
night-none = 无
night-messages = 消息
night-nothing-to-tell = 没有要发送的内容
night-channel = { $channel }：{ $state }
night-told = { $told } 项提醒分 { $parts } 条发送
night-again = 其中 { $again } 项重发：上次发送中断，可能已经送达
night-channel-error = { $said }（{ $error }）
night-copies = 副本
night-backup = 备份：{ $path }
night-published = 发布副本：{ $path }
night-walls = 读取进程的隔离
night-walls-missing = 缺少：{ $missing }；`nianbao doctor` 说明如何补齐
night-walls-up = 齐全
night-steps = 各步用时
night-step = { $step }：{ $seconds } 秒
night-missed = 此前漏了 { $count } 夜
night-unseen = 有 { $count } 项未解除的提醒无人知悉：`nianbao alerts`
night-failed = 有 { $count } 个网站未能完整查看：`nianbao sites`
night-failed-before = 今夜早些时候未能完整查看，也未再访问：{ $sites }
night-unread = 有 { $count } 份文件因读取失败待重读
night-unsent = 未能送达的通道：{ $channels }
night-unusable = 无法使用的通道：{ $unusable }；`nianbao doctor` 会说明原因
night-no-sites = 登记册中没有现行网站，不会访问任何网站；用 `nianbao sites add URL` 添加
night-and-more = { $names }，另有 { $more } 个

# 一夜的各个步骤。

night-step-crawl = 抓取
night-step-deadlines = 判断期限
night-step-copies = 查找雷同
night-step-search = 检索索引
night-step-integrity = 完好性核对
night-step-backup = 备份
night-step-alerts = 提醒
night-step-counts = 计数
night-step-publish = 发布副本
night-step-dataset = 数据集
night-step-parquet = Parquet 副本
night-step-messages = 消息
night-step-summary = 摘要
