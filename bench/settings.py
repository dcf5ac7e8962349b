"""The site's own settings with one page more: the floor that other pages are measured against."""

from portal.settings import *  # noqa: F403

ROOT_URLCONF = "bench.urls"
