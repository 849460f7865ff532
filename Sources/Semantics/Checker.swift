public import Diagnostics
public import Syntax
import Schema

/// Binds every name of a statement, finds every type and resolves every date: from tree to checked statement.
///
/// A value: make one for a world and check as many statements as you like.
public struct Checker: Sendable {
  public let world: World

  public init(world: World) { self.world = world }

  /// - Parameter source: the text that the statement's ranges point into.
  /// - Returns: the checked statement, or nil when there were errors; all that was found wrong, and warnings.
  public func check(_ statement: Statement, in source: Source) -> (CheckedStatement?, [Diagnostic]) {
    let checking = Checking(world: world, source: source)
    let checked = checking.checkStatement(statement)
    let hasErrors = checking.diagnostics.contains { $0.severity == .error }
    return (hasErrors ? nil : checked, checking.sortedDiagnostics)
  }

  /// Everything wrong with the bodies of the model's definitions, but for those with parameters, which are read with their arguments.
  public func checkDefinitions() -> [ModelBuilder.Finding] {
    world.model.definitions.indices.flatMap { index in
      let definition = world.model.definitions[index]
      let checking = Checking(world: world, source: definition.source)
      checking.checkBody(ofDefinition: index)
      return checking.sortedDiagnostics.map { ModelBuilder.Finding(source: definition.source, diagnostic: $0) }
    }
  }
}

extension Checking {
  func checkStatement(_ statement: Statement) -> CheckedStatement? {
    let range = statement.range
    switch statement.kind {
    case .query(let query): return checkQuery(query).map { .query($0.query, $0.destination) }
    case .continuation(let stages): return checkStages(stages, on: world.lastResult, range).map { .query($0.query, $0.destination) }
    case .expression(let expression): return checkAlone(expression)
    case .entity, .field, .choice, .names, .calendar, .define: return checkDeclaration(statement)
    case .describe(let name): return checkDescribe(name)
    case .help(let topic): return .help(topic)
    case .explain(let kind, let inner): return checkExplain(kind, inner, range)
    case .show: return later("show", range)
    case .param: return later("param", range)
    case .letting: return later("let", range)
    case .print: return later("print", range)
    case .expect: return later("expect", range)
    case .run: return later("run", range)
    case .unreadable: return nil
    }
  }

  private func later(_ form: String, _ range: SourceRange) -> CheckedStatement? {
    report(.notAvailable(form), at: firstWord(of: range))
    return nil
  }

  /// `2018-09-30 + 5wd`; `_` alone is the last result again.
  private func checkAlone(_ expression: Expression) -> CheckedStatement? {
    if case .lastResult = expression.kind {
      return checkStages([], on: world.lastResult, expression.range).map { .query($0.query, $0.destination) }
    }
    let context = context(.none, .row(insideAggregate: false))
    guard let value = check(expression, context) else { return nil }
    let spoken = outputName(expression, value, context)
    return .expression(
      CheckedExpression(
        column: OutputColumn(name: spoken.name, label: spoken.label, value: value), snapshot: snapshot, today: today,
        addedChoices: addedChoices))
  }

  private func checkDeclaration(_ statement: Statement) -> CheckedStatement? {
    var builder = ModelBuilder(base: model)
    builder.add(Script(statements: [statement]), source: source)
    let (model, findings) = builder.build()
    let found = findings.map(\.diagnostic)
    diagnostics += found
    guard !found.contains(where: { $0.severity == .error }) else { return nil }
    if case .define(let definition) = statement.kind { checkNewDefinition(definition, model) }
    return .model(model)
  }

  /// A definition is tried on its entity at once, so that what is wrong in it is shown where it stands.
  private func checkNewDefinition(_ declared: Definition, _ model: Model) {
    let (name, entity) = (foldedName(declared.name.text), model.entity(named: declared.entity.text))
    guard let index = model.definitions.lastIndex(where: { foldedName($0.name) == name && $0.entity == entity }) else { return }
    var world = world
    world.model = model
    let trial = Checking(world: world, source: source)
    trial.checkBody(ofDefinition: index)
    diagnostics += trial.diagnostics
  }

  /// A definition without parameters can be judged without a call.
  func checkBody(ofDefinition index: Int) {
    let definition = model.definitions[index]
    guard definition.parameters.isEmpty else { return }
    early = .silence
    let mode: Context.Mode = isMeasure(index) ? .measure(.group, filter: nil) : .row(insideAggregate: false)
    var context = context(.record(definition.entity), mode)
    context.source = definition.source
    let opposite = definition.type.map { Opposite(type: $0, column: nil, name: definition.name) }
    guard let value = check(definition.body, context, opposite: opposite), let type = definition.type else { return }
    if common(Checked(.recordKey, type: type, range: value.range), value) == nil {
      report(.definitionType(describe(type), found: describe(value.type)), at: definition.body.range)
    }
  }

  private func checkExplain(_ kind: ExplainKind, _ inner: Statement, _ range: SourceRange) -> CheckedStatement? {
    switch kind {
    case .tokens: return .explainTokens(inner.range)
    case .tree: return .explainTree(inner)
    case .words: return checkInWords(inner).map { .explain($0) }
    case .sql(let name):
      let dialect = name.map(foldedName) ?? Destination.dialects[0]
      guard Destination.dialects.contains(dialect) else {
        report(.unknownDialect(name ?? "", nearest: Nearness.nearest(to: name ?? "", among: Destination.dialects)), at: range)
        return nil
      }
      return checkExplained(inner, range, otherwise: .sqlOfQuery).map { .explainSQL($0, dialect: dialect) }
    case .plan: return checkExplained(inner, range, otherwise: .planOfQuery).map { .explainPlan($0) }
    }
  }

  private func checkExplained(_ inner: Statement, _ range: SourceRange, otherwise problem: QueryProblem) -> CheckedQuery? {
    switch inner.kind {
    case .query(let query): return checkQuery(query)?.query
    case .continuation(let stages): return checkStages(stages, on: world.lastResult, range)?.query
    default:
      report(problem, at: inner.range)
      return nil
    }
  }

  /// What `explain` can say in words: queries and values.
  private func checkInWords(_ inner: Statement) -> Explained? {
    switch inner.kind {
    case .query(let query):
      return checkQuery(query).map { Explained(.query($0.query, $0.destination), readings: readings) }
    case .continuation(let stages):
      return checkStages(stages, on: world.lastResult, inner.range).map { Explained(.query($0.query, $0.destination), readings: readings) }
    case .expression:
      switch checkStatement(inner) {
      case .expression(let expression)?: return Explained(.expression(expression), readings: readings)
      case .query(let query, let destination)?: return Explained(.query(query, destination), readings: readings)
      default: return nil
      }
    default:
      report(.wordsOfQuery, at: inner.range)
      return nil
    }
  }

  /// In the order of the text, each message once a place.
  var sortedDiagnostics: [Diagnostic] {
    var seen: Set<String> = []
    return (diagnostics + warnings).enumerated().sorted { ($0.element.range.start, $0.offset) < ($1.element.range.start, $1.offset) }.map(
      \.element
    )
    .filter { seen.insert("\($0.range.start) \($0.problem.message)").inserted }
  }
}
