"""Reads the YAML files of data/, and says in both languages what is wrong with one.

The schema is the core schema of YAML 1.2 with unique keys: a repeated key is an error, and numbers
with a leading zero, yes and no, times and days stay text. In YAML 1.1 the code 010100 is the number
4160.
"""

import re
from pathlib import Path
from typing import Any, ClassVar

import yaml
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from dashboard.setup_error import SetupError

# Levels of nesting; no file of data/ has half as many.
_DEEPEST = 20
# Faults of one file that are named; the others are counted.
_MOST_TOLD = 5


class _Loader(yaml.CSafeLoader):
    """A loader of the core schema, with keys that take over another mapping (``<<``)."""

    yaml_implicit_resolvers: ClassVar[dict[str, list[tuple[str, re.Pattern[str]]]]] = {}


for _tag, _form, _first in (
    ("bool", r"true|True|TRUE|false|False|FALSE", "tTfF"),
    ("int", r"[-+]?(?:0|[1-9][0-9]{0,19})", "-+0123456789"),
    (
        "float",
        r"[-+]?(?:\.[0-9]+|[0-9]+\.[0-9]*)(?:[eE][-+]?[0-9]+)?|[-+]?[1-9][0-9]*[eE][-+]?[0-9]+"
        r"|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)",
        "-+.0123456789",
    ),
    ("null", r"~|null|Null|NULL|", ["~", "n", "N", ""]),
    ("merge", r"<<", "<"),
):
    _Loader.add_implicit_resolver(
        f"tag:yaml.org,2002:{_tag}", re.compile(rf"^(?:{_form})$"), list(_first)
    )


class _WrongKeyError(yaml.MarkedYAMLError):
    """A repeated key, a key that is no text, or too deep a nesting; ``zh`` and ``en`` say which."""

    zh = en = ""


def _check_keys(root: yaml.Node) -> None:
    """Raises _WrongKeyError where a mapping has a key twice or one that is no text, and where the
    nesting is deeper than _DEEPEST. Aliases are followed once."""
    nodes, met = [(root, 1)], set()
    while nodes:
        node, depth = nodes.pop()
        if id(node) in met or not isinstance(node, yaml.CollectionNode):
            continue
        met.add(id(node))
        if depth > _DEEPEST:
            raise _fault(node, f"层次超过 {_DEEPEST} 层", f"it is more than {_DEEPEST} levels deep")
        if isinstance(node, yaml.SequenceNode):
            nodes += [(one, depth + 1) for one in node.value]
            continue
        lines: dict[str, int] = {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise _fault(key, "项名应为文字", "a key must be a text")
            if before := lines.get(key.value):
                raise _fault(
                    key,
                    f"“{key.value}”写了两次（第 {before} 行已有），请只留一处",
                    f"{key.value} stands twice (line {before} has it already); keep one",
                )
            lines[key.value] = key.start_mark.line + 1
            nodes.append((value, depth + 1))


def _fault(node: yaml.Node, zh: str, en: str) -> _WrongKeyError:
    error = _WrongKeyError(problem=en, problem_mark=node.start_mark)
    error.zh, error.en = zh, en
    return error


def parse_yaml(text: str) -> Any:
    """The value of a YAML text, None of an empty one. Raises SetupError naming the line and what is
    wrong there."""
    try:
        loader = _Loader(text)
        node = loader.get_single_node()
        if node is None:
            return None
        _check_keys(node)
        return loader.construct_document(node)
    except _WrongKeyError as error:
        raise SetupError(_line_zh(error) + error.zh, _line_en(error) + error.en) from error
    except yaml.MarkedYAMLError as error:
        said = error.problem or error.context or "?"
        raise SetupError(
            f"{_line_zh(error)}不是完整的 YAML（{said}）",
            f"{_line_en(error)}it is no YAML ({said})",
        ) from error
    except (yaml.YAMLError, ValueError) as error:
        # Characters that no YAML may hold.
        said = str(error).splitlines()[0]
        raise SetupError(f"不是完整的 YAML（{said}）", f"it is no YAML ({said})") from error


def read_yaml(path: Path) -> Any:
    """The value of a YAML file, None of an empty one. Raises SetupError naming the file, the line
    and what is wrong there."""
    try:
        return parse_yaml(read_text(path))
    except SetupError as error:
        raise SetupError(f"{path.name}：{error.zh}", f"{path.name}: {error.en}") from error


def read_text(path: Path) -> str:
    """The text of a file. Raises SetupError, which does not name it, where it can't be read."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise SetupError(
            f"第 {line} 行不是 UTF-8 编码（可能是 GBK），请另存为 UTF-8",
            f"line {line} is not in UTF-8 (GBK perhaps); save it in UTF-8",
        ) from error
    except OSError as error:
        said = error.strerror or type(error).__name__
        raise SetupError(f"读不到（{said}）", f"it can't be read ({said})") from error


def invalid_entries(path: Path, error: ValidationError) -> SetupError:
    """The error for a file whose entries a model refuses: the first _MOST_TOLD, and how many more
    there are."""
    found = [(".".join(map(str, one["loc"])), one) for one in error.errors()]
    more = len(found) - _MOST_TOLD
    found = found[:_MOST_TOLD]
    zh = "；".join(f"{place} {_said_zh(one)}" if place else _said_zh(one) for place, one in found)
    en = "; ".join(f"{place}: {_said(one)}" if place else _said(one) for place, one in found)
    if more > 0:
        zh, en = f"{zh}；另有 {more} 处", f"{en}; and {more} more"
    return SetupError(f"{path.name}：{zh}", f"{path.name}: {en}")


def malformed(path: Path, error: Exception) -> SetupError:
    """The error for a file of another structure: an entry is missing, or is no list or mapping.
    ``error`` is the KeyError, TypeError or AttributeError that reading it raised."""
    if isinstance(error, KeyError):
        return SetupError(
            f"{path.name}：有一处没有写 {error.args[0]}", f"{path.name}: an entry lacks {error}"
        )
    return SetupError(
        f"{path.name}：结构不对，有的项应逐行写作“项: 值”或列表（{error}）",
        f"{path.name}: an entry is no mapping or no list where one belongs ({error})",
    )


_MUST_ZH = {
    "missing": "没有写",
    "extra_forbidden": "不是可以写的项",
    "greater_than": "须大于 {gt}",
    "greater_than_equal": "须不小于 {ge}",
    "less_than": "须小于 {lt}",
    "less_than_equal": "须不大于 {le}",
    "finite_number": "须是有限的数",
    "literal_error": "须为 {expected} 之一",
    "enum": "须为 {expected} 之一",
    "string_type": "须是文字（数字请加引号）",
    "string_too_short": "不能为空",
    "string_too_long": "最多 {max_length} 个字",
    "too_long": "最多 {max_length} 项",
    "too_short": "至少 {min_length} 项",
    "tuple_type": "须是列表，如 [甲, 乙]",
    "list_type": "须是列表，如 [甲, 乙]",
    "dict_type": "须逐行写作“项: 值”",
    "model_type": "须逐行写作“项: 值”",
    "bool_type": "须为 true 或 false",
    "bool_parsing": "须为 true 或 false",
    "int_type": "须是整数",
    "int_parsing": "须是整数",
    "int_from_float": "须是整数",
    "float_type": "须是数字",
    "float_parsing": "须是数字",
}


def _said_zh(one: ErrorDetails) -> str:
    must = _MUST_ZH.get(one["type"])
    if must is None:
        return f"不对：{_said(one)}"
    must = must.format(**one.get("ctx", {}))
    return must if one["type"] in ("missing", "extra_forbidden") else f"{_written(one)}{must}"


def _written(one: ErrorDetails) -> str:
    """The value of the entry; '' for a list or a mapping."""
    written = one["input"]
    return f"写为 {written}，" if isinstance(written, str | int | float) else ""


def _said(one: ErrorDetails) -> str:
    return one["msg"].removeprefix("Value error, ")


def _line_zh(error: yaml.MarkedYAMLError) -> str:
    mark = error.problem_mark or error.context_mark
    return f"第 {mark.line + 1} 行" if mark else ""


def _line_en(error: yaml.MarkedYAMLError) -> str:
    mark = error.problem_mark or error.context_mark
    return f"line {mark.line + 1}: " if mark else ""
