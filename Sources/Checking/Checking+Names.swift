import Diagnostics
import Model
import Query
import Schema
import Syntax

/// What a name stands for where it is written.
enum Found {
  case field(Int)
  case link(field: Int, target: Int)
  case reverse(ReverseLink)
  case argument(Argument)
  case definition(Int)
  /// A column of the printed result that a stage reads
  case result(Int)
  /// A column of the list that a stage reads, as the expression it was made from
  case column(Checked)
  /// A name on the record that a line is about, reached through the line's column that holds it
  case onRecord(column: Int, entity: Int)
  /// `all`: the entity of the row as a whole
  case all(Int)
  /// An entity, by name
  case entity(Int)
  /// What a `let` has kept
  case set(SavedSet)
}

extension Checking {
  /// Fields and links of the row, then the parameters of the definition being read, then definitions, then whole entities.
  func find(_ name: String, _ context: Context) -> Found? {
    switch context.row {
    case .none: break
    case .record(let entity):
      if let found = find(name, entity: entity, context) { return found }
    case .selection(let entity, let columns):
      // What is on the screen is meant first.
      let folded = foldedName(name)
      if let column = columns.first(where: { $0.names.contains { foldedName($0) == folded } }) { return .column(column.value) }
      if let found = find(name, entity: entity, context) { return found }
    case .result(let shape):
      let folded = foldedName(name)
      if let index = shape.columns.firstIndex(where: { $0.names.contains { foldedName($0) == folded } }) { return .result(index) }
      if let (column, entity) = recordColumn(of: shape), scope(entity).lookup(name) != nil {
        return .onRecord(column: column, entity: entity)
      }
    }
    if let argument = context.arguments[foldedName(name)] { return .argument(argument) }
    if foldedName(name) == "all", let entity = context.entity { return .all(entity) }
    return model.entity(named: name).map { .entity($0) } ?? set(named: name).map { .set($0) }
  }

  private func find(_ name: String, entity: Int, _ context: Context) -> Found? {
    switch scope(entity).lookup(name) {
    case .field(let field)?: return .field(field)
    case .link(let field, let target)?: return .link(field: field, target: target)
    case .reverse(let link)?: return .reverse(ReverseLink(entity: link.entity, field: link.field))
    case .definition(let index)?:
      if let argument = context.arguments[foldedName(name)] { return .argument(argument) }
      return .definition(index)
    case .result?, .parameter?, nil: return nil
    }
  }

  /// `stage`, `unit.kind`, `projects.landing_rate`: the value of a name on the row at hand.
  func checkPath(_ names: ArraySlice<Name>, _ range: SourceRange, _ context: Context, _ opposite: Opposite? = nil) -> Checked? {
    guard let name = names.first else { return nil }
    let rest = names.dropFirst()
    let place = context.place(range)
    guard let found = find(name.text, context) else { return checkUnknown(names, range, context) }
    switch found {
    case .field(let field):
      guard rest.isEmpty else { return noParts(name, rest, range, context) }
      guard checkIsRow(name.text, range, context) else { return nil }
      return Checked(.column(.field(field)), type: catalog.entities[context.entity!].fields[field].type, range: place)
    case .link(let field, let target):
      if rest.isEmpty {
        guard checkIsRow(name.text, range, context) else { return nil }
        return Checked(.column(.field(field)), type: .link(target), range: place)
      }
      guard checkIsRow(context.source.text(range), range, context) else { return nil }
      guard let inner = checkPath(rest, range, self.context(on: target, from: context)) else { return nil }
      return Checked(.follow(link: field, target: target, inner), type: inner.type, range: place)
    case .reverse(let link): return checkMeasure(rest, of: .link(link), entity: link.entity, names, range, context)
    case .all(let entity): return checkMeasure(rest, of: .entity(entity), entity: entity, names, range, context)
    case .entity(let entity):
      guard checkIsAlone(name, entity, nil, in: Expression(.path(Array(names)), range: range), context) else { return nil }
      return checkMeasure(rest, of: .entity(entity), entity: entity, names, range, context)
    case .set(let set):
      guard checkIsAlone(name, set.entity, set, in: Expression(.path(Array(names)), range: range), context) else { return nil }
      guard checkIsHere(set, range, context) else { return nil }
      return checkMeasure(rest, of: .entity(set.entity), entity: set.entity, names, range, context, filter: membership(set, place))
    case .definition(let index):
      guard rest.isEmpty else { return noParts(name, rest, range, context) }
      return checkDefinition(index, arguments: [], range, on: context, from: context)
    case .argument(let argument):
      guard rest.isEmpty else { return noParts(name, rest, range, context) }
      return checkArgument(argument, range, context, opposite)
    case .result(let index):
      guard case .result(let shape) = context.row else { return noParts(name, rest, range, context) }
      guard rest.isEmpty else {
        guard let (column, entity) = recordColumn(of: shape), column == index else { return noParts(name, rest, range, context) }
        return checkOnRecord(rest, column, entity, range, context)
      }
      guard checkIsRow(name.text, range, context) else { return nil }
      return Checked(.column(.result(index)), type: shape.columns[index].value.type, range: place)
    case .onRecord(let column, let entity): return checkOnRecord(names, column, entity, range, context)
    case .column(let value):
      guard rest.isEmpty else {
        // A link in the list leads on to its record.
        if case .record = context.row { return noParts(name, rest, range, context) }
        var record = context
        record.row = .record(context.entity!)
        return checkPath(names, range, record, opposite)
      }
      guard checkIsRow(name.text, range, context) else { return nil }
      return value
    }
  }

  /// A path on the record that a line is about.
  private func checkOnRecord(_ names: ArraySlice<Name>, _ column: Int, _ entity: Int, _ range: SourceRange, _ context: Context) -> Checked?
  {
    guard checkIsRow(context.source.text(range), range, context) else { return nil }
    guard let inner = checkPath(names, range, self.context(on: entity, from: context)) else { return nil }
    return Checked(.follow(link: column, target: entity, inner), type: inner.type, range: context.place(range))
  }

  /// A field has a value for each row, so a group cannot show it without an aggregate.
  private func checkIsRow(_ name: String, _ range: SourceRange, _ context: Context) -> Bool {
    guard context.isMeasure else { return true }
    report(.notAMeasure(name), at: range, in: context)
    return false
  }

  private func noParts(_ name: Name, _ rest: ArraySlice<Name>, _ range: SourceRange, _ context: Context) -> Checked? {
    report(.noParts(name.text, rest.first!.text), at: range, in: context)
    return nil
  }

  /// `projects.landing_rate`, `all.landing_rate`: a measure over linked records, or over a whole entity.
  private func checkMeasure(
    _ rest: ArraySlice<Name>, of rows: Context.MeasuredRows, entity: Int, _ names: ArraySlice<Name>, _ range: SourceRange,
    _ context: Context, filter: Checked? = nil
  ) -> Checked? {
    let path = names.map(\.text).joined(separator: ".")
    if rest.count == 1, let name = rest.first {
      let target = measuring(rows, entity, filter: filter, from: context)
      if case .definition(let index)? = find(name.text, target), isMeasure(index) || model.definitions[index].isWithoutRows {
        guard checkNesting(rows, path, range, context) else { return nil }
        return checkDefinition(index, arguments: [], range, on: target, from: context)
      }
      guard find(name.text, target) != nil || aggregateFunction(name.text) == nil else {
        report(.manyValues(path, isEntity: false, target: name.text), at: range, in: context)
        return nil
      }
    }
    if let name = rest.first, find(name.text, self.context(on: entity, from: context)) == nil {
      return checkUnknown(rest, range, self.context(on: entity, from: context))
    }
    report(.manyValues(path, isEntity: rest.isEmpty, target: catalog.entities[entity].singular), at: range, in: context)
    return nil
  }

  /// The context in which a measure over linked records or a whole entity is read.
  func measuring(_ rows: Context.MeasuredRows, _ entity: Int, filter: Checked?, from context: Context) -> Context {
    var target = context
    target.row = .record(entity)
    target.mode = .measure(rows, filter: filter)
    target.frame = newFrame()
    return target
  }

  /// Inside a measure over a link or an entity no further link of many can be taken.
  func checkNesting(_ rows: Context.MeasuredRows, _ name: String, _ range: SourceRange, _ context: Context) -> Bool {
    guard case .link = rows, case .measure(let outer, _) = context.mode else { return true }
    if case .group = outer { return true }
    report(.nestedLinks(name), at: range, in: context)
    return false
  }

  func checkArgument(_ argument: Argument, _ range: SourceRange, _ context: Context, _ opposite: Opposite?) -> Checked? {
    if argument.snapshot != snapshot || argument.today != today {
      // A constant is the caller's; what a row holds is read where the body looks.
      let written = attempt {
        self.reading(at: argument.snapshot) { self.check(argument.expression, argument.context, opposite: opposite) }
      }
      if let written, written.isConstant { return written }
    }
    guard let checked = check(argument.expression, argument.context, opposite: opposite) else { return nil }
    if !checked.isConstant, argument.context.frame != context.frame || argument.context.isMeasure != context.isMeasure {
      report(.argumentOfOtherRow(words(argument.expression, argument.context)), at: argument.expression.range, in: argument.context)
      return nil
    }
    return checked
  }
}
