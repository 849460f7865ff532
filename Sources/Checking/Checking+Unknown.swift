import Diagnostics
import Model
import Query
import Schema
import Syntax

extension Checking {
  /// Reports a name that means nothing here, unless it is a column that was made by these words.
  func checkUnknown(_ names: ArraySlice<Name>, _ range: SourceRange, _ context: Context) -> Checked? {
    let name = names.first!
    if let column = columnMade(by: Expression(.path(Array(names)), range: range), context) { return column }
    if names.count == 1, let negated = checkNegatedWord(name, range, context) { return negated }
    if names.count == 1, aggregateFunction(name.text) == .count {
      return checkCall([name], Call(function: [name], arguments: [], isBare: true), range, on: context, from: context, nil)
    }
    guard tellsDetails() else {
      report(.unknownName(name.text, of: rowWords(context), nearest: [], elsewhere: []), at: name.range, in: context)
      return nil
    }
    if let run = runTogether(name.text, name.range) {
      report(run.problem, at: name.range, in: context, fix: run.fix)
      return nil
    }
    let problem = problem(ofUnknown: name.text, context)
    report(problem, at: name.range, in: context, fix: fix(ofUnknown: name, problem, context))
    return nil
  }

  /// `未落地`, `不达标`, `非重点`: the opposite of a known predicate.
  private func checkNegatedWord(_ name: Name, _ range: SourceRange, _ context: Context) -> Checked? {
    guard let first = name.text.first, "未不非".contains(first), name.text.count > 1 else { return nil }
    let rest = Name(String(name.text.dropFirst()), isQuoted: name.isQuoted, range: name.range)
    guard case .definition? = find(rest.text, context), let predicate = attempt({ checkPath([rest], range, context) }),
      predicate.type == .flag
    else { return nil }
    return Checked(.not(predicate), type: .flag, range: context.place(range))
  }

  private func problem(ofUnknown name: String, _ context: Context) -> QueryProblem {
    if let difference = difference(in: name, context) { return .looksLikeDifference(name, spelled: difference) }
    if case .none = context.row, let owner = owner(of: name) {
      return needsEntity(name, owner, behind: [])
    }
    if let value = valueAlone(name, context) { return value }
    if let period = periodWithoutYear(name) { return period }
    let elsewhere = elsewhere(name, context)
    // A function alone is no value.
    if let function = FunctionNames.spellings.first(where: { foldedName($0) == foldedName(name) }) {
      return .unknownName(name, of: rowWords(context), nearest: ["\(function)(…)"], elsewhere: elsewhere)
    }
    let nearest = Nearness.nearest(to: name, among: visibleNames(context))
    return .unknownName(
      name, of: rowWords(context),
      nearest: nearest.map { FunctionNames.spellings.contains($0) && find($0, context) == nil ? "\($0)(…)" : $0 }, elsewhere: elsewhere)
  }

  /// `list sum investment by district`, `how many projects are overdue`: what belongs to an entity that is not named.
  func needsEntity(_ name: String, _ owner: (entity: Int, isMeasure: Bool), behind predicates: [Expression]) -> QueryProblem {
    let entity = catalog.entities[owner.entity]
    if let word = predicates.last?.bareWord, let function = aggregateFunction(word.text) {
      return .needsEntity(name, entity.plural, instead: ["\(function.rawValue) \(name) of \(entity.plural)"])
    }
    if owner.isMeasure { return .needsEntity(name, entity.plural, instead: ["\(name) of \(entity.plural)"]) }
    let row = context(.record(owner.entity), .row(insideAggregate: false))
    let place = SourceRange(0, 0)
    let isCondition = attempt { checkPath([Name(name, range: place)], place, row) }?.type == .flag
    return .needsEntity(
      name, entity.plural,
      instead: isCondition ? ["list \(name) \(entity.plural)", "count \(name) \(entity.plural)"] : ["list \(name) of \(entity.plural)"])
  }

  /// A word that is exactly a value of some fields of the row at hand.
  private func valueAlone(_ word: String, _ context: Context) -> QueryProblem? {
    guard case .record(let entity) = context.row else { return nil }
    let fields = catalog.entities[entity].fields.enumerated().compactMap { index, field -> String? in
      switch matcher.match(word, type: field.type, column: ValueMatcher.Column(entity: entity, field: index)) {
      case .one?, .several?: field.name
      case .none(_)?, nil: nil
      }
    }
    guard let first = fields.first else { return nil }
    let spelled = spelledAsWord(word)
    return .valueAlone(word, comparisons: fields.prefix(3).map { "\($0) = \(spelled)" }, list: "\(first) in (\(spelled), …)")
  }

  /// `Q1`, `H2`, `March`: with the year of the snapshot.
  private func periodWithoutYear(_ word: String) -> QueryProblem? {
    let folded = foldedName(word)
    let months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
    let names = [
      "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
    ]
    if let month = names.firstIndex(of: folded) ?? months.firstIndex(of: folded) {
      return .periodWithoutYear(word, spelled: Period(.month, holding: Day(year: today.year, month: month + 1, day: 1)!).description)
    }
    guard ["q1", "q2", "q3", "q4", "h1", "h2"].contains(folded) else { return nil }
    return .periodWithoutYear(word, spelled: "\(today.year)\(word.uppercased())")
  }

  private func fix(ofUnknown name: Name, _ problem: QueryProblem, _ context: Context) -> Diagnostic.Fix? {
    if let difference = difference(in: name.text, context) { return Diagnostic.Fix(name.range, difference) }
    let elsewhere = elsewhere(name.text, context)
    guard elsewhere.isEmpty else { return elsewhere.count == 1 ? Diagnostic.Fix(name.range, elsewhere[0]) : nil }
    let nearest: [String] =
      switch problem {
      case .unknownName(_, _, let nearest, _): nearest
      default: Nearness.nearest(to: name.text, among: visibleNames(context))
      }
    return nearest.count == 1 && find(nearest[0], context) != nil ? Diagnostic.Fix(name.range, spelledName(nearest[0])) : nil
  }

  /// `due-30d` is one word; `due - 30d` was meant when `due` is known.
  private func difference(in name: String, _ context: Context) -> String? {
    let parts = name.split(separator: "-", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 2, !parts[1].isEmpty, find(parts[0], context) != nil else { return nil }
    guard parts[1].first!.isNumber || find(parts[1], context) != nil || parts[1] == "today" else { return nil }
    return "\(parts[0]) - \(parts[1])"
  }

  /// The names that could stand here.
  func visibleNames(_ context: Context) -> [String] {
    let functions = FunctionNames.spellings
    let arguments = context.openDefinitions.last.map { model.definitions[$0].parameters } ?? []
    return switch context.row {
    case .none: functions + model.entityNames.map(\.spelling)
    case .record(let entity): arguments + scope(entity).names.map(\.spelling) + functions
    case .selection(let entity, let columns): columns.flatMap(\.names) + scope(entity).names.map(\.spelling) + functions
    case .result(let shape):
      shape.columns.flatMap(\.names) + (recordColumn(of: shape).map { scope($0.entity).names.map(\.spelling) } ?? []) + functions
    }
  }

  /// What messages call the row whose names are searched.
  func rowWords(_ context: Context) -> Bilingual? {
    switch context.row {
    case .none: nil
    case .record(let entity), .selection(let entity, _): Bilingual(catalog.entities[entity].plural, "`\(catalog.entities[entity].plural)`")
    case .result: Bilingual("the result", "结果")
    }
  }

  /// Where a linked record has the name: `kind` is `district.kind`.
  private func elsewhere(_ name: String, _ context: Context) -> [String] {
    guard let entity = context.entity else { return [] }
    var places: [String] = []
    for field in catalog.entities[entity].fields {
      guard case .link(let target) = field.type else { continue }
      switch scope(target).lookup(name) {
      case .field?, .link?, .definition?: places.append("\(field.name).\(name)")
      case .reverse?, .result?, .parameter?, nil: continue
      }
    }
    return Array(places.prefix(3))
  }

  /// The entity that a field or definition belongs to, for an expression that stands alone.
  func owner(of name: String) -> (entity: Int, isMeasure: Bool)? {
    for entity in catalog.entities.indices {
      switch scope(entity).lookup(name) {
      case .definition(let index)?: return (entity, isMeasure(index))
      case .field?, .link?, .reverse?: return (entity, false)
      case .result?, .parameter?, nil: continue
      }
    }
    return nil
  }
}
