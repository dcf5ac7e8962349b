"""/manage/…: members, vocabulary, settings, the log."""

from django.urls import path

from secretariat.views import audit_log, bodies, home, members, settings, status, vocabulary

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
    path("settings/", settings.show, name="settings"),
    path("status/", status.show, name="status"),
    path("audit/", audit_log.listing, name="audit"),
    path("audit/export.csv", audit_log.export_csv, name="audit_csv"),
]
