"""The demo studio: "Studio Mebli JESION", 24 months of work up to the day it is set up, all of it made up.

Each business module contributes a file of its own; ``seeding`` puts them together in one transaction.
"""

from bottega.demo.seeding import check_demo, seed

__all__ = ["check_demo", "seed"]
