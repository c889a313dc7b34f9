"""The addresses that are told to platforms."""

from django.urls import path

from huiyin.web.platform import views

app_name = "platform"
urlpatterns = [
    path("platform/<slug:place>", views.new, name="new"),
    path("platform/<slug:place>/<str:theirs>", views.known, name="known"),
]
