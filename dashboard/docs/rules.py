"""docs/rules.md: the rules of what needs attention, with their bounds and sentences."""

from dashboard.rules import KINDS, SEVERITIES, Rule, Rules


def rules_document(rules: Rules) -> str:
    """Every kind, what it looks at, and its rules."""
    parts = [
        "# Rules of what needs attention",
        "Written by `make docs` from `data/rules.yml`; change them there. The page 预警 and the "
        "overview's 需要关注 read the same rules. Nothing is said of a region whose denominator is "
        "too small to be ranked. Of several rules of one kind that hold, the most severe is said.",
        f"The overview shows at most {rules.overview_lines} lines, "
        f"{rules.overview_lines_a_region} of one region; the page "
        f"{rules.page_lines} until somebody asks for all.",
    ]
    for code, kind in KINDS.items():
        words = ", ".join(f"`{{{word}}}`" for word in kind.words)
        parts.append(f"## {code}（{kind.name}）")
        parts.append(f"Looks at {kind.meaning}. The bound is in {kind.unit}. Words: {words}.")
        found = [rule for rule in rules.rules.values() if rule.kind == code]
        parts.append("\n".join(_rule(rule) for rule in found) or "No rule.")
    return "\n\n".join(parts) + "\n"


def _rule(rule: Rule) -> str:
    lasts = f", {rule.lasts} months in a row" if rule.lasts > 1 else ""
    least = ""
    if rule.minimum_denominator:
        least = f", denominator of {rule.minimum_denominator:g} or more"
    where = "" if rule.overview else ", on the page only"
    only = f", of {', '.join(f'`{one}`' for one in rule.indicators)}" if rule.indicators else ""
    return (
        f"- `{rule.code}` ({SEVERITIES[rule.severity]} {rule.severity}): {rule.name}, "
        f"{rule.name_en}; from {rule.bound:g}{lasts}{least}{only}{where}. "
        f"{rule.zh.strip()}。 {rule.en.strip()}."
    )
