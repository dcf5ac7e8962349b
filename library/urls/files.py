"""/files/…"""

from django.urls import path

from library.views import files

app_name = "files"
urlpatterns = [
    path("<int:pk>/download/", files.download, name="download"),
    path("<int:pk>/pages/<int:number>.webp", files.picture, name="picture"),
    path("<int:pk>/pages/<int:number>-small.webp", files.thumbnail, name="thumbnail"),
    path("<int:pk>/pages/<int:number>.txt", files.page_text, name="text"),
    path("editions/<int:pk>.zip", files.bundle, name="bundle"),
    path("<int:pk>/paper/<int:number>.webp", files.paper, name="paper"),
    path("<int:pk>/paper/<int:number>-small.webp", files.paper_thumbnail, name="paper_thumbnail"),
    path("<int:pk>/retry/", files.retry, name="retry"),
]
