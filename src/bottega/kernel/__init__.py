"""Mechanisms every module stands on: this package knows no module and no business word."""
