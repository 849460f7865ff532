import Diagnostics
import Model
import Query
import Schema
import Syntax

extension Checking {
  /// A set of the session by its name; `_` is the records of the last result.
  func set(named name: String) -> SavedSet? {
    if name == "_" { return world.lastRecords }
    return world.sets[named: name]
  }

  /// `let late = QUERY`
  func checkLetting(_ name: Name, _ query: Query) -> CheckedStatement? {
    let isFree = checkIsFree(name)
    guard let (checked, destination) = checkQuery(query) else { return nil }
    guard let keyed = checked.withKeysAtEnd else {
      report(ScriptProblem.setNeedsRecords(name.text), at: query.range)
      return nil
    }
    guard destination == Destination() else {
      report(ScriptProblem.destinationInSet(name.text), at: query.range)
      return nil
    }
    guard isFree else { return nil }
    return .letting(name: name.text, keyed)
  }

  /// A set must not hide a name that means something already.
  private func checkIsFree(_ name: Name) -> Bool {
    if name.text.isEmpty { return false }
    if ModelBuilder.ownWords.contains(foldedName(name.text)) {
      report(ScriptProblem.reservedName(name.text), at: name.range)
      return false
    }
    guard let hidden = hidden(by: name.text) else { return true }
    report(ScriptProblem.hides(name.text, hidden: hidden), at: name.range)
    return false
  }

  private func hidden(by name: String) -> Bilingual? {
    if let entity = model.entity(named: name) { return .theEntity(catalog.entities[entity].plural) }
    for (index, entity) in catalog.entities.enumerated() {
      switch scope(index).lookup(name) {
      case .field(let field)?, .link(let field, _)?: return .theField(entity.fields[field].name).of(entity.plural)
      case .reverse(let link)?: return .theLink(link.name, backFrom: catalog.entities[link.entity].plural)
      case .definition(let definition)?: return .theDefinition(model.definitions[definition].name).of(entity.plural)
      case .result?, .parameter?, nil: continue
      }
    }
    return FunctionNames.all.contains(foldedName(name)) ? .theFunction(name) : nil
  }

  // MARK: Use

  /// The record at hand is one of the set.
  func membership(_ set: SavedSet, _ range: SourceRange) -> Checked {
    isIn(set, Checked(.recordKey, type: .link(set.entity), range: range), range)
  }

  private func isIn(_ set: SavedSet, _ record: Checked, _ place: SourceRange) -> Checked {
    // Under the set's name, so that explanations need not list its keys.
    Checked(.definition(set.name, Checked(.isOneOf(record, set.keys), type: .flag, range: place)), type: .flag, range: place)
  }

  /// `id in late`, `project in late`: at any snapshot, since only keys are compared. Nil where the right side is no set.
  func checkInSet(_ left: Expression, _ right: Expression, _ range: SourceRange, _ context: Context) -> Checked?? {
    let set: SavedSet
    switch right.unwrapped.kind {
    case .path(let names) where names.count == 1:
      guard case .set(let found)? = find(names[0].text, context) else { return nil }
      set = found
    case .lastResult:
      guard let found = world.lastRecords else {
        if world.lastResult == nil {
          report(.noLastResult, at: right.range)
        } else {
          report(ScriptProblem.lastResultHasNoRecords, at: right.range)
        }
        return .some(nil)
      }
      set = found
    default: return nil
    }
    guard var record = check(left, context) else { return .some(nil) }
    if record.type == .text, isKey(record, context) { record = asRecord(record, context) }
    guard record.type == .link(set.entity) else {
      report(
        ScriptProblem.notInSet(words(left, context), describe(record.type), set: set.name, entity: catalog.entities[set.entity].plural),
        at: left.range, in: context)
      return .some(nil)
    }
    return .some(isIn(set, record, context.place(range)))
  }

  /// Aggregates and quantifiers over a set read its records, so the set's snapshot must be the one at hand.
  func checkIsHere(_ set: SavedSet, _ range: SourceRange, _ context: Context) -> Bool {
    guard set.snapshot != snapshot, world.snapshots.indices.contains(set.snapshot), world.snapshots.indices.contains(snapshot) else {
      return true
    }
    report(
      ScriptProblem.setAtOtherSnapshot(
        set.name, day: world.snapshots[set.snapshot].description, asked: world.snapshots[snapshot].description), at: range, in: context)
    return false
  }
}
