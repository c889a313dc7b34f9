"""The addresses that are told to WeChat."""

from django.urls import path

from huiyin.web.wechat import views

app_name = "wechat"
urlpatterns = [
    path("wechat/<slug:place>", views.official, name="official"),
    path("miniprogram/<slug:place>/login", views.login, name="login"),
]
