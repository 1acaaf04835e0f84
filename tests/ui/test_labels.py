"""What Streamlit looks for in a label is looked for once, and found as before."""

from streamlit import string_util

from dashboard.ui.server import remember_labels


def test_labels_are_looked_at_once_and_read_as_before() -> None:
    labels = ("安置任务完成率", "📊 总览", "plain", "")
    before = [string_util.extract_leading_emoji(label) for label in labels]
    remember_labels()
    assert [string_util.extract_leading_emoji(label) for label in labels] == before
    assert before[1] == ("📊", "总览")
    looked = string_util.extract_leading_emoji.cache_info()
    # What Streamlit calls for every option finds it remembered.
    string_util.extract_leading_icon("安置任务完成率")
    again = string_util.extract_leading_emoji.cache_info()
    assert (again.misses, again.hits) == (looked.misses, looked.hits + 1)
