"""What a steward set up and can't be used: a file of data/, a variable, a folder."""


class SetupError(ValueError):
    """``zh`` and ``en`` are a sentence each, which names the file, variable or folder, the entry,
    and what is wrong with it."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.zh = zh
        self.en = en
