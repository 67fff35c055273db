"""Addresses of pages as templates ask for them, each built once: lists name the same ones again."""

from functools import lru_cache
from typing import Any

from flask import Flask, request, url_for


def init_app(app: Flask) -> None:
    """Let templates find addresses by the shortest way."""

    @lru_cache(maxsize=10_000)
    def built(root: str, endpoint: str, values: tuple[tuple[str, str], ...]) -> str:
        """`root` stands in every address: one app may be served under several."""
        return url_for(endpoint, **dict[str, Any](values))

    def address(endpoint: str, **values: Any) -> str:
        plain = tuple((name, each) for name, each in values.items() if type(each) is str)
        if len(plain) < len(values) or endpoint.startswith(".") or not request:
            return url_for(endpoint, **values)
        return built(request.script_root, endpoint, plain)

    app.jinja_env.globals["url_for"] = address
