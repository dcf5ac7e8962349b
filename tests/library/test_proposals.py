"""Step 2 shows what the draft's own files say of empty fields; nothing is filled in until its button is pressed."""

import html
import re
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from library import actions
from library.models import Edition, File, FileGate, Reading, Visibility
from tests import factories

PRESS = "35 山口県 H P 報道発表 (R5.8.22) .pdf"
COVER = "栃木県生成AI利用ガイドライン\n令和6年4月1日策定\n担当部署：デジタル戦略課\n"
EMPTY = {"title": "", "summary": "", "issued_on": None, "types": [], "themes": []}


@pytest.fixture
def officer(tochigi) -> Client:
    client = Client()
    client.force_login(tochigi)
    return client


@pytest.fixture
def draft(tochigi) -> Edition:
    for slug, name in (("guideline", "ガイドライン"), ("press", "報道発表")):
        factories.make_type(slug, name)
    return factories.make_draft(tochigi, files=[], **EMPTY)


def address(draft: Edition) -> str:
    return f"/submit/{draft.pk}/details/"


def page_of(client: Client, draft: Edition) -> str:
    answer = client.get(address(draft))
    assert answer.status_code == 200
    return " ".join(html.unescape(answer.content.decode()).split())


def buttons(page: str) -> list[str]:
    """The values of the proposals' buttons, in the order of the page."""
    return re.findall(r'name="use" value="([^"]+)"', page)


def words(page: str) -> str:
    return re.sub(r"\s+", "", re.sub(r"<[^>]+>", "", page))


def typed(draft: Edition, **values: object) -> dict[str, object]:
    draft.refresh_from_db()
    return {"revision": draft.revision, "requested_visibility": "1", "title": "", "issued_on": ""} | values


def test_an_empty_field_shows_what_the_name_says_and_where(officer, tochigi, draft):
    factories.keep_file(draft, PRESS, "見本", by=tochigi)
    page = page_of(officer, draft)
    assert "issued_on 令和5年8月22日" in buttons(page)
    assert "「R5.8.22」（ファイル名）から：" in page, "without a gap before から"
    assert "「R5.8.22」（ファイル名）から：令和5年8月22日（2023年）" in words(page)
    assert "確か：和暦の日付" in words(page)


def test_an_empty_field_shows_what_the_first_pages_say(officer, tochigi, draft):
    factories.keep_file(draft, "document.txt", COVER, by=tochigi)
    page = page_of(officer, draft)
    assert {"issued_on 令和6年4月1日", "section デジタル戦略課", "title 生成AI利用ガイドライン"} <= set(buttons(page))
    assert "「デジタル戦略課」（1節目）から" in words(page) or "「デジタル戦略課」（1ページ）から" in words(page)


def test_nothing_is_filled_in_by_looking(officer, tochigi, draft):
    factories.keep_file(draft, PRESS, COVER, by=tochigi)
    before = draft.revision
    form = officer.get(address(draft)).context["form"]
    draft.refresh_from_db()
    assert (draft.title, draft.issued_on, draft.section, draft.revision) == ("", None, "", before)
    assert not form["issued_on"].value()


def test_a_field_with_words_of_ones_own_is_left_alone(officer, tochigi):
    draft = factories.make_draft(tochigi, files=[], issued_on=date(2020, 1, 1))
    factories.keep_file(draft, PRESS, COVER, by=tochigi)
    names = {button.partition(" ")[0] for button in buttons(page_of(officer, draft))}
    assert names == {"section"}


def test_a_button_fills_its_field_and_keeps_all_that_was_typed(officer, tochigi, draft):
    factories.keep_file(draft, PRESS, "見本", by=tochigi)
    theme = factories.make_theme()
    sent = typed(draft, title="打ちかけの名前", themes=[theme.pk], use="issued_on 令和5年8月22日")
    answer = officer.post(address(draft), sent)
    assert answer.status_code == 302
    assert answer["Location"] == f"{address(draft)}?filled=issued_on#filled"
    page = " ".join(officer.get(answer["Location"]).content.decode().split())
    draft.refresh_from_db()
    assert (draft.title, str(draft.issued_on)) == ("打ちかけの名前", "2023-08-22")
    assert list(draft.themes.all()) == [theme]
    assert 'value="令和5年8月22日"' in page
    assert "「策定・公表した日」に、ファイルから読み取った内容を入れて、下書きに保存しました" in page
    assert page.index('id="filled"') < page.index('id="id_issued_on"')
    assert "issued_on 令和5年8月22日" not in buttons(page)


def test_what_is_not_fit_stays_on_the_page_as_it_was_typed(officer, tochigi, draft):
    factories.keep_file(draft, PRESS, "見本", by=tochigi)
    sent = typed(draft, title="長" * 101, summary="書きかけ", use="issued_on 令和5年8月22日")
    answer = officer.post(address(draft), sent)
    page = answer.content.decode()
    draft.refresh_from_db()
    assert answer.status_code == 400
    assert "長" * 101 in page
    assert 'value="令和5年8月22日"' in page
    assert "資料の名前は100字までです" in page
    assert (draft.title, draft.summary, str(draft.issued_on)) == ("", "書きかけ", "2023-08-22")
    assert f'name="revision" value="{draft.revision}"' in page, "it can be sent again"


def test_a_type_is_added_to_those_that_are_ticked(officer, tochigi, draft):
    factories.keep_file(draft, PRESS, "見本", by=tochigi)
    press, other = factories.make_type("press", "報道発表"), factories.make_type("guideline")
    assert f"types {press.pk}" in buttons(page_of(officer, draft))
    officer.post(address(draft), typed(draft, types=[other.pk], use=f"types {press.pk}"))
    assert set(draft.types.all()) == {press, other}


def press(client: Client, draft: Edition, use: str, **values: object) -> str:
    """The page after that button."""
    answer = client.post(address(draft), typed(draft, use=use, **values))
    assert answer.status_code == 302
    return " ".join(html.unescape(client.get(answer["Location"]).content.decode()).split())


def test_a_wrong_type_is_corrected_by_another_button(officer, tochigi, draft):
    """The others stay to choose from, and the one that was taken is marked."""
    factories.keep_file(draft, "報道発表_生成AI利用ガイドライン.pdf", "見本", by=tochigi)
    guideline, press_type = factories.make_type("guideline"), factories.make_type("press", "報道発表")
    assert {f"types {guideline.pk}", f"types {press_type.pk}"} <= set(buttons(page_of(officer, draft)))
    page = press(officer, draft, f"types {press_type.pk}")
    assert "「種類」に、ファイルから読み取った内容を入れて" in page
    assert [button for button in buttons(page) if button.startswith("types")] == [
        f"types ={guideline.pk}",
        f"types {guideline.pk}",
    ]
    offers = page[page.index('aria-label="種類の候補"') :]
    assert "報道発表" in offers[: offers.index("選んだ候補")].rpartition("<li")[2]
    press(officer, draft, f"types ={guideline.pk}", types=[press_type.pk])
    assert list(draft.types.all()) == [guideline]
    page = press(officer, draft, f"types {press_type.pk}", types=[guideline.pk])
    assert set(draft.types.all()) == {guideline, press_type}
    assert not [button for button in buttons(page) if button.startswith("types")], "nothing is left to choose"


def test_another_day_can_be_chosen_after_one_was_taken(officer, tochigi, draft):
    factories.keep_file(draft, "報道発表 (R5.8.22).pdf", "見本", by=tochigi)
    factories.keep_file(draft, "報道発表 (R5.8.23).pdf", "見本", by=tochigi)
    page = press(officer, draft, "issued_on 令和5年8月22日")
    assert "issued_on 令和5年8月23日" in buttons(page)
    assert "issued_on 令和5年8月22日" not in buttons(page)
    assert "ほかにも読み取った候補があります" in page
    page = press(officer, draft, "issued_on 令和5年8月23日", issued_on="R5.8.22")
    draft.refresh_from_db()
    assert str(draft.issued_on) == "2023-08-23"
    assert "issued_on 令和5年8月22日" in buttons(page)


def test_an_emptied_field_is_not_said_to_be_filled(officer, tochigi, draft):
    factories.keep_file(draft, PRESS, "見本", by=tochigi)
    page = officer.get(f"{address(draft)}?filled=issued_on").content.decode()
    assert "読み取った内容を入れて、下書きに保存しました" not in page


def test_somebody_elses_saving_in_between_loses_nothing(officer, tochigi, tochigi2, draft):
    factories.keep_file(draft, PRESS, "見本", by=tochigi)
    sent = typed(draft, title="わたしの名前", use="issued_on 令和5年8月22日")
    actions.save_details(draft, by=tochigi2, revision=draft.revision, values={"title": "別の人の名前"})
    answer = officer.post(address(draft), sent)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "わたしの名前" in page
    assert "令和5年8月22日" in page
    assert 'name="use"' not in page
    draft.refresh_from_db()
    assert draft.title == "別の人の名前"


@pytest.mark.parametrize("use", ["revision 99", "requested_visibility 3", "state published", "", "title", "types x"])
def test_a_button_that_the_page_does_not_have_fills_nothing(officer, tochigi, draft, use):
    before = draft.requested_visibility
    assert officer.post(address(draft), typed(draft, use=use)).status_code in {302, 400}
    draft.refresh_from_db()
    assert (draft.title, draft.requested_visibility, draft.state) == ("", before, "draft")


def test_enter_in_a_field_presses_no_proposal(officer, tochigi, draft):
    factories.keep_file(draft, PRESS, COVER, by=tochigi)
    page = officer.get(address(draft)).content.decode()
    form = page[page.index("data-autosave=") :]
    first = re.search(r"<button[^>]*>", form)
    assert first is not None
    assert 'name="use"' not in first[0]
    assert 'type="submit"' in first[0]


def test_files_that_differ_are_both_shown(officer, tochigi, draft):
    factories.keep_file(draft, "報道発表 (R5.8.22).pdf", "見本", by=tochigi)
    factories.keep_file(draft, "報道発表 (R5.8.23).pdf", "見本", by=tochigi)
    page = page_of(officer, draft)
    assert {"issued_on 令和5年8月22日", "issued_on 令和5年8月23日"} <= set(buttons(page))
    assert "読み取った内容が食い違っています" in page
    assert "「R5.8.22」（『報道発表(R5.8.22).pdf』のファイル名）から" in words(page)


def test_places_that_agree_are_one_proposal(officer, tochigi, draft):
    factories.keep_file(draft, "生成AI利用規程_R6.4.1.txt", "生成AI利用規程\n令和6年4月1日制定\n", by=tochigi)
    page = page_of(officer, draft)
    assert buttons(page).count("issued_on 令和6年4月1日") == 1
    assert "「R6.4.1」（ファイル名）、「令和6年4月1日」（1" in words(page)


def test_many_places_that_agree_are_counted_after_the_first_three(officer, tochigi, draft):
    for number in range(5):
        factories.keep_file(draft, f"{number}_報道発表(R5.8.22).pdf", "見本", by=tochigi)
    told = words(page_of(officer, draft))
    assert "（『2_報道発表(R5.8.22).pdf』のファイル名）、ほか2か所から：令和5年8月22日" in told
    assert "3_報道発表(R5.8.22).pdf』のファイル名" not in told


def test_a_month_is_told_and_cannot_be_taken_for_a_day(officer, tochigi, draft):
    factories.keep_file(draft, "試行結果報告_2023年8月.pdf", "見本", by=tochigi)
    page = page_of(officer, draft)
    assert not [button for button in buttons(page) if button.startswith("issued_on")]
    assert "「2023年8月」（ファイル名）から：令和5年8月" in words(page)
    assert "日が分からないので、確かめて書いてください" in page


def test_a_later_version_proposes_the_day_of_its_change(officer, tochigi, draft):
    factories.keep_file(draft, "生成AI利用ガイドライン（第2版）R6.10.1.pdf", "見本", by=tochigi)
    assert "revised_on 令和6年10月1日" in buttons(page_of(officer, draft))
    assert "issued_on 令和6年10月1日" not in buttons(page_of(officer, draft))


def test_another_prefecture_in_a_file_is_told(officer, tochigi, draft):
    factories.keep_file(draft, PRESS, "見本", by=tochigi)
    assert "ファイルに山口県とあります。「35山口県」（ファイル名）。この資料は栃木県の資料として" in words(
        page_of(officer, draft)
    )


def test_the_own_prefecture_in_a_file_is_not(officer, tochigi, draft):
    factories.keep_file(draft, "09 栃木県・山口県_共同研究.pdf", "見本", by=tochigi)
    factories.keep_file(draft, "山口_メモ.pdf", "見本", by=tochigi)
    assert "とあります" not in page_of(officer, draft)


def test_a_mark_of_secrecy_is_told_where_readers_are_chosen(officer, tochigi, draft):
    factories.keep_file(draft, "検証結果.txt", "【機密性２情報】\n検証結果\n", by=tochigi)
    page = page_of(officer, draft)
    assert "「機密性2」の印があります。" in page
    assert page.index("だれが見られるか") < page.index("「機密性2」の印があります") < page.index("希望する公開範囲")


def test_words_about_secrecy_and_marks_of_open_papers_are_no_mark(officer, tochigi, draft):
    factories.keep_file(draft, "機密性1_公表資料.txt", "機密性2以上の情報は入力しないでください。\n", by=tochigi)
    assert "の印があります" not in page_of(officer, draft)


@pytest.mark.parametrize(
    "state", [{"reading": Reading.WAITING}, {"reading": Reading.WORKING}, {"gate": FileGate.CHECKING}]
)
def test_text_that_is_still_being_read_is_said_to_come(officer, tochigi, draft, state):
    file = factories.keep_file(draft, PRESS, "見本", by=tochigi)
    assert "本文を読み取っています" not in page_of(officer, draft)
    File.objects.filter(pk=file.pk).update(**state)
    page = page_of(officer, draft)
    assert "本文からの候補は、読み取りが終わってからこの画面を開き直すと出ます" in page
    assert "issued_on 令和5年8月22日" in buttons(page), "the name is known already"


def test_only_text_of_the_file_itself_is_trusted(officer, tochigi, draft):
    for changes in ({"source": "ocr"}, {"source": "broken"}, {"is_hidden": True}):
        file = factories.keep_file(draft, "scan.txt", COVER, by=tochigi)
        file.pages.update(**changes)
    assert "デジタル戦略課" not in page_of(officer, draft)


def test_other_bodies_items_never_appear(officer, tochigi, kagawa, secretariat, draft):
    """Not their drafts, not what they published for all, not another draft of one's own."""
    said = "香川県生成AI利用要領\n令和4年3月3日策定\n担当部署：さぬき課\n"
    factories.make_type("rule", "要綱")
    other = factories.make_draft(kagawa, files=[])
    factories.keep_file(other, "37 香川県_1_要領_R4.3.3.txt", said, by=kagawa)
    live = factories.make_live(kagawa, reviewer=secretariat, visibility=Visibility.PUBLIC)
    factories.keep_file(live.live_edition, "37 香川県_2_要領_R4.3.3.txt", said, by=kagawa)
    mine = factories.make_draft(tochigi, files=[])
    factories.keep_file(mine, "37 香川県_3_要領_R4.3.3.txt", said, by=tochigi)
    factories.keep_file(draft, "メモ.txt", "見本", by=tochigi)
    page = page_of(officer, draft)
    for words_of_others in ("さぬき課", "令和4年3月3日", "香川県"):
        assert words_of_others not in page


def test_what_the_desk_keeps_to_itself_is_not_proposed_to_the_body(officer, tochigi, secretariat):
    """The secretariat writes for the body; one file is for the desk alone."""
    draft = factories.make_draft(secretariat, owner=tochigi.organization, files=[], **EMPTY)
    shown = factories.keep_file(draft, "公表資料_R6.4.1.txt", "見本", by=secretariat)
    kept = factories.keep_file(draft, "機密性3_R4.3.3.txt", "担当部署：机の中の課\n", by=secretariat)
    File.objects.filter(pk=kept.pk).update(visibility=Visibility.SECRETARIAT)
    desk = Client()
    desk.force_login(secretariat)
    page = page_of(desk, draft)
    assert {"issued_on 令和4年3月3日", "section 机の中の課"} <= set(buttons(page))
    page = page_of(officer, draft)
    assert "issued_on 令和6年4月1日" in buttons(page)
    assert shown.name in page
    for words_of_desk in ("机の中の課", "令和4年3月3日", "「機密性3」の印"):
        assert words_of_desk not in page


def test_others_do_not_reach_the_proposals(kagawa, tochigi, draft):
    factories.keep_file(draft, PRESS, COVER, by=tochigi)
    stranger = Client()
    stranger.force_login(kagawa)
    assert stranger.get(address(draft)).status_code == 404
    assert stranger.post(address(draft), typed(draft, use="title 書き換え")).status_code == 404


def test_marks_of_direction_in_a_name_do_not_reach_the_page(officer, tochigi, draft):
    factories.keep_file(draft, "要領\u202e（R5.8.22）\u202c.pdf", "見本", by=tochigi)
    File.objects.update(sent_name="要領（R5\u202e.8.22）.pdf", name="要領.pdf")
    page = page_of(officer, draft)
    assert "issued_on 令和5年8月22日" in buttons(page)
    assert "\u202e" not in page


def test_more_files_ask_no_more_of_the_database(officer, tochigi, draft):
    counts = []
    for _ in range(2):
        factories.keep_file(draft, PRESS, COVER, by=tochigi)
        with CaptureQueriesContext(connection) as queries:
            page_of(officer, draft)
        counts.append(len(queries))
        for number in range(4):
            factories.keep_file(draft, f"{number}_{PRESS}", COVER, by=tochigi)
    assert counts[0] == counts[1]
