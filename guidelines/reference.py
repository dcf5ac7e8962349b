"""The services of the survey of April 2024, in its order."""

from guidelines.models import Service

SERVICES = (
    ("chatgpt35", "ChatGPT3.5"),
    ("copilot", "Copilot（旧BingAI）"),
    ("azure-openai", "Azure OpenAI"),
    ("bard", "Bard"),
    ("chatgpt40", "ChatGPT4.0"),
    ("logo-ai", "Logo AI アシスタント"),
    ("masarukun", "行政専用「マサルくん」"),
    ("logmeets", "ログミーツ"),
    ("gaixer", "GaiXer"),
    ("exabase", "exaBase"),
    ("catbot", "CatBot（独自開発）"),
)


def load() -> None:
    for order, (slug, name) in enumerate(SERVICES, start=1):
        Service.objects.get_or_create(slug=slug, defaults={"name": name, "order": order * 10})
