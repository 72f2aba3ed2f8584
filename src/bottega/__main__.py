"""Entry point of ``python -m bottega``."""

from bottega.cli.main import main

if __name__ == "__main__":
    main()
