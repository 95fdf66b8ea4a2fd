# 当晚出了什么问题（NightReason），以及某次抓取的时间为什么不可信（RunDoubt）。

documents-not-read = 读取：有 { $documents } 份文件因读取进程中止、超时或内存不足而未读；以后各夜或运行 `nianbao reparse` 时再读
step-failed = 步骤 { $step } 失败：{ $error }
runs-in-future = 时钟：有 { $runs } 次抓取的时间晚于今晚，其检查不再作为依据
archive-failed = { $error }
test-message = 这是一条测试消息，没有异常。
dated-after-later-night = 时间晚于此后的一个夜晚
