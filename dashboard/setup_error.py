"""The error of what a steward set up and the program can't use: a file of data/, a variable of the
environment, a folder."""


class SetupError(ValueError):
    """``zh`` and ``en`` are one sentence each: the file, variable or folder, the entry, and what is
    wrong with it. The command line prints both and ends with status 3."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.zh = zh
        self.en = en
