"""What the files of every row are called, by the code that the command line knows them by.

Apart from details.py, so that ``--help`` names them all without reading what they are made with.
"""

from dashboard.marts import mart_contract, mart_names

# The files of registries, of what is to be covered and of targets, whose columns details.py
# describes.
_REGISTRIES = {
    "stations": "服务站点名录",
    "units": "应建单位数",
    "memorial_sites": "烈士纪念设施名录",
    "tasks": "重点任务清单",
    "targets": "年度目标",
}
_MARTS = {one.name: one.file for one in map(mart_contract, mart_names()) if one.file}

DETAIL_NAMES = {**_MARTS, **_REGISTRIES}
