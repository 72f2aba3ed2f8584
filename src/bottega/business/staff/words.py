"""Words of the staff: what people call its fields."""

from bottega.business.staff.module import module
from bottega.kernel.i18n import T

module.calls(
    name=T(en="Name", pl="Nazwa"),
    description=T(en="Notes", pl="Uwagi"),
    display_name=T(en="Full name", pl="Imię i nazwisko"),
    member_count=T(en="Members", pl="Liczba pracowników"),
    member_id=T(en="Team member", pl="Pracownik"),
    entity_id=T(en="Team member", pl="Pracownik"),
    team_id=T(en="Team", pl="Zespół"),
    team=T(en="Team", pl="Zespół"),
    role_ids=T(en="Roles", pl="Role"),
    role_id=T(en="Role", pl="Rola"),
    role_names=T(en="Names of the roles", pl="Nazwy ról"),
    user_id=T(en="Account", pl="Konto użytkownika"),
    user=T(en="Account", pl="Konto użytkownika"),
    email=T(en="E-mail address", pl="Adres e-mail"),
    tag=T(en="Tag", pl="Etykieta"),
    availability_rule_set_id=T(en="Working hours", pl="Godziny pracy"),
    leave_days=T(en="Days of leave a year", pl="Dni urlopu w roku"),
    member=T(en="Team member", pl="Pracownik"),
    appearance_icon=T(en="Icon", pl="Ikona"),
    appearance_color=T(en="Colour", pl="Kolor"),
)
module.hints(
    "team-members",
    user_id=T(en="The account they sign in with, if any", pl="Konto, na które się loguje, jeśli je ma"),
    leave_days=T(en="If left empty, as in the settings of leave", pl="Gdy puste: jak w ustawieniach urlopów"),
    availability_rule_set_id=T(en="A schedule from the planner", pl="Rozkład z planera"),
)
