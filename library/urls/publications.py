"""/publications/…: what can be done with what is registered. Each address acts on POST; some ask first on GET."""

from django.urls import path

from library.views import availability, editions

app_name = "publications"
urlpatterns = [
    path("<int:pk>/revise/", editions.revise, name="revise"),
    path("editions/<int:pk>/recall/", editions.recall, name="recall"),
    path("editions/<int:pk>/discard/", editions.discard, name="discard_edition"),
    path("editions/<int:pk>/recover/", editions.recover, name="recover_edition"),
    path("<int:pk>/withdraw/", availability.withdraw, name="withdraw"),
    path("<int:pk>/restore/", availability.restore, name="restore"),
    path("<int:pk>/visibility/", availability.visibility, name="visibility"),
    path("<int:pk>/discard/", availability.discard, name="discard"),
    path("<int:pk>/recover/", availability.recover, name="recover"),
]
