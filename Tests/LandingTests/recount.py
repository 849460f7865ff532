"""Counts a few facts of one snapshot straight from its CSV files, without luodi: `recount.py FOLDER DATE`. Prints `name<TAB>number` lines."""

import csv
import datetime
import os
import re
import sys

folder, date = sys.argv[1], sys.argv[2]


def table(name):
    with open(os.path.join(folder, date, name + ".csv"), encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def day(text):
    parts = re.findall(r"\d+", text)
    return datetime.date(*map(int, parts)) if len(parts) == 3 else None


today = datetime.date(*map(int, date.split("-")))
projects, nodes, factors, approvals = table("projects"), table("nodes"), table("factors"), table("approvals")
hannan = {"武汉经济技术开发区(汉南区)", "武汉开发区", "汉南区", "沌口", "经开区"}
started = {"新开工", "续建", "竣工"}


def node_late(node):
    due = day(node["计划完成时间"])
    return not node["实际完成时间"] and due is not None and due < today


late_nodes = {node["项目编号"] for node in nodes if node_late(node)}


def landed(project):
    return project["建设阶段"] in started


def overdue(project):
    if project["建设阶段"] in ("竣工", "终止"):
        return False
    start, end = day(project["计划开工时间"]), day(project["计划竣工时间"])
    late_start = not landed(project) and start is not None and start < today
    late_end = not project["实际竣工时间"] and end is not None and end < today
    return late_start or late_end or project["项目编号"] in late_nodes


def prior(project):
    return bool(project["签约日期"]) and day(project["签约日期"]).year < today.year


def current(project):
    return bool(project["签约日期"]) and day(project["签约日期"]).year == today.year


def card(project):
    plan, done = project["年度计划投资（万元）"], project["本年完成投资（万元）"]
    if not plan or not done:
        return "clear"
    # On a month's last day the month is over.
    months = (today + datetime.timedelta(days=1)).month - 1 if (today + datetime.timedelta(days=1)).year == today.year else 12
    share, progress = months / 12, int(done) / int(plan)
    return "red" if progress < 0.6 * share else "yellow" if progress < 0.8 * share else "clear"


granted = {}
for approval in approvals:
    granted.setdefault(approval["项目编号"], []).append(bool(approval["批复日期"]))
permit_late = {node["项目编号"] for node in nodes if node["节点类型"] == "施工许可" and node_late(node)}

facts = {
    "projects": len(projects),
    "nodes": len(nodes),
    "landed": sum(map(landed, projects)),
    "overdue": sum(map(overdue, projects)),
    "overdue nodes": sum(map(node_late, nodes)),
    "overdue in Hannan, preparatory": sum(1 for p in projects if p["所属区"] in hannan and p["建设阶段"] == "前期" and overdue(p)),
    "prior": sum(map(prior, projects)),
    "current": sum(map(current, projects)),
    "prior landed": sum(1 for p in projects if prior(p) and landed(p)),
    "current landed": sum(1 for p in projects if current(p) and landed(p)),
    "red": sum(1 for p in projects if card(p) == "red"),
    "yellow": sum(1 for p in projects if card(p) == "yellow"),
    "permit late, nothing granted": sum(1 for p in projects if p["项目编号"] in permit_late and not any(granted.get(p["项目编号"], []))),
    "every approval granted": sum(1 for p in projects if granted.get(p["项目编号"]) and all(granted[p["项目编号"]])),
    "land shortfall": sum(max(int(f["需求量"]) - int(f["已落实"] or 0), 0) for f in factors if f["要素类型"] == "用地"),
    "without start, 5 or more": sum(1 for p in projects if p["总投资（亿元）"] and float(p["总投资（亿元）"]) >= 5 and not p["实际开工时间"]),
}
for name, number in facts.items():
    print("%s\t%d" % (name, number))
