"""Run in a copy of the project: builds its exports and opens pages, in Streamlit's own test.

Prints one JSON object: the text of every page named, the refused rows, the files of rows.
"""

import json
import sys
from html import unescape

from streamlit.testing.v1 import AppTest

from dashboard.exports.detail_names import DETAIL_NAMES
from dashboard.pipeline import build
from dashboard.settings import ROOT, Home
from tests.pages.opening import go_to_page
from tests.tiny_exports import TODAY


def main(*pages: str) -> None:
    home = Home.default()
    build(home, today=TODAY)
    refused = [path.read_text("utf-8-sig") for path in home.builds.glob("*.refused-reasons.csv")]
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=300)
    app.run()
    said = {}
    for page in pages:
        go_to_page(app, page).run()
        assert not app.exception, (page, app.exception)
        said[page] = unescape("\n".join(element.proto.body for element in app.get("html")))
        said[page] += "\n".join(one.label for one in app.selectbox)
    said["refused"] = "".join(refused)
    said["details"] = DETAIL_NAMES
    print(json.dumps(said))


main(*sys.argv[1:])
