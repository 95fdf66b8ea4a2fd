# 各列所载内容，显示于数据表页面：`described-` 加列名，或加表名和列名。

described-township-code = 统计用区划代码中乡、镇、街道的九位代码
described-township = 乡镇（街道）名称
described-county-code = 县、区、县级市的六位代码
described-county = 县名
described-year = 报告年度，即报告所述的年份；于次年 1 月到期
described-site = 县网站，名称依 sites.toml
described-run = 所属批次（一夜）
described-report = 报告的主键：乡镇/年度
described-version = 版本的主键：乡镇/年度/内容摘要
described-capture = 采集记录（captures）的主键，按时间排列
described-fetched-at = 采集时间（UTC）
described-parsed-at = 读取时间（UTC）
described-parser = 所用读取程序；其代码或表格格式有改动，名称即随之改变
described-claimed-on = 页面所标的发布日期，未必属实
described-claimed-label = 页面上该日期旁的标签，如“发布日期”“成文日期”
described-url = 网址
described-title = 原文所印标题
described-line = 表格中的行；键依表格次序，见 2021.toml 和 2019.toml
described-first-seen = 首次采集到报告的时间（UTC）

## status

described-status-verdict = on_time 按时公开、late 逾期公开、not_published 应公开未见、seen_after_gap（现已公开，但没有完整查看可证明何时公开）、cannot_tell 暂无法判断、pending 未到期、exempt 不适用
described-status-due-at = 到期的时刻（UTC；北京时间 1 月 31 日终了即 16:00 UTC）
described-status-basis = 规定期限的依据
described-status-days-late = 到期日之后的整天数
described-status-backdated = 所标日期早于本系统一次未见该报告的查看时为 1（倒签）
described-status-evidence = JSON：理由的文字、所依规则，以及结论所据的查看和采集记录
described-status-reason = 理由的代码，其文字为依据中的 `why`。采用代码以后尚未重新判断的档案为空

## reports

described-reports-state = present 现有；完整查看不再列出、且其网址称已不存在的为 withdrawn 撤下
described-reports-version = 现行版本，即报告最近所示的版本

## versions

described-versions-seq = 报告的第几个版本，从 1 起
described-versions-capture = 首次显示此内容的采集记录
described-versions-signed-on = 落款日期
described-versions-change = 成为新版本的缘由：appeared 首次见到、figures 数字变更、text 文字变更
described-versions-cause = publisher 发布方所改；同样的字节现在读法不同的为 parser
described-versions-document-number = 文号，如 优政〔2024〕5号
described-versions-form = 表格的格式：2021（〔2021〕30号）、2019（〔2019〕60号）、statistics、narrative 或 mixed

## current_versions

described-current-versions-state = present 现有，或 withdrawn 撤下
described-current-versions-seq = 此版本在报告中的次序
described-current-versions-signed-on = 落款日期
described-current-versions-change = 成为新版本的缘由：appeared、figures 或 text
described-current-versions-cause = publisher 发布方，或 parser 读取程序
described-current-versions-document-number = 文号
described-current-versions-form = 表格的格式

## applications

described-applications-natural-person = 自然人申请，件
described-applications-enterprise = 商业企业申请，件
described-applications-research-institution = 科研机构申请，件
described-applications-public-welfare-organization = 社会公益组织申请，件
described-applications-legal-service-organization = 法律服务机构申请，件
described-applications-other-organization = 其他法人或组织申请，件
described-applications-total = 原文所印总计，从不另行计算，件

## disclosures

described-disclosures-issued = 本年制发件数，件（2021 年格式）
described-disclosures-repealed = 本年废止件数，件（2021 年格式）
described-disclosures-in-force = 现行有效件数；2019 年格式为对外公开总数量，件
described-disclosures-made = 本年新制作数量，件（2019 年格式）
described-disclosures-published = 本年新公开数量，件（2019 年格式）
described-disclosures-items-last-year = 上一年项目数量（2019 年格式）
described-disclosures-change = 本年增/减的项目数（2019 年格式）
described-disclosures-decisions = 处理决定数量，件
described-disclosures-projects = 采购项目数量（2019 年格式）
described-disclosures-amount = 行政事业性收费以万元计；采购总金额以元计

## reviews

described-reviews-block = reconsideration 行政复议、litigation_direct 未经复议直接起诉、litigation_after_reconsideration 复议后起诉
described-reviews-upheld = 结果维持，件
described-reviews-corrected = 结果纠正，件
described-reviews-other = 其他结果，件
described-reviews-pending = 尚未审结，件
described-reviews-total = 原文所印总计，件

## statistics

described-statistics-line = 统计表的行，键见 archive/extract/report/statistics*.toml
described-statistics-value = 原文所印数字；单元格中没有数字时为空

## numbers

described-numbers-table = disclosure、applications、review 或 statistics
described-numbers-column = 该表的栏
described-numbers-value = 原文所印数字；件数以件计，收费以万元计

## told_numbers

described-told-numbers-table = disclosure、applications、review、statistics 或 text
described-told-numbers-line = 表格中的行；正文则为所计的事项
described-told-numbers-column = 该表的栏；正文则为章节及其中的位置
described-told-numbers-value = 原文所印数字

## changed_numbers

described-changed-numbers-at = 本系统得知的时间（UTC）
described-changed-numbers-subject = township:代码/年度
described-changed-numbers-kind = figures；以前见过的内容重现时为 restored
described-changed-numbers-cause = publisher 发布方；本程序读法改变的为 parser
described-changed-numbers-table = disclosure、applications、review 或 statistics
described-changed-numbers-column = 该表的栏
described-changed-numbers-before = 此前的数字；原来没有则为空
described-changed-numbers-after = 此后的数字；现在没有则为空
described-changed-numbers-version-before = 改动前的内容
described-changed-numbers-version-after = 改动后的内容

## sections

described-sections-number = 章节在报告中的序号
described-sections-heading = 原文所印标题，如“总体情况”
described-sections-text = 章节正文，不含标题

## cells

described-cells-table = disclosure、applications 或 review
described-cells-column = 该表的栏；只有一个数的行为空
described-cells-state = blank 空白、dash（/、—、无、不适用等）、annotated（保留数字）、unreadable 无法辨读
described-cells-raw = 单元格所印内容

## figures

described-figures-section = 所在章节的序号
described-figures-start = 引文在章节正文中的起点，以字符计
described-figures-end = 引文的终点
described-figures-indicator = 所计的事项
described-figures-value = 数字
described-figures-unit = 原文所印单位，如“件”“条”
described-figures-quote = 述及该数字的原文

## findings

described-findings-finding = 本档案内的编号
described-findings-rule = 规则，如 applications.granted.row_sum
described-findings-severity = error 错误、warning 存疑或 info 提示
described-findings-blame = source（原文有误）、reading（未必读对）、unknown（原因不明）
described-findings-detail = 所见情况

## documents

described-documents-document = 本档案内的编号
described-documents-kind = report 报告、lookalike（关于报告的说明、指南或新闻）、other 其他、unreadable 无法读取
described-documents-reason = 为何不是报告
described-documents-reason-code = 同一理由的代码；报告为空
described-documents-level = 发布单位的层级：township、department、county、other、unknown
described-documents-issuer = 原文所印发布单位
described-documents-match = 发布单位如何确定：exact、unique、context、corrected、ambiguous、none
described-documents-candidates = JSON：同名时可能所指的各乡镇
described-documents-joint-with = JSON：联合报告中其他乡镇的代码
described-documents-figures-digest = 所读数字的摘要
described-documents-text-digest = 所读文字的摘要
described-documents-hollow = 页面自身既无正文也无表格时为 1
described-documents-said = 全部读取结果，到网站查看结束并成为版本时为止

## changes

described-changes-at = 本系统得知的时间（UTC）
described-changes-kind = appeared、figures、text、withdrawn、restored、title、claimed_on、address 或 column
described-changes-subject = 变更的对象：township:代码/年度，或 site:编号
described-changes-before = 此前：版本、标题、日期或网址
described-changes-after = 此后
described-changes-cause = publisher 发布方，或 parser 读取程序

## captures

described-captures-kind = robots、portal 首页、listing 列表、report 报告或 attachment 附件
described-captures-status = HTTP 状态码；没有应答时为空
described-captures-verdict = ok、same（已有的字节）、gone、soft_404、unknown（看不出是什么）、blocked、unreachable、garbled、too_large、refused（本系统的规则：robots、允许名单、地址限制）
described-captures-payload = 原文的 SHA-256；点击可下载
described-captures-via = 引向此处的页面的采集记录
described-captures-reason = 结果的依据，以代码表示：http_status、no_landmark、robots_forbids 等
described-captures-detail = 同一依据的文字
described-captures-reason-args = 句中的参数，JSON
described-captures-link-title = 引向此处的链接文字
described-captures-size = 原文的字节数
described-captures-headers = 应答头，JSON
described-captures-request = 普通 GET 之外的请求内容，JSON。browser：由哪个浏览器显示，parts：页面所请求的一切；part：为浏览器中的页面而取

## townships

described-townships-code = 九位代码
described-townships-name = 名称
described-townships-valid-from = 启用的首日；早于名录时为空
described-townships-valid-to = 停用的首日
described-townships-successor = 承继单位的代码

## counties

described-counties-code = 六位代码
described-counties-name = 名称
described-counties-prefecture = 地级市、自治州、地区
described-counties-province = 省、自治区、直辖市

## sites

described-sites-family = 网站系统的类型，或 auto
described-sites-start = JSON：抓取由此开始的首页、栏目或列表页
described-sites-settings = JSON：该网站在 sites.toml 中的其余设置

## sites_health

described-sites-health-site-runs = 查看次数
described-sites-health-ok = 完整查看的次数
described-sites-health-last-ok = 最近一次完整查看的开始时间（UTC）
described-sites-health-last-outcome = 最近一次的结果
described-sites-health-last-reason = 最近一次为何不完整，以代码表示
described-sites-health-last-detail = 最近一次的说明

## runs

described-runs-run = 批次的主键
described-runs-started-at = 开始时间（UTC）
described-runs-finished-at = 结束时间（UTC）；进行中为空
described-runs-version = nianbao 的版本
described-runs-settings = JSON：该批次的设置

## site_runs

described-site-runs-settings = 当时的登记行，以编号表示
described-site-runs-site-run = 本档案内的编号
described-site-runs-started-at = 开始时间（UTC）
described-site-runs-finished-at = 结束时间（UTC）
described-site-runs-outcome = ok、partial、blocked、unreachable、broken 或 killed
described-site-runs-reason = 为何不完整，以代码表示，即说明中的第一项
described-site-runs-detail = 为何不完整，以文字表示
described-site-runs-reasons = 说明所含的全部理由，JSON：代码及句中参数
described-site-runs-requests = 请求次数
described-site-runs-bytes = 收到的新字节数
described-site-runs-seen-from = 列表未到重查时间而沿用档案中的查看，此为其中最早的时间（UTC）；全部列表均已查看时为空

## sound_looks

described-sound-looks-site-run = 网站查看在本档案内的编号
described-sound-looks-started-at = 网站查看的开始时间（UTC）
described-sound-looks-finished-at = 网站查看的结束时间（UTC）
described-sound-looks-start = 栏目的首页
described-sound-looks-state = 所示条目集合在本档案内的编号
described-sound-looks-declared = 页面自己声明的条数
described-sound-looks-seen-from = 列表未显示的内容自此时起即不存在（UTC）：有列表未到重查时间的，早于批次结束

## listed_reports

described-listed-reports-outcome = 网站查看的结果
described-listed-reports-started-at = 网站查看的开始时间（UTC）
described-listed-reports-kind = 依标题所作的判断：report、lookalike、other
described-listed-reports-date = 条目旁所印日期

## alerts

described-alerts-alert = 提醒的主键
described-alerts-kind = 提醒的种类，全部种类见 alert_reasons
described-alerts-reason = 触发的理由，以代码表示；各种类的理由见 alert_reasons
described-alerts-subject = township:代码/年度、county:代码/年度、site:编号 或 archive
described-alerts-opened-at = 触发时间（UTC）
described-alerts-closed-at = 解除时间（UTC）；未解除为空
described-alerts-acknowledged-at = 有人知悉的时间（UTC）
described-alerts-note = 该人所作备注
described-alerts-evidence = JSON：提醒的依据

## alert_reasons

described-alert-reasons-kind = 提醒的种类
described-alert-reasons-reason = 此种类提醒触发的理由
described-alert-reasons-severity = notice、warning 或 urgent
described-alert-reasons-subject = 提醒的对象：township、county、site 或 archive

## notifications

described-notifications-alert = 提醒的主键
described-notifications-channel = 通道名称
described-notifications-edge = opened 触发，或 closed 解除
described-notifications-state = waiting 待发、sent 已发或 failed 失败
described-notifications-attempts = 尝试次数
described-notifications-next-try = 下次尝试的时间（UTC）
described-notifications-sent-at = 发送时间（UTC）
described-notifications-error = 通道的答复

## manifestations

described-manifestations-place = 规范写法的网址：不含会话、协议和 www
described-manifestations-url = 请求所用的网址
described-manifestations-kind = report 报告，或 attachment 附件
described-manifestations-first-seen = 首次在此采集到的时间
described-manifestations-capture = 显示其现有内容的采集记录
described-manifestations-version = 现在显示的版本
described-manifestations-leads = 报告的数字取自此处时为 1
described-manifestations-up = 仍在时为 1

## copied_from

described-copied-from-source = 较早的版本
described-copied-from-share = 此版本的文字也见于来源的比例，0 到 1
described-copied-from-common = 共有的字符串数
described-copied-from-length = 此版本的字符串数

## provenance

described-provenance-table = 法定表格
described-provenance-line = 表格的行
described-provenance-column = 表格的栏
described-provenance-value = 原文所印数字
described-provenance-seq = 版本的次序
described-provenance-claimed-label = 所标日期旁的标签
described-provenance-parsed-at = 文件的读取时间
described-provenance-parser = 所用读取程序
described-provenance-capture-verdict = 对应答的判断
described-provenance-request = 请求在普通 GET 之外的内容（JSON）
described-provenance-status = 应答的 HTTP 状态码
described-provenance-headers = 应答头（JSON）
described-provenance-payload = 原文的 SHA-256
described-provenance-size = 字节数
described-provenance-outcome = 网站查看的结果
described-provenance-page = 报告是文件时，链接该文件的页面的采集记录
described-provenance-page-url = 其网址
described-provenance-listing = 引向此处的列表的采集记录
described-provenance-listing-url = 其网址
described-provenance-listing-fetched-at = 其采集时间
described-provenance-listing-payload = 其字节的 SHA-256
described-provenance-site-run-started-at = 该批次中本网站的开始时间
described-provenance-site-run-finished-at = 其结束时间
described-provenance-program = 程序版本
described-provenance-run-settings = 批次的设置（JSON）
described-provenance-site-settings = 当时的登记行（JSON）

## backdating

described-backdating-claimed-on = 页面所标的日期
described-backdating-claimed-label = 其旁的标签
described-backdating-capture = 首次标出该日期的采集记录
described-backdating-first-seen = 报告首次列出或读到的时间
described-backdating-look = 该次查看的批次
described-backdating-looked-at = 该次查看的时刻
described-backdating-listing = 所查看列表的采集记录
described-backdating-listing-url = 所查看的列表

## copies

described-copies-source = 较早的版本
described-copies-source-report = 较早的报告
described-copies-source-township = 该报告的乡镇
described-copies-source-year = 其报告年度
described-copies-share = 此版本的文字也见于来源的比例，0 到 1
described-copies-common = 共有的字符串数
described-copies-length = 此版本的字符串数

## doubted_runs

described-doubted-runs-noticed-at = 发现的时间
described-doubted-runs-detail = 发现的情况
described-doubted-runs-reason = 同一情况的代码

## publications

described-publications-url-key = 规范写法的网址：不含会话、协议和 www
described-publications-url = 请求所用的网址
described-publications-kind = report 报告，或 attachment 附件
described-publications-first-seen = 首次在此采集到的时间
described-publications-capture = 显示其现有内容的采集记录
described-publications-version = 现在显示的版本
described-publications-leads = 报告的数字取自此处时为 1
described-publications-available = 仍在时为 1

## listing_checks

described-listing-checks-site-run = 网站查看在本档案内的编号
described-listing-checks-started-at = 网站查看的开始时间（UTC）
described-listing-checks-finished-at = 网站查看的结束时间（UTC）
described-listing-checks-outcome = 网站查看的结果
described-listing-checks-start = 列表的首页
described-listing-checks-state = 所示条目集合在本档案内的编号
described-listing-checks-complete = 列表读到末尾时为 1
described-listing-checks-declared = 页面自己声明的条数
described-listing-checks-reason = 为何不完整
described-listing-checks-reason-code = 同一情况的代码
described-listing-checks-reason-args = 句中的参数，JSON
described-listing-checks-seen-from = 列表未显示的内容自此时起即不存在（UTC）：有列表未到重查时间的，早于批次结束

## complete_checks

described-complete-checks-site-run = 网站查看在本档案内的编号
described-complete-checks-started-at = 网站查看的开始时间（UTC）
described-complete-checks-finished-at = 网站查看的结束时间（UTC）
described-complete-checks-start = 列表的首页
described-complete-checks-state = 所示条目集合在本档案内的编号
described-complete-checks-declared = 页面自己声明的条数
described-complete-checks-seen-from = 列表未显示的内容自此时起即不存在（UTC）：有列表未到重查时间的，早于批次结束

## stated_numbers

described-stated-numbers-table = disclosure、applications、review、statistics 或 text
described-stated-numbers-line = 表格中的行；正文则为所计的事项
described-stated-numbers-column = 该表的栏；正文则为章节及其中的位置
described-stated-numbers-value = 原文所印数字

## retroactive_findings

described-retroactive-findings-rule = 规则，同 findings

## untrusted_runs

described-untrusted-runs-noticed-at = 发现的时间
described-untrusted-runs-detail = 发现的情况
described-untrusted-runs-reason = 同一情况的代码

## listing_check_facts

described-listing-check-facts-site-run = 网站查看在本档案内的编号
described-listing-check-facts-start = 列表的首页
described-listing-check-facts-fact = page_whole、list_ends、pages_belong、rows_accounted、ways_followed 或 of_today
described-listing-check-facts-holds = 事实得到证明时为 1
described-listing-check-facts-observation = 表明事实成立与否的观察，以代码表示
described-listing-check-facts-args = JSON：观察的句中参数

## judgements

described-judgements-judgement = 认定的主键
described-judgements-report = 乡镇代码/报告年度
described-judgements-version = 认定人所见的内容
described-judgements-rule = 核对结果的规则
described-judgements-says = confirmed 确认、dismissed 排除，收回先前认定的为 withdrawn
described-judgements-detail = 认定时核对结果的文字
described-judgements-person = 认定人
described-judgements-at = 时间（UTC）
described-judgements-note = 该人所作备注

## positions

described-positions-document = 读取结果，即 documents 的一行
described-positions-packed = 位置的字节（archive/extract/positions/packing.py）

## judged_findings

described-judged-findings-report = 乡镇代码/报告年度
described-judged-findings-version = 含有该核对结果的内容
described-judged-findings-rule = 核对结果的规则
described-judged-findings-says = confirmed 确认，或 dismissed 排除
described-judged-findings-person = 认定人
described-judged-findings-at = 时间（UTC）
described-judged-findings-note = 该人所作备注
described-judged-findings-judged-detail = 认定时核对结果的文字
described-judged-findings-judgement = 认定的主键

## answers

described-answers-answer = 回答的主键
described-answers-question = list_ends、row、of_today、place、plausible 或 owes
described-answers-year = 问题所涉的报告年度
described-answers-url = 问题所涉的列表或条目
described-answers-says = yes、no，收回先前回答的为 withdrawn
described-answers-shape = 回答列表末尾时列表的形状；列表保持此形状时回答有效
described-answers-person = 回答人
described-answers-at = 时间（UTC）
described-answers-until = 回答有效的最后一日
described-answers-note = 该人所作备注
