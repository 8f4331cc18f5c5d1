"""Collects everything discord.py, asyncio or Python complain about. A clean run has none."""

import asyncio
import logging
import sys


class Alerts(logging.Handler):
    def __init__(self):
        super().__init__(logging.WARNING)
        self.seen = []
        logging.getLogger().addHandler(self)
        logging.captureWarnings(True)
        sys.unraisablehook = lambda what: self.seen.append(f'unraisable: {what.exc_value!r} in {what.object!r}')

    def emit(self, record):
        text = f'{record.name} {record.levelname}: {record.getMessage()}'
        if record.exc_info:
            text += '\n' + logging.Formatter().formatException(record.exc_info)
        self.seen.append(text)

    def watch_loop(self):
        """Exceptions nobody awaited."""
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(lambda _, context: self.seen.append(f'asyncio: {context}'))
