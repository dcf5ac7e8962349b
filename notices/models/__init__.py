"""お知らせ, and what each person chose to hear by which way."""

from notices.models.arrival import Arrival
from notices.models.choices import Kind, Mailing
from notices.models.notice import Notice
from notices.models.preference import Preference, Way

__all__ = ["Arrival", "Kind", "Mailing", "Notice", "Preference", "Way"]
