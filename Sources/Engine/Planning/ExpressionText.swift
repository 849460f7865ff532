import Results
import Diagnostics
import Query
import Schema
import Store

/// Checked expressions in the query language, as `explain plan` shows them: names of fields, values as dates and codes.
struct ExpressionText {
  let catalog: Catalog
  let library: Library
  /// The entity whose fields are read; nil over a table.
  let entity: Int?
  /// Names of the table's columns, for stages.
  var columns: [String] = []

  func text(_ expression: Checked) -> String {
    switch expression.node {
    case .constant(let value): text(value, expression.type)
    case .column(.field(let field)): name(of: field)
    case .column(.result(let column)): columns.indices.contains(column) ? columns[column] : "column \(column + 1)"
    case .recordKey: entity.map { catalog.entities[$0].singular } ?? "key"
    case .follow(let link, let target, let inner): "\(name(of: link)).\(over(target).text(inner))"
    case .compare(let comparison, let left, let right): "\(text(left)) \(comparison.rawValue) \(text(right))"
    case .isOneOf(let operand, let codes): "\(text(operand)) in (\(codes.sorted().map { self.code($0, operand) }.joined(separator: ", ")))"
    case .isIn(let operand, let values): "\(text(operand)) in (\(values.map { text($0, operand.type) }.joined(separator: ", ")))"
    case .isBetween(let operand, let low, let high): between(operand, low, high)
    case .contains(let whole, let part): "\(text(whole)) contains \(text(part))"
    case .startsWith(let whole, let part): "\(text(whole)) starts with \(text(part))"
    case .endsWith(let whole, let part): "\(text(whole)) ends with \(text(part))"
    case .matches(let whole, let pattern): "\(text(whole)) matches /\(pattern)/"
    case .isMissing(let operand): "\(text(operand)) is missing"
    case .not(let operand): "not (\(text(operand)))"
    case .and(let operands): operands.map { "(\(text($0)))" }.joined(separator: " and ")
    case .or(let operands): operands.map { "(\(text($0)))" }.joined(separator: " or ")
    case .quantified(let quantifier, let link, let inner):
      "\(quantifier.rawValue) \(catalog.entities[link.entity].singular)" + (inner.map { " (\(over(link.entity).text($0)))" } ?? "")
    case .atSnapshot(let snapshot, let inner):
      inner.isCondition ? "was (\(text(inner))) on \(day(snapshot))" : "previous(\(text(inner)), \(day(snapshot)))"
    case .existed(let snapshot): "existed on \(day(snapshot))"
    case .throughout(let quantifier, let points): throughout(quantifier, points)
    case .differs(let left, let right): "\(text(left)) differs from \(text(right))"
    case .recordDiffers(let snapshot): "changed since \(day(snapshot))"
    case .heldSince(let field): "held_since(\(name(of: field)))"
    case .negate(let operand): "-\(text(operand))"
    case .arithmetic(let arithmetic, let left, let right): "(\(text(left)) \(symbol(arithmetic)) \(text(right)))"
    case .chain(let first, let steps): "(\(text(first))" + steps.map { " \(symbol($0.operation)) \(text($0.operand))" }.joined() + ")"
    case .call(let function, let arguments): "\(function.rawValue)(\(arguments.map(text).joined(separator: ", ")))"
    case .conditional(let condition, let then, let otherwise): "if \(text(condition)) then \(text(then)) else \(text(otherwise))"
    case .coalesce(let operands): operands.map(text).joined(separator: " ?? ")
    case .aggregate(let aggregate): text(aggregate, of: nil)
    case .linkAggregate(let aggregate, let link): over(link.entity).text(aggregate, of: catalog.entities[link.entity].plural)
    case .entityAggregate(let aggregate, let entity): over(entity).text(aggregate, of: catalog.entities[entity].plural)
    case .part(let operand): "part(\(text(operand)))"
    case .definition(let name, _): name
    case .shared(let shared): shared.name
    }
  }

  private func day(_ snapshot: Int) -> String {
    library.snapshots.indices.contains(snapshot) ? library.snapshots[snapshot].description : "snapshot \(snapshot)"
  }

  /// As it reads at the last of the snapshots; dates in it may be others at those before.
  private func throughout(_ quantifier: TimeQuantifier, _ points: [AtSnapshot]) -> String {
    guard let first = points.first, let last = points.last else { return "\(quantifier.rawValue) of no snapshot" }
    return "\(quantifier.rawValue) (\(text(last.condition))) from \(day(first.snapshot)) to \(day(last.snapshot))"
  }

  private func over(_ entity: Int?) -> ExpressionText { ExpressionText(catalog: catalog, library: library, entity: entity) }

  private func name(of field: Int) -> String {
    guard let entity else { return columns.indices.contains(field) ? columns[field] : "column \(field + 1)" }
    return library.tables[entity].columns[field].name
  }

  /// The records that the value of an aggregate is read on: with `onceThrough`, those that the link leads to.
  private func target(of aggregate: Aggregate) -> Int? {
    guard let link = aggregate.onceThrough, let entity, case .link(let target) = library.tables[entity].columns[link].type else {
      return entity
    }
    return target
  }

  private func text(_ aggregate: Aggregate, of plural: String?) -> String {
    let value = aggregate.value.map { aggregate.onceThrough == nil ? text($0) : over(target(of: aggregate)).text($0) }
    let filter = aggregate.filter.map { " where \(text($0))" } ?? ""
    switch (value, plural) {
    case (nil, let plural): return "\(aggregate.function.rawValue)(\(plural ?? "")\(filter))"
    case (let value?, nil): return "\(aggregate.function.rawValue)(\(value)\(filter))"
    case (let value?, let plural?): return "\(aggregate.function.rawValue)(\(plural).\(value)\(filter))"
    }
  }

  private func between(_ operand: Checked, _ low: Value?, _ high: Value?) -> String {
    switch (low, high) {
    case (let low?, let high?): "\(text(operand)) between \(text(low, operand.type)) and \(text(high, operand.type))"
    case (let low?, nil): "\(text(operand)) >= \(text(low, operand.type))"
    case (nil, let high?): "\(text(operand)) <= \(text(high, operand.type))"
    case (nil, nil): "\(text(operand)) is known"
    }
  }

  private func code(_ code: Int, _ operand: Checked) -> String {
    if case .column(.field(let field)) = operand.node, let entity, let names = library.tables[entity].columns[field].names,
      (0..<names.count).contains(code)
    {
      return names.code(code)
    }
    switch operand.type {
    case .choice(let choice) where catalog.choices.indices.contains(choice) && catalog.choices[choice].values.indices.contains(code):
      return catalog.choices[choice].values[code].code
    case .link(let entity) where code < library.tables[entity].keyCount: return library.tables[entity].keys.code(code)
    default: return String(code)
    }
  }

  private func text(_ value: Value, _ type: DataType) -> String {
    switch value {
    case .missing: return "missing"
    case .text(let text): return "\"\(text)\""
    case .choice(let code), .link(let code): return self.code(code, Checked(.recordKey, type: type, range: SourceRange(0, 0)))
    case .date(let day): return day.description
    case .period(let period): return period.description
    case .money(let money):
      if case .money(let unit) = type { return "\(money.decimal(in: unit))\(unit.name)" }
      return "\(money.decimal(in: .yuan))元"
    case .number(let number): return number.description
    case .flag(let flag): return flag ? "true" : "false"
    case .duration(let count, let kind):
      switch kind {
      case .days: return "\(count)d"
      case .months: return "\(count)mo"
      case .workdays: return "\(count)wd"
      }
    }
  }

  private func symbol(_ arithmetic: Arithmetic) -> String {
    switch arithmetic {
    case .addNumbers, .addMoney, .addDays, .addMonths, .addWorkdays, .addDurations: "+"
    case .subtractNumbers, .subtractMoney, .subtractDates, .subtractDurations: "-"
    case .multiplyNumbers, .multiplyMoney, .multiplyDuration: "*"
    case .divideNumbers, .divideMoney, .ratioOfMoney, .divideDuration, .ratioOfDurations: "/"
    }
  }
}
