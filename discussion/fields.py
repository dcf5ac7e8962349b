"""添付ファイル in a form: what is there already, and a choice of more."""

from typing import Any

from django import forms
from django.conf import settings

from discussion.tray import Tray
from extraction import kinds
from japanese.numbers import filesize
from library import scanner


class FilesInput(forms.FileInput):
    template_name = "discussion/tray.html"
    allow_multiple_selected = True

    def __init__(self) -> None:
        super().__init__(attrs={"multiple": True, "accept": ", ".join(kinds.BY_EXTENSION), "class": "drop__input"})
        self.tray = Tray()

    def get_context(self, name: str, value: object, attrs: dict[str, Any] | None) -> dict[str, Any]:
        return {**super().get_context(name, value, attrs), "tray": self.tray}


class FilesField(forms.Field):
    """Its value are the files of the tray, once nothing is wrong with them; of what was sent the tray knows."""

    widget = FilesInput

    def __init__(self) -> None:
        super().__init__(label="添付ファイル", required=False)

    def put(self, tray: Tray) -> None:
        """With the limits as they are now."""
        self.widget.tray = tray
        self.help_text = (
            f"{kinds.accepted()}。1つ{filesize(settings.LIMITS.file_bytes)}まで、"
            f"{settings.LIMITS.files_per_comment}個まで。コメントを読める人が、ダウンロードして読めます。"
        )
        if not scanner.is_configured():
            self.help_text += "ウイルス検査は設定されていません。所属の決まりに沿って検査してから付けてください。"
