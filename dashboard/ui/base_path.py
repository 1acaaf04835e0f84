"""Where the dashboard lies on its server (server.baseUrlPath)."""

from functools import lru_cache

from streamlit import config

from dashboard.settings import PROCESS, PROCESS_IN_ADDRESS


def address_of(*parts: str) -> str:
    """The address of a place below the base path: /base/files/x; / without parts and base."""
    return _joined(config.get_option("server.baseUrlPath"), parts)


@lru_cache(256)
def _joined(base: str, parts: tuple[str, ...]) -> str:
    return "/" + "/".join(part for part in (base.strip("/"), *parts) if part)


def own_address_of(*parts: str) -> str:
    """The same for a place that only this process knows: where several serve, it names this one."""
    return address_of(*parts) + (f"?{PROCESS_IN_ADDRESS}={PROCESS}" if PROCESS else "")
