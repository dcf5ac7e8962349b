"""The managers' front page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.guards import for_managers


@for_managers
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "secretariat/home.html")
