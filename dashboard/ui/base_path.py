"""Where the dashboard lies on its server (server.baseUrlPath)."""

from functools import lru_cache

from streamlit import config


def address_of(*parts: str) -> str:
    """The address of a place below the base path: /base/files/x; / without parts and base."""
    return _joined(config.get_option("server.baseUrlPath"), parts)


@lru_cache(256)
def _joined(base: str, parts: tuple[str, ...]) -> str:
    return "/" + "/".join(part for part in (base.strip("/"), *parts) if part)
