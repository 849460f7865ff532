#!/usr/bin/env python3
"""Writes the example library: 52 weekly snapshots of 2018, a folder a Friday, as an office would file them.

    python3 generate.py [FOLDER]        (default: the folder of this file)

Only Python's standard library; no clock and no `random`: the same bytes on every machine and every run.

What is real: the names of NAMED with the district, amount and days that the press reported (sources in README.md), and the days, numbers and
venues of EVENTS. Everything else is INVENTED by the seeded generator below: every other project, every node, report, factor, approval, matter,
target, submission, every role code. No person is named. Nothing here says anything about a real project, company or office.

How it works: `plan_…` draws a whole life for each record (days on which things happen, known to us in advance); `…_rows(day)` shows what is
known on one Friday; `write_snapshot` puts the rows into files in that week's habits (encoding, headers, dates, amounts, TRAPS).
"""

import csv
import datetime
import io
import os
import shutil
import sys

Date = datetime.date
FRIDAYS = [Date(2018, 1, 5) + datetime.timedelta(weeks=k) for k in range(52)]


def days(n):
    return datetime.timedelta(days=n)


class Seed:
    """SplitMix64: small, and the same in every version of Python."""

    def __init__(self, seed):
        self.state = seed

    def next(self):
        mask = (1 << 64) - 1
        self.state = (self.state + 0x9E3779B97F4A7C15) & mask
        z = self.state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & mask
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & mask
        return z ^ (z >> 31)

    def between(self, low, high):
        """A whole number, both ends included."""
        return low + self.next() % (high - low + 1)

    def chance(self, percent):
        return self.next() % 100 < percent

    def pick(self, things):
        return things[self.next() % len(things)]

    def weighted(self, pairs):
        left = self.next() % sum(weight for _, weight in pairs)
        for thing, weight in pairs:
            if left < weight:
                return thing
            left -= weight


# ---------------------------------------------------------------- units

# code, name as filed, other spellings in use, kind, role in the leading group, initials for role codes, weight, landing target in percent
DISTRICTS = [
    ("420102", "江岸区", ["江岸"], "JA", 16, 60),
    ("420103", "江汉区", ["江汉"], "JH", 14, 60),
    ("420104", "硚口区", ["桥口区", "硚口"], "QK", 14, 58),
    ("420105", "汉阳区", ["汉阳"], "HY", 16, 58),
    ("420106", "武昌区", ["武昌"], "WC", 16, 60),
    ("420107", "青山区", ["青山区(武汉化工区)", "青山"], "QS", 16, 56),
    ("420111", "洪山区", ["洪山"], "HS", 16, 58),
    ("420112", "东西湖区", ["东西湖", "临空港经济技术开发区"], "DXH", 22, 56),
    ("420113", "武汉开发区", ["汉南区", "沌口", "经开区"], "HN", 30, 55),
    ("420114", "蔡甸区", ["蔡甸"], "CD", 26, 55),
    ("420115", "江夏区", ["江夏"], "JX", 24, 55),
    ("420116", "黄陂区", ["黄陂"], "HP", 22, 54),
    ("420117", "新洲区", ["新洲"], "XZ", 20, 54),
    ("420171", "东湖高新区", ["光谷", "东湖新技术开发区"], "GX", 28, 62),
    ("420172", "东湖风景区", ["东湖生态旅游风景区"], "FJ", 6, 50),
]
DISTRICT = {entry[0]: entry for entry in DISTRICTS}
DEPARTMENTS = [
    ("SUP", "市人民政府督查室", "成员"), ("DRC", "市发展改革委", "成员"), ("IPB", "市招商局", "办公室"), ("EIC", "市经济和信息化委", "成员"),
    ("EDU", "市教育局", "成员"), ("STB", "市科技局", "成员"), ("HRS", "市人力资源社会保障局", "成员"), ("LRP", "市国土规划局", "成员"),
    ("EPB", "市环保局", "成员"), ("URC", "市城乡建设委", "成员"), ("TRC", "市交通运输委", "成员"), ("WAB", "市水务局", "成员"),
    ("AGR", "市农委", "成员"), ("COM", "市商务局", "成员"), ("CUL", "市文化局", "成员"), ("HFP", "市卫生计生委", "成员"),
    ("HSM", "市住房保障房管局", "成员"), ("TDC", "市旅游委", "成员"), ("SPO", "市体育局", "成员"), ("STA", "市统计局", "成员"),
    ("CDO", "市民防办", "成员"), ("FWB", "市金融工作局", "成员"),
]
DEPARTMENT_NAME = {code: name for code, name, _ in DEPARTMENTS}
# From this Friday on the unit files under both its names.
RENAMED = Date(2018, 7, 6)
NEW_NAME = "武汉经济技术开发区(汉南区)"

# ---------------------------------------------------------------- what was reported

# month: held day, projects, total in 亿元, theme, venue, district of the venue, cumulative days, projects, total. None: not found in the press.
EVENTS = {
    3: (Date(2018, 3, 7), 62, 1049, "聚焦实体经济", None, None, None, None, None),
    4: (None, None, None, None, None, None, None, None, None),
    5: (Date(2018, 5, 9), 71, 1158, None, "东湖高新区", "420171", None, None, None),
    6: (Date(2018, 6, 11), 61, 1053, None, "周大福金融中心", "420102", None, None, None),
    7: (Date(2018, 7, 10), 53, 835, None, "奥英光电", "420117", None, None, None),
    8: (None, None, None, None, None, None, None, None, None),
    9: (Date(2018, 9, 11), 33, 1122, None, None, None, 7, 363, 7461),
    10: (None, None, None, None, None, None, None, None, None),
    11: (Date(2018, 11, 17), 43, 813, None, "东湖高新区", "420171", 9, 450, 8889),
    12: (None, None, None, None, None, None, None, None, None),
}

# name, district, total in 亿元, month of the commencement day, day of signing where a day was reported
NAMED = [
    ("华夏幸福基业产业新城项目", None, None, 3, Date(2017, 11, 21)),
    ("雄韬氢燃料电池产业园", None, None, 3, Date(2017, 10, 31)),
    ("中建钢构钢结构绿色建筑产业园及钢结构绿色建筑运用示范一体化项目", None, None, 3, None),
    ("10.5代TFT-LCD玻璃基板项目", None, None, 3, None),
    ("红星美凯龙爱情海购物公园项目", None, None, 3, None),
    ("襄阳新火炬科技有限公司武汉科技园项目", None, None, 3, None),
    ("华中科技大学生物医学中心项目", "420171", 100, 5, None),
    ("奥山国际冰雪运动旅游小镇项目", "420113", 52, 5, None),
    ("大余湾美丽乡村文化旅游项目", "420116", 10, 5, None),
    ("海平乐器铜响器生产基地", "420116", None, 5, None),
    ("木兰水乡酒店", "420116", None, 5, None),
    ("武汉群益滨湖家园还建区", "420116", None, 5, None),
    ("武汉腾飞绿茶种植基地", "420116", None, 5, None),
    ("天香中医药健康智慧园", "420116", None, 5, None),
    ("金亿丰花木主题公园", "420116", None, 5, None),
    ("武汉周大福金融中心项目", "420102", 150, 6, None),
    ("上汽通用武汉三期发动机项目", None, None, 6, None),
    ("奥英光电新型显示器件及背光模组研发与生产项目", "420117", 15, 7, None),
    ("硅谷小镇项目", "420171", 200, 7, None),
    ("紫光CBIM项目", None, None, 7, None),
    ("平安好医武汉医学影像中心项目", None, None, 7, None),
    ("发那科生产研发中心项目", None, None, 7, None),
    ("弘芯半导体制造产业园", "420112", 1280, 9, None),
    ("联影武汉总部基地项目", None, None, 9, None),
]

# ---------------------------------------------------------------- words for invented projects

INDUSTRIES = {  # label as filed, letter, sector
    "C": ("制造业", "工业"), "D": ("电力、热力、燃气及水生产和供应业", "基础设施"), "E": ("建筑业", "基础设施"), "F": ("批发和零售业", "服务业"),
    "G": ("交通运输、仓储和邮政业", "基础设施"), "H": ("住宿和餐饮业", "服务业"), "I": ("信息传输、软件和信息技术服务业", "服务业"),
    "K": ("房地产业", "服务业"), "L": ("租赁和商务服务业", "服务业"), "M": ("科学研究和技术服务业", "服务业"),
    "N": ("水利、环境和公共设施管理业", "基础设施"), "P": ("教育", "服务业"), "Q": ("卫生和社会工作", "服务业"), "R": ("文化、体育和娱乐业", "服务业"),
    "A": ("农、林、牧、渔业", "工业"),
}
SUBJECTS = [
    ("C", 40, ["智能装备", "汽车零部件", "新能源电池", "光电子器件", "生物医药", "精密模具", "激光设备", "工业机器人", "电子材料", "食品加工", "医疗器械", "轨道交通配套"],
     ["产业园", "生产基地", "制造项目", "扩能项目", "二期"]),
    ("I", 12, ["云计算", "大数据", "软件服务", "物联网", "工业互联网"], ["数据中心", "研发中心", "产业园", "总部项目"]),
    ("F", 7, ["商贸", "家居建材", "汽车销售", "生鲜食品"], ["综合体", "交易中心"]),
    ("G", 8, ["智慧物流", "冷链物流", "港口", "多式联运"], ["园区", "基地", "枢纽项目"]),
    ("K", 6, ["总部商务区", "产业社区", "人才公寓"], ["项目", "一期"]),
    ("M", 8, ["检验检测", "新材料", "基因技术", "工程设计"], ["研究院", "研发中心", "孵化园"]),
    ("R", 6, ["文化创意", "体育健身", "数字出版"], ["园区", "综合体"]),
    ("H", 4, ["会议酒店", "度假酒店"], ["项目"]),
    ("Q", 5, ["康复医疗", "养老服务", "专科医院"], ["中心", "综合体"]),
    ("N", 5, ["污水处理", "生态修复", "湿地公园"], ["工程", "项目"]),
    ("D", 3, ["分布式能源", "天然气储备"], ["项目", "工程"]),
    ("P", 2, ["职业教育", "国际学校"], ["园区", "项目"]),
    ("A", 2, ["现代农业", "苗木花卉"], ["示范园", "基地"]),
    ("L", 4, ["人力资源", "会展服务"], ["产业园", "中心"]),
]
REGIONS = [("本市", 26), ("深圳市", 14), ("上海市", 12), ("北京市", 14), ("浙江省", 8), ("广东省", 6), ("江苏省", 6), ("香港", 6), ("德国", 3), ("法国", 3), ("日本", 3), ("美国", 3)]
PROBLEMS = [("征地拆迁", "地块内尚有未完成拆迁"), ("用地", "用地指标未落实"), ("规划调整", "控规调整尚未批复"), ("审批手续", "施工许可尚未办理"),
            ("资金", "项目资本金未到位"), ("配套设施", "供电线路未迁改"), ("投资方原因", "投资方调整建设方案"), ("施工问题", "基坑施工进度滞后")]
# kind as filed, days before the planned start, department that answers for it (None: the district)
NODE_KINDS = [("立项", 210, "DRC"), ("选址", 185, "LRP"), ("用地预审", 165, "LRP"), ("环评", 140, "EPB"), ("能评", 125, "DRC"), ("土地出让", 105, "LRP"),
              ("用地规划许可", 80, "LRP"), ("工程规划许可", 55, "LRP"), ("施工图审查", 35, "URC"), ("施工许可", 14, "URC")]
FACTOR_KINDS = [("用地", "亩", (40, 600), 46), ("环境容量", "吨/年", (5, 90), 8), ("用水", "吨/日", (200, 6000), 8), ("用电", "千伏安", (800, 20000), 14),
                ("用气", "立方米/日", (500, 9000), 6), ("资金", "亿元", (1, 12), 12), ("用工", "人", (80, 1500), 10), ("技术", "项", (1, 4), 3)]
APPROVALS = [("建设工程规划许可证核发", "LRP", 20), ("建筑工程施工许可证核发", "URC", 15), ("环境影响评价文件审批", "EPB", 30), ("企业投资项目备案", "DRC", 5),
             ("水土保持方案审批", "WAB", 20), ("人防工程审批", "CDO", 15)]
MODES = [("常规", 30), ("先建后验", 18), ("区域性统一评价", 18), ("容缺", 20), ("三办", 14)]
MATTERS = ["督促完成地块拆迁", "协调供电线路迁改", "加快办理施工许可", "落实用地指标", "对接投资方明确开工时间", "补报月度投资数据", "完善项目前期手续", "协调临时施工用水"]
NOTES = ["场地平整", "桩基施工", "基础施工", "主体施工", "主体封顶", "设备安装", "装饰装修", "室外工程"]


class Project:
    """A life, all of it: what is known on a day follows from the dates."""

    def __init__(self, number):
        self.id = "WH-2018-%04d" % number
        self.number = number
        self.name = self.district = self.industry = self.signed = self.investment = None  # investment in 万元
        self.filed = FRIDAYS[0]
        self.gone = None
        self.away = set()
        self.preparatory = None  # the day from which it is filed as preparatory
        self.starts = []  # (known from, planned start): slips add to it
        self.start = self.planned_completion = self.completion = self.terminated = None
        self.annual = None
        self.base = 0  # completed before 2018, in 万元
        self.monthly = {}  # month: (planned, completed), in 万元
        self.opening = False
        self.importance, self.maturity = "一般", "不成熟"
        self.unit = None
        self.green = False
        self.problem = None  # (kind, text, from, to)
        self.month = None  # of the commencement day
        self.real = False
        self.nodes, self.factors, self.approvals, self.matters = [], [], [], []

    def planned(self, day):
        known = [planned for since, planned in self.starts if since <= day]
        return known[-1] if known else None

    def stage(self, day):
        if self.terminated and self.terminated <= day:
            return "终止"
        if self.completion and self.completion <= day:
            return "竣工"
        if self.start and self.start <= day:
            return "续建" if self.start.year < 2018 else "新开工"
        return "前期" if self.preparatory and self.preparatory <= day else "策划"

    def is_filed(self, day):
        return self.filed <= day and day not in self.away and not (self.gone and self.gone <= day)


def plan_named(number, entry):
    """A reported project: only what was reported. It is filed from the first Friday after its commencement day."""
    project = Project(number)
    project.real = True
    project.name, project.district, total, project.month, project.signed = entry
    project.investment = total * 10000 if total else None
    held = EVENTS[project.month][0]
    project.start = held
    project.starts = [(held, Date(2018, project.month, 7))]
    project.filed = min(friday for friday in FRIDAYS if friday >= held)
    project.importance = project.maturity = None
    return project


def plan_invented(seed, number, cohort):
    """cohort: 'continuing' (started before 2018), 'prior' (signed before 2018), 'current' (signed in 2018)"""
    project = Project(number)
    letter, _, subjects, kinds = seed.weighted([(entry, entry[1]) for entry in SUBJECTS])
    code = seed.weighted([(entry[0], entry[4]) for entry in DISTRICTS])
    project.district, project.industry = code, letter
    place = {"420113": "沌口", "420171": "光谷", "420172": "东湖"}.get(code, DISTRICT[code][1].rstrip("区"))
    project.name = "%s%s%s" % (place, seed.pick(subjects), seed.pick(kinds))
    project.opening = INDUSTRIES[letter][1] == "服务业" and seed.chance(45)
    low, high = seed.weighted([((3000, 9900), 6), ((10000, 49000), 32), ((50000, 99000), 25), ((100000, 490000), 27), ((500000, 980000), 7), ((1000000, 2600000), 3)])
    project.investment = seed.between(low // 100, high // 100) * 100
    project.importance = seed.weighted([("一般", 48), ("区级重点", 30), ("市级重点", 16), ("省级重点", 6)])
    project.unit = code if seed.chance(86) else seed.pick(["EIC", "COM", "URC", "TRC", "TDC", "STB"])
    project.green = seed.chance(22)
    plan_dates(seed, project, cohort)
    plan_money(seed, project)
    if cohort != "continuing":
        plan_children(seed, project)
    if seed.chance(30):
        kind, text = seed.pick(PROBLEMS)
        since = project.filed + days(seed.between(0, 200))
        project.problem = (kind, text, since, since + days(seed.between(30, 260)))
    return project


def plan_dates(seed, project, cohort):
    if cohort == "continuing":
        project.signed = Date(2015, 6, 1) + days(seed.between(0, 700))
        project.start = Date(2017, 2, 16) + days(seed.between(0, 310))
        project.starts = [(FRIDAYS[0], project.start - days(seed.between(-20, 40)))]
        project.planned_completion = Date(2018, 5, 1) + days(seed.between(0, 800))
        if project.planned_completion < Date(2018, 12, 1) and seed.chance(72):
            project.completion = project.planned_completion + days(seed.between(-15, 28))
        project.maturity = "成熟"
        return
    if cohort == "prior":
        project.signed = Date(2016, 7, 1) + days(seed.between(0, 545))
        month = seed.weighted([(2, 4), (3, 16), (4, 12), (5, 14), (6, 14), (7, 10), (8, 8), (9, 9), (10, 8), (11, 8), (12, 6), (13, 4), (15, 4)])
        lands = seed.chance(76)
    else:
        project.signed = Date(2018, 1, 3) + days(seed.between(0, 330))
        project.filed = min(friday for friday in FRIDAYS if friday >= project.signed)
        month = min(project.signed.month + seed.between(2, 9), 18)
        lands = seed.chance(70)
    year, number = (2018, month) if month <= 12 else (2019, month - 12)
    planned = Date(year, number, 7) if seed.chance(70) else Date(year, number, seed.between(1, 28))
    planned = max(planned, project.filed + days(14))
    project.starts = [(project.filed, planned)]
    before = 240 if cohort == "prior" else 0
    project.preparatory = project.filed + days(seed.between(-before, 60)) if seed.chance(82) else planned - days(20)
    # Slips: announced some weeks before or after the day they move.
    while len(project.starts) < 4 and seed.chance(32):
        since = planned - days(seed.between(-25, 40))
        planned = planned + days(seed.between(20, 75))
        project.starts.append((max(since, project.starts[-1][0] + days(14)), planned))
    if lands:
        start = planned + days(seed.weighted([(seed.between(-6, 0), 30), (seed.between(1, 14), 45), (seed.between(15, 60), 25)]))
        start = max(start, project.filed)
        if planned.day == 7 and planned.year == 2018 and planned.month in EVENTS and EVENTS[planned.month][0] and seed.chance(80):
            start = EVENTS[planned.month][0]
        if start >= project.filed + days(7) or cohort == "prior":
            project.start = start
    if planned.year == 2018 and planned.month in EVENTS and planned.day == 7:
        project.month = planned.month
    if not project.start and cohort == "prior" and seed.chance(14):
        project.terminated = Date(2018, 4, 1) + days(seed.between(0, 250))
    project.planned_completion = planned + days(seed.between(300, 1000))
    project.maturity = seed.pick(["不成熟", "基本成熟", "基本成熟", "成熟"])


def plan_money(seed, project):
    """The year's plan and what is completed of it, month by month, in 万元. Who starts in November or later has no plan for the year."""
    start = project.start
    if not start or start > Date(2018, 10, 31):
        if project.preparatory and seed.chance(35):
            project.annual = project.investment * seed.between(2, 8) // 100
        return
    first = 1 if start.year < 2018 else start.month
    if start.year < 2018:
        project.base = project.investment * seed.between(15, 55) // 100
        project.annual = project.investment * seed.between(15, 35) // 100
    else:
        project.annual = project.investment * seed.between(6, 30) // 100
    pace = seed.weighted([(seed.between(25, 55), 14), (seed.between(58, 78), 16), (seed.between(82, 100), 34), (seed.between(98, 122), 36)])
    count = 13 - first
    for month in range(first, 13):
        planned = project.annual // count
        if project.completion and month > project.completion.month:
            break
        project.monthly[month] = (planned, max(planned * pace * seed.between(75, 125) // 10000, 0))


def plan_children(seed, project):
    planned = project.starts[0][1]
    last = project.start or Date(2018, 12, 31)
    stuck = seed.between(6, 11) if not project.start else 99
    kinds = [kind for kind in NODE_KINDS if seed.chance(52) or kind[0] == "施工许可"]
    for place, (kind, before, unit) in enumerate(kinds):
        due = planned - days(before)
        done = due + days(seed.weighted([(seed.between(-12, 0), 60), (seed.between(1, 25), 40)]))
        if project.start:
            done = min(done, project.start - days(1)) if seed.chance(96) else None
        elif NODE_KINDS.index((kind, before, unit)) >= stuck:
            done = None
        project.nodes.append((kind, due, done, unit or project.district, place))
    if project.preparatory:
        project.nodes.append(("开工", None, project.start, project.unit, 98))
        project.nodes.append(("竣工", project.planned_completion, project.completion, project.unit, 99))
    for place in range(seed.weighted([(0, 52), (1, 34), (2, 14)])):
        kind, unit, (low, high), _ = seed.weighted([(entry, entry[3]) for entry in FACTOR_KINDS])
        needed = seed.between(low, high)
        steps = [(project.filed, needed * seed.pick([0, 0, 30, 50]) // 100)]
        if seed.chance(60):
            steps.append((project.filed + days(seed.between(40, 200)), needed * seed.pick([60, 80, 100, 100]) // 100))
        project.factors.append((kind, needed, steps, unit, planned - days(seed.between(20, 120))))
    if project.preparatory:
        for place in range(seed.weighted([(0, 34), (1, 40), (2, 26)])):
            item, unit, limit = seed.pick(APPROVALS)
            applied = max(planned - days(seed.between(20, 120)), project.filed)
            granted = applied + days(limit * seed.between(40, 190) // 100)
            if not project.start and seed.chance(55):
                granted = None
            project.approvals.append((item, unit, seed.weighted(MODES), applied, granted, limit))
    if seed.chance(34):
        raised = max(planned + days(seed.between(-40, 40)), project.filed)
        due = raised + days(seed.pick([7, 14, 14, 30]))
        resolved = due + days(seed.between(-6, 20)) if seed.chance(70) else None
        project.matters.append((raised, seed.pick(["周通报", "周通报", "月调度", "季讲评"]), due, resolved, seed.pick(MATTERS), project.district))


# ---------------------------------------------------------------- the library

def plan_library():
    """All projects in the order of their numbers: those known in January, then as they were filed."""
    seed = Seed(20180105)
    lives = [plan_invented(seed, 0, "continuing") for _ in range(52)] + [plan_invented(seed, 0, "prior") for _ in range(128)]
    lives += [plan_invented(seed, 0, "current") for _ in range(98)]
    lives += [plan_named(0, entry) for entry in NAMED]
    # A fixed shuffle of January's projects, so that numbers say nothing about the cohort; later ones stand by day of filing.
    january = [life for life in lives if life.filed == FRIDAYS[0]]
    for place in range(len(january) - 1, 0, -1):
        other = seed.between(0, place)
        january[place], january[other] = january[other], january[place]
    later = sorted((life for life in lives if life.filed != FRIDAYS[0]), key=lambda life: (life.filed, not life.real))
    projects = january + later
    place = next(i for i, life in enumerate(projects) if life.district == "420113" and not life.start and life.preparatory and not life.terminated)
    projects[41], projects[place] = projects[place], projects[41]
    used = {}
    for number, project in enumerate(projects, 1):
        project.id, project.number = "WH-2018-%04d" % number, number
        # Two projects of one name happen; three of the generator's would be its own fault.
        used[project.name] = used.get(project.name, 0) + 1
        if used[project.name] > 1 and not project.real:
            project.name += "（%s期）" % "一二三四五六七八九"[used[project.name] - 1]
    script_showcase(projects)
    return projects


def script_showcase(projects):
    """What the tutorial leans on, set by hand."""
    # WH-2018-0042: signed in 2017, planned for June, moved three times, stuck before the building permit.
    hero = projects[41]
    hero.name, hero.industry, hero.investment, hero.signed = "沌口智能网联汽车测试基地", "C", 186000, Date(2017, 9, 20)
    hero.start = hero.terminated = hero.completion = None
    hero.opening, hero.unit, hero.green, hero.importance, hero.maturity = False, "420113", True, "市级重点", "基本成熟"
    hero.preparatory = Date(2018, 2, 1)
    hero.starts = [(FRIDAYS[0], Date(2018, 6, 7)), (Date(2018, 6, 15), Date(2018, 9, 7)), (Date(2018, 9, 14), Date(2018, 11, 7)), (Date(2018, 11, 23), Date(2018, 12, 20))]
    hero.planned_completion, hero.annual, hero.monthly, hero.month = Date(2020, 6, 30), 24000, {}, 11
    hero.problem = ("征地拆迁", "测试道路红线内尚有未完成拆迁\n其中两处涉及高压线迁改", Date(2018, 6, 1), Date(2019, 12, 31))
    hero.nodes = [("立项", Date(2017, 11, 10), Date(2017, 11, 8), "DRC", 0), ("选址", Date(2017, 12, 5), Date(2017, 12, 20), "LRP", 1),
                  ("环评", Date(2018, 2, 20), Date(2018, 3, 6), "EPB", 2), ("土地出让", Date(2018, 4, 10), Date(2018, 7, 30), "LRP", 3),
                  ("工程规划许可", Date(2018, 5, 8), Date(2018, 10, 12), "LRP", 4), ("施工图审查", Date(2018, 10, 20), None, "URC", 5),
                  ("施工许可", Date(2018, 11, 1), None, "URC", 6), ("开工", None, None, "420113", 98), ("竣工", Date(2020, 6, 30), None, "420113", 99)]
    hero.factors = [("用地", 420, [(FRIDAYS[0], 0), (Date(2018, 8, 3), 260)], "亩", Date(2018, 5, 1)),
                    ("用电", 12000, [(FRIDAYS[0], 0), (Date(2018, 10, 12), 12000)], "千伏安", Date(2018, 11, 1))]
    hero.approvals = [("建筑工程施工许可证核发", "URC", "先建后验", Date(2018, 10, 22), None, 15)]
    hero.matters = [(Date(2018, 6, 22), "周通报", Date(2018, 7, 6), Date(2018, 7, 18), "对接投资方明确开工时间", "420113"),
                    (Date(2018, 11, 30), "月调度", Date(2018, 12, 14), None, "督促完成地块拆迁", "420113")]
    # More of Hannan's preparatory projects are late at the year's end, one with every approval granted.
    late = [p for p in projects if p.district == "420113" and p.preparatory and not p.start and not p.terminated and p is not hero][:4]
    for place, project in enumerate(late):
        project.starts.append((Date(2018, 11, 9), Date(2018, 12, 3 + 5 * place)))
        project.approvals = [("企业投资项目备案", "DRC", "三办", Date(2018, 10, 15), Date(2018, 10, 18), 5)] if place == 0 else []
    # Starts of the last week, for the weekly questions asked of the last snapshot.
    waiting = [p for p in projects if p.start and p.start > Date(2018, 12, 28) or (p.preparatory and not p.start and not p.terminated and p is not hero and p not in late)]
    for place, project in enumerate(waiting[:6]):
        project.annual = None
        project.start = Date(2018, 12, 24 + place % 5)
        project.nodes = [(k, due, (done or Date(2018, 12, 20)) if k != "竣工" and k != "开工" else (project.start if k == "开工" else None), u, n) for k, due, done, u, n in project.nodes]
    # Three units plan several starts for January 2019.
    soon = [p for p in waiting[6:] if not p.start]
    own, others = [p for p in soon if p.district == "420171"][:4], [p for p in soon if p.district != "420171"][:8]
    soon = [p for group in zip(others[0::2], others[1::2], own) for p in group]
    for place, project in enumerate(soon):
        project.unit = ["EIC", "URC", "420171"][place % 3]
        project.starts.append((Date(2018, 12, 7), Date(2019, 1, 4 + 2 * (place % 10))))
    # Building permits due in the first working days of January.
    for place, project in enumerate(soon[:5]):
        project.nodes = [(k, Date(2018, 12, 29) + days(place), None, u, n) if k == "施工许可" else (k, due, done, u, n) for k, due, done, u, n in project.nodes]
    # One vanishes and comes back, one is removed for good in December.
    projects[22].away = {Date(2018, 3, 23), Date(2018, 3, 30)}
    removed = next(p for p in reversed(projects) if not p.start and not p.real and p.filed < Date(2018, 10, 1) and p is not hero and p not in late and p not in waiting[:6] + soon)
    removed.gone = Date(2018, 12, 14)


# ---------------------------------------------------------------- what is known on a day

class Habits:
    """How one week's files are written."""

    def __init__(self, day):
        self.day = day
        self.week = FRIDAYS.index(day)
        self.date_style = {"projects": ["iso", "slash", "iso", "iso", "chinese", "iso"][self.week % 6],
                           "nodes": ["iso", "iso", "slash", "iso"][self.week % 4]}
        if day == Date(2018, 6, 8):
            self.date_style = {"projects": "excel", "nodes": "excel", "approvals": "excel"}
        self.in_ten_thousands = self.week % 7 == 3

    def date(self, value, file="other"):
        if value is None:
            return ""
        style = self.date_style.get(file, "iso")
        if style == "slash":
            return "%d/%d/%d" % (value.year, value.month, value.day)
        if style == "chinese":
            return "%d年%d月%d日" % (value.year, value.month, value.day)
        if style == "excel":
            return str((value - Date(1899, 12, 30)).days)
        return value.isoformat()

    def unit(self, code, spelled=True):
        if code is None:
            return ""
        if code in DEPARTMENT_NAME:
            return DEPARTMENT_NAME[code]
        name = DISTRICT[code][1]
        if code == "420113" and self.day >= RENAMED:
            name = NEW_NAME
        others = DISTRICT[code][2]
        return others[self.week // 5 % len(others)] if spelled and self.week % 5 == 3 else name


def yi(amount):
    """万元 as 亿元 without trailing zeros."""
    return "" if amount is None else ("%d.%04d" % divmod(amount, 10000)).rstrip("0").rstrip(".")


def thousands(amount):
    return "" if amount is None else "{:,}".format(amount)


def reported_months(day):
    """Months whose report is filed by the day: from the 5th of the month after."""
    return [month for month in range(1, 13) if (Date(2018, month + 1, 5) if month < 12 else Date(2019, 1, 5)) <= day]


def role(code, number):
    initials = DISTRICT[code][3] if code in DISTRICT else code
    return "%s-R%02d" % (initials, number % 12 + 1)


def project_rows(projects, habits):
    day = habits.day
    amount = thousands if habits.in_ten_thousands else yi
    unit = "（万元）" if habits.in_ten_thousands else "（亿元）"
    header = ["项目编号", "项目名称", "所属区", "所属行业", "产业类别", "投资方", "投资方注册地", "签约日期", "总投资" + unit, "年度计划投资（万元）", "本年完成投资（万元）",
              "累计完成投资（万元）", "建设阶段", "成熟度", "重要程度", "开工类型", "计划开工时间", "实际开工时间", "计划竣工时间", "实际竣工时间", "责任单位", "责任人", "项目单位",
              "绿色通道", "问题类型", "存在问题", "开工日批次"]
    rows = []
    months = reported_months(day)
    for p in projects:
        if not p.is_filed(day):
            continue
        started = p.start and p.start <= day
        label, sector = INDUSTRIES[p.industry] if p.industry else ("", "")
        if habits.week % 9 == 4 and p.industry:
            label = p.industry
        year = sum(p.monthly[m][1] for m in months if m in p.monthly)
        problem = p.problem if p.problem and p.problem[2] <= day <= p.problem[3] and not (p.completion and p.completion <= day) else None
        shows_plan = p.annual is not None and (p.base or not p.start or p.start - days(120) <= day)
        rows.append([
            p.id, p.name, habits.unit(p.district), label, sector, "" if p.real else "投资方%04d" % p.number, "" if p.real else REGION[p.number],
            habits.date(p.signed, "projects"), amount(p.investment), str(p.annual) if shows_plan else "",
            str(year) if shows_plan and (started or p.base) else "", str(p.base + year) if started and not p.real else "",
            p.stage(day), p.maturity or "", p.importance or "", "" if p.real else ("开业" if p.opening else "开工"),
            habits.date(p.planned(day), "projects"), habits.date(p.start, "projects") if started else "",
            habits.date(p.planned_completion, "projects"), habits.date(p.completion, "projects") if p.completion and p.completion <= day else "",
            habits.unit(p.unit), "" if p.real else role(p.unit, p.number), "" if p.real else "项目单位%04d" % p.number,
            "" if p.real else ("是" if p.green else "否"), problem[0] if problem else "", problem[1] if problem else "",
            "KG-2018-%02d" % p.month if p.month and is_announced(p.month, day) else "",
        ])
    return header, rows


def node_rows(projects, habits):
    day = habits.day
    rows = []
    for p in projects:
        if not p.is_filed(day) or p.real or not p.preparatory or p.preparatory > day:
            continue
        for kind, due, done, unit, place in p.nodes:
            if kind == "开工":
                due = p.planned(day)
                kind = "开业" if p.opening and habits.week % 2 else "开工"
            if p.start and p.start < Date(2018, 1, 5) and place < 90:
                continue
            rows.append(["N%04d-%02d" % (p.number, place), p.id, kind, habits.date(due, "nodes"), habits.date(done, "nodes") if done and done <= day else "",
                         habits.unit(unit, spelled=False), role(unit, p.number + place)])
    return ["节点编号", "项目编号", "节点类型", "计划完成时间", "实际完成时间", "责任单位", "责任人"], rows


def report_rows(projects, habits):
    months = reported_months(habits.day)
    rows = []
    for p in projects:
        if not p.is_filed(habits.day):
            continue
        for m in months:
            if m in p.monthly:
                planned, completed = p.monthly[m]
                note = NOTES[min((m + p.number) // 2 % 9, 7)] if (m + p.number) % 3 == 0 else ""
                rows.append(["Y%04d-%02d" % (p.number, m), p.id, "2018-%02d" % m, str(planned), str(completed), note])
    return ["月报编号", "项目编号", "月份", "本月计划投资（万元）", "本月完成投资（万元）", "形象进度"], rows


def factor_rows(projects, habits):
    rows = []
    for p in projects:
        if not p.is_filed(habits.day):
            continue
        for place, (kind, needed, steps, unit, due) in enumerate(p.factors, 1):
            secured = [amount for since, amount in steps if since <= habits.day]
            rows.append(["F%04d-%d" % (p.number, place), p.id, kind, str(needed), str(secured[-1]) if secured else "", unit, habits.date(due)])
    return ["要素编号", "项目编号", "要素类型", "需求量", "已落实", "计量单位", "需求时间"], rows


def approval_rows(projects, habits):
    day = habits.day
    rows = []
    for p in projects:
        if not p.is_filed(day):
            continue
        for place, (item, unit, mode, applied, granted, limit) in enumerate(p.approvals, 1):
            if applied <= day:
                rows.append(["S%04d-%d" % (p.number, place), p.id, item, habits.unit(unit), mode, habits.date(applied, "approvals"),
                             habits.date(granted, "approvals") if granted and granted <= day else "", str(limit)])
    return ["审批编号", "项目编号", "事项名称", "审批部门", "办理方式", "申请日期", "批复日期", "办理时限（工作日）"], rows


def matter_rows(projects, habits):
    day = habits.day
    rows = []
    for p in projects:
        for place, (raised, meeting, due, resolved, text, unit) in enumerate(p.matters, 1):
            if raised <= day and p.is_filed(day):
                rows.append(["D%04d-%d" % (p.number, place), p.id, habits.unit(unit), habits.date(raised), meeting, habits.date(due),
                             habits.date(resolved) if resolved and resolved <= day else "", text])
    # Matters of a unit as such: no project.
    for place, (code, _, _, _, _, _) in enumerate(DISTRICTS):
        raised = Date(2018, 4, 10) + days(90 * (place % 3))
        if place % 2 == 0 and raised <= day:
            resolved = raised + days(12 + place * 2) if place % 4 == 0 else None
            rows.append(["U%02d-1" % (place + 1), "", habits.unit(code), habits.date(raised), "季讲评", habits.date(raised + days(20)),
                         habits.date(resolved) if resolved and resolved <= day else "", "报送滞后项目整改方案"])
    return ["事项编号", "项目编号", "承办单位", "提出日期", "会议", "办结期限", "办结日期", "事项内容"], rows


def unit_rows(habits):
    rows = []
    for code, _, _, _, _, target in DISTRICTS:
        rows.append([code, habits.unit(code, spelled=False), "区", "成员", "%d%%" % target])
    rows += [["420173", "武汉新港", "功能区", "", ""], ["420174", "长江新城", "功能区", "", ""]]
    rows += [[code, name, "部门", group, ""] for code, name, group in DEPARTMENTS]
    return ["单位编码", "单位名称", "单位类型", "小组职务", "落地目标"], rows


def target_rows(habits):
    rows = []
    for code, _, _, initials, weight, _ in DISTRICTS:
        for kind, value, unit in [("往年落地率", "66.7%", "比例"), ("当年落地率", "33.3%", "比例"), ("投资额", str(weight * 6), "亿元"), ("开工数", str(weight // 2), "个")]:
            number = ["往年落地率", "当年落地率", "投资额", "开工数"].index(kind) + 1
            rows.append(["M%s-%d" % (initials, number), habits.unit(code), "2018", kind, value, unit])
    return ["目标编号", "责任单位", "年度", "目标类型", "目标值", "计量单位"], rows


def is_announced(month, day):
    """A commencement day is in the files from 45 days before it."""
    return Date(2018, month, 7) - days(45) <= day


def event_rows(habits):
    rows = []
    for month, (held, count, total, theme, venue, district, *cumulative) in EVENTS.items():
        planned = Date(2018, month, 7)
        if not is_announced(month, habits.day):
            continue
        past = held is not None and held <= habits.day
        known = [theme, venue, habits.unit(district, spelled=False), count, total, *cumulative] if past else [None] * 8
        rows.append(["KG-2018-%02d" % month, habits.date(planned), habits.date(held) if past else ""] + ["" if cell is None else str(cell) for cell in known])
    return ["批次编号", "计划日期", "举办日期", "主题", "主会场", "主会场所在区", "开工项目数", "开工总投资（亿元）", "累计次数", "累计项目数", "累计总投资（亿元）"], rows


def submission_rows(habits):
    rows = []
    for month in EVENTS:
        if not is_announced(month, habits.day):
            continue
        due = Date(2018, month - 1, 28)
        for place, (code, _, _, initials, _, _) in enumerate(DISTRICTS):
            shade = (month * 7 + place * 11) % 23
            submitted = None if shade == 5 else due - days(shade % 6) if shade < 19 else due + days(shade - 17)
            rows.append(["B%02d-%s" % (month, initials), "KG-2018-%02d" % month, habits.unit(code), habits.date(submitted) if submitted and submitted <= habits.day else ""])
    return ["报送编号", "开工日批次", "报送单位", "报送日期"], rows


# ---------------------------------------------------------------- files and their traps

FILES = ["projects", "nodes", "reports", "factors", "approvals", "matters", "units", "targets", "events", "submissions"]
CHINESE_NAMES = {"projects": "项目库", "nodes": "节点表", "reports": "月报", "factors": "要素需求计划表", "approvals": "审批", "matters": "督办事项", "units": "单位",
                 "targets": "责任书", "events": "开工日", "submissions": "方案报送"}


def put(rows, header, key, column, value):
    """Writes a trap into the cell of a record; a trap that finds no record is a mistake of ours."""
    row = next(row for row in rows if row[0] == key)
    row[header.index(column)] = value


def set_traps(day, tables):
    """Changes the rows of one week; returns lines to put above the header and below the rows, by file."""
    above, below = {}, {}
    header, rows = tables["projects"]
    started = [row[0] for row in rows if row[header.index("实际开工时间")]]
    unstarted = [row[0] for row in rows if not row[header.index("实际开工时间")] and row[header.index("总投资（亿元）" if "总投资（亿元）" in header else "总投资（万元）")]]
    stamp = (day.month, day.day)
    if stamp == (2, 9):
        put(rows, header, unstarted[3], "总投资（亿元）", "12.5亿元")
        put(rows, header, unstarted[5], "总投资（亿元）", "8,600万元")
    if stamp == (3, 9):
        above["projects"] = [["武汉市招商引资项目库（截至2018年3月9日）"]]
        below["projects"] = [[], ["注：本表项目除公开报道者外均为示例。"]]
    if stamp == (3, 16):
        copy = list(next(row for row in rows if row[0] == "WH-2018-0017"))
        copy[1] += "（重复填报）"
        rows.insert([row[0] for row in rows].index("WH-2018-0018") + 3, copy)
    if stamp == (4, 13):
        put(rows, header, "WH-2018-0031", "所属区", "沙湖区")
    if stamp == (4, 20):
        put(rows, header, "WH-2018-0033", "所属区", "东湖")
    if stamp == (4, 27):
        put(rows, header, started[20], "实际开工时间", "2018-02-30")
    if stamp == (5, 4):
        put(rows, header, "WH-2018-0055", "建设阶段", "暂停")
    if stamp == (5, 11):
        key = next(row[0] for row in rows if row[1] == "大余湾美丽乡村文化旅游项目")
        put(rows, header, key, "总投资（亿元）", "约10亿元")
    if stamp == (5, 18):
        blank = list(rows[60])
        blank[0] = ""
        blank[1] = "无编号项目"
        rows.insert(61, blank)
    if stamp == (6, 1):
        report_header, report_rows_ = tables["reports"]
        put(report_rows_, report_header, report_rows_[12][0], "本月完成投资（万元）", "########")
    if stamp == (6, 22):
        header.append("备注")
        for place, row in enumerate(rows):
            row.append("请区里核实" if place == 8 else "")
    if stamp == (7, 13):
        put(rows, header, unstarted[2], "实际开工时间", "待定")
        put(rows, header, unstarted[6], "签约日期", "-")
    if stamp == (8, 3):
        del tables["factors"]
    if stamp == (8, 10):
        report_header, report_rows_ = tables["reports"]
        total = ["合计", "", "", str(sum(int(row[3]) for row in report_rows_)), str(sum(int(row[4]) for row in report_rows_)), ""]
        report_rows_.insert(200, list(report_header))
        report_rows_.append(total)
    if stamp == (8, 24):
        cut = next(row for row in rows if row[0] == "WH-2018-0060")
        del cut[20:]
        next(row for row in rows if row[0] == "WH-2018-0061").append("多余")
    if stamp == (9, 7):
        put(rows, header, unstarted[4], "计划开工时间", "18.12.7")
    if stamp == (9, 14):
        put(rows, header, started[30], "实际开工时间", next(row for row in rows if row[0] == started[30])[header.index("实际开工时间")] + " 09:30")
    if stamp == (10, 12):
        unit_header, unit_rows_ = tables["units"]
        unit_header[4] = "落地目标（%）"
        for row in unit_rows_:
            row[4] = row[4].rstrip("%")
    if stamp == (10, 19):
        put(rows, header, unstarted[7], "总投资（亿元）", next(row for row in rows if row[0] == unstarted[7])[header.index("总投资（亿元）")].translate(WIDE))
    if stamp == (11, 16):
        put(rows, header, "WH-2018-0070", "所属区", "市招商局")
    if stamp == (12, 28):
        node_header, node_rows_ = tables["nodes"]
        row = next(row for row in node_rows_ if row[5] == "市环保局" and row[1] == "WH-2018-0042")
        row[5] = "市生态环境局"
    return above, below


WIDE = {ord(c): ord(c) + 0xFEE0 for c in "0123456789."}
REGION = {}


def write_snapshot(folder, day, projects):
    habits = Habits(day)
    tables = {
        "projects": project_rows(projects, habits), "nodes": node_rows(projects, habits), "reports": report_rows(projects, habits),
        "factors": factor_rows(projects, habits), "approvals": approval_rows(projects, habits), "matters": matter_rows(projects, habits),
        "units": unit_rows(habits), "targets": target_rows(habits), "events": event_rows(habits), "submissions": submission_rows(habits),
    }
    above, below = set_traps(day, tables)
    path = os.path.join(folder, day.isoformat())
    os.makedirs(path)
    for file in FILES:
        if file not in tables or not tables[file][1]:
            continue
        header, rows = tables[file]
        encoding, name, delimiter, line_end, bom = "utf-8", file + ".csv", ",", "\n", b""
        stamp = (day.month, day.day)
        if stamp == (1, 12):
            encoding, name = "gb18030", CHINESE_NAMES[file] + ".csv"
        elif stamp == (1, 19):
            bom, line_end = b"\xef\xbb\xbf", "\r\n"
        elif stamp == (2, 2):
            delimiter, name = "\t", file + ".tsv"
        elif stamp == (2, 16):
            delimiter = ";"
        elif stamp == (2, 23) and file == "nodes":
            encoding, bom = "utf-16-le", b"\xff\xfe"
        text = io.StringIO()
        writer = csv.writer(text, delimiter=delimiter, lineterminator=line_end)
        for line in above.get(file, []) + [header] + rows + below.get(file, []):
            writer.writerow(line)
        with open(os.path.join(path, name), "wb") as out:
            out.write(bom + text.getvalue().encode(encoding))


def main():
    folder = sys.argv[1] if len(sys.argv) > 1 else os.path.dirname(os.path.abspath(__file__))
    projects = plan_library()
    seed = Seed(7)
    for project in projects:
        REGION[project.number] = seed.weighted(REGIONS)
    os.makedirs(folder, exist_ok=True)
    for name in os.listdir(folder):
        if name[:5] == "2018-" and os.path.isdir(os.path.join(folder, name)):
            shutil.rmtree(os.path.join(folder, name))
    for day in FRIDAYS:
        write_snapshot(folder, day, projects)


main()
