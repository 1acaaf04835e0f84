"""What a page is filtered to: codes of categories by dimension."""

from collections.abc import Iterable, Iterator, Mapping


class CategoryFilter(Mapping[str, tuple[str, ...]]):
    """What a page is filtered to: codes by dimension; a dimension that is not there is not limited.

    Two that leave the same are equal, in whatever order they were chosen. A mart that lacks a
    dimension (tombs, which have no protection level) is not limited by it (reader.fitting).
    """

    __slots__ = ("_hash", "codes")

    def __init__(self, **chosen: Iterable[str]) -> None:
        limited = {one: tuple(sorted({*codes})) for one, codes in sorted(chosen.items())}
        self.codes = {one: codes for one, codes in limited.items() if codes}
        self._hash = hash(tuple(self.codes.items()))

    def __getitem__(self, dimension: str) -> tuple[str, ...]:
        return self.codes[dimension]

    def __iter__(self) -> Iterator[str]:
        return iter(self.codes)

    def __len__(self) -> int:
        return len(self.codes)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, CategoryFilter) and self.codes == other.codes

    def __hash__(self) -> int:
        return self._hash

    def __repr__(self) -> str:
        return f"CategoryFilter({', '.join(f'{name}={codes}' for name, codes in self.items())})"

    def of(self, dimensions: Iterable[str]) -> "CategoryFilter":
        """What of it limits these dimensions."""
        return CategoryFilter(**{one: self[one] for one in dimensions if one in self})

    def without(self, dimensions: Iterable[str]) -> "CategoryFilter":
        """What of it limits other dimensions than these."""
        return self.of(set(self) - set(dimensions))

    def within(self, other: "CategoryFilter") -> "CategoryFilter":
        """Both at once, of different dimensions."""
        return CategoryFilter(**self, **other)


EVERYTHING = CategoryFilter()
