"""What the databases look words up in: FTS5 beside the table, kept in step by triggers; a vector in it on PostgreSQL."""

from django.db import migrations

SQLITE = (
    "CREATE VIRTUAL TABLE search_words USING fts5(title, body, strong, content='',"
    " tokenize='unicode61 remove_diacritics 0')",
    "CREATE TRIGGER search_words_in AFTER INSERT ON search_searchrow BEGIN"
    " INSERT INTO search_words(rowid, title, body, strong)"
    " VALUES (new.id, new.title_words, new.body_words, new.strong_words); END",
    # The table keeps no text of its own: what is taken out has to be said once more.
    "CREATE TRIGGER search_words_out AFTER DELETE ON search_searchrow BEGIN"
    " INSERT INTO search_words(search_words, rowid, title, body, strong)"
    " VALUES ('delete', old.id, old.title_words, old.body_words, old.strong_words); END",
)
SQLITE_BACK = (
    "DROP TRIGGER search_words_out",
    "DROP TRIGGER search_words_in",
    "DROP TABLE search_words",
)
POSTGRESQL = (
    "ALTER TABLE search_searchrow ADD COLUMN vector tsvector",
    "CREATE INDEX search_row_vector ON search_searchrow USING gin (vector) WITH (fastupdate = off)",
)
POSTGRESQL_BACK = ("DROP INDEX search_row_vector", "ALTER TABLE search_searchrow DROP COLUMN vector")


def _run(schema_editor, **statements):
    for statement in statements[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def forwards(apps, schema_editor):
    _run(schema_editor, sqlite=SQLITE, postgresql=POSTGRESQL)


def backwards(apps, schema_editor):
    _run(schema_editor, sqlite=SQLITE_BACK, postgresql=POSTGRESQL_BACK)


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]

    operations = [migrations.RunPython(forwards, backwards)]
