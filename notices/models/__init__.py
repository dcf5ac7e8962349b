"""お知らせ, what each person chose to hear by which way, feeds, and what is announced to everybody."""

from notices.models.announcement import Announcement, Audience, PutAway
from notices.models.arrival import Arrival
from notices.models.choices import Kind, Mailing
from notices.models.feed import Feed, Subject
from notices.models.notice import Notice
from notices.models.preference import Preference, Way

__all__ = [
    "Announcement",
    "Arrival",
    "Audience",
    "Feed",
    "Kind",
    "Mailing",
    "Notice",
    "Preference",
    "PutAway",
    "Subject",
    "Way",
]
