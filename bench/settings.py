"""The site's own settings with one page more: the floor that other pages are measured against."""

from portal.settings import *  # noqa: F403

ROOT_URLCONF = "bench.urls"

LOGGING["loggers"]["django.request"] = {"level": "ERROR"}  # noqa: F405  what is asked for before it is there is no news
