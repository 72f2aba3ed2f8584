"""Customers: people and companies, deals with them, and everything that was said and done about them.

Other modules may use ``list_contacts`` and ``find_contacts`` (people and companies together), ``deal_titles`` and
``ensure_word`` (a value of one of the dictionaries of customers, made when it is not there).
"""

from bottega.business.customers.everybody import find_contacts, list_contacts
from bottega.business.customers.relations import deal_titles
from bottega.business.customers.words import ensure_word

__all__ = ["deal_titles", "ensure_word", "find_contacts", "list_contacts"]
