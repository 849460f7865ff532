import Diagnostics
import Model
import Query
import Schema
import Syntax

extension Checking {
  /// `print "… {EXPRESSION} …"`
  func checkPrint(_ pieces: [Interpolation]) -> CheckedStatement? {
    var checked: [PrintedPiece] = []
    var isWhole = true
    for piece in pieces {
      switch piece {
      case .text(let text): checked.append(.text(text))
      case .expression(let expression):
        if let value = checkedAlone(expression) { checked.append(.value(value)) } else { isWhole = false }
      }
    }
    return isWhole ? .print(checked) : nil
  }

  /// An expression that reads no row of its own.
  func checkedAlone(_ expression: Expression) -> CheckedExpression? {
    let context = context(.none, .row(insideAggregate: false))
    guard let value = check(expression, context) else { return nil }
    let spoken = outputName(expression, value, context)
    return CheckedExpression(
      column: OutputColumn(name: spoken.name, label: spoken.label, value: value), snapshot: snapshot, today: today,
      addedChoices: addedChoices)
  }

  /// `run "weekly.lq" with district = Caidian`, `run weekly`
  func checkRun(_ target: Expression, _ arguments: [(name: Name, value: Expression)]) -> CheckedStatement? {
    var seen: Set<String> = []
    var isWhole = true
    for argument in arguments where !seen.insert(foldedName(argument.name.text)).inserted {
      report(ScriptProblem.argumentTwice(argument.name.text), at: argument.name.range)
      isWhole = false
    }
    guard isWhole else { return nil }
    return .run(
      ScriptCall(
        target: ScriptCall.path(of: target, in: source), targetRange: target.range,
        arguments: arguments.map { ScriptCall.Argument(name: $0.name, value: $0.value) }))
  }

  // MARK: expect

  func checkExpect(_ expectation: Expectation) -> CheckedStatement? {
    let written = expectation.condition
    let context = context(.none, .row(insideAggregate: false))
    guard let condition = checkCondition(written, context) else { return nil }
    return .expect(
      CheckedExpectation(
        condition: alone(condition), range: written.range, words: words(written, context), message: expectation.message,
        parts: parts(of: written).compactMap { part(of: $0, context) }))
  }

  private func alone(_ checked: Checked) -> CheckedExpression {
    CheckedExpression(
      column: OutputColumn(name: "value", value: checked), snapshot: snapshot, today: today, addedChoices: addedChoices)
  }

  /// The comparisons and quantifiers that a condition is made of.
  private func parts(of condition: Expression) -> [Expression] {
    switch condition.unwrapped.kind {
    case .and(let left, let right), .or(let left, let right): parts(of: left) + parts(of: right)
    case .not(let inner): parts(of: inner)
    default: [condition.unwrapped]
    }
  }

  private func part(of written: Expression, _ context: Context) -> CheckedExpectation.Part? {
    guard let condition = attempt({ checkCondition(written, context) }) else { return nil }
    var part = CheckedExpectation.Part(
      words: words(written, context), condition: alone(condition), values: [], records: nil, entity: nil, isOffending: false)
    if case .quantified(let quantifier, let link, let inner) = written.kind, let rows = records(link, context) {
      addRecords(of: Quantifier(rawValue: quantifier.rawValue)!, rows, inner, written, to: &part)
      return part
    }
    for operand in operands(of: written) {
      guard let value = attempt({ check(operand, context) }), !value.isConstant else { continue }
      part.values.append((words(operand, context), alone(value)))
      if part.records == nil, case .entityAggregate(let aggregate, let entity) = value.node, aggregate.function == .count {
        part.records = list(entity, where: aggregate.filter)
        part.entity = entity
      }
    }
    return part
  }

  /// What a quantifier asks about where no row is at hand: an entity, or a set.
  private func records(_ link: Expression, _ context: Context) -> (entity: Int, set: SavedSet?)? {
    guard let name = link.bareWord else { return nil }
    switch find(name.text, context) {
    case .entity(let entity)?: return (entity, nil)
    case .set(let set)?: return (set.entity, set)
    default: return nil
    }
  }

  /// `no project (C)` is broken by records with C, `every project (C)` by those without; for `any` all of them were looked at.
  private func addRecords(
    of quantifier: Quantifier, _ rows: (entity: Int, set: SavedSet?), _ condition: QuantifiedCondition, _ written: Expression,
    to part: inout CheckedExpectation.Part
  ) {
    let row = context(.record(rows.entity), .row(insideAggregate: false))
    let inner: Checked?
    switch condition {
    case .none: inner = nil
    case .parenthesized(let expression): inner = attempt { checkCondition(expression, row) }
    case .named(let expression, let isNegated):
      inner = attempt { checkPredicate(expression, row) }.map { isNegated ? negated($0, written.range) : $0 }
    }
    let member = rows.set.map { membership($0, written.range) }
    part.entity = rows.entity
    switch quantifier {
    case .no:
      part.isOffending = true
      part.records = list(rows.entity, where: conjunction([member, inner].compactMap { $0 }))
    case .every:
      part.isOffending = true
      part.records = list(rows.entity, where: conjunction([member, inner.map { negated($0, written.range) }].compactMap { $0 }))
    case .any: part.records = list(rows.entity, where: member)
    }
  }

  private func operands(of written: Expression) -> [Expression] {
    switch written.kind {
    case .comparison, .membership, .within, .between, .textTest, .presence: written.children
    default: []
    }
  }

  /// The keys of some records.
  private func list(_ entity: Int, where condition: Checked?) -> CheckedQuery {
    let field = catalog.entities[entity].keyField
    let key = Checked(.column(.field(field)), type: catalog.entities[entity].fields[field].type, range: SourceRange(0, 0))
    return CheckedQuery(
      source: .entity(entity), entity: entity, snapshot: snapshot, today: today, condition: condition,
      shape: .rows(columns: [OutputColumn(name: catalog.entities[entity].fields[field].name, value: key)]), addedChoices: addedChoices)
  }
}
