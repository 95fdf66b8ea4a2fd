"""Class names, ids and lines by which county sites mark the text of a page, and its furniture. Data only."""

from __future__ import annotations

import re
from typing import Final

from archive import patterns

NAMES: Final = frozenset(
    [
        *(
            "TRS_Editor",
            "TRS_UEDITOR",
            "trs_editor_view",
            "Custom_UnionStyle",
            "zoom",
            "Zoom",
            "ZOOM",
            "zoomcon",
            "zoomCon",
            "v_news_content",
        ),
        *(
            "UCAP-CONTENT",
            "ucap-content",
            "article-content",
            "articleContent",
            "article_content",
            "article-con",
            "article-conter",
            "article-detail",
        ),
        *(
            "article-body",
            "article_con",
            "article_cont",
            "articlecontent",
            "bt-content",
            "art_content",
            "art_con",
            "xxgk_content",
            "xxgk-content",
        ),
        *(
            "gkml_content",
            "gkml-content",
            "gkmlpt-content",
            "gknb_content",
            "gknbxq_content",
            "j-fontContent",
            "newscontnet",
            "news_content",
        ),
        *(
            "news-content",
            "newsContent",
            "NewsContent",
            "wzcon",
            "wz_con",
            "pages_content",
            "detail-content",
            "detail_content",
            "info-content",
        ),
        *(
            "info_content",
            "conTxt",
            "con_txt",
            "divcontent",
            "divContent",
            "doc-content",
            "docContent",
            "para_content",
            "content-text",
            "newsCon",
        ),
        *(
            "nr_text",
            "nrtext",
            "wznr",
            "wenzhang",
            "xl_content",
            "xl-content",
            "text_con",
            "maintext",
            "mainText",
            "xxgk-text",
            "scroll_cont",
        ),
    ]
)
"""Classes and ids of elements that hold the text and nothing else; `body` chooses among them."""

STARTS: Final = ("TRS_AUTOADD", "vsb_content", "contentstyle", "ContentRegion")
"""Prefixes of such classes and ids, followed by a number."""

TAGS: Final = frozenset({"ucapcontent"})
"""Custom elements of a CMS that hold the text."""

DROPPED: Final = ("script", "style", "noscript", "template", "select", "textarea")
"""Elements that never hold a report's text."""

FURNITURE: Final = patterns.lazy(
    r"(?:^|[\s_-])(?:nav|navbar|navigation|menu|submenu|leftnav|footer|foot|header|head-?top|banner|breadcrumbs?|crumbs?|position|location|dqwz|weizhi"
    r"|share|bdsharebuttonbox|bds\w*|jiathis\w*|social\w*|related|relate|xgxx|xglj|xgwj|xgfj|hotnews|sidebar|aside|pager|pagination|pages?|page-?bar"
    r"|prenext|pre-?next|prev-?next|sxpage|shangxia\w*|upanddown|print|toolbar|tools?|fontsize|zihao|ewm|qrcode|erweima|copyright|friendlink|links?"
    r"|topbar|top-?bar|search\w*|login|langchange|wzajd\w*|audio\w*|voice\w*|langdu)(?:$|[\s_\d-])",
    re.IGNORECASE,
)
"""Class names and ids of furniture around a text."""

LINKING: Final = patterns.lazy(r"(?:^|[\s_-])(?:pages?|links?|related|relate)(?:$|[\s_\d-])", re.IGNORECASE)
"""Names of furniture that consists of links; an element of such a name without links is misnamed."""

FURNITURE_TAGS: Final = frozenset({"nav", "footer", "header", "aside"})

NOISE: Final = patterns.lazy(
    r"(?:"
    r"[【\[(（]?\s*(?:我要|本页)?(?:打印|关闭|收藏|返回)(?:本页|页面|文章|窗口|此页|列表|顶部|正文)?\s*[】\])）]?"
    r"|分享(?:到|至)?[:：]?|微信|微博|新浪微博|QQ空间|朋友圈|扫一扫.{0,24}|用微信扫描.{0,20}|手机(?:扫描|浏览|版).{0,16}"
    r"|(?:上|下)一(?:篇|条|页)[:：]?.*|没有了|(?:相关|附近)(?:链接|信息|文章|新闻|文件|附件|解读|报道)[:：]?"
    r"|(?:浏览|点击|阅读|访问|查看)(?:次数|量|数|率|人次)?[:：]\s*+\d*+\s*+(?:次|人)?|\d+\s*次(?:浏览|点击)"
    r"|(?:字体|字号|文字大小|视力保护色|页面颜色)[:：].{0,24}|[【\[(（]?\s*(?:[大中小]\s*){2,3}[】\])）]?|A[+-]|T[|]?T"
    r"|点击收听.*|.{0,6}语音(?:朗读|播报|播放).{0,6}|收听|播放|暂停|停止|返回顶部|TOP|纠错|我要纠错|保存|复制链接"
    r"|(?:责任)?编辑[:：].{0,12}|(?:初审|复审|终审|审核|校对|录入|责编)[:：].{0,12}"
    r"|主办(?:单位)?[:：].*|承办(?:单位)?[:：].*|版权所有.*|.*ICP备.*|.*公网安备.*|网站标识码.*|网站地图|(?:联系|关于)我们|设为首页|加入收藏"
    r")",
    re.IGNORECASE,
)
"""Whole lines that belong to the site, not to the text."""

PREFIX: Final = patterns.lazy(
    r"(?:点击收听\S{0,10}?(?:朗读|播报|播放|收听)|(?:点击)?(?:语音朗读|语音播报))\s*[:：]?\s*"
)
"""The label of an audio player, at the beginning of the first line."""

ICON: Final = patterns.lazy(
    r"icon|logo|qrcode|ewm|erweima|weixin|wechat|share|print|fileTypeImages|spacer|blank\.gif|loading|dot\.gif|arrow|/ico_|btn|button|banner",
    re.IGNORECASE,
)
"""Addresses of decorative pictures."""
