"""A text that addresses people: a choice list beside it; how many are told is said, and confirmed for a body."""

from typing import Any, cast

from django import forms
from django.conf import settings
from django.http import QueryDict

from discussion.mentions.addressees import Addressee, Addressees, reached, why_not_address

MOST = 4_000
"""Letters of a comment, with the names that are put before it."""


class AddresseesBox(forms.CheckboxSelectMultiple):
    """Folded: the bodies, and in each of them its people."""

    template_name = "discussion/addressees.html"
    is_open = False

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        widget = context["widget"]
        widget["is_open"] = self.is_open or bool(value)
        widget["bodies"] = [
            (body, options, any(option["selected"] for option in options)) for body, options, _ in widget["optgroups"]
        ]
        return context


class AddressingForm(forms.Form):
    """Has a field `text`, the one place that says who is addressed: what is chosen in the list is put before it."""

    to = forms.MultipleChoiceField(
        label="宛先",
        required=False,
        widget=AddresseesBox(attrs={"class": "check__input"}),
        # The same of whom there is not, who has left, and who may not read here.
        error_messages={"invalid_choice": "宛先に選べないものがありました。選び直してください"},
    )

    def __init__(self, *args: Any, addressees: Addressees, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.addressees = addressees
        self.told = 0  # how many people hear of it
        self.unknown: list[str] = []  # what stands behind an @ and is no name of an addressee
        self.conditional: tuple[str, ...] = ()  # neither 必須 nor 任意
        field = cast("forms.MultipleChoiceField", self.fields["to"])
        field.choices = self._choices
        field.help_text = (
            "選んだ宛先は、文章の始めに「@栃木県」のように入り、お知らせが届きます。"
            f"1つのコメントで合わせて{settings.LIMITS.mentioned_people}人までです。"
        )

    @property
    def who_hears(self) -> str:
        """Said once it is posted: how many are told, and what looks like an address and is none."""
        told = f"宛先の{self.told}人に知らせます。" if self.told else ""
        names = "」「".join(f"@{name}" for name in self.unknown)
        return f"{told}「{names}」に当たる宛先はここにはないため、お知らせは届きません。" if names else told

    def open_list(self) -> None:
        cast("AddresseesBox", self.fields["to"].widget).is_open = True

    def _choices(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """Asked only where the list is drawn, or something was chosen from it."""
        return [
            (
                f"{body.name}（{len(people)}人）",
                [
                    (body.value, f"{body.name}の全員（{len(people)}人）"),
                    *((person.value, person.name.removeprefix(f"{body.name} ")) for person in people),
                ],
            )
            for body, people in self.addressees.by_body
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        chosen = cleaned.pop("to", [])
        if "text" in cleaned:
            cleaned["text"] = self._with_names(cleaned["text"], chosen)
            called = self.addressees.called_in(cleaned["text"])
            new = self.addressees.new_among(called)
            self.told, self.unknown = reached(new), self.addressees.unknown_in(cleaned["text"])
            if new and (reason := why_not_address(called)):
                self.add_error("text", reason)
            elif any(each.is_body for each in new):
                self._confirm(new)
        return cleaned

    def _with_names(self, text: str, chosen: list[str]) -> str:
        """When the form is shown once more, the names stand in the text and are chosen no longer."""
        named = self.addressees.put_before(text, chosen)
        if len(named) > MOST:
            self.add_error("to", f"宛先の名前を入れると{MOST:,}字を超えます。文章を短くするか、宛先を減らしてください")
            return text
        if named != text:
            sent = cast("QueryDict", self.data).copy()
            sent["text"] = named
            del sent["to"]
            self.data = sent
        return named

    def _confirm(self, new: list[Addressee]) -> None:
        """What is confirmed is this number: the field bears it in its name."""
        name = f"tells_{self.told}"
        self.fields[name] = forms.BooleanField(label=f"宛先は{self.told}人です。このまま知らせます", required=False)
        self.conditional = (name,)
        if name not in self.data:
            bodies = "、".join(each.name for each in new if each.is_body)
            question = f"{bodies}に呼びかけています。宛先の{self.told}人にお知らせが届きます。"
            self.add_error(name, f"{question}よければ、この欄にチェックを付けて、もう一度送ってください")
