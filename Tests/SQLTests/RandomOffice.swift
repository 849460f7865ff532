import Diagnostics
import Model
import Schema
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
  /// How many decimals the numbers of each field have at most.
  private let decimals: [[Int]]

  init(seed: UInt64, decimals: ClosedRange<Int> = 0...6) {
    var random = SeededGenerator(seed: seed)
    self.decimals = Self.model.catalog.entities.map { entity in entity.fields.map { _ in Int.random(in: decimals, using: &random) } }
    self.random = random
  }

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
    case .number: return .number(number(decimals[entity][field]))
    case .flag: return .flag(random.chance(2))
    case .duration: return .duration(Decimal(Int.random(in: -5...30, using: &random)), .days)
    case .link(let target): return .text(random.pick(keys(target) + ["nobody"]))
    }
  }

  private mutating func number(_ places: Int) -> Decimal {
    func spelled(_ digits: ClosedRange<Int64>) -> Decimal {
      Decimal(Int128(Int64.random(in: digits, using: &random)) * (random.chance(3) ? -1 : 1), scale: places)
    }
    switch Int.random(in: 0...9, using: &random) {
    case 0: return spelled(10_000_000_000_000_000...999_999_999_999_999_999)
    case 1: return spelled(1...9)
    case 2: return spelled(1...99_999_999)
    // Ties of half a place, and so of halves, thirds and sevenths of numbers.
    case 3: return Decimal(Int128(Int64.random(in: -2000...2000, using: &random)) * 5, scale: places)
    default:
      let often: [Decimal] = [
        0, 1, Decimal(15, scale: 1), 2, Decimal(1, scale: 1), Decimal(-25, scale: 1), 8, Decimal(3333, scale: 4), 1_000_000,
      ]
      return random.pick(often).rounded(.halfAway, places: places)!
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
      "quarter(finish)", "weekday(start)", "month_start(start)", "quarter_start(finish)", "year_start(start)", "month_end(finish)",
      "year(month)", "band(size, 0, 1)", "band(cost, 1元, 100元)", "unit.target", "cost / budget",
      "size / size", "round(size, 1)", "round(cost)", "round(cost, 2)",
      "floor(cost)", "ceil(cost, 1)", "floor(size)", "ceil(-size)", "round(cost, -1)", "round(size * 10, -1)", "abs(cost)",
      "min(cost, budget)", "max(size, 0)", "if phase = early then \"e\" else title",
      "if cost > budget then size else 0", "length(title)", "max(phase, state)", "min(phase, middle, state)", "previous(size)",
      "previous(phase, 2018-04-10)", "held_since(cost)",
      "held_since(title)", "previous(unit.name)", "not open",
      "unit.unit_works.open_share", "count(unit.unit_works where open)", "avg(all.size)", "lag / 2", "lag * 1.5", "size = 1",
      "size * unit.target", "size / unit.target", "size / 3", "size * 0.3", "1 / size", "cost * 0.3", "cost / 0.3", "cost * unit.target",
      "cost / unit.target", "if size > 1 then size / 3 else size", "max(size, unit.target, 0.12345)", "avg(steps.weight)", "lag / 7",
      "unit.target ?? size / 7", "size - unit.target", "round(size / 3, 2)",
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
      "count(where unit.area = town)", "2 / 3", "sum size / count", "avg(size / 3)", "sum(cost * 0.3)", "sum(cost / 0.7)", "sum cost / 0.3",
      "sum cost / sum budget", "sum size / sum unit.target", "median(size / 3)", "avg(steps.weight)", "avg lag / 7", "share(open) * 100",
      "round(sum size / 3, 1)", "sum(size * unit.target)",
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
      "weight * work.size", "weight / work.size", "price * weight", "price / weight", "-weight / 7", "floor(weight, 1)",
      "work.state", "count(work.steps)", "work.cost / price", "month(due)", "previous(work.phase)", "work.size ?? 7",
    ],
    measures: [
      "count", "sum weight", "avg price", "median price", "sum work.cost", "sum work.size", "avg work.size", "max work.cost",
      "count distinct work", "part(sum price)", "share(done is known)", "sum(work.cost where late_step)",
      "avg(weight * work.size)", "sum(weight) / sum(work.size)", "median weight", "part(sum weight)",
      "min work.start", "last(kind)", "count(where work.open)", "sum work.unit.target",
    ],
    keys: ["kind", "work", "work.phase", "work.unit", "work.unit.area", "month(due)", "work.open", "band(price, 1元)"],
    turned: ["kind", "work.phase", "late_step", "work.unit.area"], declared: ["kind", "work", "work.phase", "work.unit"],
    moments: ["2018-04-06", "first snapshot"])
}

extension RandomOffice {
  /// Quotients, products and roundings of every kind.
  static let numbers: [String] =
    [
      "size * size", "size * `order`", "size / size", "size / `order`", "`order` / size", "size * 0.3", "0.3 * size", "size / 0.3",
      "size / -7",
      "-3 / size", "0.5 / size", "size * 0.123456789012", "size * 0.1234567890123", "0.1234567890123456 / size", "size / 0.000001",
      "size * 1000000000", "size / 1000000000", "size + 0.0000001", "size - `order`", "size / 3 + `order` / 7", "size / 3 * 3",
      "size / 7 / 11", "size * 0.7 * 0.7 * 0.7", "(size / 3) / (`order` / 7)", "1 / (size - size)", "abs(size) / 3", "-size * 0.05",
      "round(size)", "round(size, 1)", "round(size, 3)", "round(size, 7)", "round(size, -1)", "round(size, -3)", "round(size, -15)",
      "floor(size)", "floor(size, 2)", "floor(size, -2)", "floor(-size, 1)", "ceil(size)", "ceil(size, 2)", "ceil(size, -2)",
      "round(size / 3, 4)", "round(size * 0.5)", "floor(size / 3, 5)", "cost * 0.3", "cost * -0.3", "cost / 0.3", "cost * 1.005",
      "cost / 1.005", "cost * 3", "cost / 3", "cost / -3", "cost * size", "cost / size", "cost * (size / 3)", "cost / (size / 3)",
      "cost * 0.00005", "budget * 0.5", "budget / 7", "budget / cost", "cost / budget * 100", "cost / 3 / budget", "round(cost, 3)",
      "round(cost * 0.5)", "round(budget, 1)", "round(budget, -2)", "floor(budget * 0.1, 1)", "ceil(budget / 3, 2)", "lag * 0.5",
      "lag / 3", "lag / -7", "lag * size", "lag / lag", "lag / 3d", "lag * weekday(start)", "effort / 0.3", "start + lag / 2",
      "start + lag * 0.1",
      "start - effort * 0.5", "weekday(start) / 3", "(finish - start) / 7", "(finish - start) / 7d",
      "if open then size else size / 3", "if open then 0.5 else size", "if open then size else `order`", "if open then cost else 0.00005元",
      "if open then round(cost, -3) else budget", "size / 3 ?? 0", "size ?? `order` ?? 0.12345678", "cost ?? 2.5元",
      "min(size, `order`, 0.3)",
      "max(size / 3, size)", "max(cost, 2.5元)", "size in (0.1, 1.5, 0.12345678)", "lag in (1d, 1.5d)", "weekday(start) in (1, 1.5)",
      "size = 0.12345678", "size > 1.23456789", "size between 0.0000001 and 1.9999999", "size / 3 = `order` / 3", "size * 3 > `order`",
      "avg(steps.weight)", "median(steps.weight)", "sum(steps.weight) / 3", "sum(steps.price) / 7", "sum(steps.weight) / count(steps)",
      "count(steps) / 3", "count(steps) * count(steps)", "size / avg(all.size)", "previous(size) - size", "size - previous(size) / 3",
      "0 / size", "123456789012345678 / size", "size + 123456789012345678", "123456789012345678 - `order`", "3元 / cost", "2.5元 / size",
      "1.5元 * size", "1.5元 * `order` / 7", "min(lag, 1.5d)", "lag ?? 0.5d", "lag * 0.12345678901", "lag + 0.5d", "abs(cost) / 3",
      "-cost / 3",
      "(if open then 0.5 else 1) * size", "(if open then 2 else 3) / 7", "previous(size) ?? 0.5", "first(steps.weight) / 3",
      "weekday(start) * 0.333333333", "round(lag, -1) * 3", "floor(lag, -1) / 3", "ceil(-lag, -1)", "round(count(steps), -1)",
    ].map { "list id, \($0) as x of works" }
    + [
      "avg size, avg `order`, avg lag, avg effort, avg cost, avg budget of works by phase",
      "median size, median lag, median effort, median cost, median budget of works by phase",
      "median(size / 3), avg(size / 3), sum(size / 3), avg(size * 0.7) of works by phase",
      "sum size / count, sum size / 3, sum size * 0.3, sum lag / sum(lag where open) of works by phase with totals",
      "sum cost / 3, sum cost * 0.3, sum cost / 0.3, sum cost / count, avg cost / 7 of works by phase",
      "sum cost / sum budget, avg cost / avg budget, avg size / avg unit.target, avg lag / 7 of works by unit with empty",
      "sum(cost * size), sum(cost / size), sum(cost * 0.3), sum(cost / 7) of works by phase", "sum(size * size), avg(size * size) of works",
      "share(open) * 100, share(open) / 3, 1 / count, count / 7, count * count of works by phase",
      "part(sum size), part(sum cost), part(sum lag), part(count), part(sum cost) * 100, part(sum size) / 3 of works by phase",
      "round(avg size, 2), floor(avg size), ceil(sum size / 3, 3), round(avg cost, 1), round(count, -1) of works by phase",
      "max size - min size, if count > 3 then avg size else max size, avg size ?? 0, max(avg size, 0.5) of works by phase",
      "avg size, share(open), avg cost, avg lag of works by phase compare first snapshot",
      "2 / 3 as ratio, share(open) of works by unit with totals compare first snapshot",
      "avg size, sum cost / 3, share(open) of works by phase across open with totals",
      "avg weight, median weight, sum weight of steps by work.phase",
      "sum(steps.weight), avg(steps.weight), avg(steps.weight) / 3 of works by phase", "rank unit by avg size of works",
      "rank unit by sum size / count of works compare first snapshot",
      "trend avg size, share(open), sum cost / 3 of works by phase every quarter",
      "list id, size / 3 as third of works | list third * third, third / 7, third - 0.5, round(third, 3)",
      "avg size as mean, count of works by phase | sum mean, avg mean, median mean, max mean / 3, sum mean / sum count",
      "sum(if open then 0.5 else 1), avg(if open then 1 else 0), sum(lag * 0.5), last(size / 3), avg(abs(size)) of works by phase",
      "share(open) of works by phase | where share_open = 0.5 or share_open > 0.333333333333",
      "count works by size / 3", "count works by round(size, 1), cost * 0.3", "count works by band(size / 3, 0.1, 0.5, 1000)",
      "list id, size, `order` of works sort by size / 3 desc top 5 by size * `order`", "list id of works where size / 3 * 3 = size",
      "count works where cost * 0.3 > budget or cost / 0.3 < budget or size * 0.1 = `order`",
      "changes in size, `order` of works since 2018-01-05",
      "changes in size of works since 2018-01-05 | list old / 3, new - old, new * 0.3",
      "changes in cost of works since 2018-01-05 | list old / 3, new - old, new / old", "history of works | count by new",
    ]

  static let fineNumbers = [
    "list id, size, size + 1, size - `order`, -size, abs(size) of works",
    "sum size, max size, min size, first(size), count size of works by phase",
    "list id, round(size, 12), round(size, 12) * 0.3, round(size, 12) / 7, floor(size, 3), ceil(size) of works",
    "list id, cost * size, cost / size, 1 / size, 7 / size of works", "count works where size > 0.1234567890123456 or size = 0.1",
    "list id, if open then size else `order`, size ?? `order`, max(size, `order`), min(size, 0.5) of works", "count works by size",
    "changes in size, `order` of works since 2018-01-05", "history of works",
  ]

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
