"""Requests to the control endpoint."""

from __future__ import annotations

import http.client
import json
import ssl
from typing import Any
from urllib.parse import urlsplit

from ._errors import ControlError
from ._process import Process

#: Longer than the longest wait of the control endpoint, which is 60 s for a command.
TIMEOUT_SECONDS = 90


class Control:
    """The control endpoint of a process.

    It uses `http.client`, because `urllib` would use a proxy from the environment, which cannot reach this machine.
    """

    def __init__(self, process: Process, url: str, ca_pem: str | None) -> None:
        self._process = process
        self._url = urlsplit(url)
        self._tls = ssl.create_default_context(cadata=ca_pem) if ca_pem else None

    def _connection(self) -> http.client.HTTPConnection:
        host, port = self._url.hostname or "", self._url.port
        if self._tls:
            return http.client.HTTPSConnection(host, port, timeout=TIMEOUT_SECONDS, context=self._tls)
        return http.client.HTTPConnection(host, port, timeout=TIMEOUT_SECONDS)

    def request(self, method: str, path: str, body: str | None = None) -> Any:
        """Sends a request and returns the JSON of the answer."""
        connection = self._connection()
        try:
            connection.request(method, self._url.path + path, body=None if body is None else body.encode())
            response = connection.getresponse()
            status, answer = response.status, json.loads(response.read())
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise self._process.why_silent(error) from error
        finally:
            connection.close()
        if status != 200:
            place = answer.get("action")
            where = "" if place is None else f"action {place}: "
            raise ControlError(f"{where}{answer.get('error', answer)}", status, place)
        return answer
