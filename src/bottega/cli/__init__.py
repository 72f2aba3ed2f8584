"""The command line: built-in commands and those that modules add."""
