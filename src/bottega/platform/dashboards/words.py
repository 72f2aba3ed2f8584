"""Words of dashboards: what their fields are called, and the members of closed sets."""

from bottega.kernel.i18n import T
from bottega.platform.dashboards.module import module

module.calls(
    item_id=T(en="Widget in its place", pl="Widżet na swoim miejscu"),
    widget_id=T(en="Widget", pl="Widżet"),
    widget_ids=T(en="Widgets", pl="Widżety"),
    widgets=T(en="Widgets", pl="Widżety"),
    order=T(en="Place", pl="Miejsce"),
    priority=T(en="Priority", pl="Pierwszeństwo"),
    settings=T(en="Settings", pl="Ustawienia"),
    size=T(en="Size", pl="Rozmiar"),
    role_id=T(en="Role", pl="Rola"),
    user_id=T(en="User", pl="Użytkownik"),
    mode=T(en="Whose widgets", pl="Czyje widżety"),
)
module.calls(
    "widgets",
    entity_type=T(en="List", pl="Lista"),
    metric=T(en="Figure", pl="Liczba"),
    aggregate=T(en="Function", pl="Funkcja"),
    field=T(en="Field", pl="Pole"),
    group_by=T(en="Groups", pl="Grupy"),
    granularity=T(en="Period of a group", pl="Okres grupy"),
    resolve_labels=T(en="Names of groups", pl="Nazwy grup"),
    filters=T(en="Filters", pl="Filtry"),
    operator=T(en="Condition", pl="Warunek"),
    value=T(en="Value", pl="Wartość"),
    date_range=T(en="Days", pl="Dni"),
    preset=T(en="Range of days", pl="Zakres dni"),
    comparison=T(en="Comparison", pl="Porównanie"),
    type=T(en="Compared with", pl="Z czym porównać"),
)
_SIZES = {"sm": T(en="Small", pl="Mały"), "md": T(en="Medium", pl="Średni"), "lg": T(en="Large", pl="Duży")}
_PERIODS = {
    "day": T(en="Day", pl="Dzień"),
    "week": T(en="Week", pl="Tydzień"),
    "month": T(en="Month", pl="Miesiąc"),
    "quarter": T(en="Quarter", pl="Kwartał"),
    "year": T(en="Year", pl="Rok"),
}
module.says("size", _SIZES)
module.says("default_size", _SIZES)
module.says("granularity", _PERIODS)
module.says("grain", _PERIODS)
module.says(
    "mode", inherit=T(en="Those of the roles", pl="Widżety ról"), override=T(en="Only these", pl="Tylko te widżety")
)
module.says(
    "aggregate",
    count=T(en="Number", pl="Liczba"),
    sum=T(en="Sum", pl="Suma"),
    avg=T(en="Mean", pl="Średnia"),
    min=T(en="Lowest", pl="Najmniejsza"),
    max=T(en="Highest", pl="Największa"),
)
module.says(
    "chart",
    figure=T(en="Figure", pl="Liczba"),
    bars=T(en="Bars", pl="Paski"),
    columns=T(en="Columns", pl="Słupki"),
    parts=T(en="Parts of a line", pl="Części odcinka"),
)
module.says("unit", count=T(en="Number", pl="Liczba"), money=T(en="Amount", pl="Kwota"))
module.says(
    "tone",
    plain=T(en="Plain", pl="Zwykły"),
    good=T(en="Good", pl="Dobry"),
    warn=T(en="Warning", pl="Ostrzeżenie"),
    danger=T(en="Danger", pl="Zagrożenie"),
)
module.says(
    "direction", up=T(en="More", pl="Więcej"), down=T(en="Less", pl="Mniej"), unchanged=T(en="As much", pl="Tyle samo")
)
module.says(
    "type",
    previous_period=T(en="The period before", pl="Poprzedni okres"),
    previous_year=T(en="The year before", pl="Poprzedni rok"),
)
module.says(
    "operator",
    {"in": T(en="Is one of", pl="Jest jedną z")},
    eq=T(en="Is", pl="Jest równe"),
    neq=T(en="Is not", pl="Nie jest równe"),
    gt=T(en="More than", pl="Więcej niż"),
    gte=T(en="At least", pl="Co najmniej"),
    lt=T(en="Less than", pl="Mniej niż"),
    lte=T(en="At most", pl="Co najwyżej"),
    not_in=T(en="Is none of", pl="Nie jest żadną z"),
    is_null=T(en="Is empty", pl="Jest puste"),
    is_not_null=T(en="Is not empty", pl="Nie jest puste"),
)
module.says(
    "preset",
    today=T(en="Today", pl="Dziś"),
    yesterday=T(en="Yesterday", pl="Wczoraj"),
    tomorrow=T(en="Tomorrow", pl="Jutro"),
    today_and_tomorrow=T(en="Today and tomorrow", pl="Dziś i jutro"),
    this_week=T(en="This week", pl="Ten tydzień"),
    last_week=T(en="Last week", pl="Poprzedni tydzień"),
    this_month=T(en="This month", pl="Ten miesiąc"),
    last_month=T(en="Last month", pl="Poprzedni miesiąc"),
    this_quarter=T(en="This quarter", pl="Ten kwartał"),
    last_quarter=T(en="Last quarter", pl="Poprzedni kwartał"),
    this_year=T(en="This year", pl="Ten rok"),
    last_year=T(en="Last year", pl="Poprzedni rok"),
    last_7_days=T(en="Last 7 days", pl="Ostatnie 7 dni"),
    last_30_days=T(en="Last 30 days", pl="Ostatnie 30 dni"),
    last_90_days=T(en="Last 90 days", pl="Ostatnie 90 dni"),
    last_12_months=T(en="Last 12 months", pl="Ostatnie 12 miesięcy"),
    next_3_days=T(en="Next 3 days", pl="Najbliższe 3 dni"),
    next_7_days=T(en="Next 7 days", pl="Najbliższe 7 dni"),
    until_yesterday=T(en="Until yesterday", pl="Do wczoraj"),
)
module.hints(
    widget_ids=T(en="In the order of a new dashboard", pl="W kolejności nowego pulpitu"),
    order=T(en="The place in the list counts", pl="Liczy się miejsce na liście"),
)
