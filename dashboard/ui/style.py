"""The style sheet, for what Streamlit's theme can't set, in the palette's colours."""

import re
from functools import cache

from dashboard.charts.palette import Palette
from dashboard.department import TITLE, Department
from dashboard.ui.markup import show_html

# The less :has() the better: with one whose subject is high up or unnamed, Chromium works out the
# style of the whole page anew each time that Plotly measures a text (0.4 s of every choice).
_SHEET = """
<style>
:root { %(variables)s }
[data-testid="stMainBlockContainer"] { padding: 1.6rem 2rem 2rem; max-width: 1480px; }
[data-testid="stMain"] [data-testid="stVerticalBlock"] { gap: .7rem; }
/* Over the page lies nothing but the button that opens the sidebar; the place stands beside it. */
[data-testid="stHeader"] { background: transparent; pointer-events: none; }
[data-testid="stToolbar"] { pointer-events: none; }
[data-testid="stExpandSidebarButton"] { pointer-events: auto; background: var(--surface);
  margin-left: -.6rem; border: 1px solid var(--lines) !important; }
[data-testid="stSidebar"][data-collapsed="true"] ~ div .st-key-place > :first-child {
  margin-left: 2rem; }
[data-testid="stSidebar"][data-collapsed="true"] ~ div [data-testid="stMainBlockContainer"] {
  padding-top: .5rem; }
/* Columns stand side by side where each has room enough, whatever takes the rest of the screen. */
[data-testid="stMain"] [data-testid="stColumn"] { min-width: min(100%%, 400px); }
[data-testid="stMain"] [data-testid="stColumn"]:is(:first-child:nth-last-child(3),
  :nth-child(2):nth-last-child(2), :nth-child(3):last-child) { min-width: min(100%%, 280px); }
.finding { font-size: 19px; font-weight: 600; line-height: 1.5; color: var(--ink); margin: 0; }
.finding .homes { font-size: 13px; font-weight: 400; color: var(--secondary); }
.finding .homes span, .card .basis { display: inline-block; }
.foot .points a { display: inline-block; margin-right: 10px; }
.section-title { font-size: 16px !important; font-weight: 600 !important; line-height: 1.4;
  color: var(--ink); margin: 0; padding: 0 !important; letter-spacing: normal; }
.section-subtitle { font-size: 13px; color: var(--secondary); margin: 2px 0 0; line-height: 1.5; }
.none-left { font-size: 14px; color: var(--ink); margin: 6px 0; }
.foot, .build-line { display: flex; flex-wrap: wrap; gap: 2px 16px; font-size: 12.5px;
  color: var(--secondary); line-height: 1.6; }
.demonstration { font-size: 13px; color: var(--worse); }
.as-of span { display: inline-block; }
.as-of .demonstration { border: 1px solid currentColor; border-radius: 4px; padding: 0 6px;
  margin-right: 8px; }
.page-named { position: absolute; width: 1px; height: 1px; overflow: hidden;
  clip-path: inset(50%%); }
:is(a, button, summary):focus-visible { outline: 2px solid var(--better);
  outline-offset: 1px; }
/* Folded away the sidebar holds nothing that can be reached; open it can be folded. */
[data-testid="stSidebar"][data-collapsed="true"] { visibility: hidden; }
[data-testid="stSidebar"][data-collapsed="false"] [data-testid="stSidebarCollapseButton"] {
  visibility: visible; }
[data-testid="stSidebarNavLink"]:focus-visible { outline: 2px solid var(--better) !important; }
.build-line { justify-content: space-between; border-top: 1px solid var(--lines);
  padding-top: 12px; margin-top: 12px; }
.as-of { text-align: right; font-size: 13px; color: var(--secondary); line-height: 1.6; margin: 0; }
[data-testid="stSidebarNav"]::before { content: %(heading)s; white-space: pre-wrap;
  display: block; font-size: 19px; font-weight: 700; line-height: 1.35; color: var(--ink);
  padding: 0 0 14px 8px; }
[data-testid="stSidebarNavLink"][data-count]::after { content: attr(data-count); flex: none;
  font-size: 12px; line-height: 18px; min-width: 18px; padding: 0 5px; margin-left: auto;
  border-radius: 9px; text-align: center; color: var(--surface); background: var(--worse);
  font-variant-numeric: tabular-nums; }
/* Cards: drawn in one grid; the buttons that choose them lie over it in a grid just like it. */
[class*="st-key-cards_"] { position: relative; container: cards / inline-size; }
.cards, [class*="st-key-cards_"] [data-testid="stButtonGroup"] > div {
  display: grid; grid-template-columns: repeat(var(--columns), minmax(0, 1fr));
  grid-auto-rows: 1fr; gap: 12px; }
.st-key-cards_3 > * { --columns: 3; } .st-key-cards_4 > * { --columns: 4; }
.st-key-cards_5 > * { --columns: 5; }
@container cards (max-width: 940px) { [class*="st-key-cards_"] > * { --columns: 2; } }
@container cards (max-width: 430px) { [class*="st-key-cards_"] > * { --columns: 1; } }
[class*="st-key-cards_"] > :nth-child(2) {
  position: absolute; inset: 0; width: 100%% !important; height: 100%%; z-index: 1; }
[class*="st-key-cards_"] [data-testid="stButtonGroup"],
[class*="st-key-cards_"] [data-testid="stButtonGroup"] > div { width: 100%%; height: 100%%;
  max-width: none; }
[class*="st-key-cards_"] button { width: 100%%; height: 100%%; max-width: none;
  margin: 0 !important; border: 0 !important; background: none !important;
  border-radius: 10px !important; }
[class*="st-key-cards_"] button * { opacity: 0; }
[class*="st-key-cards_"] button:focus-visible { outline: 3px solid var(--better); }
.card { position: relative; box-sizing: border-box; border: 1px solid var(--lines);
  border-radius: 10px; background: var(--surface); padding: 14px 16px 12px; min-height: 158px;
  color: var(--ink); font-variant-numeric: tabular-nums; }
.card.chosen { border: 1.5px solid var(--accent); border-left: 5px solid var(--accent);
  padding: 13.5px 15.5px 11.5px 12px; }
.plain a { color: var(--accent); text-decoration-color: var(--lines); text-underline-offset: 3px; }
.plain a:hover { text-decoration-color: currentColor; }
.plain td .traced { color: inherit; text-decoration: none; }
.plain td .traced:hover { text-decoration: underline; }
:is(.foot, .finding, .section-subtitle, .dictionary) .traced, .card .traced { color: var(--accent);
  font-size: 13px; text-decoration-color: var(--lines); text-underline-offset: 3px; }
.dictionary h3 .traced { font-weight: 400; margin-left: 10px; }
.card .traced { position: absolute; top: 12px; right: 14px; z-index: 3; font-size: 12.5px; }
.symbols dl { display: grid; grid-template-columns: max-content 1fr; gap: 2px 14px;
  margin: 0 !important; font-size: 13px; line-height: 1.6; }
.st-key-help { max-width: 880px; font-size: 14px; }
.st-key-help h2 { font-size: 16px; font-weight: 600; padding: 14px 0 6px; }
.st-key-help img { border: 1px solid var(--lines); border-radius: 8px; max-width: 100%%; }
.symbols dt { font-weight: 600; color: var(--ink); } .symbols dd { margin: 0; }
.symbols .better { color: var(--better); } .symbols .worse { color: var(--worse); }
.concerns td:last-child, .concerns th:last-child { padding-left: 24px; text-align: left; }
.concerns td:nth-child(2) { min-width: 5.6em; }
.dictionary section { border-top: 1px solid var(--lines); padding: 10px 0 12px; }
.dictionary h2 { margin-top: 18px; }
.dictionary h3 { font-size: 15px; font-weight: 600; margin: 0; color: var(--ink); }
.dictionary h3 a { color: var(--accent); text-underline-offset: 3px; }
.dictionary code { font-size: 12px; color: var(--secondary); background: none; margin-left: 10px; }
.dictionary p { margin: 4px 0; font-size: 14px; line-height: 1.6; color: var(--ink); }
.dictionary dl { display: grid; grid-template-columns: 64px minmax(0, 1fr); gap: 2px 12px;
  margin: 0; padding: 0; font-size: 13px; line-height: 1.6; color: var(--secondary); }
@media (min-width: 1100px) {
  .dictionary dl { grid-template-columns: 64px minmax(0, 1fr) 64px minmax(0, 2fr); } }
.dictionary dt { font-weight: 400; } .dictionary dd { margin: 0; overflow-wrap: anywhere; }
.dictionary dd a { color: var(--accent); text-underline-offset: 3px; }
.published td { vertical-align: top; } .published small { display: block; font-size: 12px;
  line-height: 1.4; color: var(--secondary); }
.scrolled .published th.name { white-space: normal; min-width: 12em; max-width: 22em;
  vertical-align: top; }
.scrolled .published td.wide { min-width: 11em; }
.published .verdict { padding-left: 20px !important; }
.published-rules dl { max-width: 900px; padding: 0 !important; margin-top: 6px !important;
  color: var(--secondary); }
.warned td, .scrolled .warned th.name { vertical-align: top; }
.warned small, .warned th.name span { display: block; font-size: 12px; font-weight: 400;
  line-height: 1.5; color: var(--secondary); }
.warned th.name span { font-size: 13px; color: var(--ink); }
.scrolled .warned th.name { white-space: normal; min-width: 15em; }
.scrolled .warned td.wide, .scrolled .warned th.wide { min-width: 16em; padding-left: 20px;
  text-align: left; }
.warned .severity { width: 3em; }
.warned .severity span { display: inline-block; min-width: 1.9em; text-align: center;
  border-radius: 4px; font-weight: 700; }
.warned .red { background: #b42318; color: #fff; } .warned .orange { background: #b45309;
  color: #fff; } .warned .yellow { background: #fde68a; color: #1f2933; }
.warned .blue { background: #2a5d9f; color: #fff; }
.short .card { min-height: 0; }
.card .name { font-size: 14px; color: var(--secondary); }
.card .line { display: flex; flex-wrap: wrap; justify-content: space-between;
  align-items: flex-end; gap: 0 12px; }
.card .value { font-size: 30px; font-weight: 700; line-height: 1.25; white-space: nowrap; }
.card .unit { font-size: 14px; font-weight: 400; color: var(--secondary); margin-left: 4px; }
.card .spark { flex: 1 1 90px; max-width: 112px; min-width: min-content; margin: 0 0 2px auto; }
.card .ends span:last-child { text-align: right; }
.card .ends { display: flex; justify-content: space-between; gap: 6px; font-size: 11px;
  line-height: 1.2; color: var(--secondary); white-space: nowrap; }
.card .change { font-size: 13.5px; margin-top: 2px; color: var(--secondary); }
.card .change.better { color: var(--better); }
.card .change.worse { color: var(--worse); }
/* The strip takes a line of its own where the place leaves it too little to tell its dots apart. */
.card .goal { display: flex; flex-wrap: wrap; gap: 0 8px; font-size: 13.5px; margin-top: 2px;
  color: var(--secondary); }
.card .goal b { color: var(--ink); }
.card .goal.better b { color: var(--better); } .card .goal.worse b { color: var(--worse); }
.card .stand { display: flex; flex-wrap: wrap; align-items: center; gap: 0 10px; margin-top: 6px;
  min-height: 18px; }
.card .stand:empty { display: none; }
.card .stand img { flex: 1 1 120px; min-width: 0; height: 16px; }
.card .stand .place { flex: 0 0 auto; font-size: 13px; color: var(--secondary); }
.card .reported { font-size: 12.5px; color: var(--secondary); margin-top: 4px; }
.coverage { font-size: 12px; white-space: nowrap; }
.coverage.partial { color: var(--worse); border: 1px solid currentColor; border-radius: 4px;
  padding: 0 4px; }
.plain .coverage.partial { border: 0; padding: 0; opacity: .85; }
.card .full { display: none; position: absolute; left: 12px; bottom: 100%%; z-index: 2;
  padding: 4px 10px; border: 1px solid var(--secondary); border-radius: 6px; font-size: 13px;
  background: var(--surface); white-space: nowrap; }
%(hovered)s
.card .spark img { display: block; width: 100%%; height: 30px; }
.st-key-found_regions button { justify-content: flex-start; text-align: left; padding: 3px 0;
  min-height: 0; }
/* The place: breadcrumb and siblings on the left, what the numbers reach on the right. */
.st-key-place { gap: .5rem; }
.st-key-place > :last-child { margin-left: auto; }
.st-key-place button { padding: 0 2px; min-height: 0; border: 0; }
.st-key-place [data-testid="stMarkdownContainer"] p { font-size: 15px; }
.st-key-place h1 { font-size: 24px; font-weight: 700; padding: 0; margin: 0; }
.st-key-months { flex-wrap: nowrap; } .st-key-months > * { flex: 1 1 0; min-width: 0; }
[class*="st-key-head_"] { flex-wrap: wrap; }
[class*="st-key-head_"] [data-testid="stPopover"] button { min-height: 32px; padding: 0 10px; }
/* Downloads and definitions read as links under a figure. */
:is([class*="st-key-foot_"], [class*="st-key-pages_"]) :is([data-testid="stButton"],
  [data-testid="stPopover"]) button { padding: 0; min-height: 0; border: 0; background: none;
  color: var(--accent); }
[class*="st-key-pages_"] button:disabled { color: var(--secondary) !important; opacity: .55; }
:is([class*="st-key-foot_"], [class*="st-key-pages_"]) button p { font-size: 13px; }
[class*="st-key-foot_"] [data-testid="stButtonGroup"] button { min-height: 26px; padding: 0 10px; }
[class*="st-key-foot_"], .panel-foot { border-top: 1px solid var(--lines); padding-top: 6px; }
[class*="st-key-foot_"] .panel-foot { border: 0; padding: 0; }
[class*="st-key-foot_"] > :last-child:not(:only-child) { flex: 1 1 18rem; width: auto;
  min-width: 0; }
.panel-foot { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between;
  gap: 4px 16px; }
.panel-foot:has(details[open]) .foot { flex-basis: 100%%; }
.foot summary { color: var(--accent); cursor: pointer; list-style: none; font-size: 13px; }
.foot summary::-webkit-details-marker { display: none; }
.foot summary::after { content: " ▾"; } .foot details[open] summary::after { content: " ▴"; }
.foot details[open] { flex-basis: 100%%; order: 1; }
.foot section { border: 1px solid var(--lines); border-radius: 8px; background: var(--raised);
  padding: 10px 14px; margin-top: 6px; }
.foot section p { font-size: 13.5px; line-height: 1.6; margin: 0 0 2px; color: var(--ink); }
[class*="st-key-foot_"]:has(details[open]) > :last-child { flex-basis: 100%%; }
table.plain { width: 100%%; border-collapse: collapse; font-size: 14px; color: var(--ink);
  font-variant-numeric: tabular-nums; }
table.plain th { text-align: left; font-weight: 400; font-size: 13px; color: var(--secondary); }
table.plain th, table.plain td { padding: 7px 8px 7px 0; border: 0;
  border-bottom: 1px solid var(--lines); }
table.plain .split td { border-top: 2px solid var(--secondary); }
table.plain .name { white-space: nowrap; }
table.plain .number { text-align: right; white-space: nowrap; }
table.plain .better { color: var(--better); } table.plain .worse { color: var(--worse); }
.scrolled { max-height: 75vh; overflow: auto; }
/* Separate borders: collapsed ones stay behind where a heading or name stays in sight. */
.scrolled table.plain { border-collapse: separate; border-spacing: 0; }
.scrolled:focus-visible { outline: 2px solid var(--better); }
.scrolled thead th { position: sticky; top: 0; z-index: 2; background: var(--surface);
  vertical-align: bottom; text-wrap: balance; }
.scrolled .blocks:not(.warned) td:first-child { min-width: 6.5em; }
.scrolled thead th.number { white-space: normal; word-break: keep-all; min-width: 78px; }
.scrolled th.name { position: sticky; left: 0; z-index: 1; background: var(--surface);
  color: var(--ink); font-size: 14px; padding-right: 14px; }
.scrolled thead th.name { z-index: 3; }
.scrolled td { unicode-bidi: isolate; }
.scrolled tfoot tr:first-child :is(th, td) { border-top: 2px solid var(--secondary); }
.scrolled tfoot tr:last-child :is(th, td) { font-weight: 600; }
table.sortable button { all: unset; cursor: pointer; color: var(--secondary); font-size: 13px; }
table.sortable button:hover { color: var(--accent); }
table.sortable button:focus-visible { outline: 2px solid var(--better); }
table.sortable th[aria-sort="descending"] button::after { content: " ▼"; }
table.sortable th[aria-sort="ascending"] button::after { content: " ▲"; }
table.plain td.bar { position: relative; min-width: 132px; padding-right: 76px; }
table.plain td.bar::after { content: ""; position: absolute; right: 4px; top: 50%%; width: 64px;
  height: 8px; margin-top: -4px; border-radius: 2px; print-color-adjust: exact;
  background: linear-gradient(to right, var(--accent) var(--share, 0%%), var(--lines) 0); }
table.plain td.bare::after { display: none; }
table.plain.short { max-width: 820px; }
table.plain .number + :is(td, th):not(.number) { padding-left: 24px; }
table.plain.years td.bar { min-width: 96px; padding-right: 58px; }
table.plain.years td.bar::after { width: 46px; }
.notice { background: color-mix(in srgb, var(--worse) 12%%, var(--surface)); color: var(--ink);
  border-radius: 8px; padding: 11px 14px 11px 40px; font-size: 15px; line-height: 1.55;
  position: relative; overflow-wrap: anywhere; }
.notice::before { content: "i"; position: absolute; left: 14px; top: 14px; width: 15px;
  height: 15px; border: 1.5px solid currentColor; border-radius: 50%%; font: 700 11px/15px serif;
  text-align: center; }
.link-line a { color: var(--accent); text-underline-offset: 3px; }
.link-line { font-size: 13px; color: var(--secondary); margin: 0; line-height: 1.6; }
.st-key-copied_link button p { color: var(--accent); font-size: 13px; }
table.plain td.long > span { display: -webkit-box; -webkit-box-orient: vertical;
  -webkit-line-clamp: 3; overflow: hidden; overflow-wrap: anywhere; min-width: 10em;
  max-width: 22em; }
button.download { all: unset; cursor: pointer; font-size: 14px; line-height: 1.6;
  color: var(--ink); white-space: nowrap; }
button.download:hover { color: var(--accent); }
button.download:focus-visible { outline: 2px solid var(--better); }
button.download[aria-busy] { cursor: progress; color: var(--secondary); }
button.download:disabled { cursor: default; color: var(--secondary); opacity: .6; }
button.download.further { color: var(--secondary); font-size: 12.5px; margin-left: 10px; }
button.download.further:hover { color: var(--accent); }
.download-warning { font-size: 12.5px; color: var(--worse); margin-left: 10px; }
.download-said { font-size: 12.5px; color: var(--secondary); margin-left: 8px; }
.download-said:empty { display: none; }
.download-said.failed { color: var(--worse); }
/* Whole pixels: Plotly and Streamlit round a part of one differently, and would draw twice. */
[data-testid="stFullScreenFrame"] { width: round(down, 100%%, 1px); }
/* What stands on the left stays in sight beside what is longer: a map beside a ranking. */
@media screen and (min-width: 1000px) {
  [data-testid="stColumn"]:first-child > [data-testid="stVerticalBlock"] {
    position: sticky; top: 1rem; height: auto; }
}
@media (max-width: 1200px) {
  table.plain td.bar { min-width: 108px; padding-right: 60px; }
  table.plain td.bar::after { width: 48px; }
  /* Lists of many columns grow beyond their frame rather than break every word. */
  .scrolled table.plain:not(.sortable) { width: max-content; min-width: 100%%; }
  .scrolled table.plain:not(.sortable) td { max-width: 13em; }
}
/* Where there is no room for a table, a row is a block: what it is, then each cell below its
   heading (page.js). */
.block-room { container: blocks / inline-size; }
@container blocks (max-width: 760px) {
  .block-room > .scrolled { max-height: none; overflow: visible; }
  .scrolled table.plain.blocks { width: 100%%; }
  .blocks, .blocks tbody { display: block; }
  .blocks thead { display: none; }
  .blocks tr { display: grid; grid-template-columns: repeat(auto-fill, minmax(8em, 1fr));
    gap: 6px 12px; padding: 12px 0; border-bottom: 1px solid var(--lines); }
  .scrolled table.plain.blocks tr > * { position: static; display: block; width: auto;
    min-width: 0; max-width: none; padding: 0 !important; border: 0; text-align: left;
    white-space: normal; overflow-wrap: anywhere; }
  .blocks tr > :is(.name, .wide) { grid-column: 1 / -1; }
  .scrolled table.plain.blocks td:empty { display: none; }
  .blocks td[data-head]::before { content: attr(data-head); display: block; font-size: 12px;
    color: var(--secondary); }
  .warned tr { grid-template-columns: 2.6em 1fr 1.5fr 1fr; column-gap: 0; }
  .warned tr > :is(.name, .wide) { grid-column: 2 / -1; }
  .warned .severity { grid-row: 1 / span 3; } .warned td.severity::before { display: none; }
}
/* What scrolls on a narrow screen goes below the line that holds the sidebar's button. */
@media (max-width: 1000px) {
  [data-testid="stAppViewContainer"] { timeline-scope: --page; }
  [data-testid="stMain"] { scroll-timeline: --page; scroll-padding-top: 60px; }
  [data-testid="stSidebar"][data-collapsed="true"] ~ div [data-testid="stHeader"] {
    animation: opaque linear both; animation-timeline: --page; animation-range: 0 40px; }
}
@keyframes opaque { to { background: var(--surface); box-shadow: 0 1px var(--lines); } }
@media (max-width: 640px) {
  [data-testid="stMainBlockContainer"] { padding: .5rem .9rem 1.5rem; }
  .as-of { text-align: left; }
  .finding { font-size: 17px; }
  table.plain.years td.bar { min-width: 0; padding-right: 8px; }
  table.plain.years td.bar::after { display: none; }
  table.plain.years th.name { white-space: normal; min-width: 7.5em; }
  .scrolled table.plain.years:not(.sortable) { width: 100%%; }
}
@media print {
  @page { margin: 12mm; }
  [data-testid="stSidebar"], [data-testid="stHeader"], [data-testid="stSkipToContent"],
  [data-testid="stMain"] :is([data-testid="stButtonGroup"], [data-testid="stPopover"],
  [data-testid="stSelectbox"], [data-testid="stTextInput"]), .as-of .demonstration,
  :is([class*="st-key-foot_"], [class*="st-key-pages_"]) > :has([data-testid="stButton"],
  [data-testid="stButtonGroup"], [data-testid="stPopover"]),
  .downloads, .st-key-copied_link button, .modebar-container { display: none; }
  /* Figures keep the width that they have on the screen; frame.js says how it fits the paper. */
  [data-testid="stMain"] { zoom: var(--on-paper, .62); }
  /* Every sheet begins with the mark, above what it holds. */
  [data-testid="stMainBlockContainer"] { padding: 30px 0 0 !important; max-width: none;
    box-decoration-break: clone; }
  .build-line .demonstration { position: fixed; top: 0; left: 0; font-size: 16px;
    background: var(--surface); }
  .st-key-place > :first-child { margin-left: 0 !important; }
  .scrolled { max-height: none; overflow: visible; }
  /* Every sheet has the headings, of which buttons are not repeated; the last one the totals. */
  table.sortable button { display: contents; }
  tfoot { display: table-row-group; }
  /* The edge around names on a map: shadows of text are not printed. */
  [data-testid="stPlotlyChart"] text[style*="text-shadow"] { paint-order: stroke;
    stroke: var(--surface) !important; stroke-width: 3px !important; stroke-linejoin: round; }
  .card, tr, .notice, [data-testid="stPlotlyChart"] { break-inside: avoid; }
  .section-title, [data-testid="stElementContainer"]:has(.section-title) { break-after: avoid; }
  [data-testid="stElementContainer"]:has(> * > .section-title) { break-inside: avoid; }
}
</style>
"""


_CARDS = 8  # the most on a page
_HOVERED = """
[class*="st-key-cards_"]:has(button:nth-child({0}):hover) .card:nth-child({0}) {{
  border-color: var(--accent); }}
[class*="st-key-cards_"]:has(button:nth-child({0}):hover) .card:nth-child({0}) .full {{
  display: block; }}
"""


@cache
def _sheet(palette: Palette, heading: str) -> str:
    names = ("ink", "secondary", "lines", "surface", "raised", "accent", "better", "worse")
    variables = " ".join(f"--{name}: {getattr(palette, name)};" for name in names)
    hovered = "".join(_HOVERED.format(number) for number in range(1, _CARDS + 1))
    sheet = _SHEET % {"variables": variables, "hovered": hovered, "heading": heading}
    # One line, since Streamlit checks the indentation of every line in every run.
    return " ".join(sheet.split())


def apply_style(palette: Palette, department: Department) -> None:
    """Sends the style sheet with this run's colours and the sidebar's heading."""
    heading = _heading(department.name, department.title)
    show_html(_sheet(palette, heading))


def _heading(name: str, title: str) -> str:
    """The sidebar's heading as a CSS string: the department's name, below it the title."""
    if title == TITLE and not name:
        lines = ["退役军人事务", "数据看板"]
    else:
        lines = [line for line in (name, title) if line]
    # Several spaces and line breaks would be lost in one line.
    safe = (re.sub(r"[\\\"<>]|[\x00-\x1f\x7f]", "", line) for line in lines)
    return '"' + r"\A ".join(safe) + '"'
