"""The smallest HTTP/1.1 that a Bot API client needs: keep-alive, form and multipart bodies, faults on the wire."""

from __future__ import annotations

import asyncio
import json
import re
from dataclasses import dataclass
from email.parser import BytesParser
from email.policy import HTTP
from typing import Any
from urllib.parse import parse_qsl, unquote

from tests.telegram.fake_methods import Params, Upload


@dataclass(frozen=True)
class Request:
    method: str
    path: str
    params: Params


async def read_request(reader: asyncio.StreamReader) -> Request | None:
    """The next request on the connection, or None where the client closed it."""
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except (asyncio.IncompleteReadError, ConnectionError):
        return None
    first, *lines = head.decode("latin-1").split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines if line)}
    body = await reader.readexactly(int(headers.get("content-length", 0)))
    verb, path, _ = first.split(" ", 2)
    return Request(verb, unquote(path), _params(headers.get("content-type", ""), body))


def _params(content_type: str, body: bytes) -> Params:
    if content_type.startswith("multipart/"):
        return _multipart(content_type, body)
    if content_type.startswith("application/json"):
        return dict(json.loads(body or b"{}"))
    return dict(parse_qsl(body.decode(), keep_blank_values=True))


def _multipart(content_type: str, body: bytes) -> Params:
    whole = BytesParser(policy=HTTP).parsebytes(f"Content-Type: {content_type}\r\n\r\n".encode() + body)
    params: Params = {}
    attached: dict[str, Upload] = {}
    for part in whole.iter_parts():
        name = str(part.get_param("name", header="content-disposition"))
        data = part.get_payload(decode=True)
        assert isinstance(data, bytes)
        if (filename := part.get_filename()) is not None:
            attached[name] = Upload(filename, data)
        else:
            params[name] = data.decode()
    for name, value in list(params.items()):
        if match := re.fullmatch(r"attach://(.+)", value):
            params[name] = attached[match[1]]
    return {**{name: upload for name, upload in attached.items() if name not in params}, **params}


def response(status: int, body: Any, kind: str = "application/json") -> bytes:
    """A whole response; `body` is JSON, or bytes as they are."""
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    head = f"HTTP/1.1 {status} X\r\nContent-Type: {kind}\r\nContent-Length: {len(data)}\r\n\r\n"
    return head.encode() + data
