# `nianbao doctor` 的检查结果（Diagnosis）。

configuration-read = { $path } 可以读取
contact-missing = { $path } 未填写 `contact`；请填写网站工作人员可以联系到您的地址
secrets-readable = { $path } 含有通道 { $channel } 的密钥，且其他用户可以读取；请执行 `chmod 600 { $path }`，或将地址放入环境变量并写作 env:NAME
registry-read = { $path }：{ $rows } 行可用
registry-empty = { $path } 里还没有站点，夜里不会访问任何网站；用 `nianbao sites add URL` 添加
registry-wrong = { $error }
archive-opens = { $path } 可以打开，连同原文共 { $megabytes } MB
archive-not-there-yet = 尚无 { $path }；运行 `nianbao crawl` 即可建立
archive-wrong = { $error }
folder-unwritable = { $folder } 不可写；请将其交给运行夜间任务的用户
disk-enough = { $folder } 尚有 { $free } GB 空间
disk-low = { $folder } 只剩 { $free } GB，一季数据加备份需要 { $wanted } GB；请清理空间，或设置 `nightly.backup_folder`
clock-after-last-night = 本机时钟为 { $now }，晚于上一次夜间任务（{ $last }）
clock-before-last-night = 本机时钟为 { $now }，早于上一次夜间任务（{ $last }）；期限依时钟判断，请校准
walls-up = 读取文件的进程受以下隔离：{ $walls }
walls-missing = 读取文件的进程缺少以下隔离：{ $missing }；恶意文件若控制了本地代码，障碍会更少。请使用带 Landlock 的 Linux 6.7 以上内核，允许用户命名空间，并安装 libseccomp2 和可选依赖 walls（deploy/README.md）
browser-found = Chromium：{ $program }
browser-missing = 没有 Chromium：只靠脚本显示的列表无法读取，其乡镇将一直“暂无法判断”；请执行 `apt install chromium` 或 `playwright install chromium`
office-found = LibreOffice：{ $program }
office-missing = 没有 LibreOffice：部分旧 Word、WPS 文件无法读取；请执行 `apt install libreoffice-writer-nogui`（570 MB）
extra-found = 可选组件“{ $extra }”已安装
extra-missing = 可选组件“{ $extra }”未安装（缺 { $modules }）；请执行 `pip install 'nianbao[{ $extra }]'`
channel-ready = 通道 { $channel } 可用；`nianbao alerts test` 可发送测试消息
channel-unusable = { $error }
no-channel = 提醒无处可发；请在 `alerts.channels` 中填写通道（docs/alerts.md）
