from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "portal"
    verbose_name = "生成AI知見共有ポータル"
