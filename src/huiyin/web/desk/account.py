"""Signing in and out."""

from typing import Any

from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView, LogoutView
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.utils.translation import gettext, gettext_lazy

from huiyin.people.backends import is_resting


class LoginForm(AuthenticationForm):
    """Name and password; one sentence for whatever is wrong, another for too many tries."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in (
            ("username", gettext_lazy("用户名")),
            ("password", gettext_lazy("密码")),
        ):
            field = self.fields[name]
            field.label = label
            field.error_messages["required"] = gettext("请填写“{label}”。").format(label=label)
        self.fields["username"].widget.attrs["autofocus"] = True

    @property
    def resting(self) -> bool:
        """Has the name failed so often that it must wait?"""
        return is_resting(self.cleaned_data.get("username", ""))  # "" for what no name can be

    def get_invalid_login_error(self) -> ValidationError:
        """What to say after a failure."""
        if self.resting:
            return ValidationError(gettext("失败次数太多，请 15 分钟后再试，或联系管理员。"))
        return ValidationError(gettext("用户名或密码不对，请核对后再试。"))


class Login(LoginView):
    """The way in."""

    template_name = "desk/login.html"
    authentication_form = LoginForm
    redirect_authenticated_user = True

    def form_invalid(self, form: AuthenticationForm) -> HttpResponse:
        """Again, with the status that says why."""
        response = super().form_invalid(form)
        resting = isinstance(form, LoginForm) and form.resting
        response.status_code = 429 if resting else 422
        return response


class Logout(LogoutView):
    """The way out."""

    next_page = "desk:login"
