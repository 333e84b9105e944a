"""An administrator's work: letting people in, loading, correcting, teaching, undoing, two of them at once."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path

from bot.people import drafts
from knowledge.store import content
from knowledge.store.writer import Writer
from tests.telegram.conftest import ADMIN, DATA, OTHER_ADMIN, STRANGER, VIEWER, Bot
from tests.telegram.fake_methods import DOWNLOAD_LIMIT, Sent, Upload

OCTOBER = (DATA / "bao-cao-10.md").read_text()
CORRECTED = OCTOBER.replace("32.450 con", "32.540 con").encode()
NOVEMBER = OCTOBER.replace("tháng 11 năm 2023", "tháng 12 năm 2023").replace("vụ tháng 10", "vụ tháng 11").encode()


async def preview(bot: Bot, admin: int, name: str, data: bytes) -> Sent:
    """Send a file and tick the warning: the preview."""
    warned = await bot.new(admin, lambda: bot.api.send(admin, Upload(name, data)))
    assert "Tối mật" in warned.text
    assert not bot.api.called("getFile"), "nothing is downloaded before the tick"
    return await bot.new(admin, lambda: bot.api.press(admin, warned, "đọc tệp"), seconds=30)


async def publish(bot: Bot, admin: int, shown: Sent) -> None:
    await bot.edited(shown, lambda: bot.api.press(admin, shown, "công bố"))


async def test_a_load_is_previewed_confirmed_and_undone(bot: Bot) -> None:
    shown = await preview(bot, ADMIN, "thang-11.md", NOVEMBER)
    assert "Huyện ủy An Hòa" in shown.text and "tháng 11/2023" in shown.text and "So với kỳ trước" in shown.text
    assert "tháng 11" not in (await bot.ask(VIEWER, "/baocao")).text
    await publish(bot, ADMIN, shown)
    assert "Đã công bố" in shown.text
    assert "tháng 11/2023" in (await bot.ask(VIEWER, "/baocao")).text
    assert "nạp báo cáo" in (await bot.ask(ADMIN, "/hoantac")).text
    assert "tháng 11" not in (await bot.ask(VIEWER, "/baocao")).text
    assert "xác nhận không mang dấu mật" in (await bot.ask(ADMIN, "/nhatky")).text


async def test_a_new_version_shows_changes_and_tells_those_who_were_given_the_old_figure(bot: Bot) -> None:
    assert "32.450" in (await bot.ask(VIEWER, "tổng đàn lợn?")).text
    shown = await preview(bot, ADMIN, "ban-sua.md", CORRECTED)
    assert "32.450 con → 32.540 con" in shown.text
    told = await bot.new(VIEWER, lambda: bot.api.press(ADMIN, shown, "công bố"))
    assert "32.450 con" in told.text and "32.540 con" in told.text
    assert "32.540" in (await bot.ask(VIEWER, "tổng đàn lợn?")).text


async def test_the_period_and_the_body_are_corrected_in_the_preview(bot: Bot) -> None:
    shown = await preview(bot, ADMIN, "thang-11.md", NOVEMBER)
    await bot.press(ADMIN, shown, "Sửa kỳ")
    again = await bot.new(ADMIN, lambda: bot.api.say(ADMIN, "tháng 12/2023"), count=2, seconds=30)
    assert "tháng 12/2023" in again.text
    await bot.press(ADMIN, again, "Sửa đơn vị")
    third = await bot.new(ADMIN, lambda: bot.api.say(ADMIN, "UBND xã Bình Minh"), count=2, seconds=30)
    assert "UBND xã Bình Minh" in third.text and "tháng 12/2023" in third.text
    await bot.edited(third, lambda: bot.api.press(ADMIN, third, "Hủy"))
    assert "Đã hủy" in third.text
    assert "(1)" in (await bot.ask(ADMIN, "/baocao")).text


async def test_a_marked_file_is_refused_before_anything_is_stored(bot: Bot) -> None:
    by_name = await bot.new(ADMIN, lambda: bot.api.send(ADMIN, Upload("bao-cao (MẬT).docx", b"PK")))
    assert "dấu mật" in by_name.text and "xóa tin nhắn" in by_name.text
    marked = "MẬT\n\n" + OCTOBER
    warned = await bot.new(ADMIN, lambda: bot.api.send(ADMIN, Upload("bao-cao.md", marked.encode())))
    refused = await bot.new(ADMIN, lambda: bot.api.press(ADMIN, warned, "đọc tệp"), seconds=30)
    assert "xóa tin nhắn" in refused.text
    database = sqlite3.connect(bot.database)
    assert database.execute("SELECT count(*) FROM sources").fetchone() == (1,)
    assert re.search(r"từ chối \(SHA-256 [0-9a-f]{64}\)", (await bot.ask(ADMIN, "/nhatky")).text)


async def test_files_that_can_not_be_read_say_why(bot: Bot) -> None:
    for name, data in (
        ("rong.md", b" "),
        ("may.exe", b"MZ\x90\x00" * 50),
        ("thu.md", "Chào anh, tối nay họp.".encode()),
    ):
        warned = await bot.new(ADMIN, lambda name=name, data=data: bot.api.send(ADMIN, Upload(name, data)))
        await bot.edited(warned, lambda warned=warned: bot.api.press(ADMIN, warned, "đọc tệp"))
        await bot.until(lambda warned=warned: warned.text.startswith("❌"), 30)
    big = await bot.new(ADMIN, lambda: bot.api.send(ADMIN, Upload("to.pdf", b"x" * (DOWNLOAD_LIMIT + 1))))
    bot.api.press(ADMIN, big, "đọc tệp")
    await bot.until(lambda: "file is too big" in big.text.lower())


async def test_only_admins_load_and_a_stranger_s_file_is_not_touched(bot: Bot) -> None:
    assert "quản trị viên" in (await bot.new(VIEWER, lambda: bot.api.send(VIEWER, Upload("a.md", b"x")))).text
    told = await bot.new(STRANGER, lambda: bot.api.send(STRANGER, Upload("a.md", b"x")))
    assert str(STRANGER) in told.text and not bot.api.called("getFile")


async def test_photos_one_after_another_are_one_report(bot: Bot) -> None:
    warned = await bot.new(ADMIN, lambda: bot.api.send(ADMIN, Upload("1.jpg", b"\xff\xd8\xff1"), photo=True, album="a"))
    await bot.edited(warned, lambda: bot.api.send(ADMIN, Upload("2.jpg", b"\xff\xd8\xff2"), photo=True, album="a"))
    await bot.edited(warned, lambda: bot.api.send(ADMIN, Upload("3.jpg", b"\xff\xd8\xff3"), photo=True, album="a"))
    draft = drafts.latest(bot.serving.books, ADMIN)
    assert draft is not None and len(draft.files) == 3 and "3 tệp" in warned.text


async def test_two_admins_loading_the_same_report_do_not_break_each_other(bot: Bot) -> None:
    first = await preview(bot, ADMIN, "sua-1.md", CORRECTED)
    warned = await bot.new(
        OTHER_ADMIN, lambda: bot.api.send(OTHER_ADMIN, Upload("sua-2.md", CORRECTED.replace(b"597", b"600")))
    )
    second = await bot.new(OTHER_ADMIN, lambda: bot.api.press(OTHER_ADMIN, warned, "đọc tệp"), seconds=30)
    await publish(bot, ADMIN, first)
    again = await bot.new(OTHER_ADMIN, lambda: bot.api.press(OTHER_ADMIN, second, "công bố"), count=2, seconds=30)
    assert "597 tỷ đồng → 600 tỷ đồng" in again.text and "32.450" not in again.text
    await publish(bot, OTHER_ADMIN, again)
    assert "600 tỷ" in (await bot.ask(VIEWER, "giá trị sản xuất công nghiệp?")).text
    assert await bot.alert(OTHER_ADMIN, first, first_data := "1:ldp:1") or first_data


async def test_removing_and_restoring(bot: Bot) -> None:
    which = await bot.ask(ADMIN, "/goxuong")
    await bot.edited(which, lambda: bot.api.press(ADMIN, which, "tháng 10/2023"))
    assert "32.450" not in (await bot.ask(VIEWER, "tổng đàn lợn?")).text
    assert "gỡ báo cáo" in (await bot.ask(ADMIN, "/hoantac")).text
    assert "32.450" in (await bot.ask(VIEWER, "tổng đàn lợn?")).text


async def test_an_unanswered_question_is_taught_in_one_step(bot: Bot) -> None:
    assert "597" not in (await bot.ask(VIEWER, "sản lượng máy móc nhà xưởng?")).text
    listed = await bot.ask(ADMIN, "/chuatraloi")
    await bot.press(ADMIN, listed, "Dạy 1")
    shown = await bot.ask(ADMIN, "sản lượng máy móc nhà xưởng = giá trị sản xuất công nghiệp")
    assert "597 tỷ đồng" in shown.text
    await bot.edited(shown, lambda: bot.api.press(ADMIN, shown, "Lưu"))
    assert "597" in (await bot.ask(VIEWER, "sản lượng máy móc nhà xưởng?")).text
    assert "Không có câu hỏi" in (await bot.ask(ADMIN, "/chuatraloi")).text
    direct = await bot.ask(ADMIN, "/day heo = tổng đàn lợn")
    assert "32.450" in direct.text


async def test_invitations_let_one_person_in_once(bot: Bot) -> None:
    made = await bot.ask(ADMIN, "/moi viewer 2")
    codes = re.findall(r"start=([\w-]+)", made.text)
    assert len(set(codes)) == 2
    assert "Chào" in (await bot.ask(STRANGER, f"/start {codes[0]}")).text
    assert "32.450" in (await bot.ask(STRANGER, "tổng đàn lợn?")).text
    refused = await bot.new(55, lambda: bot.api.say(55, f"/start {codes[0]}"), count=2)
    assert "55" in refused.text
    assert "đã được dùng" in bot.api.messages(55)[0].text


async def test_a_stranger_asks_for_access_and_gets_it(bot: Bot) -> None:
    greeted = await bot.ask(STRANGER, "tổng đàn lợn?")
    assert str(STRANGER) in greeted.text and "32.450" not in greeted.text
    asked = await bot.new(OTHER_ADMIN, lambda: bot.api.press(STRANGER, greeted, "Xin quyền"))
    granted = await bot.new(STRANGER, lambda: bot.api.press(OTHER_ADMIN, asked, "Người xem"))
    assert "cấp quyền" in granted.text
    assert "32.450" in (await bot.ask(STRANGER, "tổng đàn lợn?")).text
    people = await bot.ask(ADMIN, "/nguoidung")
    assert str(STRANGER) in people.text
    assert "không có quyền" in (await bot.ask(ADMIN, f"/nguoidung {STRANGER} none")).text
    assert "32.450" not in (await bot.ask(STRANGER, "tổng đàn lợn?")).text
    assert "cấu hình" in (await bot.ask(ADMIN, f"/nguoidung {OTHER_ADMIN} none")).text


async def test_a_backup_is_made_while_running(bot: Bot) -> None:
    told = await bot.ask(ADMIN, "/saoluu")
    copy = Path(re.search(r"\S+\.db", told.text)[0])  # type: ignore[index]
    assert sqlite3.connect(copy).execute("SELECT count(*) FROM facts").fetchone()[0] > 20


async def test_admin_commands_are_closed_to_viewers(bot: Bot) -> None:
    for command in (
        "/nap",
        "/goxuong",
        "/hoantac",
        "/nguoidung",
        "/moi",
        "/chuatraloi",
        "/day a = b",
        "/nhatky",
        "/saoluu",
    ):
        assert "quản trị viên" in (await bot.ask(VIEWER, command)).text


async def test_a_wrong_figure_is_pointed_at_its_right_place(bot: Bot) -> None:
    answer = await bot.ask(ADMIN, "sản lượng điện tiêu thụ?")
    source = await bot.press(ADMIN, answer, "Nguồn")
    shown = await bot.press(ADMIN, source, "Rút số liệu")
    await bot.press(ADMIN, shown, "Chỉ lại")
    places = await bot.ask(ADMIN, "Giá trị sản xuất công nghiệp ước đạt 597 tỷ đồng")
    await bot.edited(places, lambda: bot.api.press(ADMIN, places, "597 tỷ đồng"))
    assert "23,61 triệu kWh → 597 tỷ đồng" in places.text
    assert "597 tỷ đồng" in (await bot.ask(VIEWER, "sản lượng điện tiêu thụ?")).text
    assert "chỉ lại chỗ đúng" in (await bot.ask(ADMIN, "/nhatky")).text


async def test_a_doubtful_figure_is_confirmed_against_the_original(bot: Bot) -> None:
    [row] = bot.serving.service.store.reports()

    def doubt(writer: Writer) -> None:
        writer.db.execute("UPDATE facts SET doubtful = 1")
        content.refresh_packed(writer.db, row.version)

    await bot.serving.books.alone(doubt)
    source = await bot.press(ADMIN, await bot.ask(ADMIN, "tổng đàn lợn?"), "Nguồn")
    await bot.edited(source, lambda: bot.api.press(ADMIN, source, "Đúng như bản gốc"))
    assert "Đã đối chiếu" in source.text


async def test_a_report_that_names_no_period_is_asked_for_it(bot: Bot) -> None:
    undated = re.sub(r"tháng 1[01](?: năm 2023)?", "trong kỳ", OCTOBER).replace("ngày 16 tháng 10 năm 2023", "ngày 16")
    warned = await bot.new(ADMIN, lambda: bot.api.send(ADMIN, Upload("bao-cao.md", undated.encode())))
    bot.api.press(ADMIN, warned, "đọc tệp")
    await bot.until(lambda: "Hãy gõ kỳ báo cáo" in warned.text, 30)
    assert "Chưa rõ kỳ" in (await bot.ask(ADMIN, "kỳ này")).text
    shown = await bot.new(ADMIN, lambda: bot.api.say(ADMIN, "quý II/2023"), count=2, seconds=30)
    assert "quý II/2023" in shown.text
