from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "portal"
    verbose_name = "生成AI知見共有ポータル"

    def ready(self) -> None:
        from portal import checks  # noqa: F401, PLC0415  registers them; they need the models
