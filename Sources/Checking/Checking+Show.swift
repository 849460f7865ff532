import Diagnostics
import Model
import Query
import Schema
import Syntax

extension Checking {
  /// `show [ENTITY] ID [as of T] [as FORMAT] [to FILE]`
  func checkShow(_ name: Name?, _ id: Expression, _ written: [Clause], _ range: SourceRange) -> CheckedStatement? {
    if case .missing = id.kind { return nil }
    guard let clauses = clauses(written) else { return nil }
    var isWhole = true
    for clause in written {
      switch clause.kind {
      case .asOf, .format, .file: continue
      default:
        report(.lines(.clauseOfShow(clause.keyword)), at: clause.range)
        isWhole = false
      }
    }
    guard isWhole, checkAsOf(clauses), let (entity, key) = checkShown(name, id) else { return nil }
    // Nothing is known of the record until there is a library.
    if world.snapshots.isEmpty { return .describeSnapshots }
    guard checkIsFiled(key, entity, id), let shown = snapshotHolding(key, entity) else { return nil }
    let asked = snapshot
    return .show(reading(at: shown) { card(of: key, entity, asked: asked, shown: shown, range) }, clauses.destination)
  }

  /// The record that is meant: looked for in every entity where none is named.
  private func checkShown(_ name: Name?, _ id: Expression) -> (entity: Int, key: Int)? {
    if let name {
      guard let entity = checkEntity(name), let key = checkRecordKey(id, of: entity) else { return nil }
      return (entity, key)
    }
    if world.snapshots.isEmpty { return (0, 0) }
    let word = keyWord(id)
    let entities = catalog.entities.indices
    var found = entities.compactMap { entity in world.values.keyNumber(entity: entity, word).map { (entity: entity, key: $0) } }
    let named = found
    // A key that only links name gives way to records that answer to the word.
    found.removeAll { !isFiled($0.key, $0.entity) }
    var nearest: [String] = []
    if found.isEmpty {
      for entity in entities {
        switch matcherWithNearest.match(word, link: entity) {
        case .one(let candidate): found.append((entity, candidate.code))
        case .several(let candidates):
          report(.lines(.ambiguousRecord(word, of: catalog.entities[entity].singular, candidates: candidates.map(\.name))), at: id.range)
          return nil
        case .none(let candidates): nearest += candidates.prefix(2).map(\.spelling)
        }
      }
    }
    let filed = found.filter { isFiled($0.key, $0.entity) }
    if !filed.isEmpty { found = filed }
    switch found.count {
    case 1: return found[0]
    case 0 where !named.isEmpty: return named[0]
    case 0:
      nearest = self.nearest(to: word, among: nearest)
      let fix = nearest.count == 1 ? Diagnostic.Fix(id.range, spelledAsWord(nearest[0])) : nil
      report(.lines(.unknownRecord(word, of: catalog.entities.map(\.singular), nearest: nearest)), at: id.range, fix: fix)
    default: report(.lines(.recordOfSeveral(word, of: found.map { catalog.entities[$0.entity].singular })), at: id.range)
    }
    return nil
  }

  /// The asked snapshot, or the nearest that holds the record: before it, else after. Nil where none does.
  private func snapshotHolding(_ key: Int, _ entity: Int) -> Int? {
    let holding = world.values.snapshots(holding: key, entity: entity)
    return holding.last { $0 <= snapshot } ?? holding.first
  }

  private func isFiled(_ key: Int, _ entity: Int) -> Bool { !world.values.snapshots(holding: key, entity: entity).isEmpty }

  /// Files may name a record that none of them holds: there is a key then, and nothing behind it to show.
  func checkIsFiled(_ key: Int, _ entity: Int, _ id: Expression) -> Bool {
    guard !world.snapshots.isEmpty, !isFiled(key, entity) else { return true }
    let links = catalog.reverseLinks(of: entity).compactMap { link -> (rows: Int, field: String)? in
      let values = world.values.values(entity: link.entity, field: link.field, snapshot: snapshot)
      guard let rows = values.first(where: { $0.code == key })?.rows, rows > 0 else { return nil }
      let declared = catalog.entities[link.entity]
      return (rows, "\(declared.plural).\(declared.fields[link.field].name)")
    }
    report(.lines(.filedNowhere(keyWord(id), of: catalog.entities[entity].singular, namedBy: links)), at: id.range)
    return false
  }

  // MARK: Parts

  private func card(of key: Int, _ entity: Int, asked: Int, shown: Int, _ range: SourceRange) -> CheckedShow {
    let record = Checked(.recordKey, type: .link(entity), range: range)
    let fields = rows(of: entity, where: record, is: key, fieldsWithNames(entity, range))
    let definitions = definitions(of: entity)
    let lines = historyOf(key, entity, upTo: max(asked, shown), range)
    return CheckedShow(
      entity: entity, key: key, asked: asked, shown: shown, fields: fields,
      definitions: definitions.isEmpty ? nil : rows(of: entity, where: record, is: key, definitions), links: links(to: key, entity, range),
      history: lines)
  }

  private func rows(of entity: Int, where side: Checked, is key: Int, _ columns: [OutputColumn]) -> CheckedQuery {
    CheckedQuery(
      source: .entity(entity), entity: entity, snapshot: snapshot, today: today,
      condition: Checked(.isOneOf(side, [key]), type: .flag, range: side.range), shape: .rows(columns: columns), addedChoices: addedChoices)
  }

  /// Every field; a link whose records have names of their own is followed by that name.
  private func fieldsWithNames(_ entity: Int, _ range: SourceRange) -> [OutputColumn] {
    catalog.entities[entity].fields.indices.flatMap { field -> [OutputColumn] in
      let column = fieldColumn(field, of: entity, range)
      guard case .link(let target) = column.value.type, let name = nameColumn(of: target, range) else { return [column] }
      return [
        column,
        OutputColumn(
          name: "\(column.name).\(name.name)", label: column.label.flatMap { label in name.label.map { "\(label) \($0)" } },
          value: Checked(.follow(link: field, target: target, name.value), type: name.value.type, range: range)),
      ]
    }
  }

  /// Declared names print in place of the key already.
  private func nameColumn(of entity: Int, _ range: SourceRange) -> OutputColumn? {
    let declared = catalog.entities[entity]
    guard declared.keyNames.isEmpty, let name = declared.nameField, name != declared.keyField else { return nil }
    return fieldColumn(name, of: entity, range)
  }

  /// Those that one record has a value of. One that cannot be read here says nothing.
  private func definitions(of entity: Int) -> [OutputColumn] {
    let warned = warnings.count
    defer { warnings.removeSubrange(warned...) }
    let row = context(.record(entity), .row(insideAggregate: false))
    return model.definitions.indices.compactMap { index in
      let definition = model.definitions[index]
      guard definition.entity == entity, definition.parameters.isEmpty, !isMeasure(index) else { return nil }
      let place = definition.nameRange
      guard let value = attempt({ checkDefinition(index, arguments: [], place, on: row, from: row) }) else { return nil }
      return OutputColumn(name: definition.name, label: definition.label, value: value)
    }
  }

  private func links(to key: Int, _ entity: Int, _ range: SourceRange) -> [CheckedShow.Linked] {
    catalog.reverseLinks(of: entity).map { link in
      let declared = catalog.entities[link.entity]
      let listed = declared.defaultColumns.isEmpty ? Array(declared.fields.indices) : declared.defaultColumns
      let fields = [declared.keyField] + listed.filter { $0 != declared.keyField && $0 != link.field }
      let side = Checked(.column(.field(link.field)), type: .link(entity), range: range)
      // Two links of one entity are told apart by the field.
      let isOnly = declared.fields.filter { $0.type == .link(entity) }.count == 1
      let label = isOnly ? declared.label : declared.label.flatMap { label in declared.fields[link.field].label.map { "\($0) \(label)" } }
      return CheckedShow.Linked(
        entity: link.entity, name: link.name, label: label,
        query: rows(of: link.entity, where: side, is: key, fields.map { fieldColumn($0, of: link.entity, range) }))
    }
  }

  private func historyOf(_ key: Int, _ entity: Int, upTo last: Int, _ range: SourceRange) -> CheckedQuery {
    let fields = comparedFields(of: entity)
    let columns = lineColumns(of: entity, fields, LineColumn.ofHistory, range)
    // The record is the one shown: its key is no news.
    return CheckedQuery(
      source: .history(
        CheckedQuery.History(entity: entity, key: key, snapshot: last, condition: nil, fields: fields, columns: columns)),
      entity: nil, snapshot: last, today: world.today(at: last), shape: .rows(columns: Array(columns.outputs.dropFirst())),
      addedChoices: addedChoices)
  }
}
