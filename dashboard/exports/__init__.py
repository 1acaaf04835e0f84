"""Figures and rows → files that people take away. No Streamlit, no SQL.

``csv_files`` writes what a page shows, ``csv_streams`` rows by the hundred
thousand, ``file_names`` says what the file is called.
"""
