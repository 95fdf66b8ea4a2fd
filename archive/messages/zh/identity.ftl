# 凭什么认定文件的种类、发布单位和报告年度（IdentityReason、YearSource）。

kind-by-title = 依标题“{ $title }”认定为{ $kind }
kind-by-title-as = 依标题“{ $title }”认定为{ $kind }：{ $cause }
kind-by-text = 依正文认定为{ $kind }
kind-by-text-as = 依正文认定为{ $kind }：{ $cause }
name-resolved = “{ $name }”：{ $cause }
names-of-several = “{ $name }”是联合发布报告的 { $count } 个乡镇、街道
name-of-several-bodies = “{ $name }”可能是{ $units }，也可能是别的单位
name-of-department = “{ $name }”是部门名称
name-of-county = “{ $name }”是县级地方
name-of-any-county = “{ $name }”指本县（市、区）
name-of-higher-place = “{ $name }”是县级以上的地方
county-under-another = “{ $name }”的文件见于{ $place }的网站
office-speaks = 部门（自称“{ $words }”）
stranger-named = 写明的是{ $name }，不是乡镇、街道；别处写的是{ $units }
titles-name-two = 一处标题写的是{ $first }，另一处写的是{ $second }
named-in-signature = 仅见于落款；{ $cause }
named-in-opening = 仅见于正文开头；{ $cause }
named-in-text = 仅见于正文；{ $cause }
year-from = { $year } 年度，依据：{ $sources }
year-contradicted = 认定为 { $year } 年度，依据：{ $sources }；与之不符：{ $others }
year-of-source = { $source }（{ $year } 年度）
sources-together = { $before }、{ $last }
year-in-title = 标题“{ $quote }”
year-of-period = 统计期限“{ $quote }”
year-in-text = 正文“{ $quote }”
year-in-opening = 开头“{ $quote }”
year-in-address = 网址“{ $quote }”
year-by-signing-date = 落款日期 { $quote }
year-by-publication-date = 发布日期 { $quote }

# 单位名称为什么对应某个单位，或者没有对应（ResolutionReason）。

county-and-unit-named = 写明了县（市、区）和乡镇、街道
only-unit-of-name = 全国只有一个乡镇、街道叫这个名称
only-unit-elsewhere = 叫这个名称的乡镇、街道只有一个，在{ $place }，而文件没有提到那里
several-units-of-name = 有 { $count } 个乡镇、街道叫这个名称
decided-by-document = 有 { $count } 个乡镇、街道叫这个名称，按文件提到的地方认定
decided-by-site = 有 { $count } 个乡镇、街道叫这个名称，按网站所属的县（市、区）认定
decided-by-place-in-front = 有 { $count } 个乡镇、街道叫这个名称，按名称前面的地名认定
found-under-other-county = 见于{ $county }，但该单位在{ $places }
only-in-other-counties = { $county }没有这个乡镇、街道，别处有 { $count } 个同名的
misprinted = 写作{ $printed }，认作{ $whole }
one-character-away = 没有这个乡镇、街道；相差一个字的有 { $count } 个
no-unit-of-name = 没有乡镇、街道叫这个名称
several-units-of-stem = { $printed }可能是该县（市、区）的 { $count } 个单位中的任何一个
listed-under-other-kind = { $printed }在名录中是{ $county }的{ $name }
listed-with-kind = 名录中是{ $county }的{ $name }
