"""Figures: readings and an indicator in, a Plotly figure out; no Streamlit, no SQL."""
