"""The one style sheet: what Streamlit's theme cannot say, in the palette's colours."""

import streamlit as st

from dashboard.charts.palette import Palette

# The page's language, which Streamlit has no setting for.
_LANGUAGE = "<script>document.documentElement.lang='zh-CN'</script>"

_SHEET = """
<style>
:root { %(variables)s }
[data-testid="stMainBlockContainer"] { padding: 1.6rem 2rem 2rem; max-width: 1480px; }
[data-testid="stMain"] [data-testid="stVerticalBlock"] { gap: .7rem; }
.finding { font-size: 19px; font-weight: 600; line-height: 1.5; color: var(--ink); margin: 0; }
.section-title { font-size: 16px; font-weight: 600; line-height: 1.4; color: var(--ink);
  margin: 0; }
.section-subtitle { font-size: 13px; color: var(--secondary); margin: 2px 0 0; line-height: 1.5; }
.foot { font-size: 12.5px; color: var(--secondary); line-height: 1.6; margin: 0; }
.demonstration { font-size: 13px; color: var(--worse); }
.build-line { display: flex; flex-wrap: wrap; gap: 4px 24px; justify-content: space-between;
  border-top: 1px solid var(--lines); padding-top: 12px; margin-top: 12px; }
.as-of { text-align: right; font-size: 13px; color: var(--secondary); line-height: 1.6; margin: 0; }
[data-testid="stSidebarNav"]::before { content: "退役军人事务\\A 数据看板"; white-space: pre;
  display: block; font-size: 19px; font-weight: 700; line-height: 1.35; color: var(--ink);
  padding: 0 0 14px 8px; }
/* Cards: the drawing below, the button over it, so that the whole card can be chosen. */
[class*="st-key-cards_"] { display: grid; gap: 12px !important;
  grid-template-columns: repeat(3, minmax(0, 1fr)); }
.st-key-cards_4 { grid-template-columns: repeat(4, minmax(0, 1fr)); }
[class*="st-key-card_"] { position: relative; height: 100%%; gap: 0; }
[class*="st-key-card_"] [data-testid="stElementContainer"]:has(button) {
  position: absolute; inset: 0; width: 100%% !important; height: 100%%; z-index: 1; }
[class*="st-key-card_"] [data-testid="stButton"],
[class*="st-key-card_"] [data-testid="stButton"] button,
[class*="st-key-card_"] [data-testid="stTooltipHoverTarget"] { width: 100%%; height: 100%%; }
[class*="st-key-card_"] button { opacity: 0; cursor: pointer; }
[class*="st-key-card_"]:has(button:focus-visible) .card { outline: 3px solid var(--better); }
[class*="st-key-card_"]:has(button:hover) .card { border-color: var(--accent); }
.card { box-sizing: border-box; border: 1px solid var(--lines); border-radius: 10px;
  background: var(--surface); padding: 14px 16px 12px; min-height: 158px; color: var(--ink);
  font-variant-numeric: tabular-nums; }
.card.chosen { border: 1.5px solid var(--accent); border-left: 5px solid var(--accent);
  padding: 13.5px 15.5px 11.5px 12px; }
.card .name { font-size: 14px; color: var(--secondary); }
.card .line { display: flex; justify-content: space-between; align-items: flex-end; gap: 12px; }
.card .value { font-size: 30px; font-weight: 700; line-height: 1.25; white-space: nowrap; }
.card .unit { font-size: 14px; font-weight: 400; color: var(--secondary); margin-left: 4px; }
.card .spark { flex: 0 1 108px; min-width: 60px; height: 34px; margin-bottom: 4px;
  overflow: hidden; }
.card .change { font-size: 13.5px; margin-top: 2px; color: var(--secondary); }
.card .change.better { color: var(--better); }
.card .change.worse { color: var(--worse); }
.card .stand { display: flex; align-items: center; gap: 10px; margin-top: 6px; height: 18px; }
.card .stand img { flex: 1 1 auto; min-width: 0; height: 16px; }
.card .stand .place { flex: 0 0 auto; font-size: 13px; color: var(--secondary); }
.card .reported { font-size: 12.5px; color: var(--secondary); margin-top: 4px; }
.card .spark img { display: block; width: 100%%; height: 100%%; }
/* Breadcrumb. */
.st-key-breadcrumb button { padding: 0 2px; min-height: 0; border: 0; }
.st-key-breadcrumb [data-testid="stMarkdownContainer"] p { font-size: 15px; }
.st-key-breadcrumb h1 { font-size: 24px; font-weight: 700; padding: 0; margin: 0; }
/* Downloads and definitions read as links under a figure. */
[class*="st-key-foot_"] :is([data-testid="stButton"], [data-testid="stDownloadButton"],
  [data-testid="stPopover"]) button { padding: 0; min-height: 0; border: 0; background: none;
  color: var(--accent); }
[class*="st-key-foot_"] button p { font-size: 13px; }
[class*="st-key-foot_"] [data-testid="stButtonGroup"] button { min-height: 26px; padding: 0 10px; }
[class*="st-key-foot_"] { border-top: 1px solid var(--lines); padding-top: 6px; }
table.plain { width: 100%%; border-collapse: collapse; font-size: 14px; color: var(--ink);
  font-variant-numeric: tabular-nums; }
table.plain th { text-align: left; font-weight: 400; font-size: 13px; color: var(--secondary); }
table.plain th, table.plain td { padding: 7px 8px 7px 0; border: 0;
  border-bottom: 1px solid var(--lines); }
table.plain .split td { border-top: 2px solid var(--secondary); }
table.plain .number { text-align: right; white-space: nowrap; }
table.plain .better { color: var(--better); } table.plain .worse { color: var(--worse); }
@media (max-width: 1200px) {
  [class*="st-key-cards_"] { grid-template-columns: repeat(2, minmax(0, 1fr)); }
}
@media (max-width: 640px) {
  [class*="st-key-cards_"] { grid-template-columns: minmax(0, 1fr); }
  [data-testid="stMainBlockContainer"] { padding: 3.2rem .9rem 1.5rem; }
  .as-of { text-align: left; }
  .finding { font-size: 17px; }
}
@media print {
  [data-testid="stSidebar"], [data-testid="stHeader"], [class*="st-key-foot_"] { display: none; }
  [data-testid="stMain"] { zoom: .62; }
  .card, [data-testid="stPlotlyChart"] { break-inside: avoid; }
}
</style>
"""


def apply_style(palette: Palette) -> None:
    """Sends the style sheet in this run's colours and says what language the page is in."""
    names = ("ink", "secondary", "lines", "surface", "accent", "better", "worse")
    variables = " ".join(f"--{name}: {getattr(palette, name)};" for name in names)
    st.html(_SHEET % {"variables": variables} + _LANGUAGE, unsafe_allow_javascript=True)
