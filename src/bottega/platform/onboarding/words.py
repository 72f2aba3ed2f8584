"""Words of the sign-up: what its fields are called."""

from bottega.kernel.i18n import T
from bottega.platform.onboarding.module import module

module.calls(
    email=T(en="E-mail address", pl="Adres e-mail"),
    first_name=T(en="First name", pl="Imię"),
    last_name=T(en="Last name", pl="Nazwisko"),
    organization_name=T(en="Organization name", pl="Nazwa organizacji"),
    password=T(en="Password", pl="Hasło"),
    confirm_password=T(en="Repeat the password", pl="Powtórz hasło"),
    terms_accepted=T(en="Terms accepted", pl="Akceptacja warunków"),
    locale=T(en="Language", pl="Język"),
    token=T(en="Code from the link", pl="Kod z linku"),
)
