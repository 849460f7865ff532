public import Diagnostics
public import Model
import Query
import Schema
public import Syntax

/// Binds every name of a statement, finds every type and resolves every date: from tree to checked statement.
///
/// A value: make one for a world and check as many statements as you like.
public struct Checker: Sendable {
  public let world: World
  /// So many mistakes of a statement are told with what might have been meant, which takes long to find.
  public let details: Int

  /// - Parameter details: how many mistakes are told with what might have been meant; 0 where none will be shown.
  public init(world: World, details: Int = DiagnosticTally.detailLimit) {
    self.world = world
    self.details = details
  }

  /// - Parameter source: the text that the statement's ranges point into.
  /// - Returns: the checked statement, or nil when there were errors; all that was found wrong, and warnings.
  public func check(_ statement: Statement, in source: Source) -> (CheckedStatement?, [Diagnostic]) {
    let checking = Checking(world: world, source: source, details: details)
    let checked = checking.checkStatement(statement)
    if checking.isCancelled { return (nil, []) }
    let hasErrors = checking.diagnostics.contains { $0.severity == .error }
    return (hasErrors ? nil : checked, checking.sortedDiagnostics)
  }

  /// Declarations that stand together: they may name each other in any order.
  /// - Returns: the model with those that are sound, and everything wrong with the others.
  public func check(declarations: [Statement], in source: Source) -> (Model, [Diagnostic]) {
    let checking = Checking(world: world, source: source, details: details)
    let model = checking.checkDeclarations(declarations)
    return checking.isCancelled ? (world.model, []) : (model, checking.sortedDiagnostics)
  }

  /// The value that a text from outside (`--param`, an answer at the terminal) gives a parameter. The ranges are those of `source`.
  public func value(of source: Source, for declaration: ParameterDeclaration) -> (ScriptParameter?, [Diagnostic]) {
    if let problem = source.encodingProblem { return (nil, [problem]) }
    let checking = Checking(world: world, source: source, details: details)
    let value = checking.checkParameterText(source.normalText(source.range), for: declaration)
    return (checking.diagnostics.isEmpty ? value : nil, checking.sortedDiagnostics)
  }

  /// The value of an argument of `run … with`, read in the world of the script that gives it.
  public func value(of argument: ScriptCall.Argument, in source: Source, for declaration: ParameterDeclaration) -> (
    ScriptParameter?, [Diagnostic]
  ) {
    let checking = Checking(world: world, source: source, details: details)
    let value = checking.checkParameterValue(argument.value, for: declaration)
    return (checking.diagnostics.isEmpty ? value : nil, checking.sortedDiagnostics)
  }

  /// Everything wrong with the bodies of the model's definitions, but for those with parameters, which are read with their arguments.
  public func checkDefinitions() -> [ModelBuilder.Finding] {
    let memo = DefinitionMemo()
    var details = details
    return world.model.definitions.indices.flatMap { index in
      let definition = world.model.definitions[index]
      let checking = Checking(world: world, source: definition.source, memo: memo, details: details)
      checking.checkBody(ofDefinition: index)
      details = checking.details
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
    case .entity, .field, .choice, .names, .calendar, .define:
      let model = checkDeclarations([statement])
      return diagnostics.contains { $0.severity == .error } ? nil : .model(model)
    case .describe(let name): return checkDescribe(name)
    case .help(let topic): return .help(topic)
    case .explain(let kind, let inner): return checkExplain(kind, inner, range)
    case .show(let entity, let id, let clauses): return checkShow(entity, id, clauses, range)
    case .param(let declared): return checkParam(declared)
    case .letting(let name, let query): return checkLetting(name, query)
    case .print(let pieces): return checkPrint(pieces)
    case .expect(let expectation): return checkExpect(expectation)
    case .run(let target, let arguments): return checkRun(target, arguments)
    case .unreadable: return nil
    }
  }

  /// `2018-09-30 + 5wd`; `_` alone is the last result again.
  private func checkAlone(_ expression: Expression) -> CheckedStatement? {
    if case .lastResult = expression.kind {
      return checkStages([], on: world.lastResult, expression.range).map { .query($0.query, $0.destination) }
    }
    return checkedAlone(expression).map { .expression($0) }
  }

  /// The model with some declarations, which may name each other in any order; what is wrong is left out of it.
  func checkDeclarations(_ statements: [Statement]) -> Model {
    let definitions = statements.compactMap { statement -> Definition? in
      if case .define(let definition) = statement.kind { definition } else { nil }
    }
    let kept = statements.filter { statement in
      switch statement.kind {
      case .define(let definition): return checkHidesNoSet(definition)
      // The data are read by now, or by a model that was there before this text.
      case .entity, .field, .names:
        report(ScriptProblem.belongsToModel(statement.verb), at: statement.range)
        return false
      default: return true
      }
    }
    var builder = ModelBuilder(base: model)
    builder.details = details
    builder.add(Script(statements: kept), source: source)
    var (model, findings) = builder.build()
    diagnostics += findings.map(\.diagnostic)
    guard !diagnostics.contains(where: { $0.severity == .error }) else { return model }
    let places = definitions.map { definition in
      model.entity(named: definition.entity.text).flatMap { model.definition(named: definition.name.text, on: $0) }
    }
    for (definition, place) in zip(definitions, places) where definition.body.readsParameters {
      // Definitions bind: `$least` in one is what it was when the definition was made.
      if let place { model.bind(world.parameters, to: place) }
    }
    checkNewDefinitions(places.compactMap { $0 }, model)
    return model
  }

  private func checkHidesNoSet(_ declared: Definition) -> Bool {
    guard let set = set(named: declared.name.text) else { return true }
    report(ScriptProblem.hides(declared.name.text, hidden: Bilingual("the set `\(set.name)`", "集合 `\(set.name)`")), at: declared.name.range)
    return false
  }

  /// Definitions are tried on their entities at once, so that what is wrong in them is shown where it stands.
  private func checkNewDefinitions(_ places: [Int], _ model: Model) {
    var world = world
    world.model = model
    let memo = DefinitionMemo()
    for place in places {
      guard poll() else { return }
      let trial = Checking(world: world, source: source, memo: memo, details: details)
      trial.checkBody(ofDefinition: place)
      details = trial.details
      diagnostics += trial.diagnostics
      if trial.isCancelled { cancel() }
    }
  }

  /// A definition without parameters can be judged without a call; of others the patterns can.
  func checkBody(ofDefinition index: Int) {
    let definition = model.definitions[index]
    early = .silence
    let mode: Context.Mode = isMeasure(index) ? .measure(.group, filter: nil) : .row(insideAggregate: false)
    var context = context(.record(definition.entity), mode)
    context.source = definition.source
    context.parameters = definition.scriptParameters
    guard definition.parameters.isEmpty else { return checkPatterns(in: definition.body, context) }
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
    case .words: return checkInWords(inner)
    case .sql(let name):
      guard let dialect = name.map({ Dialect(rawValue: foldedName($0)) }) ?? .standard else {
        report(.unknownDialect(name ?? "", nearest: Nearness.nearest(to: name ?? "", among: Dialect.names)), at: range)
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

  /// What `explain` can say in words: whatever asks something, and what scripts are made of.
  private func checkInWords(_ inner: Statement) -> CheckedStatement? {
    switch inner.kind {
    case .query, .continuation, .expression, .show, .letting, .expect, .param, .print, .run: break
    case .entity, .field, .choice, .names, .calendar, .define, .describe, .help, .explain, .unreadable:
      report(.wordsOfQuery, at: inner.range)
      return nil
    }
    guard let checked = checkStatement(inner) else { return nil }
    return checked.explained.map { .explain(Explained($0, readings: readings)) } ?? checked
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

extension CheckedStatement {
  /// What there is to say about it in words; nil for what `describe` and `help` tell.
  fileprivate var explained: Explained.Subject? {
    switch self {
    case .query(let query, let destination): .query(query, destination)
    case .expression(let expression): .expression(expression)
    case .show(let show, let destination): .show(show, destination)
    case .letting(let name, let query): .letting(name: name, query)
    case .expect(let expectation): .expect(expectation)
    case .param(let declaration): .param(declaration)
    case .print(let pieces): .print(pieces)
    case .run(let call): .run(call)
    case .model, .describe, .describeModel, .describeSnapshots, .help, .explainTokens, .explainTree, .explain, .explainPlan, .explainSQL:
      nil
    }
  }
}

extension Statement {
  /// The word that a declaration of data begins with.
  fileprivate var verb: String {
    switch kind {
    case .entity: "entity"
    case .field: "field"
    default: "names"
    }
  }
}
