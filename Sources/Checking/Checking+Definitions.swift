import Diagnostics
import Model
import Query
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
    guard checkDefinitionCount(1, definition, range, caller), checkUse(of: index, range, context) else { return nil }
    let arguments = zip(definition.parameters, arguments).map { Argument($1, caller, snapshot: snapshot, today: today) }
    let key = key(index, arguments, context)
    let place = caller.place(range)
    if let known = memo.body(key, at: readAt, isTrial: isTrying) {
      repeatFindings(of: known, at: place)
      guard checkDefinitionCount(known.definitions, definition, range, caller) else { return nil }
      guard known.height + level <= Self.levelLimit else {
        reportDepth(range, caller)
        return nil
      }
      reach = max(reach, level + known.height)
      return known.value.map { checked($0, definition.name, place) }
    }
    let body = checkBody(index, arguments, range, on: context, from: caller)
    if !isCancelled { memo.keep(body, as: key) }
    return body.value.map { checked($0, definition.name, place) }
  }

  /// Definitions that name each other one behind the other.
  static let definitionLimit = 100

  /// Whether as many more may be named one by the other.
  private func checkDefinitionCount(_ count: Int, _ definition: ModelDefinition, _ range: SourceRange, _ caller: Context) -> Bool {
    let reached = caller.openDefinitions.count + count
    guard reached <= Self.definitionLimit else {
      report(.tooManyDefinitions(definition.name, limit: Self.definitionLimit), at: range, in: caller)
      return false
    }
    definitionReach = max(definitionReach, reached)
    return true
  }

  private func checked(_ body: Checked, _ name: String, _ place: SourceRange) -> Checked {
    if case .shared = body.node { return Checked(body.node, type: body.type, range: place) }
    return Checked(.definition(name, body), type: body.type, range: place)
  }

  private var readAt: DefinitionMemo.ReadAt { DefinitionMemo.ReadAt(moment: moment, namingDay: namingDay, early: early) }

  /// Checks a body that is not known yet, and notes what came of it.
  private func checkBody(_ index: Int, _ arguments: [Argument], _ range: SourceRange, on context: Context, from caller: Context)
    -> DefinitionMemo.Body
  {
    let definition = model.definitions[index]
    var body = context
    body.row = .record(definition.entity)
    body.source = definition.source
    body.callSite = caller.place(range)
    body.parameters = definition.scriptParameters
    body.openDefinitions = caller.openDefinitions + [index]
    body.arguments = Dictionary(
      zip(definition.parameters.map { foldedName($0) }, arguments), uniquingKeysWith: { first, _ in first })
    let (reported, warned, read) = (diagnostics.count, warnings.count, readings.count)
    let (outerReach, outerDefinitions, hits) = (reach, definitionReach, memo.hits)
    reach = level
    definitionReach = body.openDefinitions.count
    let (value, readsMoment) = readingMoment { checkBody(of: definition, body) }
    let height = reach - level
    reach = max(reach, outerReach)
    let definitions = definitionReach - caller.openDefinitions.count
    definitionReach = max(definitionReach, outerDefinitions)
    return DefinitionMemo.Body(
      readAt: readsMoment ? readAt : nil,
      value: value.map { memo.hits > hits ? shared($0, definition) : $0 }, height: height, definitions: definitions, isTrial: isTrying,
      diagnostics: Array(diagnostics[reported...].prefix(10)), warnings: Array(warnings[min(warned, warnings.count)...]),
      readings: Array(readings[min(read, readings.count)...]), arguments: arguments)
  }

  private func checkBody(of definition: ModelDefinition, _ body: Context) -> Checked? {
    let opposite = definition.type.map { Opposite(type: $0, column: nil, name: definition.name) }
    guard let value = check(definition.body, body, opposite: opposite) else { return nil }
    guard let type = definition.type, type != value.type else { return value }
    guard common(Checked(.recordKey, type: type, range: value.range), value) != nil else {
      report(.definitionType(describe(type), found: describe(value.type)), at: definition.body.range, in: body)
      return nil
    }
    return retyped(value, type)
  }

  /// What is wrong with a body is wrong wherever it is named; what was decided in it is told once.
  private func repeatFindings(of body: DefinitionMemo.Body, at place: SourceRange) {
    for var diagnostic in body.diagnostics {
      diagnostic.range = place
      if diagnostics.last?.range != place || diagnostics.last?.problem.message != diagnostic.problem.message {
        diagnostics.append(diagnostic)
      }
    }
    for warning in body.warnings where !warnings.contains(where: { $0.problem.message == warning.problem.message }) {
      var warning = warning
      warning.range = place
      warnings.append(warning)
    }
    for reading in body.readings where !readings.contains(where: { $0.isSame(as: reading) }) { readings.append(reading) }
  }

  // MARK: What a body hangs on

  private func key(_ index: Int, _ arguments: [Argument], _ context: Context) -> DefinitionMemo.Key {
    let use: DefinitionMemo.Use =
      switch context.mode {
      case .row(let insideAggregate): .row(insideAggregate: insideAggregate)
      case .measure(.group, let filter): .group(filter: filter.map(printed))
      case .measure(.link(let link), let filter): .link(link, filter: filter.map(printed))
      case .measure(.entity(let entity), let filter): .entity(entity, filter: filter.map(printed))
      }
    return DefinitionMemo.Key(
      definition: index, use: use, arguments: arguments.map(key), frame: arguments.isEmpty ? nil : context.frame)
  }

  private func key(_ argument: Argument) -> DefinitionMemo.ArgumentKey {
    var argument = argument
    // A parameter handed on is what was handed over.
    while let name = argument.expression.bareWord, let outer = argument.context.arguments[foldedName(name.text)],
      outer.snapshot == argument.snapshot, outer.today == argument.today
    {
      argument = outer
    }
    let isLiteral = argument.expression.isWithoutNames
    let outer = isLiteral ? [] : argument.context.arguments.values.map { ObjectIdentifier($0) }.sorted { $0.hashValue < $1.hashValue }
    return DefinitionMemo.ArgumentKey(
      words: argument.context.source.text(argument.expression.range), frame: isLiteral ? nil : argument.context.frame,
      isMeasure: argument.context.isMeasure, outer: outer, moment: Moment(snapshot: argument.snapshot, today: argument.today))
  }

  // MARK: Bodies that are used many times

  /// Nodes beyond which a body is not written out wherever it stands.
  private static let sharedSize = 1000

  private func shared(_ value: Checked, _ definition: ModelDefinition) -> Checked {
    var size = 0
    guard value.reaches(Self.sharedSize, &size) else { return value }
    let text = CheckedPrinter(catalog: catalog, addedChoices: addedChoices).text(of: value, on: definition.entity)
    let body = SharedBody(
      name: definition.name, body: value, spelling: "\(definition.name){#\(text.fingerprint)}",
      unit: unit(of: value, entity: definition.entity),
      isRatio: isRatio(value), onceThrough: onceThrough(value, definition))
    return Checked(.shared(body), type: value.type, range: value.range)
  }

  private func onceThrough(_ value: Checked, _ definition: ModelDefinition) -> (link: Int, target: Int, inner: Checked)? {
    guard let hoisted = hoisted(value) else { return nil }
    let inner = shared(hoisted.inner, definition)
    return (hoisted.link, hoisted.target, inner)
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
  func isMeasure(_ index: Int) -> Bool { reads(of: index).aggregates }

  /// Whether it reads a field or link of the row outside any aggregate.
  private func readsRow(_ index: Int) -> Bool { reads(of: index).fields }

  private func reads(of index: Int) -> DefinitionMemo.Reads {
    var search = ReadsSearch()
    return reads(of: index, &search)
  }

  /// Definitions and expressions being looked through; where that went too deep, what was found is not the whole.
  private struct ReadsSearch {
    /// The text of the definition at hand
    var source = Source(name: "", bytes: [])
    var open: Set<Int> = []
    var level = 0
    var isCut = false
  }

  private func reads(of index: Int, _ search: inout ReadsSearch) -> DefinitionMemo.Reads {
    if let known = memo.reads[index] { return known }
    guard search.level < Self.levelLimit, search.open.insert(index).inserted else {
      search.isCut = true
      return DefinitionMemo.Reads(aggregates: false, fields: false)
    }
    let (wasCut, outer) = (search.isCut, search.source)
    search.isCut = false
    let definition = model.definitions[index]
    search.source = definition.source
    var found = DefinitionMemo.Reads(aggregates: false, fields: false)
    collectReads(definition.body, entity: definition.entity, &found, &search)
    search.open.remove(index)
    search.source = outer
    if !search.isCut { memo.reads[index] = found }
    search.isCut = search.isCut || wasCut
    return found
  }

  /// Looks through an expression and the definitions it names on its own row; what stands inside an aggregate is another row's.
  private func collectReads(
    _ expression: Expression, entity: Int, _ found: inout DefinitionMemo.Reads, _ search: inout ReadsSearch
  ) {
    guard poll() else { return }
    search.level += 1
    defer { search.level -= 1 }
    func add(definition index: Int) {
      let inner = reads(of: index, &search)
      found.aggregates = found.aggregates || inner.aggregates
      found.fields = found.fields || inner.fields
    }
    if isOwnField(expression, entity: entity, search.source) {
      found.fields = true
      return
    }
    if isOwnAggregate(expression, entity: entity) { found.aggregates = true }
    switch expression.kind {
    case .path(let names):
      switch scope(entity).lookup(names[0].text) {
      case .field?, .link?: found.fields = true
      case .definition(let index)? where names.count == 1: add(definition: index)
      case .definition?, .reverse?, .result?, .parameter?, nil: break
      }
    case .call(let call) where call.function.count == 1:
      if isAggregateCall(call) { return }
      if case .definition(let index)? = scope(entity).lookup(call.function[0].text) { add(definition: index) }
      for argument in call.arguments { collectReads(argument, entity: entity, &found, &search) }
    case .quantified: return
    default: for child in expression.children { collectReads(child, entity: entity, &found, &search) }
    }
  }

  /// `count` alone where the row has a field of that name: in a measure it still counts, but by itself makes none.
  private func isOwnField(_ expression: Expression, entity: Int, _ source: Source) -> Bool {
    guard case .call(let call) = expression.kind, call.isBare, call.arguments.isEmpty, let name = call.function.first else { return false }
    switch scope(entity).lookup(source.text(name.range)) {
    case .field?, .link?: return true
    default: return false
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

extension Checked {
  /// Whether it has as many nodes, written out.
  fileprivate func reaches(_ limit: Int, _ size: inout Int) -> Bool {
    size += 1
    return size >= limit || children.contains { $0.reaches(limit, &size) }
  }
}

extension String {
  /// A number that stands for a text too long to be kept.
  fileprivate var fingerprint: String {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    return String(hash, radix: 16)
  }
}
