# 抓取结论的依据（CaptureReason）。
# $error 为空，或为冒号及错误本身的说明。

http-status = HTTP 状态码 { $status }
unrequested-not-modified = 请求未带条件，服务器却返回 HTTP { $status }
empty-answer = 返回内容为空
undecodable = { $characters } 个字符中有 { $replaced } 个无法解码
cut-inside-tag = 内容不完整：在标签中间中断
cut-json = 内容不完整：JSON 数据没有结束
interface-error = 接口报错
challenge-page = 返回的是验证页面，不是正文
firewall-page = 返回的是防火墙拦截页面，不是正文
login-page = 要求登录
domain-for-sale = 域名正在出售
home-page = 被转到网站首页
stated-missing = 页面称所访问的内容不存在
maintenance-page = 网站维护页面
error-page = 页面显示出错信息
no-robots-rules = 既不是 robots 规则，也没有说明不存在该文件
sends-elsewhere = 页面只转到另一个页面
no-landmark = 页面上没有应有的标志（{ $kind }）
page-under-file-address = 文件地址返回的是网页
redirect-without-address = HTTP { $status } 要求跳转，却没有给出可用的地址：{ $location }
too-many-redirects = 连续跳转超过 { $limit } 次，最后转到 { $location }
redirected = 跳转到 { $location }
not-modified = 内容未变（304）
false-not-modified = 内容其实已经改变，而服务器在 { $day } 称没有变化
browser-showed-no-more = 浏览器显示的内容并不比网页本身多
browser-shows-no-longer = 浏览器不再显示以前显示过的内容
scheme-refused = 协议 { $scheme } 既不是 http 也不是 https
host-not-listed = 主机 { $host } 不在站点的允许名单内
private-address = { $host } 是内网地址
resolves-to-private-address = { $host } 解析到内网地址 { $address }
robots-unavailable = 无法取得 robots.txt（{ $cause }），今晚不抓取
robots-forbids = robots.txt 禁止访问该地址
rendering-forbidden = 内容只能由脚本显示，而站点设置为 render = "never"
browser-unavailable = 内容只有浏览器才能显示，而浏览器无法启动：{ $cause }；{ $remedy }
too-large = 超过大小上限{ $error }
timeout = 超时未答复{ $error }
connection-refused = 连接被拒绝{ $error }
name-not-resolved = 域名无法解析{ $error }
answer-cut-short = 答复中途中断{ $error }
tls-failed = 无法建立安全连接：{ $error }
malformed-chunks = 答复不符合 HTTP，分块有误{ $error }
header-line-too-long = 答复的报头过大{ $error }
connection-broken = 连接中断{ $error }
failed-otherwise = { $failure }{ $error }
