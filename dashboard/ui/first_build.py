"""The page before there is any build: make the first one here, or say what is missing."""

import streamlit as st

from dashboard.settings import Home


def offer_first_build(home: Home) -> None:
    """Builds from the exports that lie in the folder, showing progress; without any, says how."""
    st.title("退役军人事务数据看板")
    if not any(home.exports.rglob("*.parquet")):
        st.info(
            f"还没有数据。请把 Parquet 导出文件放进 {home.exports}，再运行 "
            "`python -m dashboard build`；想先看看样子，可以运行 `python -m dashboard demo` "
            "生成演示数据。"
        )
        return
    from dashboard.build import BuildRefusedError, Progress, build

    bar = st.progress(0.0, text="正在建立第一版数据，请稍候…")

    def advance(progress: Progress) -> None:
        bar.progress(progress.share, text=progress.message_zh)

    try:
        build(home, on_progress=advance)
    except BuildRefusedError as refused:
        bar.empty()
        st.error(f"数据未能建立：{refused}")
        return
    st.rerun()
