import Query
import Schema

extension ExplanationWriter {
  /// A value in words.
  func phrase(_ expression: Checked, _ row: ExplainedRow) -> String {
    switch expression.node {
    case .constant(.date(let day)): return text(of: day, at: expression.range, row)
    case .constant(let value): return text(of: value, expression.type)
    case .column(.field(let field)): return name(ofField: field, row)
    case .column(.result(let index)):
      return row.columns.indices.contains(index) ? name(ofColumn: row.columns[index]) : say("column \(index + 1)", "第 \(index + 1) 列")
    case .recordKey: return say("the \(records(row.entity, count: 1))", records(row.entity))
    case .follow(let link, let target, let inner):
      let path = name(ofField: link, row)
      let value = phrase(inner, row.on(target))
      return inner.isSimple ? say("\(path).\(value)", "\(path)的\(value)") : say("\(value) of its \(path)", "\(path)的\(value)")
    case .compare, .isOneOf, .isIn, .isBetween, .contains, .startsWith, .endsWith, .matches, .isMissing, .not, .and, .or, .quantified,
      .existed, .throughout, .differs, .recordDiffers:
      return say("whether \(inline(expression, row))", "是否\(inline(expression, row))")
    case .atSnapshot(_, let inner) where inner.isCondition: return say("whether \(inline(expression, row))", "是否\(inline(expression, row))")
    case .atSnapshot(let snapshot, let inner):
      let value = phrase(inner, self.row(row, at: snapshot, expression.range))
      let day = words(ofSnapshot: snapshot, at: expression.range, row).name
      return say("\(value) as of \(day)", "\(day)时的\(value)")
    case .heldSince(let field):
      let name = name(ofField: field, row)
      return say("the date since which \(name) has held its value", "\(name)保持现值的起始日")
    case .negate(let operand): return "-" + operandPhrase(operand, row)
    case .arithmetic(let operation, let left, let right): return arithmetic(operation, left, right, row)
    case .chain(let first, let steps):
      return operandPhrase(first, row) + steps.map { " \($0.operation.symbol) \(operandPhrase($0.operand, row))" }.joined()
    case .call(let function, let arguments): return call(function, arguments, row)
    case .conditional(let condition, let then, let otherwise):
      return say(
        "\(phrase(then, row)) if \(inline(condition, row)), otherwise \(phrase(otherwise, row))",
        "若\(inline(condition, row))则\(phrase(then, row))，否则\(phrase(otherwise, row))")
    case .coalesce(let operands):
      return operands.map { phrase($0, row) }.joined(separator: say(", or where that is blank ", "，为空时取"))
    case .aggregate(let aggregate): return phrase(aggregate, .group, row)
    case .linkAggregate(let aggregate, let link): return phrase(aggregate, .linked(link), row.on(link.entity))
    case .entityAggregate(let aggregate, let entity): return phrase(aggregate, .all, row.on(entity))
    case .part(let operand): return say("\(phrase(operand, row)) as a part of its total", "\(phrase(operand, row))占总数的比例")
    case .definition(let name, let body): return self.name(ofDefinition: name, body, row)
    case .shared(let shared): return self.name(of: shared, row)
    }
  }

  // MARK: Arithmetic and functions

  private func arithmetic(_ operation: Arithmetic, _ left: Checked, _ right: Checked, _ row: ExplainedRow) -> String {
    // `date - 5wd` was checked as the addition of -5wd.
    if operation.symbol == "+", case .constant(.duration(let count, let kind)) = right.node, count < 0 {
      return "\(operandPhrase(left, row)) - \(text(of: .duration(-count, kind), right.type))"
    }
    let isTight = operation.symbol == "×" || operation.symbol == "÷"
    let first = isTight || !left.isSum ? operandPhrase(left, row) : phrase(left, row)
    return "\(first) \(operation.symbol) \(operandPhrase(right, row))"
  }

  /// With parentheses around what has parts of its own.
  private func operandPhrase(_ operand: Checked, _ row: ExplainedRow) -> String {
    return operand.isCompound ? "(\(phrase(operand, row)))" : phrase(operand, row)
  }

  private func call(_ function: Builtin, _ arguments: [Checked], _ row: ExplainedRow) -> String {
    let list = arguments.map { phrase($0, row) }
    let first = list.first ?? ""
    let second = list.count > 1 ? list[1] : ""
    let isDate = arguments.first.map { $0.type.isCalendar } ?? false
    switch function {
    case .year: return say("the year of \(first)", "\(first)的年份")
    case .quarter: return say("the quarter of \(first)", "\(first)的季度")
    case .month: return say("the month of \(first)", "\(first)的月份")
    case .week: return say("the week of \(first)", "\(first)所在的周")
    case .monthStart: return say("the first day of the month of \(first)", "\(first)所在月的第一天")
    case .quarterStart: return say("the first day of the quarter of \(first)", "\(first)所在季度的第一天")
    case .yearStart: return say("the first day of the year of \(first)", "\(first)所在年的第一天")
    case .monthEnd: return say("the last day of the month of \(first)", "\(first)所在月的最后一天")
    case .weekday: return say("the weekday (1 is Monday) of \(first)", "\(first)是星期几")
    case .days: return say("the days from \(first) to \(second)", "从\(first)到\(second)的天数")
    case .workdays: return say("the working days after \(first) up to \(second)", "\(first)之后到\(second)的工作日数")
    case .abs: return say("the size of \(first) without its sign", "\(first)的绝对值")
    case .round: return say("\(first) rounded", "\(first)四舍五入") + digits(second)
    case .floor: return say("\(first) rounded down", "\(first)向下取整") + digits(second)
    case .ceil: return say("\(first) rounded up", "\(first)向上取整") + digits(second)
    case .least: return say("the \(isDate ? "earlier" : "smaller") of \(self.list(list))", "\(self.list(list))中\(isDate ? "较早" : "较小")者")
    case .greatest: return say("the \(isDate ? "later" : "larger") of \(self.list(list))", "\(self.list(list))中\(isDate ? "较晚" : "较大")者")
    case .band:
      let bounds = self.list(Array(list.dropFirst()))
      return say("the band of \(first) (bounds \(bounds); a bound belongs to the band above it)", "\(first)的分档（界限为\(bounds)，界限值归上一档）")
    case .lower: return say("\(first) in lower case", "\(first)的小写")
    case .upper: return say("\(first) in upper case", "\(first)的大写")
    case .length: return say("the number of characters of \(first)", "\(first)的字数")
    }
  }

  private func digits(_ count: String) -> String { count.isEmpty ? "" : say(" to \(count) places", "到 \(count) 位小数") }

  // MARK: Aggregates

  enum AggregatedRows {
    case group
    case linked(ReverseLink)
    case all
  }

  /// `the sum of investment of those where …`
  func phrase(_ aggregate: Aggregate, _ rows: AggregatedRows, _ row: ExplainedRow) -> String {
    var target = row
    var once = ""
    if let link = aggregate.onceThrough, let entity = row.entity, case .link(let other) = catalog.entities[entity].fields[link].type {
      target = row.on(other)
      once = say(", each \(records(other, count: 1)) once", "，每个\(records(other))只计一次")
    }
    let noun =
      switch rows {
      case .group: records(row.entity)
      case .linked(let link): say("\(its) \(name(of: link))", "\(its)\(name(of: link))")
      case .all: say("all \(records(row.entity))", "全部\(records(row.entity))")
      }
    let isGroup = if case .group = rows { true } else { false }
    let filter = aggregate.filter.map { inline($0, row) }
    let english = isGroup ? (filter.map { " of those where \($0)" } ?? "") : " of \(noun)" + (filter.map { " where \($0)" } ?? "")
    let chinese = filter.map { "\(isGroup ? "" : noun)（\($0)）的" } ?? (isGroup ? "" : "\(noun)的")
    guard let operand = aggregate.value else {
      return say("the number of \(noun)" + (filter.map { " where \($0)" } ?? ""), filter.map { "\(noun)数（\($0)）" } ?? "\(noun)数")
    }
    if aggregate.function == .share {
      let condition = inline(operand, target)
      return say(
        "the share of \(isGroup && filter != nil ? "the \(noun) where \(filter!)" : noun + (filter.map { " where \($0)" } ?? "")) for which \(condition)",
        "\(noun)\(filter.map { "（\($0)）" } ?? "")中\(condition)的比例")
    }
    let value = phrase(operand, target)
    let isDate = operand.type.isCalendar
    switch aggregate.function {
    case .count: return say("the number of \(noun)\(filter.map { " where \($0)," } ?? "") with \(value)", "\(chinese)\(value)已填个数")
    case .sum: return say("the sum of \(value)\(once)\(english)", "\(chinese)\(value)合计\(once)")
    case .avg: return say("the average of \(value)\(once)\(english)", "\(chinese)\(value)平均\(once)")
    case .median: return say("the median of \(value)\(once)\(english)", "\(chinese)\(value)中位数\(once)")
    case .min: return say("the \(isDate ? "earliest" : "smallest") \(value)\(english)", "\(chinese)\(isDate ? "最早" : "最小")\(value)")
    case .max: return say("the \(isDate ? "latest" : "largest") \(value)\(english)", "\(chinese)\(isDate ? "最晚" : "最大")\(value)")
    case .distinct: return say("the number of different values of \(value)\(english)", "\(chinese)\(value)去重数")
    case .first: return say("\(value) of the first by key\(english)", "\(chinese)首个\(value)（按主键）")
    case .last: return say("\(value) of the last by key\(english)", "\(chinese)末个\(value)（按主键）")
    case .share: return value
    }
  }
}

extension Checked {
  /// A name, which needs no more words.
  fileprivate var isSimple: Bool {
    switch node {
    case .column, .definition, .recordKey: true
    case .follow(_, _, let inner): inner.isSimple
    default: false
    }
  }

  /// Words that would run into an operator behind them.
  fileprivate var isCompound: Bool {
    switch node {
    case .arithmetic, .chain: true
    case .aggregate(let aggregate), .linkAggregate(let aggregate, _), .entityAggregate(let aggregate, _): aggregate.filter != nil
    default: isChoosing
    }
  }

  fileprivate var isSum: Bool {
    switch node {
    case .arithmetic, .chain: true
    default: false
    }
  }

  /// One value or another, which would run into what follows.
  fileprivate var isChoosing: Bool {
    switch node {
    case .conditional, .coalesce: true
    default: false
    }
  }
}

extension DataType {
  /// Earlier and later, not smaller and larger.
  var isCalendar: Bool {
    switch self {
    case .date, .period: true
    case .text, .choice, .money, .number, .flag, .duration, .link: false
    }
  }
}

extension Arithmetic {
  var symbol: String {
    switch self {
    case .addNumbers, .addMoney, .addDays, .addMonths, .addWorkdays, .addDurations: "+"
    case .subtractNumbers, .subtractMoney, .subtractDates, .subtractDurations: "-"
    case .multiplyNumbers, .multiplyMoney, .multiplyDuration: "×"
    case .divideNumbers, .divideMoney, .ratioOfMoney, .divideDuration, .ratioOfDurations: "÷"
    }
  }
}
