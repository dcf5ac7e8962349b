"""`{% once %}`: the hidden field that makes a form count once."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from posting.once import FIELD, fresh_key

register = template.Library()


@register.simple_tag
def once() -> SafeString:
    return format_html('<input type="hidden" name="{}" value="{}">', FIELD, fresh_key())
