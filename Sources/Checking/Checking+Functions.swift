import Diagnostics
import Model
import Query
import Schema
import Syntax

extension Checking {
  /// The aggregate that a word names, in either language; nil for any other word. `part` is no aggregate of rows.
  func aggregateFunction(_ name: String) -> Aggregate.Function? {
    let folded = foldedName(name)
    if let function = Aggregate.Function(rawValue: folded) { return function }
    let keywords = KeywordTable.keywords(of: name)
    let table: [(Keyword, Aggregate.Function)] = [
      (.sum, .sum), (.avg, .avg), (.min, .min), (.max, .max), (.median, .median), (.share, .share), (.distinct, .distinct),
      (.count, .count),
    ]
    return table.first { keywords.contains($0.0) }?.1
  }

  /// `count` alone is a measure of a group; one row has none, and there it names the field of that name, if there is one.
  func fieldNamedLikeAggregate(_ call: Call, _ context: Context) -> Name? {
    guard call.isBare, call.arguments.isEmpty, !context.isMeasure, let name = call.function.first else { return nil }
    let written = Name(context.source.text(name.range), range: name.range)
    switch find(written.text, context) {
    case .field?, .link?, .column?: return written
    default: return nil
    }
  }

  func isPart(_ name: String) -> Bool { FunctionNames.special(name) == .part || KeywordTable.keywords(of: name).contains(.part) }

  /// `min` and `max` of several values are functions, of one an aggregate.
  func isAggregateCall(_ call: Call) -> Bool {
    guard call.function.count == 1, let function = aggregateFunction(call.function[0].text) else { return false }
    return !((function == .min || function == .max) && call.arguments.count > 1)
  }

  /// `f(a, b)`, `unit.rate(where x)`: `names` is what is left of the path, `caller` where the arguments stand.
  func checkCall(
    _ names: ArraySlice<Name>, _ call: Call, _ range: SourceRange, on context: Context, from caller: Context, _ opposite: Opposite?
  ) -> Checked? {
    guard let name = names.first else { return nil }
    if names.count > 1 { return checkCallThroughPath(names, call, range, on: context, from: caller, opposite) }
    if context.frame == caller.frame, let (path, ofSet) = measureOfSet(name, call, context) {
      return checkCallThroughPath(path[...], ofSet, range, on: context, from: caller, opposite)
    }
    if case .onRecord(let column, let entity)? = find(name.text, context) {
      return checkCallOnRecord(names, column, entity, call, range, on: context, from: caller, opposite)
    }
    if case .definition(let index)? = find(name.text, context) { return checkDefinitionCall(index, call, range, on: context, from: caller) }
    if let field = fieldNamedLikeAggregate(call, context) { return checkPath([field], range, context, opposite) }
    if isAggregateCall(call) {
      return checkAggregate(aggregateFunction(name.text)!, name, call, range, context)
    }
    if isPart(name.text) { return checkPart(call, range, context) }
    if let condition = call.condition {
      report(.noCondition(name.text), at: condition.range, in: caller)
      return nil
    }
    switch FunctionNames.special(name.text) {
    case .coalesce? where !call.arguments.isEmpty: return checkCoalesce(call.arguments, range, context, opposite)
    case .previous?: return checkPrevious(call.arguments, range, context)
    case .heldSince?: return checkHeldSince(call.arguments, range, context)
    case .coalesce?, .part?, nil: break
    }
    guard let builtin = builtin(name.text) else {
      func callable() -> [String] {
        FunctionNames.spellings + visibleNames(context)
      }
      let nearest = nearest(to: name.text, among: callable())
      report(
        .unknownFunction(name.text, isName: find(name.text, context) != nil, nearest: nearest), at: name.range, in: context)
      return nil
    }
    return checkBuiltin(builtin, call.arguments, range, context)
  }

  /// `landing_rate(district_projects where …)` takes a set as an aggregate does: it is `district_projects.landing_rate(where …)`.
  private func measureOfSet(_ name: Name, _ call: Call, _ context: Context) -> (path: [Name], call: Call)? {
    let names: [Name]
    switch call.arguments.first?.unwrapped.kind {
    case .path(let written)?: names = written
    case .lastResult? where world.lastRecords != nil: names = [Name("_", range: call.arguments[0].range)]
    default: return nil
    }
    guard let entity = setOfRecords(names, context),
      case .definition(let index)? = find(name.text, self.context(on: entity, from: context)),
      isMeasure(index), model.definitions[index].parameters.count == call.arguments.count - 1
    else { return nil }
    var ofSet = call
    ofSet.function = names + [name]
    ofSet.arguments.removeFirst()
    return (names + [name], ofSet)
  }

  /// `overdue_by(10wd)` of the record that a line is about.
  private func checkCallOnRecord(
    _ names: ArraySlice<Name>, _ column: Int, _ entity: Int, _ call: Call, _ range: SourceRange, on context: Context, from caller: Context,
    _ opposite: Opposite?
  ) -> Checked? {
    guard !context.isMeasure else {
      report(.notAMeasure(context.source.text(range)), at: range, in: context)
      return nil
    }
    let record = self.context(on: entity, from: context)
    guard let inner = checkCall(names, call, range, on: record, from: caller, opposite) else { return nil }
    return Checked(.follow(link: column, target: entity, inner), type: inner.type, range: context.place(range))
  }

  private func builtin(_ name: String) -> Builtin? {
    if let aggregate = aggregateFunction(name) { return aggregate == .min ? .least : aggregate == .max ? .greatest : nil }
    return FunctionNames.builtin(name)
  }

  /// `unit.overdue_by(10wd)` on the linked record, `projects.landing_rate(where …)` over the linked records.
  private func checkCallThroughPath(
    _ names: ArraySlice<Name>, _ call: Call, _ range: SourceRange, on context: Context, from caller: Context, _ opposite: Opposite?
  ) -> Checked? {
    let name = names.first!
    let rest = names.dropFirst()
    let rows: Context.MeasuredRows
    let target: Int
    var filter: Checked?
    switch find(name.text, context) {
    case .link(let field, let target)?:
      guard !context.isMeasure else {
        report(.notAMeasure(context.source.text(range)), at: range, in: context)
        return nil
      }
      guard let inner = checkCall(rest, call, range, on: self.context(on: target, from: context), from: caller, opposite) else {
        return nil
      }
      return Checked(.follow(link: field, target: target, inner), type: inner.type, range: context.place(range))
    case .reverse(let link)?: (rows, target) = (.link(link), link.entity)
    case .all(let entity)?: (rows, target) = (.entity(entity), entity)
    case .entity(let entity)?:
      guard checkIsAlone(name, entity, nil, in: Expression(.call(call), range: range), context) else { return nil }
      (rows, target) = (.entity(entity), entity)
    case .set(let set)?:
      guard checkIsAlone(name, set.entity, set, in: Expression(.call(call), range: range), context) else { return nil }
      guard checkIsHere(set, name.range, context) else { return nil }
      (rows, target, filter) = (.entity(set.entity), set.entity, membership(set, context.place(range)))
    case .onRecord(let column, let entity)?:
      return checkCallOnRecord(names, column, entity, call, range, on: context, from: caller, opposite)
    case .result(let index)?:
      if case .result(let shape) = context.row, let (column, entity) = recordColumn(of: shape), column == index {
        return checkCallOnRecord(rest, column, entity, call, range, on: context, from: caller, opposite)
      }
      report(.noParts(name.text, rest.first!.text), at: range, in: context)
      return nil
    case .field?, .argument?, .definition?, .column?:
      report(.noParts(name.text, rest.first!.text), at: range, in: context)
      return nil
    case nil: return checkUnknown(names, range, context)
    }
    let path = names.map(\.text).joined(separator: ".")
    guard rest.count == 1, case .definition(let index)? = find(rest.first!.text, self.context(on: target, from: context)), isMeasure(index)
    else {
      report(.manyValues(path, isEntity: false, target: catalog.entities[target].singular), at: range, in: context)
      return nil
    }
    guard checkNesting(rows, path, range, context) else { return nil }
    return checkDefinitionCall(index, call, range, on: measuring(rows, target, filter: filter, from: context), from: caller)
  }

  private func checkDefinitionCall(_ index: Int, _ call: Call, _ range: SourceRange, on context: Context, from caller: Context) -> Checked?
  {
    guard let condition = call.condition else { return checkDefinition(index, arguments: call.arguments, range, on: context, from: caller) }
    guard isMeasure(index) else {
      report(.noCondition(model.definitions[index].name), at: condition.range, in: caller)
      return nil
    }
    guard case .measure(let rows, let before) = context.mode else {
      return checkDefinition(index, arguments: call.arguments, range, on: context, from: caller)
    }
    // The condition is about the measured rows and was written by the caller.
    var row = caller
    row.row = context.row
    row.mode = .row(insideAggregate: true)
    row.frame = context.frame
    guard let filter = checkCondition(condition, row) else { return nil }
    var target = context
    target.mode = .measure(rows, filter: conjunction([before, filter].compactMap { $0 }))
    return checkDefinition(index, arguments: call.arguments, range, on: target, from: caller)
  }

  // MARK: Functions of values

  private func checkBuiltin(_ function: Builtin, _ arguments: [Expression], _ range: SourceRange, _ context: Context) -> Checked? {
    var checked: [Checked] = []
    for (place, argument) in arguments.enumerated() {
      let opposite =
        place > 0 && (function == .least || function == .greatest) ? checked.first.map { self.opposite($0, arguments[0], context) } : nil
      guard let value = check(argument, context, opposite: opposite) else { continue }
      checked.append(value)
    }
    guard checked.count == arguments.count else { return nil }
    let facts = function.facts
    guard facts.argumentCounts.contains(arguments.count) else {
      report(.functionArguments(function.rawValue, wanted: function.usage, found: arguments.count), at: range, in: context)
      return nil
    }
    func call(_ type: DataType) -> Checked? { folded(function, checked, type, range, context) }
    func wrong(_ index: Int) -> Checked? {
      report(
        .wrongArgument(function.rawValue, wanted: facts.kind(ofArgument: index).words, found: describe(checked[index].type)),
        at: arguments[index].range, in: context)
      return nil
    }
    // The first argument that is of another kind than the function takes.
    func misfit() -> Int? { checked.indices.first { !facts.kind(ofArgument: $0).takes(checked[$0].type) } }
    switch facts.result {
    case .type(let type):
      if let place = misfit() { return wrong(place) }
      return call(type)
    case .firstArgument:
      if let place = misfit() { return wrong(place) }
      return call(checked[0].type)
    case .period(let unit):
      switch checked[0].type {
      case .period(let finer) where finer == unit: return checked[0]
      case .period(let finer) where !finer.isInside(unit): return wrong(0)
      case let type: return facts.kind(ofArgument: 0).takes(type) ? call(.period(unit)) : wrong(0)
      }
    case .commonType:
      var type = checked[0].type
      for index in checked.indices.dropFirst() {
        guard
          let (left, right) = sameKind(
            Checked(checked[0].node, type: type, range: checked[0].range), arguments[0], checked[index], arguments[index], context)
        else {
          return nil
        }
        checked[0] = left
        checked[index] = right
        type = common(left, right) ?? left.type
      }
      if !facts.kind(ofArgument: 0).takes(type) { return wrong(0) }
      for (value, argument) in zip(checked, arguments)
      where !checkIsOfOneType(value, words(argument, context), argument.range, context) { return nil }
      checked = checked.map { retyped($0, type) }
      return call(type)
    case .band: return checkBand(checked, arguments, range, context)
    }
  }

  /// Dates and periods of constants are worked out here, so that comparisons can use them as bounds.
  private func folded(_ function: Builtin, _ arguments: [Checked], _ type: DataType, _ range: SourceRange, _ context: Context) -> Checked? {
    let place = context.place(range)
    func constant(_ value: Value) -> Checked { Checked(.constant(value), type: type, range: place) }
    let values = arguments.map(\.constantValue)
    guard !values.contains(where: { $0 == nil || $0 == .missing }) else {
      return Checked(.call(function, arguments), type: type, range: place)
    }
    /// That holds the first argument, a date or a shorter period.
    func period(_ unit: PeriodUnit) -> Period? {
      switch values[0] {
      case .date(let day)?: Period(unit, holding: day)
      case .period(let shorter)?: Period(unit, holding: shorter.first)
      default: nil
      }
    }
    switch function {
    case .year, .quarter, .month, .week:
      if case .period(let unit) = type, let period = period(unit) { return constant(.period(period)) }
    case .monthStart: if let month = period(.month) { return constant(.date(month.first)) }
    case .quarterStart: if let quarter = period(.quarter) { return constant(.date(quarter.first)) }
    case .yearStart: if let year = period(.year) { return constant(.date(year.first)) }
    case .monthEnd: if let month = period(.month) { return constant(.date(month.last)) }
    case .weekday:
      if case .date(let day)? = values[0] { return constant(.number(Decimal(day.weekday))) }
    case .days:
      if case .date(let from)? = values[0], case .date(let to)? = values[1] { return constant(.duration(Decimal(to - from), .days)) }
    case .workdays:
      guard case .date(let from)? = values[0], case .date(let to)? = values[1],
        let count = catalog.calendar?.workdays(from: from, to: to)
      else {
        report(.constant(.outsideCalendar), at: range, in: context)
        return nil
      }
      return constant(.duration(Decimal(count), .workdays))
    case .least, .greatest:
      var best = values[0]!
      for value in values.dropFirst() {
        guard let isBetter = Constants.compare(function == .least ? .less : .greater, value!, best) else {
          return Checked(.call(function, arguments), type: type, range: place)
        }
        if isBetter { best = value! }
      }
      return constant(best)
    // Left to the engine: nothing asks for them as bounds.
    case .abs, .round, .floor, .ceil, .band, .lower, .upper, .length: break
    }
    return Checked(.call(function, arguments), type: type, range: place)
  }

  /// `band(x, 1亿, 10亿)`: a choice of its own, ordered, whose labels name the bounds.
  private func checkBand(_ checked: [Checked], _ arguments: [Expression], _ range: SourceRange, _ context: Context) -> Checked? {
    var bounds: [Checked] = [checked[0]]
    var before: Value?
    for index in 1..<checked.count {
      guard let (_, bound) = sameKind(checked[0], arguments[0], checked[index], arguments[index], context) else { return nil }
      guard let value = bound.constantValue else {
        report(.bandBound(words(arguments[index], context)), at: arguments[index].range, in: context)
        return nil
      }
      if let before, Constants.compare(.less, before, value) != true {
        report(.bandOrder(words(arguments[index], context)), at: arguments[index].range, in: context)
        return nil
      }
      before = value
      bounds.append(Checked(.constant(value), type: checked[0].type, range: bound.range))
    }
    let kind = Builtin.band.facts.kind(ofArgument: 0)
    guard kind.takes(checked[0].type) else {
      report(
        .wrongArgument(Builtin.band.rawValue, wanted: kind.words, found: describe(checked[0].type)), at: arguments[0].range, in: context)
      return nil
    }
    let choice = bandChoice(name: words(arguments[0], context), bounds: arguments.dropFirst().map { words($0, context) })
    return Checked(.call(.band, bounds), type: .choice(place(of: choice)), range: context.place(range))
  }

  private func bandChoice(name: String, bounds: [String]) -> Choice {
    var values = [NamedValue(code: "<\(bounds[0])", english: "below \(bounds[0])", label: "\(bounds[0])以下")]
    for (low, high) in zip(bounds, bounds.dropFirst()) {
      values.append(NamedValue(code: "\(low)-\(high)", english: "\(low) to \(high)", label: "\(low)至\(high)"))
    }
    let last = bounds[bounds.count - 1]
    values.append(NamedValue(code: ">=\(last)", english: "\(last) and more", label: "\(last)以上"))
    return Choice(name: "band of \(name)", values: values, orderedCount: values.count)
  }

  /// The same bands are one choice, so that a column and a key of them compare.
  private func place(of choice: Choice) -> Int {
    let codes = choice.values.map(\.code)
    if let known = addedChoices.firstIndex(where: { $0.name == choice.name && $0.values.map(\.code) == codes }) {
      return catalog.choices.count + known
    }
    addedChoices.append(choice)
    return catalog.choices.count + addedChoices.count - 1
  }
}

extension FunctionFacts.Kind {
  /// What messages say is wanted.
  var words: Bilingual {
    switch self {
    case .date, .dateOrPeriod: .date
    case .number: .number
    case .measurable: .measurable
    case .measurableOrDate: .measurableOrDate
    case .orderable: .orderable
    case .text: .text
    }
  }
}

extension PeriodUnit {
  /// Every unit of this kind lies in one of the other: months in quarters, but not weeks in months.
  func isInside(_ other: PeriodUnit) -> Bool {
    let order: [PeriodUnit] = [.month, .quarter, .half, .year]
    if self == .day { return other != .day }
    guard let mine = order.firstIndex(of: self), let theirs = order.firstIndex(of: other) else { return false }
    return mine < theirs
  }
}

extension DataType {
  var isLink: Bool { if case .link = self { true } else { false } }
}
