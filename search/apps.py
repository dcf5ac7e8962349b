from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "search"
    verbose_name = "検索"

    def ready(self) -> None:
        from search import checks  # noqa: F401, PLC0415  registers them; they need the models
