import Diagnostics
import Schema
import Semantics
import Store
import Syntax
import TestSupport

/// Small random libraries over a model with a field of every type: values outside the declared list, empty texts, links that lead nowhere,
/// records that vanish and return.
struct RandomOffice {
  static let model: Model = {
    let source = Source(name: "office.lq", text: text)
    var builder = ModelBuilder()
    builder.add(Parser.parse(source).script, source: source)
    return builder.build().0
  }()

  static let text = """
    choice phase ordered: early Early "早", middle, late; unordered dropped
    choice kind: permit, survey, `it's`
    choice area: town, field
    entity works work "工程" key id name title
    field id for works: text
    field title "名称" for works: text
    field phase for works: choice phase
    field cost "造价" for works: money in k
    field budget for works: money in 元
    field start for works: date
    field finish for works: date
    field size for works: number
    field `order` for works: number in measure
    field measure for works: text
    field open for works: flag
    field unit for works: units where area = town reverse unit_works
    field helper for works: units reverse helped_works
    field month for works: month
    field year for works: year
    field lag for works: days
    field effort for works: workdays
    entity steps step key id
    field id for steps: text
    field work for steps: works
    field kind for steps: choice kind
    field due for steps: date
    field done for steps: date
    field weight for steps: number
    field price for steps: money in m
    entity units unit key id name name
    field id for units: text
    field area for units: choice area
    field target for units: number
    field name for units: text
    names units: U9 Ninth "九", U1 First "一"
    calendar test: rest 2018-01-01 to 2018-01-02, 2018-10-01 to 2018-10-07; work 2018-09-29, 2018-09-30, 2018-12-29
    define late_step for steps as done is missing and due < today
    define dear(limit) for works as cost > limit
    define open_share for works as share(open)
    define worth for works as if cost > budget then cost else budget
    define state for works: choice phase as if open then late else phase
    """

  var random: SeededGenerator

  init(seed: UInt64) { random = SeededGenerator(seed: seed) }

  mutating func library() throws -> Library {
    var builder = LibraryBuilder(catalog: Self.model.catalog)
    var rows = Self.model.catalog.entities.indices.map { entity in keys(entity).map { record(entity, key: $0) } }
    for snapshot in 0..<4 {
      try builder.addSnapshot(
        Day(year: 2018, month: 3 * snapshot + 1, day: 5 + snapshot)!,
        rows.enumerated().map { entity, records in dump(entity, records.filter { _ in !random.chance(8) }) })
      for entity in rows.indices {
        for row in rows[entity].indices where random.chance(3) {
          let field = Int.random(in: 0..<rows[entity][row].count, using: &random)
          if field != 0 { rows[entity][row][field] = cell(entity, field) }
        }
      }
    }
    return builder.finish()
  }

  private mutating func keys(_ entity: Int) -> [String] {
    switch entity {
    case 0: (1...24).map { "W\($0)" } + ["w-x", "工1"]
    case 1: (1...60).map { "S\($0)" }
    default: ["U1", "U2", "U9", "U10", "Ä"]
    }
  }

  private mutating func record(_ entity: Int, key: String) -> [Value] {
    Self.model.catalog.entities[entity].fields.indices.map { $0 == 0 ? .text(key) : cell(entity, $0) }
  }

  private mutating func cell(_ entity: Int, _ field: Int) -> Value {
    if random.chance(5) { return .missing }
    let declared = Self.model.catalog.entities[entity].fields[field]
    switch declared.type {
    case .text:
      return .text(
        declared.name == "measure"
          ? random.pick(["t", "kg"])
          : random.pick(["", "alley", "大桥", "Bridge, \"old\"", "a\\b", "tab\there", "O'Neil", "桥", "két", "two\r\nlines"]))
    case .choice(let choice):
      let codes = Self.model.catalog.choices[choice].values.map(\.code)
      return .text(random.pick(codes + codes + ["odd one", "Zz"]))
    case .date: return .date(Day(year: 2018, month: 1, day: 1)! + Int.random(in: -40...400, using: &random))
    case .period(let unit):
      return .period(Period(unit, holding: Day(year: 2018, month: 1, day: 1)! + Int.random(in: -200...500, using: &random)))
    case .money:
      return .money(
        Money(
          rawValue: random.pick([1, 3, 10_000, 25_000, 33_333, 1_000_000, 123_456_789, -40_000, 5])
            * Int64.random(in: 1...9, using: &random)))
    case .number: return .number(random.pick([0, 1, 1.5, 2, 0.1, -2.5, 8, 0.3333, 1_000_000]))
    case .flag: return .flag(random.chance(2))
    case .duration: return .duration(Decimal(Int.random(in: -5...30, using: &random)), .days)
    case .link(let target): return .text(random.pick(keys(target) + ["nobody"]))
    }
  }

  private func dump(_ entity: Int, _ records: [[Value]]) -> EntityRows {
    let fields = Self.model.catalog.entities[entity].fields
    func column(_ field: Int) -> EntityRows.IncomingColumn {
      let cells = records.map { $0[field] }
      func text(_ value: Value) -> String? { if case .text(let text) = value { text } else { nil } }
      let incoming: EntityRows.IncomingColumn.Cells =
        switch fields[field].type {
        case .text, .choice, .link: .text(cells.map(text))
        case .date: .int32(cells.map { if case .date(let day) = $0 { day.rawValue } else { nil } })
        case .period: .int32(cells.map { if case .period(let period) = $0 { period.first.rawValue } else { nil } })
        case .duration: .int32(cells.map { if case .duration(let count, _) = $0 { Int32(count.nearestWhole) } else { nil } })
        case .money: .int64(cells.map { if case .money(let money) = $0 { Int64(money.rawValue) } else { nil } })
        case .number: .decimal(cells.map { if case .number(let number) = $0 { ShortDecimal(number) } else { nil } })
        case .flag: .flag(cells.map { if case .flag(let flag) = $0 { flag } else { nil } })
        }
      return EntityRows.IncomingColumn(target: .field(field), cells: incoming)
    }
    return EntityRows(
      entity: entity, keys: records.map { if case .text(let key) = $0[0] { key } else { "" } },
      columns: fields.indices.dropFirst().map(column))
  }
}

extension RandomOffice {
  static let works = Vocabulary(
    entity: "works",
    conditions: [
      "phase = early", "phase = 早", "phase in (early, middle)", "phase not in (early, late)", "phase != late", "phase >= middle",
      "phase < late",
      "phase is missing", "phase is known", "phase = \"odd one\"", "state >= middle", "state = phase", "state > phase", "state != phase",
      "unit = U9", "unit != U1", "unit is missing",
      "unit = helper", "unit != helper", "unit.area = town", "unit.target > 1", "not unit.area = town", "unit.area != town",
      "unit.area is missing",
      "not (unit.target < 1)", "(unit.target ?? 3) > 2", "cost > 2元", "cost < budget", "cost != budget", "cost is missing",
      "cost - budget > 1元",
      "cost * 2 > budget", "cost / 3 >= 1元", "cost / budget > 0.5", "cost * size > 1元", "cost / size > 1元", "cost * 0.3333 > 1元",
      "start < 2018-10-01",
      "start in 2018-09", "start = 2018Q3", "start between 2018-02-25 and 2018-10-03", "start >= today", "start + 3d < today",
      "start + 3wd < 2018-10-08", "start - 4wd > 2018-03-08", "start + 1mo > finish", "start + lag < finish", "today - start > 5d",
      "start in next 10 days", "start in last 2 weeks",
      "start in this month", "workdays(start, finish) > 2wd", "workdays(start, today) > effort", "size > 1", "size in (1, 1.5)",
      "size not in (0, 8)", "size between 0 and 1",
      "size * 2 + 1 > 2", "size / 0 > 1", "1 / size > 0.5", "abs(size) = 2", "round(size) = 2", "(size ?? 3) > 2",
      "(if size > 1 then size else 0) = 0", "open", "not open",
      "open is missing", "open = false", "title contains a", "title contains \"桥\"", "title not contains a", "title starts with B",
      "title ends with y",
      "title = \"\"", "title is missing", "title = \"O'Neil\"", "title > \"b\"", "title matches /[ac]l?/", "title contains measure",
      "length(title) > 3", "lag > 3d", "lag * 2 > 8d",
      "month = 2018-02", "month >= 2018-06", "year = 2018", "month in 2018", "year(start) = year",
      "any step (kind = permit and done is missing)", "every step (due < today)",
      "no step (kind = survey)", "no step is late_step", "any step is late_step", "count(steps) > 1",
      "count(steps where done is missing) >= 1",
      "max(steps.due) < today", "sum(steps.weight) > 3", "sum(steps.price) = 0元", "size > avg(all.size)", "dear(3元)", "not dear(3元)",
      "worth > 3元",
      "min(cost, budget) < 1元", "max(start, finish) > today", "unit.unit_works.open_share > 0.5",
      "any step (any work.step (kind = permit))",
      "was open", "not was open", "was phase = early on 2018-04-06", "was unit.area = town", "ever open",
      "ever phase = late since 2018-05-01",
      "always open", "always not open", "always size > 0 since 2018-04-01", "always unit.target > 0", "changed phase",
      "changed phase from early",
      "changed cost since 2018-01-05", "changed", "changed since 2018-01-20", "size > previous(size)", "cost != previous(cost, 2018-01-10)",
      "held_since(phase) < 2018-06-01", "today - held_since(unit) > 90d", "existed", "existed on 2018-01-10", "not existed on 2018-04-10",
      "(if cost > 2元 or open then 1 else 0) = 1", "if not (cost > budget and open) then open else size > 1", "ever open since 2018-04",
      "always not open since 2018-04", "ever changed phase",
      "was any step is late_step", "ever any step (kind = permit)", "previous(unit.target) > 1", "was start < today on 2018-04-10",
    ],
    columns: [
      "id", "title", "phase", "state", "cost", "budget", "unit", "helper", "unit.area", "unit.name", "size * 2", "cost - budget",
      "cost * size", "cost / size", "cost / 7",
      "cost * 1.5", "-cost", "-size", "start + 5wd", "start - 2wd", "start + effort", "start + lag", "start + 3mo", "today - start",
      "finish - start", "workdays(start, finish)", "worth", "open", "measure",
      "month", "year", "lag", "effort", "max(steps.due)", "count(steps where late_step)", "sum(steps.weight)", "sum(steps.price)",
      "avg(steps.price)", "median(steps.due)",
      "first(steps.kind)", "last(steps.done)", "count(distinct steps.kind)",
      "cost ?? budget", "size ?? 0", "month(start)", "week(start)",
      "quarter(finish)", "weekday(start)", "year(month)", "band(size, 0, 1)", "band(cost, 1元, 100元)", "unit.target", "cost / budget",
      "size / size", "round(size, 1)", "round(cost)", "round(cost, 2)",
      "floor(cost)", "ceil(cost, 1)", "floor(size)", "ceil(-size)", "round(cost, -1)", "round(size * 10, -1)", "abs(cost)",
      "min(cost, budget)", "max(size, 0)", "if phase = early then \"e\" else title",
      "if cost > budget then size else 0", "length(title)", "max(phase, state)", "min(phase, middle, state)", "previous(size)",
      "previous(phase, 2018-04-10)", "held_since(cost)",
      "held_since(title)", "previous(unit.name)", "not open",
      "unit.unit_works.open_share", "count(unit.unit_works where open)", "avg(all.size)", "lag / 2", "lag * 1.5", "size = 1",
    ],
    measures: [
      "count", "sum cost", "sum budget", "avg cost", "avg size", "sum size", "sum(cost where open)", "sum(size where size > 100)",
      "share(open)", "share(phase = early where size > 0)", "part(sum cost)",
      "part(count)", "part(sum size)", "min start", "max finish", "max cost", "median size", "median cost", "median start",
      "avg lag", "sum lag", "median effort", "count distinct unit",
      "count distinct title", "count title", "count(open)", "sum cost / count", "sum cost / 3", "sum cost * 0.5", "first(title)",
      "last(phase)", "min phase", "max phase", "min title", "max month", "sum(steps.weight)", "sum(steps.price)",
      "count(steps)", "count(steps where late_step)", "max(steps.due)", "first(steps.kind)",
      "open_share", "open_share(where size > 0)", "count(where dear(2元))",
      "sum worth", "sum cost - sum budget", "sum unit.target", "sum helper.target", "count(where was open)",
      "count(where any step is late_step)", "avg(size where size > avg(all.size))",
      "if count > 3 then sum cost else 0元", "sum cost ?? 0元", "max(count, 3)", "round(avg size, 2)", "sum `order`", "avg unit.target",
      "count(where unit.area = town)", "2 / 3",
    ],
    keys: [
      "phase", "state", "unit", "helper", "unit.area", "month(start)", "week(start)", "band(size, 0, 1)", "band(cost, 1元, 100元)", "open",
      "year(start)", "weekday(start)", "title", "month", "lag", "size",
      "if open then \"yes\" else title", "previous(phase)", "cost", "start", "size > 1",
    ],
    turned: [
      "phase", "unit", "unit.area", "open", "band(size, 0, 1)", "year(start)", "quarter(start)", "state", "measure", "size", "size > 1",
    ],
    declared: ["phase", "unit", "unit.area", "band(size, 0, 1)", "helper", "open", "month"],
    moments: ["2018-04-06", "2018-07-31", "first snapshot", "previous snapshot", "2018-01-05"])

  /// What happened between snapshots.
  static let lines = [
    "changes of works since 2018-01-05", "changes in cost, phase of works since 2018-04-06 to 2018-07-07",
    "changes in size of works since previous snapshot",
    "changes in cost of works since 2018-01-05", "changes in start, finish of works since 2018-01-05 to 2018-10-08",
    "changes of steps since 2018-04-06",
    "changes of works since 2018-01-05 where open or unit.area = town", "changes of works since 2018-04-06 | where change = removed",
    "changes of works since 2018-01-05 | count by change, field",
    "changes of works since 2018-01-05 | count by field across change with totals",
    "changes of units since first snapshot",
    "changes in unit, helper of works since 2018-01-05 where phase = early sort by change, old desc",
    "changes of works since 2018-01-05 top 7 by key", "changes of steps since 2018-01-05 where kind = permit and field = due",
    "changes in cost, budget of works since 2018-01-05 | where new > old", "changes of works since 2018-07-07 where was open",
    "history of work W3", "history of work W11", "history of works where phase = early", "history of steps where late_step",
    "history of units",
    "history of works as of 2018-07-31", "history of works | count by change, field",
    "history of work W3 | where change = changed and field = cost",
    "history of works | where `from` > 2018-02-01 | count by `from` across change",
  ]

  static let steps = Vocabulary(
    entity: "steps",
    conditions: [
      "late_step", "not late_step", "kind = permit", "kind != survey", "kind = \"it's\"", "kind is missing", "done is missing",
      "due < today",
      "done > due",
      "work.phase = early", "work.unit.area = town", "work is missing", "work.open", "not work.open", "work.cost > price", "weight > 1",
      "price > 1元",
      "any work.step (late_step)", "count(work.steps) > 2", "was done is missing", "ever late_step", "changed due", "existed on 2018-01-10",
      "work.dear(2元)", "(work.size ?? 1) = 1", "was work.open",
    ],
    columns: [
      "id", "work", "kind", "due", "done", "weight", "price", "work.title", "work.unit", "work.unit.name", "work.cost - price", "late_step",
      "work.worth", "done ?? today",
      "work.state", "count(work.steps)", "work.cost / price", "month(due)", "previous(work.phase)", "work.size ?? 7",
    ],
    measures: [
      "count", "sum weight", "avg price", "median price", "sum work.cost", "sum work.size", "avg work.size", "max work.cost",
      "count distinct work", "part(sum price)", "share(done is known)", "sum(work.cost where late_step)",
      "min work.start", "last(kind)", "count(where work.open)", "sum work.unit.target",
    ],
    keys: ["kind", "work", "work.phase", "work.unit", "work.unit.area", "month(due)", "work.open", "band(price, 1元)"],
    turned: ["kind", "work.phase", "late_step", "work.unit.area"], declared: ["kind", "work", "work.phase", "work.unit"],
    moments: ["2018-04-06", "first snapshot"])
}

extension RandomOffice {
  /// Several snapshots in one answer.
  static let comparisons = [
    "count works by phase compare 2018-01-05",
    "count, sum cost, avg size, share(open), max start, min phase of works by unit compare first snapshot",
    "count works by phase with totals compare first snapshot",
    "sum cost, share(open) of works by unit with empty with totals compare 2018-04-06",
    "count, sum cost, avg cost, share(open) of works where open compare 2018-04-06",
    "2 / 3 as ratio, count of works by title compare 2018-04-06",
    "part(sum cost), part(count), count(steps), sum(steps.price) of works by unit, phase compare first snapshot",
    "part(count) of works where phase = early by title with totals compare previous snapshot",
    "sum(steps.weight) - 1 as less, sum cost ?? 1元 as more, if count > 3 then sum cost else 0元 as much of works by month compare 2018-01-05",
    "sum work.cost, sum work.size, count of steps by work.phase compare 2018-01-05",
    "max month, first(title), last(phase) of works by helper compare 2018-01-05",
    "count works by phase compare first snapshot sort by count_change desc",
    "count works by phase with totals compare first snapshot top 2 by count_before",
    "sum cost of works by unit compare first snapshot where open | where sum_cost_change > 0元",
    "count works by unit, phase compare first snapshot | sum count, sum count_before, sum count_change",
    "count works by phase with totals compare first snapshot skip 1", "rank unit by sum cost of works compare first snapshot",
    "rank title by count of works compare 2018-01-05", "rank phase by avg size of works where open compare first snapshot top 3",
    "rank unit.area by share(open) asc of works compare first snapshot bottom 2",
    "rank unit by max start of works compare 2018-04-06 sort by rank_change",
    "rank helper by min phase of works compare first snapshot | where rank_before is missing",
    "rank month by median cost of works compare previous snapshot",
    "rank unit by part(sum cost) of works compare first snapshot", "rank title by sum cost of works where phase = early compare 2018-04-06",
    "count works by band(size, 0, 1) compare first snapshot", "count works where start < today by week(start) compare first snapshot",
    "trend count of works every snapshot", "trend count, sum cost, avg size, share(open) of works by phase every month",
    "trend part(count), count(steps) of works by unit, phase every quarter", "trend count of works by unit with empty every snapshot",
    "trend count, max start of works where start < today every year",
    "trend count of works by band(size, 0, 1) from 2018-03 to 2018-08 every month",
    "trend count of works every week", "trend sum cost of works by phase every snapshot sort by sum_cost desc",
    "trend count of works by phase every month top 5",
    "trend count of works by phase every snapshot | sum count by phase",
    "trend count of steps where late_step by work.unit every month skip 2",
    "trend count of works by phase from 2017-11 to 2018-04-10 every month | where count is known",
    "trend min phase, first(title) of works by open every snapshot",
  ]
}
