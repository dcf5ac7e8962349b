"""What a password must be: long rather than strange, and not a word that everybody here would try."""

from itertools import pairwise

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError

from accounts.models import User
from japanese.prefectures import PREFECTURES
from japanese.widths import fold

SHORTEST, LONGEST = 12, 128
_FEWEST_SIGNS, _FEWEST_JUMPS = 5, 6
_CONTEXT = {
    "生成ai", "知見共有", "ポータル", "知事会", "都道府県", "パスワード", "令和",
    "generativeai", "genai", "chatgpt", "copilot", "portal", "chijikai", "todofuken", "reiwa",
    "password", "passw0rd", "p@ssword", "p@ssw0rd", "welcome", "qwerty", "asdfgh", "zxcvbn", "admin",
} | {
    fold(name)
    for known in PREFECTURES
    for name in (known.name, known.short, known.kana, known.kana.removesuffix("けん"), known.romaji)
}  # fmt: skip
# Longest first: 「tokyo」 must not leave a rest of a longer word, 「京都」 not of 「東京都」.
_WORDS = sorted(_CONTEXT, key=len, reverse=True)


class LengthValidator:
    """Between 12 and 128 characters, any characters."""

    def validate(self, password: str, user: User | None = None) -> None:  # noqa: ARG002
        if len(password) < SHORTEST:
            raise ValidationError(f"パスワードは{SHORTEST}文字以上にしてください。今は{len(password)}文字です")
        if len(password) > LONGEST:
            raise ValidationError(f"パスワードは{LONGEST}文字までです。今は{len(password)}文字です")

    def get_help_text(self) -> str:
        return f"{SHORTEST}文字以上。長い言葉を組み合わせると覚えやすくなります。"


class CommonWordsValidator(CommonPasswordValidator):
    """Not a common password, not a few signs over and over, not a prefecture's or this portal's name with digits."""

    def validate(self, password: str, user: User | None = None) -> None:
        try:
            super().validate(password, user)
        except ValidationError as problem:
            raise ValidationError("よく使われるパスワードです。ほかの言葉にしてください") from problem
        rest = fold(password)
        if len(set(rest)) < _FEWEST_SIGNS or _jumps(rest) < _FEWEST_JUMPS:
            raise ValidationError(
                "同じ文字の繰り返しや、並び順どおりのパスワードは使えません。ほかの言葉を足してください"
            )
        for word in _WORDS:
            rest = rest.replace(word, "")
        if len(rest.strip("0123456789 !-_.@#$%&*+?県都府道")) < SHORTEST // 2:
            raise ValidationError(
                "県名、このサイトの名前、数字だけのパスワードは使えません。ほかの言葉を足してください"
            )

    def get_help_text(self) -> str:
        return "県名やよく使われる言葉だけのものは使えません。"


def _jumps(text: str) -> int:
    """How often a sign is not the neighbour of the one before: once in 「abcdef」 and in 「112233」."""
    return sum(abs(ord(sign) - ord(before)) > 1 for before, sign in pairwise("\0" + text))
