# ruff: noqa: E501 - the lines of reports are as long as reports print them
"""Writes the reports of one invented district over many months, its sister districts, and questions across them.

Run by hand (`python tests/data/series/make.py`); what it writes is kept beside it, so that tests read files only. The
expected answers are computed here from the printed figures, never by the program under test. Wording, order and units
drift from month to month as they do between authors: three house styles take turns.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

HERE = Path(__file__).parent
BODY = "Ủy ban nhân dân huyện Sông Lam"
SISTERS = ("Ủy ban nhân dân huyện Núi Voi", "Ủy ban nhân dân huyện Cát Vàng", "Ủy ban nhân dân huyện Đồng Dao")
MONTHS = ["2023-09", "2023-10"] + [
    f"2024-{n:02d}" for n in (1, 2, 3, 4, 6, 7, 8, 9, 10)
]  # May 2024 was never handed in
CENT = Decimal("0.01")

# key: (smallest, largest, decimals); money in tỷ đồng
RANGES: dict[str, tuple[int, int, int]] = {
    "budget": (82, 145, 3), "land": (12, 38, 3), "spending": (90, 160, 1), "industry": (540, 690, 0), "power": (20, 27, 2),
    "retail": (520, 640, 0), "lodging": (51, 78, 1), "firms": (8, 31, 0), "capital": (40, 160, 0), "pigs": (41000, 46000, 0),
    "certificates": (140, 320, 0), "patients": (11000, 16000, 0), "dengue": (2, 40, 0), "jobs": (210, 420, 0),
    "accidents": (2, 9, 0), "deaths": (1, 4, 0), "injured": (1, 8, 0), "crimes": (9, 24, 0), "suspects": (12, 33, 0),
    "fines": (180, 420, 0), "fine_money": (300, 990, 0), "citizens": (18, 60, 0), "letters": (14, 44, 0),
    "files": (2100, 3900, 0), "on_time": (96, 99, 2), "members": (11, 38, 0), "poor": (410, 520, 0), "waste": (900, 1300, 0),
}  # fmt: skip
EVEN = {"pigs": 100}


def figures(org: str, period: str) -> dict[str, Decimal]:
    """The figures of one body and month: made from its name and month alone, so always the same."""
    made = random.Random(f"{org} {period}")
    values: dict[str, Decimal] = {}
    for key, (low, high, decimals) in RANGES.items():
        step = EVEN.get(key, 1)
        whole = made.randint(low // step, high // step) * step
        part = Decimal(made.randint(0, 10**decimals - 1)).scaleb(-decimals) if decimals else Decimal(0)
        values[key] = whole + part
    values["injured"] = min(values["injured"], values["accidents"] + 2)
    values["suspects"] = max(values["suspects"], values["crimes"])
    return values


def show(value: Decimal, digits: int = 0) -> str:
    """A number as reports print it: 1.234,5; counts below ten with a zero before them where `digits` is 2."""
    whole, _, decimals = f"{value:f}".partition(".")
    decimals = decimals.rstrip("0")
    whole = f"{int(whole):,}".replace(",", ".")
    return (whole.zfill(digits) if value < 10 else whole) + (f",{decimals}" if decimals else "")


def million(value: Decimal) -> str:
    """An amount in tỷ đồng printed in triệu đồng."""
    return show(value * 1000)


def percent(value: Decimal) -> str:
    return show(value.quantize(CENT, ROUND_HALF_UP))


def style_a(v: dict[str, Decimal], n: int, year: int, so_far: Decimal, plan: Decimal, spent: Decimal) -> str:
    return f"""I. VỀ PHÁT TRIỂN KINH TẾ

1. Tài chính - ngân sách: Thu ngân sách Nhà nước tháng {n} ước đạt {million(v["budget"])} triệu đồng; lũy kế {n} tháng đạt {million(so_far)} triệu đồng, bằng {percent(so_far * 100 / plan)}% dự toán năm. Trong đó thu tiền sử dụng đất ước đạt {million(v["land"])} triệu đồng. Chi ngân sách ước thực hiện {show(v["spending"])} tỷ đồng.

2. Sản xuất công nghiệp: Giá trị sản xuất công nghiệp ước đạt {show(v["industry"])} tỷ đồng. Sản lượng điện tiêu thụ ước đạt {show(v["power"])} triệu kWh.

3. Thương mại - dịch vụ: Tổng mức bán lẻ hàng hóa ước đạt {show(v["retail"])} tỷ đồng. Doanh thu lưu trú, ăn uống ước đạt {show(v["lodging"])} tỷ đồng. Trong tháng có {show(v["firms"], 2)} doanh nghiệp thành lập mới với tổng vốn đăng ký {show(v["capital"])} tỷ đồng.

4. Đầu tư công: Giải ngân vốn đầu tư công đến hết tháng {n} đạt {show(spent)} tỷ đồng.

5. Chăn nuôi: Tổng đàn lợn {show(v["pigs"])} con.

6. Tài nguyên và môi trường: Trong tháng cấp {show(v["certificates"])} giấy chứng nhận quyền sử dụng đất. Thu gom, xử lý {show(v["waste"])} tấn rác thải sinh hoạt.

II. VỀ VĂN HÓA - XÃ HỘI

1. Y tế: Tổ chức khám chữa bệnh cho {show(v["patients"])} lượt người. Ghi nhận {show(v["dengue"], 2)} ca sốt xuất huyết.

2. Lao động - xã hội: Giải quyết việc làm cho {show(v["jobs"])} lao động. Toàn huyện còn {show(v["poor"])} hộ nghèo.

III. VỀ NỘI CHÍNH

1. An ninh trật tự: Xảy ra {show(v["crimes"], 2)} vụ phạm pháp hình sự, khởi tố {show(v["suspects"], 2)} bị can.

2. Trật tự an toàn giao thông: Xảy ra {show(v["accidents"], 2)} vụ tai nạn giao thông, làm {show(v["deaths"], 2)} người chết, {show(v["injured"], 2)} người bị thương. Xử lý {show(v["fines"])} trường hợp vi phạm trật tự an toàn giao thông, phạt tiền {show(v["fine_money"])} triệu đồng.

3. Tiếp công dân, giải quyết đơn thư: Tiếp {show(v["citizens"])} lượt công dân; tiếp nhận {show(v["letters"])} đơn khiếu nại, tố cáo.

4. Cải cách hành chính: Tiếp nhận {show(v["files"])} hồ sơ thủ tục hành chính; tỷ lệ hồ sơ giải quyết đúng hạn đạt {show(v["on_time"])}%.

IV. CÔNG TÁC XÂY DỰNG ĐẢNG

Trong tháng kết nạp {show(v["members"])} đảng viên mới.
"""


def style_b(v: dict[str, Decimal], n: int, year: int, so_far: Decimal, plan: Decimal, spent: Decimal) -> str:
    return f"""**A. KINH TẾ**

**1. Thu, chi ngân sách**

- Tổng thu NSNN trên địa bàn tháng {n}/{year} ước {show(v["budget"])} tỷ đồng, trong đó tiền sử dụng đất {show(v["land"])} tỷ đồng. Tổng thu NSNN lũy kế {n} tháng ước {show(so_far)} tỷ đồng, đạt {percent(so_far * 100 / plan)}% dự toán giao.
- Tổng chi ngân sách địa phương trong tháng {million(v["spending"])} triệu đồng.

**2. Công nghiệp, thương mại**

- Giá trị sản xuất ngành công nghiệp trong tháng ước {show(v["industry"])} tỷ đồng; điện tiêu thụ {show(v["power"])} triệu kWh.
- Tổng mức bán lẻ hàng hoá trên địa bàn ước {show(v["retail"])} tỷ đồng; doanh thu dịch vụ lưu trú và ăn uống {million(v["lodging"])} triệu đồng.
- Có {show(v["firms"], 2)} doanh nghiệp đăng ký thành lập mới, tổng số vốn đăng ký {show(v["capital"])} tỷ đồng.

**3. Giải ngân:** Tính đến hết tháng {n}, vốn đầu tư công giải ngân được {show(spent)} tỷ đồng.

**4. Nông nghiệp, môi trường**

- Đàn lợn toàn huyện hiện có {show(v["pigs"])} con.
- Khối lượng rác thải sinh hoạt được thu gom, xử lý: {show(v["waste"])} tấn.
- Cấp {show(v["certificates"])} giấy chứng nhận QSDĐ.

**B. VĂN HÓA - XÃ HỘI**

- Số lượt khám, chữa bệnh: {show(v["patients"])} lượt; số ca mắc sốt xuất huyết trong tháng: {show(v["dengue"], 2)} ca.
- Số lao động được giải quyết việc làm: {show(v["jobs"])} lao động; số hộ nghèo toàn huyện: {show(v["poor"])} hộ.

**C. QUỐC PHÒNG - AN NINH, NỘI CHÍNH**

- Trong tháng xảy ra {show(v["crimes"], 2)} vụ phạm pháp hình sự; khởi tố {show(v["suspects"], 2)} bị can.
- Tai nạn giao thông: xảy ra {show(v["accidents"], 2)} vụ, {show(v["deaths"], 2)} người chết, {show(v["injured"], 2)} người bị thương. Lực lượng chức năng xử lý {show(v["fines"])} trường hợp vi phạm giao thông, số tiền phạt {show(v["fine_money"] / 1000)} tỷ đồng.
- Công tác tiếp dân: tiếp {show(v["citizens"])} lượt công dân; nhận {show(v["letters"])} đơn khiếu nại, tố cáo.
- Tiếp nhận {show(v["files"])} hồ sơ TTHC, tỷ lệ giải quyết đúng hạn {show(v["on_time"])}%.

**D. XÂY DỰNG ĐẢNG**

- Kết nạp đảng viên: {show(v["members"])} đảng viên.
"""


def style_c(v: dict[str, Decimal], n: int, year: int, so_far: Decimal, plan: Decimal, spent: Decimal) -> str:
    return f"""## 1. Một số chỉ tiêu kinh tế chủ yếu

Đơn vị: triệu đồng

| Chỉ tiêu | Thực hiện tháng {n}/{year} |
|---|---|
| Thu ngân sách nhà nước trên địa bàn | {million(v["budget"])} |
| Thu tiền sử dụng đất | {million(v["land"])} |
| Chi ngân sách địa phương | {million(v["spending"])} |
| Giá trị sản xuất công nghiệp | {million(v["industry"])} |
| Tổng mức bán lẻ hàng hóa | {million(v["retail"])} |
| Doanh thu lưu trú, ăn uống | {million(v["lodging"])} |

Lũy kế {n} tháng, thu ngân sách nhà nước trên địa bàn đạt {show(so_far)} tỷ đồng, bằng {percent(so_far * 100 / plan)}% dự toán năm. Lũy kế giải ngân vốn đầu tư công đến hết tháng {n} được {show(spent)} tỷ đồng. Điện thương phẩm tiêu thụ trong tháng đạt {show(v["power"])} triệu kWh. Số doanh nghiệp thành lập mới trong tháng là {show(v["firms"])} doanh nghiệp, vốn đăng ký {show(v["capital"])} tỷ đồng. Tổng đàn lợn của huyện là {show(v["pigs"])} con.

## 2. Tài nguyên, môi trường

Đã cấp {show(v["certificates"])} giấy chứng nhận quyền sử dụng đất; thu gom và xử lý {show(v["waste"])} tấn rác sinh hoạt.

## 3. Y tế, lao động - xã hội

Các cơ sở y tế khám, chữa bệnh {show(v["patients"])} lượt người; có {show(v["dengue"], 2)} ca mắc sốt xuất huyết. Tạo việc làm cho {show(v["jobs"])} lao động; số hộ nghèo hiện còn {show(v["poor"])} hộ.

## 4. An ninh, trật tự

Xảy ra {show(v["accidents"], 2)} vụ tai nạn giao thông làm chết {show(v["deaths"], 2)} người, bị thương {show(v["injured"], 2)} người. Phát hiện, xử lý {show(v["fines"])} trường hợp vi phạm trật tự an toàn giao thông, phạt {show(v["fine_money"])} triệu đồng. Số vụ phạm pháp hình sự: {show(v["crimes"])} vụ, khởi tố {show(v["suspects"])} bị can.

## 5. Nội chính, cải cách hành chính

Tiếp công dân {show(v["citizens"])} lượt; tiếp nhận {show(v["letters"])} đơn khiếu nại, tố cáo. Số hồ sơ thủ tục hành chính tiếp nhận là {show(v["files"])} hồ sơ, giải quyết đúng hạn {show(v["on_time"])}%.

## 6. Công tác Đảng

Kết nạp {show(v["members"])} đảng viên mới.
"""


STYLES = (style_a, style_b, style_c)
PLAN = Decimal("1300")
MISSING = "2024-05"


def year_months(period: str) -> list[str]:
    """January to this month, the one that was never handed in included: the cumulative figures know it."""
    return [f"{period[:4]}-{n:02d}" for n in range(1, int(period[5:]) + 1)]


def so_far(org: str, period: str, key: str) -> Decimal:
    return sum((figures(org, month)[key] for month in year_months(period)), Decimal(0))


def spent_so_far(org: str, period: str) -> Decimal:
    return (so_far(org, period, "spending") / 4).quantize(Decimal("0.1"))


def head(org: str, title: str, day: str) -> str:
    place = org.removeprefix("Ủy ban nhân dân ")
    return f"{org.upper()}\n\nSố: 1{day[3:5]}/BC-UBND\n\n{place[:1].upper()}{place[1:]}, ngày {day[:2]} tháng {day[3:5]} năm {day[6:]}\n\n# BÁO CÁO\n\n**{title}**\n\n"


def monthly(org: str, period: str, style: int) -> str:
    n, year = int(period[5:]), int(period[:4])
    body = STYLES[style](figures(org, period), n, year, so_far(org, period, "budget"), PLAN, spent_so_far(org, period))
    title = f"Tình hình kinh tế - xã hội tháng {n} năm {year}; nhiệm vụ trọng tâm tháng {n % 12 + 1}"
    return head(org, title, f"25/{n:02d}/{year}") + body + "\nCHỦ TỊCH\n\nNguyễn Hữu Thắng\n"


def longer(org: str, title: str, months: list[str], day: str, phrase: str) -> str:
    """A quarterly, nine-month or yearly report: sums of its months under the same names."""
    total = {key: sum((figures(org, m)[key] for m in months), Decimal(0)) for key in RANGES}
    return (
        head(org, title, day)
        + f"""I. KINH TẾ

1. Thu ngân sách Nhà nước {phrase} đạt {show(total["budget"])} tỷ đồng; chi ngân sách {show(total["spending"])} tỷ đồng.

2. Giá trị sản xuất công nghiệp {phrase} đạt {show(total["industry"])} tỷ đồng; tổng mức bán lẻ hàng hóa đạt {show(total["retail"])} tỷ đồng.

II. XÃ HỘI, NỘI CHÍNH

1. Giải quyết việc làm cho {show(total["jobs"])} lao động; kết nạp {show(total["members"])} đảng viên mới.

2. Xảy ra {show(total["accidents"])} vụ tai nạn giao thông, làm {show(total["deaths"])} người chết.

CHỦ TỊCH

Nguyễn Hữu Thắng
"""
    )


def write_reports() -> None:
    for at, period in enumerate(MONTHS):
        (HERE / f"song-lam-{period}.md").write_text(monthly(BODY, period, at % 3), encoding="utf-8")
    spans = {
        "2024-Q3": ("quý III năm 2024", ["2024-07", "2024-08", "2024-09"], "30/09/2024", "quý III"),
        "2024-9M": ("9 tháng đầu năm 2024", year_months("2024-09"), "28/09/2024", "9 tháng"),
        "2023": ("năm 2023", [f"2023-{n:02d}" for n in range(1, 13)], "28/12/2023", "năm 2023"),
    }
    for code, (words, months, day, phrase) in spans.items():
        text = longer(BODY, f"Tình hình kinh tế - xã hội {words}", months, day, phrase)
        (HERE / f"song-lam-{code}.md").write_text(text, encoding="utf-8")
    for at, org in enumerate(SISTERS):
        for period in ("2024-09", "2024-10"):
            name = ("nui-voi", "cat-vang", "dong-dao")[at]
            (HERE / f"{name}-{period}.md").write_text(monthly(org, period, at), encoding="utf-8")


# --- questions: (key, how people name it, unit of the newest report, factor from the unit above) ----------------------

NAMES: dict[str, tuple[str, ...]] = {
    "budget": ("thu ngân sách", "thu NSNN", "tổng thu ngân sách nhà nước"), "land": ("thu tiền sử dụng đất",),
    "spending": ("chi ngân sách",), "industry": ("giá trị sản xuất công nghiệp",), "power": ("điện tiêu thụ",),
    "retail": ("tổng mức bán lẻ hàng hóa",), "lodging": ("doanh thu lưu trú, ăn uống",), "firms": ("số doanh nghiệp thành lập mới",),
    "certificates": ("số giấy chứng nhận quyền sử dụng đất đã cấp",), "patients": ("số lượt khám chữa bệnh",),
    "dengue": ("số ca sốt xuất huyết",), "jobs": ("số lao động được giải quyết việc làm",), "accidents": ("số vụ tai nạn giao thông",),
    "crimes": ("số vụ phạm pháp hình sự",), "fine_money": ("tiền phạt vi phạm giao thông",), "letters": ("số đơn khiếu nại tố cáo",),
    "files": ("số hồ sơ thủ tục hành chính",), "members": ("số đảng viên mới kết nạp",), "waste": ("lượng rác thải thu gom",),
    "pigs": ("đàn lợn",), "on_time": ("tỷ lệ hồ sơ đúng hạn",), "poor": ("số hộ nghèo",), "deaths": ("số người chết vì tai nạn giao thông",),
}  # fmt: skip
MILLION_IN_A = {"budget", "land"}  # what style A prints in triệu đồng, else tỷ đồng
MILLION_IN_B = {"spending", "lodging"}
MILLION_IN_C = {"budget", "land", "spending", "industry", "retail", "lodging"}
BILLION_IN_B = {"fine_money"}


def factor(key: str, style: int) -> Decimal:
    """From the unit of `RANGES` to the unit that a style prints."""
    if key in (MILLION_IN_A, MILLION_IN_B, MILLION_IN_C)[style]:
        return Decimal(1000)
    return Decimal("0.001") if key in BILLION_IN_B and style == 1 else Decimal(1)


class Questions:
    """Collects questions with the strings that a right answer holds."""

    def __init__(self) -> None:
        self.rows: list[dict[str, object]] = []

    def add(
        self, q: str, *expect: str, kind: str = "crossmonth", any_of: Iterable[str] = (), trap: Iterable[str] = ()
    ) -> None:
        row = {
            "id": f"x{len(self.rows) + 1:03d}",
            "kind": kind,
            "q": q,
            "expect_any": list(any_of),
            "expect_all": list(expect),
        }
        if not expect and not any_of:
            row |= {"answerable": False, "trap": list(trap)}
        self.rows.append(row)


def printed(key: str, value: Decimal, period: str) -> str:
    """A value in the unit of that month's report."""
    return show((value * factor(key, MONTHS.index(period) % 3)).normalize())


def month_name(period: str) -> str:
    return f"tháng {int(period[5:])}"


def value(key: str, period: str) -> Decimal:
    return figures(BODY, period)[key]


def compare_questions(out: Questions) -> None:
    forms = (
        "So sánh {name} tháng {a} và tháng {b}", "{name} tháng {b} tăng hay giảm so với tháng {a}?",
        "so sanh {name} thang {a} voi thang {b}", "{name} tháng {b} so với tháng {a} chênh lệch bao nhiêu?",
        "{name} tháng {a} và {b}, tháng nào nhiều hơn?",
    )  # fmt: skip
    keys = ("budget", "industry", "retail", "lodging", "jobs", "accidents", "files", "fine_money", "spending", "power")
    pairs = ((9, 10), (8, 9), (7, 10), (3, 4), (6, 9))
    for at, key in enumerate(keys):
        a, b = (f"2024-{n:02d}" for n in pairs[at % len(pairs)])
        name = NAMES[key][at % len(NAMES[key])]
        q = forms[at % len(forms)].format(name=name, a=int(a[5:]), b=int(b[5:]))
        change = abs(value(key, b) - value(key, a))
        out.add(q[:1].upper() + q[1:], printed(key, change, b) if key not in ("accidents",) else show(change))


def change_questions(out: Questions) -> None:
    newest, before = "2024-10", "2024-09"
    for key, q in (
        ("budget", "Thu ngân sách tháng này tăng hay giảm so với tháng trước?"),
        ("firms", "Số doanh nghiệp thành lập mới tăng hay giảm so với tháng trước?"),
        ("dengue", "Ca sốt xuất huyết so với tháng trước thế nào?"),
        ("letters", "đơn khiếu nại tố cáo tháng này nhiều hơn hay ít hơn tháng trước"),
        ("waste", "Rác thải thu gom tăng hay giảm bao nhiêu so với tháng 9?"),
        ("crimes", "Phạm pháp hình sự tháng 10 tăng hay giảm mấy vụ so với tháng trước?"),
    ):
        change = value(key, newest) - value(key, before)
        out.add(q, printed(key, abs(change), newest), "tăng" if change > 0 else "giảm" if change < 0 else "không")
    for key, q in (
        ("budget", "Thu ngân sách tháng 10 so với cùng kỳ năm trước tăng hay giảm bao nhiêu?"),
        ("accidents", "Tai nạn giao thông tháng 10 so với cùng kỳ năm ngoái tăng hay giảm mấy vụ?"),
        ("retail", "Bán lẻ hàng hóa tháng 9 so với tháng 9/2023?"),
    ):
        now, then = ("2024-09", "2023-09") if key == "retail" else (newest, "2023-10")
        change = value(key, now) - value(key, then)
        out.add(q, printed(key, abs(change), now), "tăng" if change > 0 else "giảm")
    then, now = value("industry", "2024-09"), value("industry", newest)
    out.add("Giá trị sản xuất công nghiệp tháng 10 bằng bao nhiêu phần trăm tháng 9?", percent(now * 100 / then))
    then, now = value("jobs", "2024-08"), value("jobs", "2024-09")
    out.add("Giải quyết việc làm tháng 9 tăng giảm bao nhiêu % so với tháng 8?", percent(abs(now - then) * 100 / then))


def extreme_questions(out: Questions) -> None:
    year = [m for m in MONTHS if m >= "2024"]
    for key, q, months, highest in (
        ("budget", "Tháng nào thu ngân sách cao nhất?", MONTHS, True),
        ("accidents", "Từ đầu năm tháng nào xảy ra nhiều vụ tai nạn giao thông nhất?", year, True),
        ("retail", "Năm 2024 tháng nào tổng mức bán lẻ thấp nhất?", year, False),
        ("jobs", "tháng nào giải quyết việc làm nhiều nhất từ đầu năm", year, True),
        ("power", "Trong quý III tháng nào điện tiêu thụ nhiều nhất?", ["2024-07", "2024-08", "2024-09"], True),
        ("dengue", "Tháng nào có ít ca sốt xuất huyết nhất trong năm nay?", year, False),
        ("files", "Trong 3 tháng gần đây tháng nào tiếp nhận nhiều hồ sơ nhất?", year[-3:], True),
        ("on_time", "Tháng nào năm 2024 có tỷ lệ hồ sơ đúng hạn cao nhất?", year, True),
    ):
        best = (max if highest else min)(value(key, m) for m in months)
        where = [m for m in months if value(key, m) == best]
        out.add(q, *(month_name(m) for m in where), printed(key, best, where[0]))


def total_questions(out: Questions) -> None:
    quarter = ["2024-07", "2024-08", "2024-09"]
    for key, q, months in (
        ("budget", "Tổng thu ngân sách 3 tháng 7, 8, 9 là bao nhiêu?", quarter),
        ("accidents", "Quý III xảy ra bao nhiêu vụ tai nạn giao thông?", quarter),
        ("firms", "Tổng số doanh nghiệp thành lập mới quý III?", quarter),
        (
            "certificates",
            "Cộng số giấy chứng nhận quyền sử dụng đất đã cấp 3 tháng gần đây",
            ["2024-08", "2024-09", "2024-10"],
        ),
        ("waste", "Tổng lượng rác thu gom từ tháng 6 đến tháng 10 là bao nhiêu tấn?", ["2024-06", *quarter, "2024-10"]),
        ("letters", "Quý I tiếp nhận tổng cộng bao nhiêu đơn khiếu nại, tố cáo?", ["2024-01", "2024-02", "2024-03"]),
        ("fine_money", "Tổng tiền phạt vi phạm giao thông tháng 9 và tháng 10?", ["2024-09", "2024-10"]),
        ("patients", "Hai tháng gần nhất khám chữa bệnh tổng cộng bao nhiêu lượt?", ["2024-09", "2024-10"]),
        ("lodging", "Tổng doanh thu lưu trú ăn uống 3 tháng gần đây?", ["2024-08", "2024-09", "2024-10"]),
    ):
        out.add(q, printed(key, sum((value(key, m) for m in months), Decimal(0)), months[-1]))
    out.add(
        "Thu ngân sách từ đầu năm đến nay được bao nhiêu?",
        printed("budget", so_far(BODY, "2024-10", "budget"), "2024-10"),
    )
    nine = sum((value("jobs", m) for m in year_months("2024-09")), Decimal(0))
    out.add("9 tháng đầu năm giải quyết việc làm cho bao nhiêu lao động?", show(nine))
    out.add(
        "Thu ngân sách cả năm 2023 là bao nhiêu?",
        show(sum((value("budget", f"2023-{n:02d}") for n in range(1, 13)), Decimal(0))),
    )


def average_questions(out: Questions) -> None:
    for key, q, months in (
        ("budget", "Trung bình mỗi tháng quý III thu ngân sách bao nhiêu?", ["2024-07", "2024-08", "2024-09"]),
        (
            "accidents",
            "Bình quân 3 tháng gần đây có bao nhiêu vụ tai nạn giao thông một tháng?",
            ["2024-08", "2024-09", "2024-10"],
        ),
        ("retail", "Trung bình tổng mức bán lẻ tháng 9 và tháng 10?", ["2024-09", "2024-10"]),
        ("members", "Bình quân mỗi tháng kết nạp bao nhiêu đảng viên trong quý I?", ["2024-01", "2024-02", "2024-03"]),
    ):
        mean = (
            sum((value(key, m) for m in months), Decimal(0)) * factor(key, MONTHS.index(months[-1]) % 3) / len(months)
        )
        out.add(q, percent(mean))


def series_questions(out: Questions) -> None:
    last = ["2024-08", "2024-09", "2024-10"]
    for key, q, months in (
        ("crimes", "3 tháng gần đây mỗi tháng có bao nhiêu vụ phạm pháp hình sự?", last),
        ("industry", "Diễn biến giá trị sản xuất công nghiệp 3 tháng gần đây", last),
        ("budget", "Thu ngân sách các tháng quý III như thế nào?", ["2024-07", "2024-08", "2024-09"]),
        ("dengue", "Xu hướng sốt xuất huyết từ tháng 7 đến tháng 10", ["2024-07", "2024-08", "2024-09", "2024-10"]),
        ("pigs", "Đàn lợn qua các tháng 8, 9, 10", last),
    ):
        out.add(q, *(printed(key, value(key, m), m) for m in months))


def rank_questions(out: Questions) -> None:
    bodies = (BODY, *SISTERS)

    def place(org: str) -> str:
        return org.removeprefix("Ủy ban nhân dân huyện ")

    for key, q, period, highest in (
        ("budget", "Huyện nào thu ngân sách nhiều nhất?", "2024-10", True),
        ("accidents", "Tháng 9 huyện nào xảy ra ít tai nạn giao thông nhất?", "2024-09", False),
        ("retail", "Huyện nào có tổng mức bán lẻ cao nhất tháng 10?", "2024-10", True),
        ("jobs", "đơn vị nào giải quyết việc làm được nhiều nhất tháng 9", "2024-09", True),
    ):
        best = (max if highest else min)(figures(o, period)[key] for o in bodies)
        out.add(q, *(place(o) for o in bodies if figures(o, period)[key] == best))
    out.add("Xếp hạng các huyện theo giá trị sản xuất công nghiệp tháng 10", *(place(o) for o in bodies),
            *(show(figures(o, "2024-10")["industry"]) for o in bodies[:2]))  # fmt: skip
    a, b = (figures(o, "2024-10")["budget"] for o in (BODY, SISTERS[0]))
    out.add(
        "So sánh thu ngân sách huyện Sông Lam và huyện Núi Voi tháng 10", any_of=(show(abs(a - b)), million(abs(a - b)))
    )
    total = sum((figures(o, "2024-10")["accidents"] for o in bodies), Decimal(0))
    out.add("Tổng số vụ tai nạn giao thông của cả 4 huyện tháng 10?", show(total))


def plan_questions(out: Questions) -> None:
    done = so_far(BODY, "2024-10", "budget")
    out.add("Thu ngân sách từ đầu năm đạt bao nhiêu % so với kế hoạch năm?", percent(done * 100 / PLAN))


def refused_questions(out: Questions) -> None:
    total = sum((value("budget", m) for m in ("2024-04", "2024-06")), Decimal(0))
    out.add("Tổng thu ngân sách tháng 4, 5, 6 là bao nhiêu?", trap=(show(total), million(total)))
    out.add("So sánh thu ngân sách tháng 5 và tháng 6")
    out.add(
        "Tổng đàn lợn cả quý III cộng lại là bao nhiêu?",
        trap=(show(sum((value("pigs", f"2024-{n:02d}") for n in (7, 8, 9)), Decimal(0))),),
    )
    out.add("So sánh số ca cúm A tháng 9 và tháng 10")
    out.add("Tháng nào xuất khẩu gạo nhiều nhất?")
    out.add("Tổng thu ngân sách tháng 11 và tháng 12 năm 2024?")


def main() -> None:
    write_reports()
    out = Questions()
    for questions in (
        compare_questions, change_questions, extreme_questions, total_questions, average_questions, series_questions,
        rank_questions, plan_questions, refused_questions,
    ):  # fmt: skip
        questions(out)
    lines = (json.dumps(row, ensure_ascii=False) for row in out.rows)
    (HERE / "questions.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
