import Query
import Schema

/// One row, as a query's expressions see it.
enum NaiveRow {
  case record(entity: Int, NaiveLibrary.Record)
  case result([Value])
  case nothing

  var key: Int {
    if case .record(_, let record) = self { return record.key }
    return 0
  }
}

/// What an expression is evaluated on.
enum NaiveScope {
  case row(NaiveRow)
  case group([NaiveRow], whole: [NaiveRow])
}

enum NaiveProblem: Error {
  case overflow
  case cannot(String)
}

/// Evaluates checked expressions a row at a time, straight from what `CheckedQuery.swift` says. Written without a look at the engine.
struct NaiveEvaluator {
  let library: NaiveLibrary
  let snapshot: Int
  let choices: [Choice]

  func records(_ entity: Int) -> [NaiveRow] { library.tables[snapshot][entity].map { .record(entity: entity, $0) } }

  func holds(_ condition: Checked, _ scope: NaiveScope) throws -> Bool { try value(condition, scope) == .flag(true) }

  func value(_ expression: Checked, _ scope: NaiveScope) throws -> Value {
    switch expression.node {
    case .constant(let value): return value
    case .definition(_, let body): return try value(body, scope)
    case .column(let reference):
      switch (reference, scope) {
      case (.field(let field), .row(.record(_, let record))): return record.cells[field]
      case (.result(let column), .row(.result(let cells))): return cells[column]
      default: throw NaiveProblem.cannot("column")
      }
    case .recordKey:
      guard case .row(.record(_, let record)) = scope else { throw NaiveProblem.cannot("key") }
      return .link(record.key)
    case .follow(let link, let target, let inner):
      if case .row(.result(let cells)) = scope {
        // The record of a line, as it was when it was last seen.
        guard case .link(let key) = cells[link],
          let record = (0...snapshot).reversed().lazy.compactMap({ library.tables[$0][target].first { $0.key == key } }).first
        else { return isCondition(inner) ? .flag(false) : .missing }
        return try value(inner, .row(.record(entity: target, record)))
      }
      guard case .row(.record(_, let record)) = scope else { throw NaiveProblem.cannot("link") }
      let absent: Value = isCondition(inner) ? .flag(false) : .missing
      guard case .link(let key) = record.cells[link] else { return absent }
      guard let row = records(target).first(where: { $0.key == key }) else { return absent }
      return try value(inner, .row(row))
    case .compare(let comparison, let left, let right):
      return .flag(compare(comparison, try value(left, scope), try value(right, scope), left.type))
    case .isOneOf(let operand, let codes):
      switch try value(operand, scope) {
      case .choice(let code), .link(let code): return .flag(codes.contains(code))
      default: return .flag(false)
      }
    case .isIn(let operand, let values):
      let value = try value(operand, scope)
      return .flag(values.contains { compare(.equal, value, $0, operand.type) })
    case .isBetween(let operand, let low, let high):
      let value = try value(operand, scope)
      if value == .missing { return .flag(false) }
      if let low, !compare(.lessOrEqual, low, value, operand.type) { return .flag(false) }
      if let high, !compare(.lessOrEqual, value, high, operand.type) { return .flag(false) }
      return .flag(true)
    case .contains(let whole, let part):
      return try textTest(whole, part, scope) { whole, part in
        part.isEmpty || whole.indices.contains { whole[$0...].starts(with: part) }
      }
    case .startsWith(let whole, let part): return try textTest(whole, part, scope) { $0.starts(with: $1) }
    case .endsWith(let whole, let part): return try textTest(whole, part, scope) { $0.reversed().starts(with: $1.reversed()) }
    case .matches(let whole, let pattern):
      guard case .text(let text) = try value(whole, scope) else { return .flag(false) }
      return .flag(try text.firstMatch(of: Regex(pattern)) != nil)
    case .isMissing(let operand): return .flag(try value(operand, scope) == .missing)
    case .not(let operand): return .flag(try !holds(operand, scope))
    case .and(let operands): return .flag(try operands.allSatisfy { try holds($0, scope) })
    case .or(let operands): return .flag(try operands.contains { try holds($0, scope) })
    case .quantified(let quantifier, let link, let inner):
      guard case .row(let row) = scope else { throw NaiveProblem.cannot("quantifier") }
      let linked = linkedRecords(link, [row])
      let holding = try linked.filter { row in try inner.map { try holds($0, .row(row)) } ?? true }
      return switch quantifier {
      case .any: .flag(!holding.isEmpty)
      case .no: .flag(holding.isEmpty)
      case .every: .flag(!linked.isEmpty && holding.count == linked.count)
      }
    case .atSnapshot(let snapshot, let inner):
      return try valueThen(inner, at: snapshot, scope, absent: isCondition(inner) ? .flag(false) : .missing)
    case .existed(let snapshot): return .flag(try existed(at: snapshot, scope))
    case .throughout(let quantifier, let points): return .flag(try throughout(quantifier, points, scope))
    case .differs(let left, let right): return .flag(try value(left, scope) != value(right, scope))
    case .recordDiffers(let snapshot): return .flag(try recordDiffers(from: snapshot, scope))
    case .heldSince(let field): return try heldSince(field, scope)
    case .negate(let operand):
      return switch try value(operand, scope) {
      case .number(let number): .number(-number)
      case .duration(let number, let kind): .duration(-number, kind)
      case .money(let money): .money(Money(rawValue: -money.rawValue))
      default: .missing
      }
    case .arithmetic(let arithmetic, let left, let right):
      return try self.arithmetic(arithmetic, try value(left, scope), try value(right, scope), expression.type)
    case .chain(let first, let steps):
      var value = try value(first, scope)
      for step in steps {
        let operand = try self.value(step.operand, scope)
        value = try arithmetic(step.operation, step.isTurnedRound ? operand : value, step.isTurnedRound ? value : operand, step.type)
      }
      return value
    case .shared(let shared): return try value(shared.body, scope)
    case .call(let function, let arguments):
      return try call(function, try arguments.map { try value($0, scope) }, arguments, expression.type)
    case .conditional(let condition, let then, let otherwise): return try value(holds(condition, scope) ? then : otherwise, scope)
    case .coalesce(let operands):
      for operand in operands {
        let value = try value(operand, scope)
        if value != .missing { return value }
      }
      return .missing
    case .aggregate(let aggregate):
      guard case .group(let rows, _) = scope else { throw NaiveProblem.cannot("aggregate") }
      return try self.aggregate(aggregate, rows, expression.type)
    case .linkAggregate(let aggregate, let link):
      switch scope {
      case .row(let row): return try self.aggregate(aggregate, linkedRecords(link, [row]), expression.type)
      case .group(let rows, _): return try self.aggregate(aggregate, linkedRecords(link, rows), expression.type)
      }
    case .entityAggregate(let aggregate, let entity): return try self.aggregate(aggregate, records(entity), expression.type)
    case .part(let operand):
      guard case .group(_, let whole) = scope else { throw NaiveProblem.cannot("part") }
      let (own, all) = (try value(operand, scope), try value(operand, .group(whole, whole: whole)))
      return try arithmetic(.ratioOfMoney, own, all, .number)
    }
  }

  /// The records whose link points at one of the rows, each once, in key order.
  private func linkedRecords(_ link: ReverseLink, _ rows: [NaiveRow]) -> [NaiveRow] {
    let keys = Set(rows.map(\.key))
    return records(link.entity).filter { row in
      guard case .record(_, let record) = row, case .link(let key) = record.cells[link.field] else { return false }
      return keys.contains(key)
    }
  }

  private func isCondition(_ expression: Checked) -> Bool {
    switch expression.node {
    case .compare, .isOneOf, .isIn, .isBetween, .contains, .startsWith, .endsWith, .matches, .isMissing, .not, .and, .or, .quantified,
      .existed, .throughout, .differs, .recordDiffers:
      return true
    case .constant(.flag): return true
    case .definition(_, let body), .follow(_, _, let body), .atSnapshot(_, let body): return isCondition(body)
    case .shared(let shared): return shared.isCondition
    default: return false
    }
  }

  private func textTest(_ whole: Checked, _ part: Checked, _ scope: NaiveScope, _ test: ([Unicode.Scalar], [Unicode.Scalar]) -> Bool) throws
    -> Value
  {
    guard case .text(let whole) = try value(whole, scope), case .text(let part) = try value(part, scope) else { return .flag(false) }
    return .flag(test(Array(whole.unicodeScalars), Array(part.unicodeScalars)))
  }

  func plain(_ value: Value) -> Decimal? {
    switch value {
    case .number(let number), .duration(let number, _): number
    case .money(let money): Decimal(money.rawValue)
    default: nil
    }
  }

  /// -1, 0, 1; nil when a side is missing.
  func order(_ left: Value, _ right: Value) -> Int? {
    func sign<T: Comparable>(_ left: T, _ right: T) -> Int { left < right ? -1 : left == right ? 0 : 1 }
    switch (left, right) {
    case (.text(let left), .text(let right)):
      let (left, right) = (Array(left.unicodeScalars), Array(right.unicodeScalars))
      return left.elementsEqual(right) ? 0 : left.lexicographicallyPrecedes(right) ? -1 : 1
    case (.choice(let left), .choice(let right)), (.link(let left), .link(let right)): return sign(left, right)
    case (.date(let left), .date(let right)): return sign(left, right)
    case (.period(let left), .period(let right)): return sign(left.first, right.first)
    case (.money(let left), .money(let right)): return sign(left, right)
    case (.number(let left), .number(let right)), (.duration(let left, _), .duration(let right, _)): return sign(left, right)
    case (.flag(let left), .flag(let right)): return sign(left ? 1 : 0, right ? 1 : 0)
    default: return nil
    }
  }

  /// Whether a value can be the least or the greatest: of a choice that has an order, only the values in it.
  func isOrdered(_ value: Value, _ type: DataType) -> Bool {
    guard case .choice(let code) = value, case .choice(let choice) = type, choices[choice].orderedCount > 0 else {
      return value != .missing
    }
    return code < choices[choice].orderedCount
  }

  private func compare(_ comparison: ComparisonOperator, _ left: Value, _ right: Value, _ type: DataType) -> Bool {
    if comparison == .notEqual { return !compare(.equal, left, right, type) }
    guard let order = order(left, right) else { return false }
    if comparison == .equal { return order == 0 }
    if case .choice(let choice) = type, case .choice(let left) = left, case .choice(let right) = right,
      max(left, right) >= choices[choice].orderedCount
    {
      return false
    }
    return switch comparison {
    case .less: order < 0
    case .lessOrEqual: order <= 0
    case .greater: order > 0
    case .greaterOrEqual: order >= 0
    case .equal, .notEqual: order == 0
    }
  }
}
