"""What the secretariat keeps of searching: synonyms, and publications that are shown above the results of a word."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from accounts.models import User
from library.forms.fields import CleanLineField, DayField
from library.models import Publication
from search.desk.promotions import MOST, key_of_word
from search.models import Promotion, Synonym
from search.query import parse
from search.synonyms import LONGEST, LONGEST_WORD, SIGNS, way_of

MOST_OTHERS = 8
_BETWEEN = re.compile(r"[、,，\n]")
_NUMBER = re.compile(r"(?:.*/guidelines/)?([0-9]{1,18})(?:/.*)?")


class SynonymForm(forms.ModelForm[Synonym]):
    class Meta:
        model = Synonym
        fields = ["word", "others", "is_both_ways"]
        field_classes = {"word": CleanLineField, "others": CleanLineField}
        labels = {"is_both_ways": "どの言葉からも、ほかの言葉を探す"}
        help_texts = {
            "word": "この言葉が検索されたとき、下の言葉も探します。",
            "others": f"「、」で区切って、{MOST_OTHERS}つまで。",
            "is_both_ways": "外すと、上の言葉が検索されたときだけ、下の言葉も探します。",
        }
        error_messages = {
            "word": {"required": "言葉を入れてください", "max_length": "言葉は60字までです"},
            "others": {
                "required": "同じ意味の言葉を入れてください",
                "max_length": "同じ意味の言葉は、全部で200字までです",
            },
        }

    def clean_word(self) -> str:
        word: str = self.cleaned_data["word"]
        _check(word)
        return word

    def clean_others(self) -> str:
        others = [each for each in map(str.strip, _BETWEEN.split(self.cleaned_data["others"])) if each]
        if not others:
            raise ValidationError("同じ意味の言葉を入れてください")
        if len(others) > MOST_OTHERS:
            raise ValidationError(f"同じ意味の言葉は{MOST_OTHERS}つまでです。今は{len(others)}個です")
        for other in others:
            _check(other)
        return "、".join(others)

    def clean(self) -> dict[str, Any]:
        """Written in another way, it is the same word for the search, so it would change nothing."""
        values = super().clean() or {}
        seen: dict[tuple[str, ...], str] = {}
        for written in filter(None, [values.get("word", ""), *values.get("others", "").split("、")]):
            words = way_of(written)
            if words in seen:
                self.add_error("others", f"「{seen[words]}」と「{written}」は、検索では同じ言葉です。1つにしてください")
            seen[words] = written
        return values

    def elsewhere(self) -> list[str]:
        """Other groups that have one of these words already; both are looked for then, so it is only told."""
        own = {way_of(written): written for written in (self.instance.row[0], *self.instance.row[1])}
        told = []
        for row in Synonym.objects.exclude(pk=self.instance.pk).order_by("pk"):
            shared = [own[words] for words in map(way_of, (row.row[0], *row.row[1])) if words in own]
            told += [f"「{written}」は、「{row}」にもあります" for written in shared]
        return told


def _check(written: str) -> None:
    if len(written) > LONGEST_WORD:
        raise ValidationError(f"「{written[:20]}…」は長すぎます。1つの言葉は{LONGEST_WORD}字までです")
    if SIGNS.search(written):
        raise ValidationError(f"「{written}」に、かぎ括弧、引用符、コロンは使えません。初めの「-」も使えません")
    words = way_of(written)
    if not words:
        raise ValidationError(f"「{written}」には、検索できる文字がありません")
    if len(words) > LONGEST:
        raise ValidationError(f"「{written}」は{len(words)}語になります。{LONGEST}語までの言葉にしてください")


class PromotionForm(forms.ModelForm[Promotion]):
    publication = CleanLineField(
        label="案内する資料",
        help_text="資料のアドレスか、資料の番号。例：18",
        error_messages={"required": "案内する資料を入れてください"},
    )
    starts_on = DayField(label="始まりの日", help_text="空けておくと、すぐに案内します。")
    ends_on = DayField(label="終わりの日", help_text="この日まで案内します。空けておくと、期限はありません。")

    class Meta:
        model = Promotion
        fields = ["word", "publication", "reason", "order", "starts_on", "ends_on"]
        field_classes = {"word": CleanLineField, "reason": CleanLineField}
        help_texts = {
            "word": "この言葉だけで検索されたときに案内します。2語以上は空白で区切ります（順番は問いません）。",
            "reason": "検索した人に表示します。120字まで。",
            "order": "小さい数が先に並びます。",
        }
        error_messages = {
            "word": {"required": "言葉を入れてください", "max_length": "言葉は60字までです"},
            "reason": {"required": "案内する理由を入れてください", "max_length": "案内する理由は120字までです"},
        }

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        if self.instance.pk:
            self.initial["publication"] = self.instance.publication_id

    def clean_word(self) -> str:
        word: str = self.cleaned_data["word"]
        query = parse(word)
        if query.phrases or query.without or query.without_phrases or query.fields:
            raise ValidationError("引用符、「-」（除く）、「題名:」などは使えません。言葉だけを入れてください")
        self.instance.key = key_of_word(word)
        if not self.instance.key:
            raise ValidationError(f"「{word}」には、検索できる文字がありません")
        return word

    def clean_publication(self) -> Publication:
        given = _NUMBER.fullmatch(self.cleaned_data["publication"])
        found = Publication.objects.visible_to(self.person).filter(pk=given[1]).first() if given else None
        if found is None:
            raise ValidationError("公開中の資料の中に、このアドレスか番号の資料はありません。確かめてください")
        return found

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        same = Promotion.objects.filter(key=self.instance.key).exclude(pk=self.instance.pk)
        if values.get("word") and same.count() >= MOST:
            self.add_error("word", f"1つの言葉に案内できる資料は{MOST}件までです。先に1件を削除してください")
        if values.get("word") and values.get("publication") and same.filter(publication=values["publication"]).exists():
            self.add_error("publication", "この言葉には、この資料をすでに案内しています")
        if values.get("starts_on") and values.get("ends_on") and values["starts_on"] > values["ends_on"]:
            self.add_error("ends_on", "終わりの日は、始まりの日と同じか後の日にしてください")
        return values
