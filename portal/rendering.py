"""How forms look: Django's widgets with the portal's classes, and the links of an error summary."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.forms import BaseForm, BaseFormSet
from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting

WIDGETS = "django/forms/widgets/"
CLASSES = {
    "textarea": "textarea",
    "select": "select",
    "checkbox": "check__input",
    "file": "drop__input",
    "clearable_file_input": "drop__input",
    "hidden": "",
    "multiple_hidden": "",
}
GROUPS = {"radio", "checkbox_select"}
# A text in the field is no label (placeholder), and cutting a pasted text silently loses words (maxlength): the form
# itself says what is too long, and by how much.
DROPPED = ("placeholder", "maxlength")


class PortalFormRenderer(TemplatesSetting):
    """`FORM_RENDERER`: label, hint, control and error in this order, with ids that belong together."""

    form_template_name = "forms/form.html"
    formset_template_name = "forms/formset.html"
    field_template_name = "forms/field.html"

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> str:
        if template_name.startswith(WIDGETS):
            kind = template_name.removeprefix(WIDGETS).removesuffix(".html")
            if kind in GROUPS:
                template_name = "forms/choices.html"
            context = {**context, "widget": _dressed(context["widget"], kind)}
        return super().render(template_name, context, request)


def _dressed(widget: dict[str, Any], kind: str) -> dict[str, Any]:
    attrs = {name: value for name, value in widget["attrs"].items() if name not in DROPPED}
    if kind in GROUPS:
        options = [
            (group, [_choice(option) for option in choices], index) for group, choices, index in widget["optgroups"]
        ]
        return {**widget, "attrs": attrs, "optgroups": options}
    if kind == "textarea" and attrs.pop("cols", None) == "40" and attrs.get("rows") == "10":
        attrs["rows"] = "4"  # 40 by 10 is Django's default, not a form's choice; the width is the stylesheet's
    if kind == "textarea" and (limit := widget["attrs"].get("maxlength")):
        attrs.setdefault("data-count-limit", limit)
    if own := CLASSES.get(kind, "input"):
        attrs["class"] = f"{own} {attrs['class']}" if attrs.get("class") else own
    return {**widget, "attrs": attrs}


def _choice(option: dict[str, Any]) -> dict[str, Any]:
    # The group is invalid, not each of its choices; a radio button may not say so at all.
    attrs = {name: value for name, value in option["attrs"].items() if name != "aria-invalid"}
    return {**option, "attrs": {**attrs, "class": "check__input"}}


def control_id(field: BoundField) -> str:
    """The id of what a link to this field should focus: the control itself, or the first choice of a group."""
    if field.use_fieldset and (parts := field.subwidgets):
        return str(parts[0].id_for_label or field.auto_id)
    return str(field.id_for_label or field.auto_id)


type Problems = BaseForm | BaseFormSet[Any] | Iterable[tuple[str, str]]


def error_links(form: Problems) -> Iterator[tuple[str, str]]:
    """(id to link to, message) of every error of a form or formset, in reading order; id is "" for the form as a whole.

    A ready-made list of such pairs passes through, so that a page may add its own.
    """
    if isinstance(form, BaseFormSet):
        yield from (("", str(message)) for message in form.non_form_errors())
        for part in form.forms:
            yield from error_links(part)
        return
    if not isinstance(form, BaseForm):
        yield from form
        return
    yield from (("", str(message)) for message in form.non_field_errors())
    for field in form:
        target = "" if field.is_hidden else control_id(field)
        yield from ((target, str(message)) for message in field.errors)
