"""How a bot in Python says what it has heard: a line of JSON for each thing."""

import asyncio
import json
import logging
import os
import sys


def report(what, **fields):
    """Written at once: a bot may end right after."""
    os.write(1, (json.dumps({'is': what, **fields}) + '\n').encode())


class Warnings(logging.Handler):
    """Says whatever Python, asyncio or a library complains about."""

    def __init__(self):
        super().__init__(logging.WARNING)
        logging.getLogger().addHandler(self)
        logging.captureWarnings(True)
        sys.unraisablehook = lambda what: report('warning', text=f'unraisable: {what.exc_value!r} in {what.object!r}')

    def emit(self, record):
        text = f'{record.name} {record.levelname}: {record.getMessage()}'
        if record.exc_info:
            text += '\n' + logging.Formatter().formatException(record.exc_info)
        report('warning', text=text)

    def watch_loop(self):
        """Exceptions that nobody awaited; called in the loop."""
        asyncio.get_running_loop().set_exception_handler(
            lambda _, context: report('warning', text=f'asyncio: {context}')
        )
