import Diagnostics
import Schema
import Syntax

extension ModelDefinition {
  /// Its body is a constant such as `2 / 3`, good for rows and groups alike.
  var isWithoutRows: Bool { body.isWithoutNames }
}

extension Checking {
  /// The value of a definition on the record of `context`, or over its rows if that is a measure; arguments are read where the call stands.
  func checkDefinition(
    _ index: Int, arguments: [Expression], _ range: SourceRange, on context: Context, from caller: Context
  ) -> Checked? {
    let definition = model.definitions[index]
    if caller.openDefinitions.contains(index) {
      let names = caller.openDefinitions.drop { $0 != index }.map { model.definitions[$0].name } + [definition.name]
      report(.definitionCycle(names), at: range, in: caller)
      return nil
    }
    guard arguments.count == definition.parameters.count else {
      report(.argumentCount(definition.name, wanted: definition.parameters, found: arguments.count), at: range, in: caller)
      return nil
    }
    guard checkUse(of: index, range, context) else { return nil }
    var body = context
    body.row = .record(definition.entity)
    body.source = definition.source
    body.callSite = caller.place(range)
    body.parameters = definition.scriptParameters
    body.openDefinitions = caller.openDefinitions + [index]
    body.arguments = Dictionary(
      zip(definition.parameters.map { foldedName($0) }, arguments.map { Argument($0, caller, snapshot: snapshot, today: today) }),
      uniquingKeysWith: { first, _ in first })
    let opposite = definition.type.map { Opposite(type: $0, column: nil, name: definition.name) }
    guard var value = check(definition.body, body, opposite: opposite) else { return nil }
    if let type = definition.type, type != value.type {
      guard common(Checked(.recordKey, type: type, range: value.range), value) != nil else {
        report(.definitionType(describe(type), found: describe(value.type)), at: definition.body.range, in: body)
        return nil
      }
      value = retyped(value, type)
    }
    return Checked(.definition(definition.name, value), type: value.type, range: caller.place(range))
  }

  /// A measure cannot stand in a row, nor a value of a row in a group.
  private func checkUse(of index: Int, _ range: SourceRange, _ context: Context) -> Bool {
    let definition = model.definitions[index]
    switch context.mode {
    case .row(let insideAggregate):
      guard isMeasure(index) else { return true }
      report(insideAggregate ? .nestedAggregate(definition.name) : .measureInRow(definition.name), at: range, in: context)
      return false
    case .measure:
      guard !isMeasure(index), readsRow(index) else { return true }
      report(.notAMeasure(definition.name), at: range, in: context)
      return false
    }
  }

  /// Whether the definition aggregates the rows it stands on: `share(landed)`, or an expression of such.
  func isMeasure(_ index: Int) -> Bool { uses(index, open: []) { self.isOwnAggregate($0, entity: $1) } }

  /// Whether it reads a field or link of the row outside any aggregate.
  private func readsRow(_ index: Int) -> Bool {
    uses(index, open: []) { expression, entity in
      guard case .path(let names) = expression.kind else { return false }
      switch self.scope(entity).lookup(names[0].text) {
      case .field?, .link?: return true
      case .reverse?, .definition?, .result?, .parameter?, nil: return false
      }
    }
  }

  private func uses(_ index: Int, open: Set<Int>, _ test: (Expression, Int) -> Bool) -> Bool {
    guard !open.contains(index) else { return false }
    let definition = model.definitions[index]
    return uses(definition.body, entity: definition.entity, open: open.union([index]), test)
  }

  /// Looks through an expression and the definitions it names on its own row; what stands inside an aggregate is another row's.
  private func uses(_ expression: Expression, entity: Int, open: Set<Int>, _ test: (Expression, Int) -> Bool) -> Bool {
    if test(expression, entity) { return true }
    switch expression.kind {
    case .path(let names) where names.count == 1:
      if case .definition(let index)? = scope(entity).lookup(names[0].text) { return uses(index, open: open, test) }
      return false
    case .call(let call) where call.function.count == 1:
      if isAggregateCall(call) { return false }
      if case .definition(let index)? = scope(entity).lookup(call.function[0].text), uses(index, open: open, test) { return true }
      return call.arguments.contains { uses($0, entity: entity, open: open, test) }
    case .quantified: return false
    default: return expression.children.contains { uses($0, entity: entity, open: open, test) }
    }
  }

  /// An aggregate whose rows are those at hand: not over a link, nor over a whole entity.
  private func isOwnAggregate(_ expression: Expression, entity: Int) -> Bool {
    if case .path(let names) = expression.kind, names.count == 1 {
      return aggregateFunction(names[0].text) == .count && scope(entity).lookup(names[0].text) == nil
    }
    guard case .call(let call) = expression.kind, isAggregateCall(call) else { return false }
    guard let argument = call.arguments.first, case .path(let names) = argument.unwrapped.kind else { return true }
    var here = entity
    for (place, name) in names.enumerated() {
      switch scope(here).lookup(name.text) {
      case .link(_, let target)?: here = target
      case .reverse?: return false
      case nil: return !(place == 0 && (foldedName(name.text) == "all" || model.entity(named: name.text) != nil))
      case .field?, .definition?, .result?, .parameter?: return true
      }
    }
    return true
  }
}
