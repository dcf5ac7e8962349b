"""The last look before handing in."""

from django import forms

from library.forms.fields import LineField


class SubmitForm(forms.Form):
    """Both declarations must be ticked."""

    no_secrets = forms.BooleanField(
        label="個人情報、契約情報、公開前の施策案が入っていないことを確かめました",
        error_messages={"required": "個人情報などが入っていないことを確かめて、印を付けてください"},
    )
    rights = forms.BooleanField(
        label="画面の写しや図は、出典を書いたか、使ってよいことを確かめました",
        error_messages={"required": "出典と著作権を確かめて、印を付けてください"},
    )
    note = LineField(label="事務局へのひとこと", limit=200)
