"""The address that is told to the gateway."""

from django.urls import path

from huiyin.web.sms import views

app_name = "sms"
urlpatterns = [path("sms/<slug:place>", views.incoming_message, name="incoming")]
