"""Values bound to a statement that is put together from a contract."""

from typing import Any


class Bound:
    """Values bound to a statement, each under a name of its own; a value is bound once."""

    def __init__(self) -> None:
        self.values: dict[str, Any] = {}

    def __call__(self, value: Any) -> str:
        """The parameter that stands for a value."""
        for name, bound in self.values.items():
            if type(bound) is type(value) and bound == value:
                return f"${name}"
        name = f"value_{len(self.values)}"
        self.values[name] = value
        return f"${name}"
