"""A copied link says which build it showed, and gives that back while it is kept."""

import json
import shutil
from collections.abc import Callable

import duckdb
import pytest
from streamlit.testing.v1 import AppTest

from dashboard.builds_folder import read_current, read_record
from dashboard.settings import ROOT, Home
from tests.pages.opening import go_to_page
from tests.pages.test_pages import html, notices

OLD = "20240102T030405-aaaaaa"
# Its id counts on from one that was made under a wrong clock.
BUILT = "2023-12-31T08:05:00+08:00"
MADE_UP = "99999999T999999-abcdef"
Open = Callable[..., AppTest]


@pytest.fixture
def home(tiny_copy: Home) -> Home:
    """A home with an older build, of which one placement differs, and the published one."""
    current = read_current(tiny_copy).build_id
    older = tiny_copy.builds / f"{OLD}.duckdb"
    shutil.copy(tiny_copy.builds / f"{current}.duckdb", older)
    with duckdb.connect(str(older)) as connection:
        connection.execute("update build_info set value = $id where key = 'build_id'", {"id": OLD})
        connection.execute(
            "update build_info set value = $at where key = 'built_at'",
            {"at": BUILT},
        )
    record = read_record(tiny_copy, str(current)) | {"build_id": OLD, "built_at": BUILT}
    older.with_suffix(".json").write_text(json.dumps(record), encoding="utf-8")
    return tiny_copy


@pytest.fixture
def open_at(home: Home, monkeypatch: pytest.MonkeyPatch) -> Open:
    monkeypatch.setenv("DASHBOARD_HOME", str(home.path))

    def opened(**parameters: str) -> AppTest:
        app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
        for name, value in parameters.items():
            app.query_params[name] = value
        app.run()
        assert not app.exception
        return app

    return opened


def shown_build(app: AppTest) -> str:
    return html(app).split("数据版本 ")[-1].split("（")[1].split("）")[0]


def address_build(app: AppTest) -> str:
    return html(app).split('data-build="')[1].split('"')[0]


def published(home: Home) -> str:
    return str(read_current(home).build_id)


def test_the_address_is_told_the_build(open_at: Open, home: Home) -> None:
    app = open_at(region="440000")
    assert address_build(app) == shown_build(app) == published(home)
    assert "link-line" not in html(app).replace(".link-line", "")


def test_a_link_to_the_published_build_says_nothing(open_at: Open, home: Home) -> None:
    app = open_at(region="440000", build=published(home))
    assert 'class="link-line"' not in html(app)


def test_an_older_link_offers_what_it_said_then(open_at: Open, home: Home) -> None:
    app = open_at(region="440000", build=OLD)
    assert "这个链接复制自2023年12月31日 08:05的数据版本" in html(app)
    assert "数字可能有变化" in html(app)
    assert shown_build(app) == published(home)
    assert address_build(app) == OLD
    app.button(key="open_linked").click().run()
    assert not app.exception
    assert shown_build(app) == address_build(app) == OLD
    assert "正在查看2023年12月31日 08:05的数据版本，不是最新的数据" in html(app)
    # It stays while the visitor goes on, until they leave it.
    go_to_page(app, "relief").run()
    assert shown_build(app) == OLD
    app.button(key="leave_linked").click().run()
    assert shown_build(app) == address_build(app) == published(home)
    assert 'class="link-line"' not in html(app)


def test_a_build_that_was_chosen_and_is_published_again_is_chosen_no_more(
    open_at: Open, home: Home
) -> None:
    newer = published(home)
    app = open_at(region="440000", build=OLD)
    app.button(key="open_linked").click().run()
    home.current.write_text(f"{OLD}.duckdb\n", encoding="utf-8")
    app.run()
    assert 'class="link-line"' not in html(app)
    home.current.write_text(f"{newer}.duckdb\n", encoding="utf-8")
    app.run()
    assert shown_build(app) == address_build(app) == newer
    assert 'class="link-line"' not in html(app)


def test_who_goes_on_looks_at_the_published_build(open_at: Open, home: Home) -> None:
    app = open_at(region="440000", build=OLD)
    app.run()
    assert 'class="link-line"' in html(app)
    app.selectbox(key="pick_year").set_value(2024).run()
    assert 'class="link-line"' not in html(app)
    assert address_build(app) == published(home)


def test_a_link_to_a_build_that_is_gone_says_so(open_at: Open, home: Home) -> None:
    app = open_at(build="20230102T030405-bbbbbb")
    assert "这个链接复制自数据版本 20230102T030405-bbbbbb，该版本已不再保存" in html(app)
    assert "该版本已不再保存；数字可能有变化" in html(app)
    assert not [button for button in app.button if button.key == "open_linked"]


def test_what_was_chosen_may_go_meanwhile(open_at: Open, home: Home) -> None:
    app = open_at(build=OLD)
    app.button(key="open_linked").click().run()
    (home.builds / f"{OLD}.duckdb").unlink()
    app.run()
    assert not app.exception
    assert f"数据版本 {OLD} 已不再保存，现在显示最新的数据" in notices(app)
    assert shown_build(app) == published(home)


def test_a_page_that_stands_open_takes_up_a_new_build_quietly(open_at: Open, home: Home) -> None:
    home.current.write_text(f"{OLD}.duckdb\n", encoding="utf-8")
    newer = next(p.stem for p in home.builds.glob("2*.duckdb") if p.stem != OLD)
    app = open_at(region="440000")
    assert shown_build(app) == OLD
    app.query_params["build"] = OLD  # as page.js writes it
    app.run()
    home.current.write_text(f"{newer}.duckdb\n", encoding="utf-8")
    app.run()
    assert shown_build(app) == address_build(app) == newer
    assert 'class="link-line"' not in html(app)


@pytest.mark.parametrize(
    "garbage", ["../../etc/passwd", "x", "9" * 5000, "20260101T000000", MADE_UP]
)
def test_garbage_is_no_build(open_at: Open, garbage: str) -> None:
    app = open_at(build=garbage)
    assert "build=" in notices(app)
    assert 'class="link-line"' not in html(app)
