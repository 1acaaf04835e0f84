"""What the files of every row are called, by the code that the command line knows them by.

Apart from details.py, so that ``--help`` names them all without reading what they are made with.
"""

DETAIL_NAMES = {
    "placements": "移交安置明细",
    "employment": "就业创业明细",
    "relief": "帮扶支出明细",
    "tombs": "零散烈士墓明细",
    "other_measures": "其他统计明细",
    "stations": "服务站点名录",
    "units": "应建单位数",
    "memorial_sites": "烈士纪念设施名录",
    "tasks": "重点任务清单",
}
