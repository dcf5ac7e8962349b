"""A comment with files, from the choice to what the desk takes away: accessible at both widths and valid HTML."""

import io

import pytest
from docx import Document

from tests.browser.test_walks import BAD, press


def with_a_name() -> dict[str, object]:
    """The gate takes it, and says what one has to know before."""
    document, buffer = Document(), io.BytesIO()
    document.add_paragraph("手順の見本です")
    document.core_properties.author = "山田 太郎"
    document.save(buffer)
    return {"name": "手順.docx", "mimeType": "x/y", "buffer": buffer.getvalue()}


@pytest.mark.slow
def test_from_the_choice_to_what_the_desk_takes_away(visit, inspection):
    writer = visit("fukui")
    page = writer.go("/guidelines/1/")
    page.get_by_text("ファイルを付ける", exact=True).click()
    page.fill("textarea[name=text]", "手順を付けます")
    page.set_input_files("input[name=files]", [with_a_name(), BAD])
    press(page, "投稿する")
    page.get_by_text("このファイルを除いて", exact=False).first.wait_for()
    inspection.look(writer, "a file that is refused and one to be known of")
    page.locator("input[name=is_sure]").check()
    press(page, "投稿する")
    page.get_by_role("link", name="手順.docx").wait_for()
    inspection.look(writer, "a comment with a file")
    page.get_by_role("link", name="直す", exact=True).click()
    page.wait_for_url("**/edit/")
    inspection.look(writer, "editing a comment with a file")
    desk = visit("secretariat")
    page = desk.go("/guidelines/1/?talk=all")
    page.get_by_role("link", name="確認する").first.click()
    page.wait_for_url("**/review/reports/*/")
    inspection.look(desk, "the desk and a comment with a file")
    page.locator("a[href^='/comments/files/'][href$='/blacken/']").click()
    page.wait_for_url("**/blacken/")
    inspection.look(desk, "a file to be blackened")
    page.fill("textarea[name=reason]", "名前があります")
    press(page, "墨消しする")
    page.get_by_text("事務局が墨消ししました").wait_for()
    inspection.look(desk, "a file that was blackened")
    assert inspection.found() == []
