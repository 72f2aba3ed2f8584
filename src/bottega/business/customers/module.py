"""The manifest of the customers."""

from bottega.kernel.i18n import T
from bottega.kernel.modules import Module

module = Module(
    name="customers",
    title=T(en="Customers", pl="Klienci"),
    section="Customers",
    description="People and companies, deals, and a timeline of what was said and done about them.",
    requires=("auth", "directory", "dictionaries", "notifications"),
    features={
        "customers.people.view": T(en="View people", pl="Podgląd osób"),
        "customers.people.manage": T(en="Manage people", pl="Zarządzanie osobami"),
        "customers.companies.view": T(en="View companies", pl="Podgląd firm"),
        "customers.companies.manage": T(en="Manage companies", pl="Zarządzanie firmami"),
        "customers.deals.view": T(en="View deals", pl="Podgląd szans sprzedaży"),
        "customers.deals.manage": T(en="Manage deals", pl="Zarządzanie szansami sprzedaży"),
        "customers.activities.view": T(en="View activities", pl="Podgląd aktywności"),
        "customers.activities.manage": T(en="Manage activities", pl="Zarządzanie aktywnościami"),
        "customers.settings.manage": T(en="Manage customer settings", pl="Zarządzanie ustawieniami klientów"),
        "customers.widgets.todos": T(en="Use customer todos widget", pl="Widżet zadań klientów"),
        "customers.widgets.next-interactions": T(
            en="Use customer next interactions widget", pl="Widżet najbliższych kontaktów"
        ),
        "customers.widgets.new-customers": T(en="Use customer new customers widget", pl="Widżet nowych klientów"),
        "customers.widgets.new-deals": T(en="Use customer new deals widget", pl="Widżet nowych szans"),
    },
    needs={"customers.settings.manage": ("customers.people.view",)},
    grants={
        "admin": (
            "customers.*",
            "customers.people.view",
            "customers.people.manage",
            "customers.companies.view",
            "customers.companies.manage",
            "customers.deals.view",
            "customers.deals.manage",
        ),
        "employee": (
            "customers.*",
            "customers.people.view",
            "customers.people.manage",
            "customers.companies.view",
            "customers.companies.manage",
        ),
    },
)
