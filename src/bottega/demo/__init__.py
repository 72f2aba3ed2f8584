"""The demo studio: 24 months of generated data of a fictional company, "Studio Mebli JESION".

Each business module contributes a file of its own; ``seeding`` puts them together in one transaction.
"""

from bottega.demo.seeding import check_demo, seed

__all__ = ["check_demo", "seed"]
