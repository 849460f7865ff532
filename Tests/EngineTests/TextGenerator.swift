import TestSupport

/// Random queries as people write them, over the office of `World`.
struct TextGenerator {
  var random: SeededGenerator

  static let model = """
    choice phase ordered: early Early "早", middle, late; unordered dropped
    choice kind: permit, survey
    choice area: town, field
    entity works work "工程" key id name title
    field id for works: text
    field title "名称" for works: text
    field phase for works: choice phase
    field cost "造价" for works: money in k
    field start for works: date
    field size for works: number
    field open for works: flag
    field unit for works: units where area = town reverse unit_works
    field month for works: month
    field lag for works: days
    field budget for works: money in k
    field measure for works: text
    entity steps step key id
    field id for steps: text
    field work for steps: works
    field kind for steps: choice kind
    field due for steps: date
    field done for steps: date
    field weight for steps: number
    entity units unit key id name name
    field id for units: text
    field area for units: choice area
    field target for units: number
    field name for units: text
    names units: U9 Ninth "九", U1 First "一"
    calendar test: rest 2018-10-01 to 2018-10-02; work 2018-09-30
    define late_step for steps as done is missing and due < today
    define dear(limit) for works as cost > limit
    define open_share for works as share(open)
    define worth for works as if cost > budget then cost else budget
    """

  static let conditions = [
    "phase = early", "phase = 早", "phase in (early, middle)", "phase not in (early, late)", "phase != late", "phase >= middle",
    "phase is missing", "phase is known", "phase is early", "phase is not early", "unit = U9", "unit != U1", "unit is missing",
    "unit.area = town", "unit.target > 1", "not unit.area = town", "unit.area != town", "cost > 2元", "cost < budget", "cost is missing",
    "cost - budget > 1元", "cost * 2 > budget", "cost / 3 >= 1元", "cost / budget > 0.5", "start < 2018-10-01", "start in 2018-09",
    "start = 2018Q3", "start between 2018-09-25 and 2018-10-03", "start >= today", "start + 3d < today", "start + 3wd < 2018-10-08",
    "start + 1mo > 2018-11-01", "today - start > 5d", "start in next 10 days", "start in last 2 weeks", "start in this month",
    "workdays(start, today) > 2wd", "size > 1", "size in (1, 1.5)", "size not in (0, 8)", "size between 0 and 1", "size * 2 + 1 > 2",
    "size / 0 > 1", "abs(size) = 2", "round(size) = 2", "round(cost) = 2k", "floor(cost - budget) < 0k", "ceil(cost * 1.5) >= 3k",
    "(size ?? 3) > 2", "(if size > 1 then size else 0) = 0", "open", "not open",
    "open is missing", "title contains a", "title contains \"桥\"", "title not contains a", "title starts with c", "title ends with y",
    "title matches /[ac]l?/", "lower(title) = \"alley\"", "length(title) > 3", "lag > 3d", "month = 2018-02",
    "any step (kind = permit and done is missing)", "every step (due < today)", "no step (kind = survey)", "no step is late_step",
    "any step is late_step", "count(steps) > 1", "count(steps where done is missing) >= 1", "max(steps.due) < today",
    "sum(steps.weight) > 3", "size > avg(all.size)", "dear(3元)", "not dear(3元)", "worth > 3元", "min(cost, budget) < 1元",
    "unit.unit_works.open_share > 0.5", "(if cost > 2元 or open then 1 else 0) = 1", "(if not (cost > budget) then size else lag / 1d) > 1",
    "if phase = early or size > 1 then open else not open", "ever open", "ever open since 2018-02", "always not open since 2018-02",
    "ever changed phase", "ever (cost > 2元 or open) since 2018Q1", "always size > 0 since 2018", "was open", "ever open since 2018-02-20",
    // Choices and links beside their own past.
    "phase < previous(phase)", "phase >= previous(phase)", "phase != previous(phase)", "previous(phase) <= phase", "unit = previous(unit)",
    "unit != previous(unit)", "phase > previous(phase, first snapshot)", "unit.area = previous(unit.area)", "changed phase from early",
    "phase in (early, middle) and was phase = late",
  ]

  static let columns = [
    "id", "title", "phase", "cost", "unit", "unit.area", "size * 2", "cost - budget", "start + 5wd", "today - start", "worth", "open",
    "max(steps.due)", "count(steps where late_step)", "cost ?? budget", "month(start)", "band(size, 0, 1)", "unit.target", "cost / budget",
    "if phase = early then \"e\" else title", "round(cost)", "start - 2018y", "floor(budget)",
  ]

  static let measures = [
    "count", "sum cost", "avg size", "sum(cost where open)", "share(open)", "share(phase = early where size > 0)", "part(sum cost)",
    "part(count)", "min start", "max cost", "median size", "median cost", "count distinct unit", "sum cost / count", "first(title)",
    "sum(steps.weight)", "count(steps)", "open_share", "open_share(where size > 0)", "count(where dear(2元))", "avg cost", "last(phase)",
    "sum worth", "max phase", "min phase", "max(steps.due)", "sum cost - sum budget",
  ]

  static let keys = ["phase", "unit", "unit.area", "month(start)", "band(size, 0, 1)", "open", "year(start)", "title", "weekday(start)"]
  /// What makes sections.
  static let sections = keys.filter { $0 != "weekday(start)" }

  private mutating func pick(_ texts: [String]) -> String { random.pick(texts) }

  mutating func condition(_ depth: Int) -> String {
    guard depth > 0, random.chance(2) else { return pick(Self.conditions) }
    return switch Int.random(in: 0...4, using: &random) {
    case 3: "(\(condition(depth - 1)) \(pick(["and 1 < 2", "or 2 < 1", "and 2 < 1", "or 1 < 2"])))"
    case 4: "(\(pick(["1 < 2 and", "2 < 1 or"])) \(condition(depth - 1)))"
    case 0: "(\(condition(depth - 1)) and \(condition(depth - 1)))"
    case 1: "(\(condition(depth - 1)) or \(condition(depth - 1)))"
    default: "not (\(condition(depth - 1)))"
    }
  }

  private mutating func some(_ texts: [String], upTo limit: Int) -> String {
    texts.shuffled(using: &random).prefix(Int.random(in: 1...limit, using: &random)).joined(separator: ", ")
  }

  /// A stage that sorts or cuts by what often ties.
  private mutating func stage(_ keys: [String]) -> String {
    guard random.chance(3) else { return "" }
    if random.chance(2) { return " | sort by \(pick(keys))" }
    // A link has no order.
    return " | top 2 by \(pick(keys.filter { $0 != "unit" }).replacing(" desc", with: ""))"
  }

  mutating func query() -> String {
    let condition = random.chance(4) ? "" : " where \(condition(2))"
    let asOf = random.chance(4) ? " as of 2018-0\(Int.random(in: 1...3, using: &random))-05" : ""
    switch Int.random(in: 0...6, using: &random) {
    case 0, 1:
      var text = "list \(some(Self.columns, upTo: 4)) of works\(condition)\(asOf)"
      if random.chance(3) { text += " by \(pick(Self.sections))" }
      if random.chance(3) { text += " sort by \(pick(Self.columns))\(random.chance(2) ? " desc" : "")" }
      if random.chance(4) { text += " skip 2" }
      return random.chance(4) ? text + " | count by phase" : text + stage(["id", "title", "size", "open", "phase", "unit"])
    case 2:
      var text = "list works\(condition) \(pick(["top", "bottom"])) 3 by \(pick(["cost", "start", "size", "phase"]))"
      if random.chance(2) { text += " per phase" }
      if random.chance(2) { text += " sort by \(pick(["open", "phase", "size", "unit"]))" }
      return text + stage(["open", "phase", "size", "unit"])
    case 3, 4:
      let first = pick(Self.measures)
      let second = pick(Self.measures.filter { $0 != first })
      var text = "\(first), \(second) of works\(condition)\(asOf) by \(some(Self.keys, upTo: 2))"
      if random.chance(4) { text += " across \(pick(Self.keys))" }
      if random.chance(3) { text += " with totals" }
      if random.chance(3) { text += " sort by \(first) desc" }
      if random.chance(4) { text += " top 2" + (random.chance(2) ? " by \(pick(["count", second]))" : "") }
      return text
    case 5: return "rank \(pick(Self.keys)) by \(pick(Self.measures)) of works\(condition)" + stage(["rank * 0", "rank desc"])
    default:
      return "count works\(condition) by \(pick(["phase", "unit", "unit.area"])) with empty | where count >= 1 | sort by count desc"
        + (random.chance(2) ? " | top 2 by count" : "")
    }
  }
}
