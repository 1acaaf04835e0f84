"""Observations in, figures out; no Streamlit, no SQL.

``maps``, ``rankings``, ``trends``, ``breakdowns`` and ``checklists`` make Plotly figures, and
for each a sentence that says the same (``*_alt``); ``strips`` makes small SVG drawings. They
share ``frame`` (the figure and its configuration), ``palette`` (colours, light and dark),
``classes`` (round bounds), ``scales`` (万, 亿), ``hover`` (what pointing says), ``rows`` (names,
marks and numbers in rows), ``lines`` (of trends), ``labels`` and ``geometry`` (of maps), and
``text`` (made inert, measured, cut).
"""
