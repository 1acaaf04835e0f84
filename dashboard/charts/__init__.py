"""Makes figures of observations. Knows neither Streamlit nor SQL.

``maps``, ``rankings``, ``trends``, ``breakdowns``, ``checklists``, ``funnels`` and ``gaps`` make
Plotly figures. For each figure there is a sentence that says the same (``*_alt``). ``strips`` makes
small SVG drawings.

Shared parts: ``frame`` (the figure and its configuration), ``palette`` (colours, light and dark),
``classes`` (round class bounds), ``scales`` (万, 亿), ``hover`` (hover texts), ``rows`` (names,
marks and numbers in rows), ``lines`` (lines of trends), ``labels`` and ``geometry`` (maps),
``text`` (escapes, measures and cuts text).
"""
