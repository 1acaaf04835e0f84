"""Where the dashboard lies on its server (server.baseUrlPath)."""

from streamlit import config


def address_of(*parts: str) -> str:
    """The address of a place below the base path: /base/files/x; / of none without a base path."""
    base = config.get_option("server.baseUrlPath").strip("/")
    return "/" + "/".join(part for part in (base, *parts) if part)
