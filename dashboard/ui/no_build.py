"""The page if there is no build: it says which command to run, and reloads when there is a build.

Visitors can't start a build. The command line does, and `make run`.
"""

import os
import shlex
import subprocess

import streamlit as st

from dashboard.database import (
    InaccessibleError,
    NoBuildError,
    OutdatedBuildError,
    find_current,
)
from dashboard.settings import Home
from dashboard.ui.text import plain_markdown

_LOOK_AGAIN_SECONDS = 3


def show_what_to_run(home: Home, missing: NoBuildError) -> None:
    """Says why there is no build and which command makes one. Checks again every few seconds."""
    st.title("退役军人事务数据看板")
    if isinstance(missing, InaccessibleError):
        st.info(f"现在读不到数据：{missing.damage}。请告诉管理员；恢复后，本页自动打开。")
        _open_once_there(home)
        return
    if isinstance(missing, OutdatedBuildError):
        why = "已有的数据由其他版本的程序建立，不能读取"
    elif missing.damage:
        why = f"已发布的数据不能读取（{missing.damage}），也没有其他完好的数据版本"
    else:
        why = "还没有数据"
    exports = plain_markdown(str(home.exports))
    if any(home.exports.rglob("*.parquet")):
        said = f"{why}。导出文件在 {exports}，请在服务器上运行 `{_command('build', home)}`。"
    else:
        said = (
            f"{why}。请把 Parquet 导出文件放进 {exports}，再运行 `{_command('build', home)}`；"
            f"想先看看样子，可以先运行 `{_command('demo', home)}` 生成演示数据。"
        )
    st.info(f"{said}\n\n数据建立后，本页自动打开。")
    _open_once_there(home)


@st.fragment(run_every=_LOOK_AGAIN_SECONDS)
def _open_once_there(home: Home) -> None:
    try:
        find_current(home)
    except NoBuildError:
        return
    st.rerun()


def _command(name: str, home: Home) -> str:
    """The command to type on this system for this home."""
    words = ["python", "-m", "dashboard", name]
    if home != Home.standard():
        place = home.exports if name == "demo" else home.path
        words += ["--out" if name == "demo" else "--home", str(place.absolute())]
    return subprocess.list2cmdline(words) if os.name == "nt" else shlex.join(words)
