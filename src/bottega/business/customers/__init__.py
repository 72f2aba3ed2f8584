"""Customers: people, companies, deals, and the history of contact with them.

Other modules may use:

* ``list_contacts``, ``CONTACTS`` and ``find_contacts``: people and companies together;
* ``parties``, ``addresses`` and ``addresses_of``: who somebody is and where they live, as documents name them;
* ``check_customer`` and ``check_addresses``: refuse a customer who is not there, and addresses of somebody else;
* ``deal_titles``, and ``ensure_word`` (a value of one of the dictionaries of customers, made when it is not there);
* ``Kind`` of customers: people and companies;
* ``Nip``, ``Regon``, ``Krs`` and ``Iban``: types of input fields that normalise a number and refuse a wrong one.
"""

from bottega.business.customers.counterparties import (
    Party,
    PostalAddress,
    addresses,
    addresses_of,
    check_addresses,
    check_customer,
    parties,
)
from bottega.business.customers.dictionaries.entries import ensure_word
from bottega.business.customers.formats.registry_numbers import Iban, Krs, Nip, Regon
from bottega.business.customers.lists.contacts import CONTACTS, find_contacts, list_contacts
from bottega.business.customers.references import deal_titles
from bottega.business.customers.tables import Kind

__all__ = [
    "CONTACTS",
    "Iban",
    "Kind",
    "Krs",
    "Nip",
    "Party",
    "PostalAddress",
    "Regon",
    "addresses",
    "addresses_of",
    "check_addresses",
    "check_customer",
    "deal_titles",
    "ensure_word",
    "find_contacts",
    "list_contacts",
    "parties",
]
