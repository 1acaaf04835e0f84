"""The page before there is a build to read: make one here, or say what is missing."""

import streamlit as st

from dashboard.database import NoBuildError, OutdatedBuildError
from dashboard.settings import Home


def offer_first_build(home: Home, missing: NoBuildError) -> None:
    """Builds from the exports that lie in the folder, showing progress; without any, says how.

    ``missing`` says whether there is no build, or one that another version made.
    """
    outdated = isinstance(missing, OutdatedBuildError)
    st.title("退役军人事务数据看板")
    if not any(home.exports.rglob("*.parquet")):
        why = "已有的数据由其他版本的程序建立，不能读取" if outdated else "还没有数据"
        st.info(
            f"{why}。请把 Parquet 导出文件放进 {home.exports}，再运行 "
            "`python -m dashboard build`；想先看看样子，可以运行 `python -m dashboard demo` "
            "生成演示数据。"
        )
        return
    from dashboard.build import BuildRefusedError, Progress, build

    what = "程序已更新，正在重新建立数据" if outdated else "正在建立第一版数据"
    bar = st.progress(0.0, text=f"{what}，请稍候…")

    def advance(progress: Progress) -> None:
        bar.progress(progress.share, text=progress.message_zh)

    try:
        build(home, on_progress=advance)
    except BuildRefusedError as refused:
        bar.empty()
        st.error(f"数据未能建立：{refused}")
        return
    st.rerun()
