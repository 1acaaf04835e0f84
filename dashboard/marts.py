"""What the marts hold: the contracts that lie beside their queries in queries/marts."""

from functools import cache
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict

from dashboard.settings import QUERIES

FOLDER = QUERIES / "marts"
MARTS = ("placements", "employment", "stations", "relief", "memorial", "tombs", "counted")


class MartContract(BaseModel):
    """What a mart holds. ``time`` says how months make a period.

    ``flow``: the sum of the period's months. ``snapshot``: its last month.
    ``changes``: the sum of everything up to its last month.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    grain: str
    time: Literal["flow", "snapshot", "changes"]
    category: str | None
    subcategory: str | None
    export: str
    measures: dict[str, str]
    identities: dict[str, str]


@cache
def mart_contract(name: str) -> MartContract:
    raw = yaml.safe_load((FOLDER / f"{name}.yml").read_text(encoding="utf-8"))
    return MartContract(name=name, **raw)
