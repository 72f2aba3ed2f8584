"""Words of sign-in, accounts and permissions: what their fields and the states of an invitation are called."""

from bottega.kernel.i18n import T
from bottega.platform.auth.module import module

# Sign-in, sessions, one's own account.
module.calls(
    email=T(en="E-mail address", pl="Adres e-mail"),
    password=T(en="Password", pl="Hasło"),
    current_password=T(en="Current password", pl="Obecne hasło"),
    remember=T(en="Remember me", pl="Zapamiętaj mnie"),
    require_role=T(en="Required role", pl="Wymagana rola"),
    redirect=T(en="Page to go to", pl="Strona docelowa"),
    locale=T(en="Language", pl="Język"),
    token=T(en="Access token", pl="Token dostępu"),
    access_token=T(en="Access token", pl="Token dostępu"),
    refresh_token=T(en="Refresh token", pl="Token odświeżania"),
    expires_in=T(en="Valid for (seconds)", pl="Ważny przez (sekundy)"),
)
module.calls(
    "reset", password=T(en="New password", pl="Nowe hasło"), token=T(en="Code from the link", pl="Kod z linku")
)
module.calls("invitations", token=T(en="Code from the link", pl="Kod z linku"))
module.calls("profile", password=T(en="New password", pl="Nowe hasło"))

# Users and roles.
module.calls(
    name=T(en="Name", pl="Nazwa"),
    tenant_name=T(en="Tenant name", pl="Nazwa najemcy"),
    tenant_ids=T(en="Tenants", pl="Najemcy"),
    organization_name=T(en="Organization name", pl="Nazwa organizacji"),
    user_id=T(en="User", pl="Użytkownik"),
    role_id=T(en="Role", pl="Rola"),
    role_ids=T(en="Roles", pl="Role"),
    role_name=T(en="Role name", pl="Nazwa roli"),
    roles=T(en="Roles", pl="Role"),
    users_count=T(en="Number of users", pl="Liczba użytkowników"),
    is_super_admin=T(en="Super administrator", pl="Superadministrator"),
    invitation=T(en="Invitation", pl="Zaproszenie"),
    invited_at=T(en="Invited", pl="Zaproszono"),
    invitation_expires_at=T(en="Invitation valid until", pl="Zaproszenie ważne do"),
)
module.calls("users", name=T(en="Full name", pl="Imię i nazwisko"))

# Permissions.
module.calls(
    feature=T(en="Permission", pl="Uprawnienie"),
    features=T(en="Permissions", pl="Uprawnienia"),
    organizations=T(en="Organizations", pl="Organizacje"),
    title=T(en="Name", pl="Nazwa"),
    module=T(en="Module", pl="Moduł"),
    modules=T(en="Modules", pl="Moduły"),
    requires=T(en="Also needs", pl="Wymaga także"),
    grants=T(en="Permissions covered", pl="Obejmuje uprawnienia"),
    granted=T(en="Granted", pl="Przyznane"),
    offered_at=T(en="Offered", pl="Zaproponowano"),
    has_custom_acl=T(en="Own permissions", pl="Własne uprawnienia"),
    sanitized=T(en="Some permissions left out", pl="Część uprawnień pominięto"),
    warnings=T(en="Warnings", pl="Ostrzeżenia"),
    missing=T(en="Missing permissions", pl="Brakujące uprawnienia"),
    message=T(en="Message", pl="Komunikat"),
)
module.calls("features", ok=T(en="All of them granted", pl="Wszystkie przyznane"))

# The navigation and its arrangements.
module.calls(
    groups=T(en="Menu groups", pl="Grupy menu"),
    settings=T(en="Menu layout", pl="Układ menu"),
    version=T(en="Layout version", pl="Wersja układu menu"),
    group_order=T(en="Order of groups", pl="Kolejność grup"),
    group_labels=T(en="Names of groups", pl="Nazwy grup"),
    item_labels=T(en="Names of menu items", pl="Nazwy pozycji menu"),
    hidden_items=T(en="Hidden menu items", pl="Ukryte pozycje menu"),
    has_preference=T(en="Own menu layout", pl="Własny układ menu"),
    can_apply_to_roles=T(en="May set layouts of roles", pl="Może ustawiać menu ról"),
    apply_to_roles=T(en="Use for roles", pl="Zastosuj do ról"),
    applied_roles=T(en="Used for roles", pl="Zastosowano do ról"),
    clear_role_ids=T(en="Remove layout of roles", pl="Usuń układ menu ról"),
    cleared_roles=T(en="Layout removed from roles", pl="Usunięto układ menu ról"),
)

module.says(
    "locale",
    pl=T(en="Polish", pl="Polski"),
    en=T(en="English", pl="Angielski"),
    de=T(en="German", pl="Niemiecki"),
    es=T(en="Spanish", pl="Hiszpański"),
)
module.says(
    "invitation",
    invited=T(en="Sent", pl="Wysłane"),
    accepted=T(en="Accepted", pl="Przyjęte"),
    expired=T(en="Expired", pl="Wygasło"),
)

module.hints(
    "users",
    password=T(
        en="Left empty, a new user gets an invitation by e-mail",
        pl="Puste: nowy użytkownik dostanie zaproszenie e-mailem",
    ),
    current_password=T(
        en="Needed to change the e-mail address or password of your own account",
        pl="Potrzebne do zmiany adresu e-mail lub hasła własnego konta",
    ),
)
module.hints(
    "profile",
    current_password=T(
        en="Needed to change the e-mail address or password", pl="Potrzebne do zmiany adresu e-mail lub hasła"
    ),
)
module.hints(
    is_super_admin=T(en="May do everything, everywhere", pl="Może wszystko i wszędzie"),
    organizations=T(en="Where the permissions hold", pl="Gdzie obowiązują te uprawnienia"),
)

# Columns that only the history of a record shows.
module.calls(
    is_confirmed=T(en="Address confirmed", pl="Adres potwierdzony"),
    last_login_at=T(en="Last signed in", pl="Ostatnie logowanie"),
)
