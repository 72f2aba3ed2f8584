"""Runs one side of the comparison: the product as it serves, or the yardstick, in one process."""

import os
import socket
import sys
from pathlib import Path

import uvicorn

from bench.yardstick import app as yardstick
from bottega.app import create_app
from bottega.kernel.keys.secrets import Secrets
from bottega.kernel.logs import configure_logging
from bottega.processes.entrypoints import http_config, spare_the_collector
from bottega.settings import Settings


def main() -> None:
    """``python -m bench.server product|yardstick FD``."""
    side, descriptor = sys.argv[1], int(sys.argv[2])
    settings = Settings(data=Path(os.environ["BENCH_FOLDER"]), pool_size=10, log_level="error")
    product = side == "product"
    app = create_app(settings, os.environ["BENCH_DSN"], Secrets.load(settings)) if product else yardstick
    if product:
        config = http_config(app, settings)
        configure_logging(settings)
        # As the product's own web servers do once they have started.
        spare_the_collector()
    else:
        config = uvicorn.Config(
            app, loop="uvloop", http="httptools", access_log=False, log_level="error", lifespan="on"
        )
    uvicorn.Server(config).run(sockets=[socket.socket(fileno=descriptor)])


main()
