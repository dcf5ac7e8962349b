"""What a password must be: long rather than strange, and not a word that everybody here would try."""

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError

from accounts.models import User
from japanese.prefectures import PREFECTURES
from japanese.widths import fold

SHORTEST, LONGEST = 12, 128
_CONTEXT = {"生成ai", "知見共有", "ポータル", "知事会", "portal", "password", "genai", "chatgpt", "パスワード"} | {
    fold(name) for prefecture in PREFECTURES for name in (prefecture.short, prefecture.kana[:-1], prefecture.romaji)
}


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
    """Not a common password, and not a prefecture's or this portal's name with a few digits."""

    def validate(self, password: str, user: User | None = None) -> None:
        try:
            super().validate(password, user)
        except ValidationError as problem:
            raise ValidationError("よく使われるパスワードです。ほかの言葉にしてください") from problem
        rest = fold(password)
        for word in _CONTEXT:
            rest = rest.replace(word, "")
        if len(rest.strip("0123456789 !-_.@#")) < SHORTEST // 2:
            raise ValidationError("県名やこのサイトの名前だけのパスワードは使えません。ほかの言葉を足してください")

    def get_help_text(self) -> str:
        return "県名やよく使われる言葉だけのものは使えません。"
