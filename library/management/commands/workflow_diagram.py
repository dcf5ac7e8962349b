"""Prints the workflow as a diagram and a table, drawn from the table that the site obeys (`docs/workflow.md`)."""

from collections.abc import Iterator

from django.core.management.base import BaseCommand

from library.models import EditionState, PublicationState
from library.workflow import TABLE, Subject, Transition


def document() -> str:
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield "# Workflow"
    yield ""
    yield "Drawn by `manage.py workflow_diagram` from `library/workflow.py`; a test fails when this page differs."
    for subject, states in ((Subject.EDITION, EditionState), (Subject.PUBLICATION, PublicationState)):
        rows = [row for row in TABLE if row.subject is subject]
        yield from ("", f"## {subject.value}", "", "```mermaid", "stateDiagram-v2")
        yield from (f"    {state.value}: {state.label}" for state in states)
        for row in rows:
            yield from _arrows(row)
        yield from (
            "```",
            "",
            "| 操作 | 元の状態 | 次の状態 | できる人 | 理由 | 自分の提出は不可 |",
            "|---|---|---|---|---|---|",
        )
        yield from (_row(row) for row in rows)


def _arrows(row: Transition) -> Iterator[str]:
    for source in sorted(row.sources, key=lambda state: state.value):
        yield f"    {source.value} --> {(row.target or source).value}: {row.label}"


def _row(row: Transition) -> str:
    sources = "、".join(sorted(str(state.label) for state in row.sources))
    target = row.target.label if row.target else "（変わらない）"
    who = "、".join(sorted(who.value for who in row.who))
    return (
        f"| {row.label}（`{row.verb.value}`） | {sources} | {target} | {who} "
        f"| {'必要' if row.needs_reason else '－'} | {'はい' if row.four_eyes else '－'} |"
    )


class Command(BaseCommand):
    help = "状態の移り変わりを図と表で書き出します"

    def handle(self, *args: object, **options: object) -> None:
        self.stdout.write(document(), ending="")
