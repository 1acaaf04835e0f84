"""What a build is held against: the same Parquet files into a DuckDB file, nothing else."""

import sys
from pathlib import Path

import duckdb


def main(exports: Path, target: Path) -> None:
    target.unlink(missing_ok=True)
    with duckdb.connect(str(target)) as connection:
        for entry in sorted(exports.iterdir()):
            pattern = str(entry / "*.parquet") if entry.is_dir() else str(entry)
            connection.execute(
                f'create table "{entry.stem}" as select * from read_parquet($pattern)',  # noqa: S608
                {"pattern": pattern},
            )


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
