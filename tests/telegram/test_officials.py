"""An official's day with the bot: asking, choosing, looking closer, following up."""

from __future__ import annotations

import dataclasses

from knowledge.load import extract
from tests.telegram.conftest import ADMIN, DATA, STRANGER, VIEWER, Bot, Maker, config


async def test_a_question_gets_its_figure_with_a_source_and_buttons(bot: Bot) -> None:
    answer = await bot.ask(VIEWER, "thu ngân sách tháng 10 là bao nhiêu?")
    assert "111.226 triệu đồng" in answer.text
    assert answer.entities[0][0] == "bold"
    assert "Huyện ủy An Hòa" in answer.text
    assert answer.button("Nguồn") and answer.button("So sánh") and answer.button("Các phần")
    assert answer.button("111.226")["copy_text"]["text"] == "111.226"


async def test_the_buttons_look_closer(bot: Bot) -> None:
    answer = await bot.ask(VIEWER, "thu ngân sách tháng 10 là bao nhiêu?")
    source = await bot.press(VIEWER, answer, "Nguồn")
    assert "trong đó thu thuế ngoài quốc doanh đạt 36.400 triệu đồng" in source.text
    assert "41-BC/HU" in source.text and "16/10/2023" in source.text
    assert "52.300" in (await bot.press(VIEWER, answer, "Các phần")).text
    assert "12,5%" in (await bot.press(VIEWER, answer, "So sánh")).text
    document = await bot.press(VIEWER, answer, "Tệp gốc")
    assert document.upload and document.upload.name == "bao-cao-10.md" and document.upload.data.startswith(b"HUY")


async def test_a_refusal_names_what_is_near_and_reaches_the_admins_list(bot: Bot) -> None:
    answer = await bot.ask(VIEWER, "thuế xuất khẩu cà phê là bao nhiêu?")
    assert "111.226" not in answer.text
    listed = await bot.ask(ADMIN, "/chuatraloi")
    assert "thuế xuất khẩu cà phê" in listed.text and "(1×)" in listed.text


async def test_a_follow_up_keeps_the_topic_and_survives_a_restart(bot: Bot) -> None:
    await bot.ask(VIEWER, "tổng thu ngân sách nhà nước tháng 10?")
    await bot.restart()
    assert "12,5%" in (await bot.ask(VIEWER, "so với cùng kỳ thì sao?")).text


async def test_an_edited_question_is_answered_anew(bot: Bot) -> None:
    before = len(bot.api.messages(VIEWER))
    update = bot.api.say(VIEWER, "tổng đàn lợn?")
    await bot.until(lambda: len(bot.api.messages(VIEWER)) > before)
    again = await bot.new(VIEWER, lambda: bot.api.edit(update, "sản lượng điện tiêu thụ?"))
    assert "23,61" in again.text
    assert again.reply_to == update["message"]["message_id"]


async def test_topics_are_browsed_to_a_figure(bot: Bot) -> None:
    sections = await bot.ask(VIEWER, "/chude")
    title = next(caption for caption in sections.buttons if "Tài chính" in caption)
    page = await bot.edited(sections, lambda: bot.api.press(VIEWER, sections, title))
    figure = next(caption for caption in page.buttons if "111.226" in caption)
    assert "111.226 triệu đồng" in (await bot.press(VIEWER, page, figure)).text


async def test_help_shows_examples_that_are_answered(bot: Bot) -> None:
    shown = await bot.ask(VIEWER, "/help")
    examples = [line[2:] for line in shown.text.split("\n") if line.startswith("• ")]
    assert examples
    for example in examples:
        assert (await bot.ask(VIEWER, example)).button("Nguồn")
    assert "/nguoidung" not in shown.text


async def test_groups_are_answered_only_when_meant(bot: Bot) -> None:
    group = -100500
    bot.api.say(VIEWER, "tổng đàn lợn?", chat=group)
    answer = await bot.ask(VIEWER, "@hoibaocao_bot tổng đàn lợn?", chat=group)
    assert "32.450" in answer.text and answer.reply_to
    own = {"chat": {"id": group, "type": "supergroup"}, "from": {"id": 42, "is_bot": True, "first_name": "x"}}
    reply = {"reply_to_message": {"message_id": answer.message_id, "date": 1, "text": "x", **own}}
    assert "23,61" in (await bot.ask(VIEWER, "sản lượng điện tiêu thụ?", chat=group, **reply)).text
    bot.api.say(STRANGER, "@hoibaocao_bot tổng đàn lợn?", chat=group)
    await bot.ask(VIEWER, "/baocao@hoibaocao_bot", chat=group)
    assert len(bot.api.messages(group)) == 3


async def test_what_a_report_says_is_escaped_and_protected(make: Maker, api: object) -> None:
    base = config(api)  # type: ignore[arg-type]
    bot = await make(access=dataclasses.replace(base.access, protect_content=True))
    answer = await bot.ask(ADMIN, "<b>tổng đàn lợn</b> & < 5%?")
    assert answer.protected


async def test_inline_gives_known_people_a_figure_where_configured(make: Maker, api: object) -> None:
    base = config(api)  # type: ignore[arg-type]
    bot = await make(telegram=dataclasses.replace(base.telegram, inline=True))
    for person, expected in ((ADMIN, 1), (STRANGER, 0)):
        number = bot.api.ask_inline(person, "tổng đàn lợn?")
        answer = await bot.until(
            lambda number=number: next((a for a in bot.api.methods.answers if a.get("inline_query_id") == number), None)
        )
        assert len(answer["results"]) == expected


async def test_language_organisation_and_export(bot: Bot) -> None:
    assert "English" in (await bot.ask(VIEWER, "/ngonngu en")).text
    assert "Loaded reports" in (await bot.ask(VIEWER, "/reports")).text
    assert "Huyện ủy An Hòa" in (await bot.ask(VIEWER, "/donvi an hoa")).text
    document = await bot.ask(VIEWER, "/xuat")
    assert document.upload and document.upload.data.startswith(b"PK")


async def test_own_data_is_shown_and_deleted(bot: Bot) -> None:
    await bot.ask(VIEWER, "tổng đàn lợn?")
    stored = await bot.ask(VIEWER, "/dulieu")
    assert "Câu hỏi đang lưu: 1" in stored.text
    await bot.edited(stored, lambda: bot.api.press(VIEWER, stored, "Xóa câu hỏi"))
    assert "Câu hỏi đang lưu: 0" in (await bot.ask(VIEWER, "/dulieu")).text
    again = await bot.ask(VIEWER, "/dulieu")
    await bot.edited(again, lambda: bot.api.press(VIEWER, again, "Xóa tất cả"))
    assert "Mã số Telegram" in (await bot.ask(VIEWER, "tổng đàn lợn?")).text
    for table in ("people", "questions", "given", "conversations"):
        column = "id" if table == "people" else "person"
        assert not bot.serving.books.rows(f"SELECT 1 FROM {table} WHERE {column} = ?", VIEWER)


async def test_a_thumb_down_reaches_the_admins_without_the_person(bot: Bot) -> None:
    answer = await bot.ask(VIEWER, "tổng đàn lợn?")
    told = await bot.new(ADMIN, lambda: bot.api.press(VIEWER, answer, "👎"))
    assert "tổng đàn lợn" in told.text and str(VIEWER) not in told.text
    shown = await bot.press(ADMIN, told, "Rút số liệu")
    await bot.edited(shown, lambda: bot.api.press(ADMIN, shown, "Rút ngay"))
    assert "📋 32.450" not in (await bot.ask(VIEWER, "tổng đàn lợn?")).buttons
    assert "rút số liệu" in (await bot.ask(ADMIN, "/hoantac")).text
    assert "📋 32.450" in (await bot.ask(VIEWER, "tổng đàn lợn?")).buttons


async def test_a_trend_over_months_comes_with_a_picture(bot: Bot) -> None:
    october = (DATA / "bao-cao-10.md").read_text()
    for month, pigs in ((11, "33.100"), (12, "34.000")):
        text = october.replace("tháng 11 năm 2023", f"tháng {month % 12 + 1} năm 2023").replace("32.450", pigs)
        data = text.replace("vụ tháng 10", f"vụ tháng {month}").encode()
        extracted = extract(data, f"thang-{month}.md", period=f"2023-{month}")
        await bot.serving.books.alone(lambda writer, e=extracted, d=data: writer.keep(e, d, "test"))  # type: ignore[misc]
    before = len(bot.api.messages(VIEWER))
    picture = await bot.new(VIEWER, lambda: bot.api.say(VIEWER, "/xuhuong tổng đàn lợn"), count=2, seconds=20)
    words = bot.api.messages(VIEWER)[before]
    assert "32.450" in words.text and "34.000" in words.text
    assert picture.upload and picture.upload.data.startswith(b"\x89PNG") and "33.100" in picture.text
