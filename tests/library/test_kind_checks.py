"""A kind that lacks something is named at the start, not at the first click."""

from dataclasses import replace

import pytest
from django.core.checks.registry import registry

from guidelines import kind
from library.kind_checks import kinds_are_whole, saved_lists_are_there


def said(settings) -> str:
    return " ".join(message.msg for message in kinds_are_whole(None))


def test_the_kinds_of_the_project_are_whole(settings):
    assert said(settings) == ""
    assert kinds_are_whole in registry.get_checks()


@pytest.mark.parametrize(
    ("paths", "named"),
    [([], "種別「資料」の登録"), (["guidelines.kind.ABSENT"], "guidelines.kind.ABSENT")],
)
def test_a_kind_without_its_entry_is_named(settings, paths, named):
    settings.LIBRARY_KINDS = paths
    assert named in said(settings)


def test_a_kind_without_its_form_is_named(settings, monkeypatch):
    monkeypatch.setattr(kind, "ENTRY", replace(kind.ENTRY, details_form="guidelines.forms.Missing"))
    assert "guidelines.forms.Missing" in said(settings)


def test_a_kind_without_its_pages_is_named(settings, monkeypatch):
    monkeypatch.setattr("library.kind_checks.PAGES", {"nowhere": (1,)})
    assert "guidelines:nowhere" in said(settings)


def test_a_list_whose_conditions_are_kept_is_there(settings, monkeypatch):
    from guidelines import saved

    assert saved_lists_are_there(None) == []
    assert saved_lists_are_there in registry.get_checks()
    monkeypatch.setattr(saved, "LIST", replace(saved.LIST, page="nowhere:list"))
    settings.LIBRARY_SAVED_LISTS = ["guidelines.saved.ABSENT", "guidelines.saved.LIST"]
    first, second = (message.msg for message in saved_lists_are_there(None))
    assert "guidelines.saved.ABSENT" in first
    assert "nowhere" in second
