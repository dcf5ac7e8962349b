"""/manage/…: members, vocabulary, settings, the log."""

from django.urls import path

from secretariat.views import (
    audit_log,
    bodies,
    home,
    members,
    search_index,
    search_tables,
    search_words,
    settings,
    status,
    vocabulary,
)

app_name = "manage"
urlpatterns = [
    path("", home.home, name="home"),
    path("members/", members.listing, name="members"),
    path("members/invite/", members.invite, name="invite"),
    path("members/<int:pk>/", members.edit, name="member"),
    path("members/<int:pk>/access/", bodies.access, name="member_access"),
    path("bodies/", bodies.listing, name="member_bodies"),
    path("bodies/<int:pk>/", bodies.body, name="member_body"),
    path("tenures/<int:pk>/", bodies.tenure, name="member_tenure"),
    path("members/<int:pk>/suspend/", members.suspend, name="suspend"),
    path("members/<int:pk>/reinstate/", members.reinstate, name="reinstate"),
    path("invitations/<int:pk>/revoke/", members.revoke, name="revoke_invitation"),
    path("themes/", vocabulary.themes, name="themes"),
    path("themes/new/", vocabulary.new_theme, name="new_theme"),
    path("themes/<int:pk>/", vocabulary.edit_theme, name="theme"),
    path("types/", vocabulary.types, name="types"),
    path("types/new/", vocabulary.new_type, name="new_type"),
    path("types/<int:pk>/", vocabulary.edit_type, name="type"),
    path("search/", search_index.show, name="index"),
    path("search/check/", search_index.check, name="index_check"),
    path("search/rebuild/", search_index.rebuild, name="index_rebuild"),
    path("search/synonyms/", search_tables.synonyms, name="synonyms"),
    path("search/synonyms/new/", search_tables.new_synonym, name="new_synonym"),
    path("search/synonyms/<int:pk>/", search_tables.edit_synonym, name="synonym"),
    path("search/synonyms/<int:pk>/delete/", search_tables.delete_synonym, name="delete_synonym"),
    path("search/promotions/", search_tables.promotions, name="promotions"),
    path("search/promotions/new/", search_tables.new_promotion, name="new_promotion"),
    path("search/promotions/<int:pk>/", search_tables.edit_promotion, name="promotion"),
    path("search/promotions/<int:pk>/delete/", search_tables.delete_promotion, name="delete_promotion"),
    path("search/words/", search_words.report, name="search_words"),
    path("search/words/export.csv", search_words.export_csv, name="search_words_csv"),
    path("settings/", settings.show, name="settings"),
    path("status/", status.show, name="status"),
    path("audit/", audit_log.listing, name="audit"),
    path("audit/export.csv", audit_log.export_csv, name="audit_csv"),
]
