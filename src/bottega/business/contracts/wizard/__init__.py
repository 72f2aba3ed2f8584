"""The steps of the contract wizard, a file per kind of part."""
