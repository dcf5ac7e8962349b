from django.apps import AppConfig


class LibraryConfig(AppConfig):
    name = "library"
    verbose_name = "資料"

    def ready(self) -> None:
        from library import kind_checks  # noqa: F401, PLC0415  registers itself
