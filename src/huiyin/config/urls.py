"""Every address of the house: the staff under /desk/, the public at the root."""

from django.urls import include, path

urlpatterns = [
    path("i18n/", include("django.conf.urls.i18n")),
    path("channels/", include("huiyin.web.wechat.urls")),
    path("", include("huiyin.web.styling")),
    path("channels/", include("huiyin.web.sms.urls")),
    path("channels/", include("huiyin.web.platform.urls")),
    path("channels/", include("huiyin.web.cti")),
    path("desk/", include("huiyin.web.desk.urls")),
    path("", include("huiyin.web.citizen.urls")),
]
