"""The small parts of every page: tags, filters, the form renderer, error pages."""

import re
from datetime import UTC, date, datetime
from types import SimpleNamespace as Thing

import pytest
from django import forms
from django.contrib import messages
from django.contrib.messages.storage.cookie import CookieStorage
from django.core.paginator import Paginator
from django.template import Context, Engine
from django.template.loader import render_to_string
from django.test import RequestFactory

from portal import rendering, wording
from portal.icons import ICONS
from portal.templatetags import ui

JULY = date(2024, 7, 16)
MOMENT = datetime(2024, 7, 16, 0, 5, tzinfo=UTC)  # 9:05 in Japan


def draw(source: str, **values: object) -> str:
    engine = Engine.get_default()
    return engine.from_string(source).render(Context(values))


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)).strip()


class Form(forms.Form):
    title = forms.CharField(
        label="題", help_text="60字まで", widget=forms.TextInput({"placeholder": "例", "class": "mine"})
    )
    summary = forms.CharField(label="概要", max_length=120, widget=forms.Textarea, required=False)
    kind = forms.ChoiceField(label="種類", choices=[("a", "甲")])
    level = forms.ChoiceField(label="公開範囲", choices=[("1", "県"), ("2", "皆")], widget=forms.RadioSelect)
    themes = forms.MultipleChoiceField(label="テーマ", choices=[("1", "正確性")], widget=forms.CheckboxSelectMultiple)
    sure = forms.BooleanField(label="確かめました")
    file = forms.FileField(label="ファイル", help_text="50MBまで")
    token = forms.CharField(widget=forms.HiddenInput)


# --- tags ---


def test_icons_are_drawings_that_screen_readers_pass_over_unless_named():
    assert 'aria-hidden="true"' in ui.icon("search")
    assert 'role="img" aria-label="新規タブで開きます"' in ui.icon("link", label="新規タブで開きます")
    assert 'class="ico ico--sm"' in ui.icon("next", "sm")
    with pytest.raises(KeyError):
        ui.icon("no such icon")


@pytest.mark.parametrize("name", ICONS)
def test_icons_have_no_colour_of_their_own(name):
    assert "fill" not in ICONS[name]
    assert ICONS[name].count("<") == ICONS[name].count("/>")


def test_a_chip_escapes_its_text_and_knows_its_tones():
    assert ui.chip("<b>", "green") == '<span class="chip chip--green">&lt;b&gt;</span>'
    assert ui.chip("下書き") == '<span class="chip">下書き</span>'
    with pytest.raises(ValueError, match="pink"):
        ui.chip("下書き", "pink")


@pytest.mark.parametrize(
    ("value", "style", "text"),
    [
        (date(2024, 4, 30), "full", "令和6年4月30日（2024-04-30）"),
        (MOMENT, "full", "令和6年7月16日（2024-07-16）9:05"),
        (date(2019, 5, 1), "day", "令和元年5月1日"),
        (date(2024, 7, 16), "weekday", "令和6年7月16日（火）"),
        (date(2025, 3, 31), "short", "3月31日"),
        (date(2024, 3, 31), "short", "令和6年3月31日"),
        (MOMENT, "moment", "7月16日 9:05"),
        (datetime(2023, 8, 22, 5, 30, tzinfo=UTC), "moment", "令和5年8月22日 14:30"),
        (datetime(2024, 7, 31, 8, tzinfo=UTC), "due", "7月31日（水）17:00まで"),
        (date(2024, 7, 19), "due", "7月19日（金）まで"),
        (datetime(2024, 7, 15, 15, tzinfo=UTC), "short", "7月16日"),  # midnight in Japan is the next day
    ],
)
def test_dates_read_as_officers_write_them(value, style, text):
    assert wording.when(value, style, today=JULY) == text


def test_an_unknown_style_is_a_mistake():
    with pytest.raises(ValueError, match="long"):
        wording.when(JULY, "long", today=JULY)


def test_time_carries_the_machine_date_in_japanese_time():
    assert ui.time_ja(MOMENT, "full").startswith('<time datetime="2024-07-16T09:05+09:00">')
    assert ui.time_ja(JULY, "day") == '<time datetime="2024-07-16">令和6年7月16日</time>'
    assert words(ui.time_ja(None)) == "記入なし"


def test_filters_speak_japanese():
    assert draw("{{ day|wareki }} {{ size|filesize_ja }} {{ n|grouped }}", day=JULY, size=1_258_291, n=1390) == (
        "令和6年7月16日 1.2MB 1,390"
    )


@pytest.mark.parametrize(("value", "top", "width"), [(40, 43, "93.0"), (0, 43, "0.0"), (50, 43, "100.0"), (1, 0, "0")])
def test_a_bar_stays_within_its_cell(value, top, width):
    assert f'width="{float(width):.1f}%"' in ui.bar(value, top)
    assert 'aria-hidden="true"' in ui.bar(value, top)


def test_a_scroll_box_is_named_and_reached_by_keyboard():
    html = draw('{% scrollbox name "sheet" %}<table></table>{% endscrollbox %}', name="シート「<1>」")
    assert html == (
        '<div class="scroll-x sheet" role="region" aria-label="シート「&lt;1&gt;」" tabindex="0"><table></table></div>'
    )


def test_one_condition_leaves_the_others_and_goes_back_to_page_one():
    request = RequestFactory().get("/", {"pref": ["09", "37"], "q": "AI & 県", "page": "3"})
    assert ui.querystring_without(Context({"request": request}), "pref", 9) == "?pref=09&pref=37&q=AI+%26+%E7%9C%8C"
    assert ui.querystring_without(Context({"request": request}), "pref", "09") == "?pref=37&q=AI+%26+%E7%9C%8C"
    assert ui.querystring_without(Context({"request": request}), "pref") == "?q=AI+%26+%E7%9C%8C"
    assert request.GET["page"] == "3"


def page_words(count: int, number: int, query: str = "") -> str:
    page = Paginator(range(count), 10).page(number)
    return draw("{% pager page %}", page=page, request=RequestFactory().get(f"/{query}"))


@pytest.mark.parametrize(
    ("count", "number", "shown"),
    [
        (10, 1, ""),
        (20, 1, "現在のページ 1 ページ 2 次のページ"),
        (200, 5, "前のページ ページ 1 … ページ 4 現在のページ 5 ページ 6 … ページ 20 次のページ"),
        (200, 4, "前のページ ページ 1 ページ 2 ページ 3 現在のページ 4 ページ 5 … ページ 20 次のページ"),
        (200, 20, "前のページ ページ 1 … ページ 19 現在のページ 20"),
    ],
)
def test_the_pager_shows_the_ends_and_the_neighbours(count, number, shown):
    assert words(page_words(count, number)) == shown


def test_the_pager_keeps_the_conditions():
    html = page_words(30, 2, "?q=AI&page=2&pref=09")
    assert 'href="?q=AI&amp;page=3&amp;pref=09"' in html
    assert 'rel="prev"' in html


def test_messages_become_one_banner_that_takes_the_focus():
    request = RequestFactory().get("/")
    request._messages = CookieStorage(request)
    assert words(draw("{% messages_banner %}", request=request)) == ""
    messages.success(request, "提出しました。事務局が確認します")
    messages.info(request, "<b>次</b>")
    html = draw("{% messages_banner %}", request=request)
    assert words(html) == "完了：提出しました 事務局が確認します &lt;b&gt;次&lt;/b&gt;"
    assert html.count('class="banner ') == 1
    assert 'role="status"' in html
    assert 'tabindex="-1"' in html


def test_a_standing_banner_takes_no_focus():
    html = draw('{% banner "warn" "締切は7月31日です" %}')
    assert words(html) == "注意：締切は7月31日です"
    assert "data-focus" not in html


def test_the_map_counts_members_and_names_every_tile():
    tiles = [
        Thing(code="08", name="茨城県", short="茨城", url="/prefectures/08/", state="out", mine=False),
        Thing(code="09", name="栃木県", short="栃木", url="/prefectures/09/", state="member", mine=True),
    ]
    html = draw("{% tile_map tiles %}", tiles=tiles)
    assert words(html) == "茨城県：構成外 茨城 栃木県（自分の県） 栃木 構成都道府県 1 構成外 1 自分の県"
    assert 'class="tp-09"' in html


# --- forms ---


def control(html: str, name: str) -> str:
    return re.search(rf'<(?:input|select|textarea)[^>]*name="{name}"[^>]*>', html)[0]


def test_a_field_is_label_hint_control_error_with_ids_that_belong_together():
    field = Form({"title": ""})["title"].as_field_group()
    parts = ('for="id_title"', "※必須", 'id="id_title_helptext"', "<input", 'id="id_title_error"')
    places = [field.index(part) for part in parts]
    assert places == sorted(places)
    assert 'aria-describedby="id_title_helptext id_title_error"' in control(field, "title")
    assert 'aria-invalid="true"' in control(field, "title")
    assert 'class="input mine"' in control(field, "title")
    assert "エラー：" in field


def test_placeholders_and_silent_cuts_are_dropped():
    html = str(Form())
    assert "placeholder" not in html
    assert "maxlength" not in html
    assert 'data-count-limit="120"' in control(html, "summary")
    assert 'rows="4"' in control(html, "summary")


def test_widgets_wear_the_classes_of_the_stylesheet():
    html = str(Form())
    assert 'class="textarea"' in control(html, "summary")
    assert 'class="select"' in control(html, "kind")
    assert 'class="drop__input"' in control(html, "file")
    assert "class" not in control(html, "token")
    for name in ("level", "themes", "sure"):
        assert 'class="check__input"' in control(html, name)


def test_groups_are_fieldsets_whose_legend_holds_label_and_condition():
    html = Form({})["level"].as_field_group()
    legend = re.search(r"<legend.*?</legend>", html, re.DOTALL)[0]
    assert words(legend) == "公開範囲 ※必須"
    assert 'aria-describedby="id_level_error"' in html
    assert "aria-invalid" not in html  # a radio button may not say so
    assert re.findall(r'<label for="(id_level_\d)">', html) == ["id_level_0", "id_level_1"]


def test_the_summary_links_each_field_with_the_same_text():
    form = Form({"summary": "あ" * 134})
    links = list(rendering.error_links(form))
    targets = [target for target, _ in links]
    assert targets == ["id_title", "id_summary", "id_kind", "id_level_0", "id_themes_0", "id_sure", "id_file", ""]
    html = str(form)
    summary = render_to_string("ui/error_summary.html", {"form": form})
    assert "エラー：8か所を直してください" in summary
    for target, message in links[:-1]:
        assert f'id="{target}"' in html
        assert f"エラー：{message}" in html
        assert f'<a href="#{target}">{message}</a>' in summary
    assert 'role="alert"' in summary
    assert "data-focus" in summary


def test_no_errors_no_summary():
    assert render_to_string("ui/error_summary.html", {"form": Form()}).strip() == ""


def test_the_summary_takes_formsets_and_ready_made_lists():
    formset = forms.formset_factory(Form, extra=0, min_num=1, validate_min=True)(
        {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0", "form-0-title": "", "form-0-kind": "b"}
    )
    assert ("id_form-0-title", "このフィールドは必須です。") in list(rendering.error_links(formset))
    html = render_to_string("ui/error_summary.html", {"form": [("file-2", "大きすぎます")]})
    assert '<a href="#file-2">大きすぎます</a>' in html


# --- error pages that need nothing ---


@pytest.mark.parametrize("name", ["400", "413", "500", "503"])
def test_plain_error_pages_need_no_request_and_no_database(name):
    html = render_to_string(f"errors/{name}.html", {"limit": "1,050MB", "sent": "1,312MB"})
    title = re.search(r"<title>(.*)｜生成AI知見共有ポータル</title>", html)[1]
    assert f"<h1>{title}</h1>" in html
    assert 'aria-label="現在位置"' not in html


def test_the_receipt_number_is_told():
    assert "7F3A-20240716" in render_to_string("errors/500.html", {"receipt": "7F3A-20240716"})
    assert "受付番号" not in render_to_string("errors/500.html")
