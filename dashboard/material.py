"""What is said of a file of data/ or a variable of the environment that can't be used."""


class MaterialError(ValueError):
    """A file or a variable is not what it must be: ``zh`` and ``en`` are a sentence each, which
    names it, the entry and what is wrong with it."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.zh = zh
        self.en = en
