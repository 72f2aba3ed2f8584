"""Icons that screens and actions may name: of the Lucide set, which the application draws from."""

from typing import Final

_NAMES: Final = """
activity archive arrow-left-right arrow-right award badge-check ban banknote bell blocks book book-open box
briefcase building building-2 calendar calendar-check calendar-clock calendar-days calendar-off calendar-plus
calendar-x camera check check-check chef-hat circle-check circle-dollar-sign circle-x clipboard-check
clipboard-list clock coins contact copy credit-card door-open download eraser eye factory file-check file-code
file-input file-minus file-plus file-text file-x files filter flag folder forklift gauge git-branch grip hammer
hand-coins handshake hard-hat hash heart history home image import inbox key layers layout-dashboard lightbulb
link list list-checks list-todo lock lock-open log-out mail map map-pin megaphone message-circle message-square
microwave minus notebook-pen package package-check package-minus package-open package-plus palette
panels-top-left pen-line pencil percent phone piggy-bank plane plug plus printer puzzle receipt receipt-text
refresh-ccw refresh-cw refrigerator rotate-ccw ruler save scale scissors scroll-text search send settings
shapes share shield shield-check shopping-cart shuffle signature slash sparkles square-check square-pen stamp
star sticky-note store tag tags target thumbs-down thumbs-up ticket timer trash trash-2 trending-up
triangle-alert truck type undo undo-2 unlock upload user user-check user-cog user-minus user-plus user-round
users wallet warehouse waves wrench x zap
"""
ICONS: Final = frozenset(_NAMES.split())
