"""Streamlit's Plotly without unused kinds of traces: 0.6 MB instead of 1.4 MB, compressed.

Streamlit sends all of Plotly before the first figure, including maps with tiles and 3D. The file
holds each module of Plotly in a function that runs when another module requires it:
``Xx=_({"src/traces/choropleth/index.js"(e,t){…}})``, required as ``Xx()``. This module rewrites the
last function, which registers all kinds of traces, so that it registers only those that pages draw.
It empties the functions that nothing requires any more.

Only a file with the known checksum is cut. Any other file is sent unchanged.
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass

# The kinds of traces that dashboard/charts makes.
TRACES = {"bar", "choropleth", "heatmap", "scatter", "scattergeo"}
# The checksum of the file in the Streamlit version of constraints.txt.
TRIED_WITH = "8cb9b72292d50f4ac26b35921c6209897f2a946d03214aa63214e86f129a8cb1"

_MODULE = re.compile(r'([\w$]+)=[_g]\(\{"([^"]+)"\([\w$,]*\)\{')
_INDEX = re.compile(r'_\(\{"lib/index\.js"\(e,t\)\{var n=([\w$]+)\(\);n\.register\(\[([^\]]*)\]\)')
_ASKED = re.compile(r"(?<![\w$.])([\w$]+)\(\)")
# Tokens that decide where a function ends: brackets, and strings or comments that may hold some.
_REGEX = r"/(?![/*])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\[\n])+/[a-z]*"
_TOKEN = re.compile(
    r'"(?:\\.|[^"\\\n])*"|' + r"'(?:\\.|[^'\\\n])*'|`|[{}()\[\]]|\\."
    rf"|(?:(?<=[(,=:\[!&|?{{}};+\n>])|(?<=return)){_REGEX}",
    re.DOTALL,
)
_IN_TEMPLATE = re.compile(r"\\.|`|\$\{", re.DOTALL)
_PAIRS = {"}": "{", ")": "(", "]": "["}


@dataclass(frozen=True, slots=True)
class _Module:
    """A module of the bundle. Its function's body is ``begin`` to ``end`` in the file."""

    name: str
    path: str
    begin: int
    end: int


def without_unused_traces(content: bytes) -> bytes:
    """The file with TRACES only; unchanged if its checksum is not the known one."""
    if hashlib.sha256(content).hexdigest() != TRIED_WITH:
        return content
    return cut(content.decode()).encode()


def cut(script: str) -> str:
    """The script with TRACES only. Raises ValueError if it does not have the expected structure."""
    index = _INDEX.search(script)
    if index is None:
        raise ValueError("no lib/index.js")
    modules = {module.name: module for module in _modules(script, index.start())}
    registered = [call.removesuffix("()") for call in index[2].split(",")]
    traces = {f"lib/{trace}.js" for trace in TRACES}
    kept = [name for name in registered if modules[name].path in traces]
    asked_for = _asked_for(script, modules, [index[1], *kept])
    pieces, at = [], 0
    for module in modules.values():
        if module.name not in asked_for:
            pieces.append(script[at : module.begin])
            at = module.end
    calls = ",".join(f"{name}()" for name in kept)
    pieces += [script[at : index.start(2)], calls, script[index.end(2) :]]
    return "".join(pieces)


def _modules(script: str, until: int) -> Iterator[_Module]:
    at = 0
    while (found := _MODULE.search(script, at, until)) is not None:
        at = _end(script, found.end())
        yield _Module(found[1], found[2], found.end(), at)


def _asked_for(script: str, modules: dict[str, _Module], first: list[str]) -> set[str]:
    """The names of all modules that these require, directly or indirectly."""
    seen: set[str] = set()
    waiting = list(first)
    while waiting:
        name = waiting.pop()
        if name in modules and name not in seen:
            seen.add(name)
            waiting += _ASKED.findall(script, modules[name].begin, modules[name].end)
    return seen


def _end(script: str, begin: int) -> int:
    """The index of the brace that closes the one before ``begin``."""
    opened, at = ["{"], begin
    while opened:
        found = (_IN_TEMPLATE if opened[-1] == "`" else _TOKEN).search(script, at)
        if found is None:
            raise ValueError(f"a function that begins at {begin} has no end")
        token, at = found[0], found.end()
        if token == "`" and opened[-1] == "`":
            opened.pop()
        elif token == "${":
            opened.append("{")
        elif token in ("`", "{", "(", "["):
            opened.append(token)
        elif token in _PAIRS and opened.pop() != _PAIRS[token]:
            raise ValueError(f"brackets don't fit at {at}")
    return at - 1
