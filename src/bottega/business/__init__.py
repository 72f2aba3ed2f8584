"""Business modules, each of which can be removed without breaking the rest."""
