"""One small report as blocks: paragraphs, and tables as rows of (text, rows, columns). Its figures are made up."""

from __future__ import annotations

from collections.abc import Iterator

Rows = list[list[tuple[str, int, int]]]


def _line(label: str, *values: int) -> list[tuple[str, int, int]]:
    return [(label, 1, 3), *((str(value), 1, 1) for value in values)]


DISCLOSURE: Rows = [
    [("第二十条第（一）项", 1, 4)],
    [("信息内容", 1, 1), ("本年制发件数", 1, 1), ("本年废止件数", 1, 1), ("现行有效件数", 1, 1)],
    [("规章", 1, 1), ("0", 1, 1), ("0", 1, 1), ("0", 1, 1)],
    [("行政规范性文件", 1, 1), ("12", 1, 1), ("3", 1, 1), ("40", 1, 1)],
    [("第二十条第（八）项", 1, 4)],
    [("信息内容", 1, 1), ("本年收费金额（单位：万元）", 1, 3)],
    [("行政事业性收费", 1, 1), ("59237.2449", 1, 3)],
]

_ROWS = (
    (
        "（三）不予公开",
        ("1.属于国家秘密", "2.其他法律行政法规禁止公开", "3.危及“三安全一稳定”", "4.保护第三方合法权益"),
    ),
    ("（四）无法提供", ("1.本机关不掌握相关政府信息", "2.没有现成信息需要另行制作", "3.补正后申请内容仍不明确")),
    ("（五）不予处理", ("1.信访举报投诉类申请", "2.重复申请", "3.要求提供公开出版物", "4.无正当理由大量反复申请")),
)


def _applications() -> Rows:
    rows: Rows = [
        [("（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）", 3, 3), ("申请人情况", 1, 7)],
        [("自然人", 2, 1), ("法人或其他组织", 1, 5), ("总计", 2, 1)],
        [(name, 1, 1) for name in ("商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他")],
        _line("一、本年新收政府信息公开申请数量", 21, 1, 0, 0, 2, 0, 24),
        _line("二、上年结转政府信息公开申请数量", 0, 0, 0, 0, 0, 0, 0),
    ]
    first = True
    number = 3
    for group, labels in _ROWS:
        for at, label in enumerate(labels):
            row = [("三、本年度办理结果", sum(len(each) for _, each in _ROWS), 1)] if first else []
            row += [(group, len(labels), 1)] if at == 0 else []
            row += [(label, 1, 1), *((str(number + i), 1, 1) for i in range(7))]
            rows.append(row)
            first = False
            number += 7
    rows.append(_line("四、结转下年度继续办理", 3, 0, 0, 0, 0, 0, 3))
    return rows


APPLICATIONS = _applications()

REVIEW: Rows = [
    [("行政复议", 1, 5), ("行政诉讼", 1, 10)],
    [
        *((name, 2, 1) for name in ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")),
        ("未经复议直接起诉", 1, 5),
        ("复议后起诉", 1, 5),
    ],
    [(name, 1, 1) for name in ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计") * 2],
    [(str(value), 1, 1) for value in (10, 1, 5, 0, 16, 0, 0, 0, 0, 0, 2, 0, 0, 1, 3)],
]

BLOCKS: list[str | Rows] = [
    "清溪镇2023年政府信息公开工作年度报告",
    "一、总体情况",
    (
        "2023年，清溪镇认真贯彻落实《中华人民共和国政府信息公开条例》，主动公开各类政府信息1240条，"
        "其中通过政务新媒体公开856条。全年收到政府信息公开申请24件，均在法定期限内答复，没有因政府信息公开被纠正的情形。"
    ),
    "二、主动公开政府信息情况",
    DISCLOSURE,
    "三、收到和处理政府信息公开申请情况",
    APPLICATIONS,
    "四、政府信息公开行政复议、行政诉讼情况",
    REVIEW,
    "五、存在的主要问题及改进情况",
    "一是公开内容不够丰富，二是解读形式较为单一。下一步将加强业务培训，丰富解读形式，提高公开质量。",
    "六、其他需要报告的事项",
    "本年度没有收取政府信息公开信息处理费。",
]


def placed(rows: Rows) -> Iterator[tuple[int, int, str, int, int]]:
    """Row, column, text, rows and columns of each cell, laid out as browsers do."""
    taken: set[tuple[int, int]] = set()
    for at, row in enumerate(rows):
        column = 0
        for text, tall, wide in row:
            while (at, column) in taken:
                column += 1
            taken |= {(at + i, column + j) for i in range(tall) for j in range(wide)}
            yield at, column, text, tall, wide
            column += wide
