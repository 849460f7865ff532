import Diagnostics
import Model
import Query
import Schema
import Syntax

extension Checking {
  /// `changes [in F, …] of ENTITY since T [to T] …` with its stages.
  func checkChanges(_ fields: [Expression], _ query: Query) -> (query: CheckedQuery, destination: Destination)? {
    let set = rowsOfSet(query.entity)
    guard let entity = set?.entity ?? checkEntity(query.entity, behind: query.predicates),
      let clauses = clauses(query.clauses, ofLines: true)
    else { return nil }
    guard checkAsOf(clauses), let ends = checkEnds(clauses, query) else { return nil }
    let listed = fields.isEmpty ? comparedFields(of: entity) : checkFields(fields, of: entity)
    let split = split(clauses, query.predicates, of: entity, LineColumn.ofChanges)
    let from = checkEnd(ends.from, split?.records ?? [], entity, within: set, query.entity.range)
    let to = checkEnd(ends.to, split?.records ?? [], entity, within: set, query.entity.range)
    guard let listed, let split, let from, let to else { return nil }
    let columns = lineColumns(of: entity, listed, LineColumn.ofChanges, query.range)
    let lines = CheckedQuery(
      source: .changes(
        CheckedQuery.Changes(entity: entity, from: from, to: to, fields: listed, showsRecords: fields.isEmpty, columns: columns)),
      entity: nil, snapshot: snapshot, today: today, shape: .rows(columns: columns.outputs), addedChoices: addedChoices)
    return finishLines(lines, split.lines, clauses, query)
  }

  /// `history of ENTITY ID`, `history of ENTITY …` with its stages.
  func checkHistory(_ id: Expression?, _ query: Query) -> (query: CheckedQuery, destination: Destination)? {
    let set = rowsOfSet(query.entity)
    guard let entity = set?.entity ?? checkEntity(query.entity, behind: query.predicates), let clauses = clauses(query.clauses) else {
      return nil
    }
    guard checkAsOf(clauses), checkHasNoGroups(clauses, query) else { return nil }
    var key: Int?
    if let id {
      guard let found = checkRecordKey(id, of: entity), checkIsFiled(found, entity, id) else { return nil }
      key = found
    }
    guard let split = split(clauses, query.predicates, of: entity, LineColumn.ofHistory),
      let end = checkEnd(snapshot, split.records, entity, within: set, query.entity.range)
    else { return nil }
    let fields = comparedFields(of: entity)
    let columns = lineColumns(of: entity, fields, LineColumn.ofHistory, query.range)
    let lines = CheckedQuery(
      source: .history(
        CheckedQuery.History(
          entity: entity, key: key, snapshot: snapshot, condition: end.condition, fields: fields, columns: columns)),
      entity: nil, snapshot: snapshot, today: today, shape: .rows(columns: columns.outputs), addedChoices: addedChoices)
    return finishLines(lines, split.lines, clauses, query)
  }

  /// The clauses that filter and arrange lines, then the stages.
  private func finishLines(_ lines: CheckedQuery, _ conditions: [Expression], _ clauses: Clauses, _ query: Query)
    -> (query: CheckedQuery, destination: Destination)?
  {
    let row = resultContext(lines)
    let checked = conditions.map { checkCondition($0, row) }
    guard checked.allSatisfy({ $0 != nil }) else { return nil }
    var arranged = lines
    arranged.condition = conjunction(checked.map { $0! })
    guard let ordered = checkRowOrder(clauses, arranged, sections: 0, row) else { return nil }
    guard query.stages.isEmpty || clauses.destinationRange == nil else {
      report(.destinationBeforeStage, at: clauses.destinationRange!)
      return nil
    }
    guard let staged = checkStages(query.stages, on: ordered, query.range) else { return nil }
    return (staged.query, query.stages.isEmpty ? clauses.destination : staged.destination)
  }

  // MARK: The two ends

  private func checkEnds(_ clauses: Clauses, _ query: Query) -> (from: Int, to: Int)? {
    guard checkHasNoGroups(clauses, query) else { return nil }
    guard let since = clauses.since else {
      report(.lines(.sinceWanted(source.text(query.entity.range))), at: firstWord(of: query.range))
      return nil
    }
    let from = checkEnd(since.moment, .since)
    let to = clauses.until.map { checkEnd($0.moment, .on) } ?? snapshot
    guard let from, let to else { return nil }
    guard from <= to else {
      report(.lines(.endBeforeBeginning(world.snapshots[from], world.snapshots[to])), at: (clauses.until ?? since).range)
      return nil
    }
    if from == to, world.snapshots.indices.contains(from) {
      warn(.lines(.sameEnds(world.snapshots[from])), at: since.range, in: context(.none, .row(insideAggregate: false)))
    }
    (snapshot, today) = (to, world.today(at: to))
    return (from, to)
  }

  /// The snapshot of one end, up to the one asked. Without a library any will do.
  private func checkEnd(_ moment: Expression, _ reading: MomentReading) -> Int? {
    let context = context(.none, .row(insideAggregate: false))
    guard let span = checkMomentSpan(moment, context) else { return nil }
    guard let first = world.snapshots.first else { return 0 }
    let day = if case .since = reading, !span.isDay { span.first - 1 } else { span.last }
    guard let found = world.snapshot(onOrBefore: day) else {
      report(.noSnapshot(day, first: first), at: moment.range)
      return nil
    }
    return checkIsPast("changes", span, found, moment.range, context)
  }

  /// The conditions on records as they read at a snapshot. Which records a set has does not depend on it.
  private func checkEnd(
    _ end: Int, _ conditions: [RecordCondition], _ entity: Int, within set: SavedSet?, _ place: SourceRange
  ) -> CheckedQuery.End? {
    let row = context(.record(entity), .row(insideAggregate: false))
    let checked = reading(at: end) {
      conditions.map { $0.isPrefix ? checkPrefix($0.expression, row) : checkCondition($0.expression, row) }
    }
    guard checked.allSatisfy({ $0 != nil }) else { return nil }
    return CheckedQuery.End(
      snapshot: end, today: world.today(at: end), condition: conjunction((set.map { [membership($0, place)] } ?? []) + checked.map { $0! }))
  }

  private func checkHasNoGroups(_ clauses: Clauses, _ query: Query) -> Bool {
    if let groups = clauses.groups {
      let verb = source.text(firstWord(of: query.range))
      let keys = (groups.columns + [groups.across].compactMap { $0 }).map { source.text($0.range) }.joined(separator: ", ")
      report(.lines(.groups(verb, keys: keys)), at: groups.range)
      return false
    }
    for (clause, range) in [("with totals", clauses.withTotals), ("with empty", clauses.withEmpty)] {
      guard let range else { continue }
      report(.needsMeasures(clause), at: range)
      return false
    }
    return true
  }

  // MARK: Fields and columns

  /// What is compared unless fields are named: all but the key, and but the date that a file gives its own rows.
  func comparedFields(of entity: Int) -> [Int] {
    let declared = catalog.entities[entity]
    return declared.fields.indices.filter { $0 != declared.keyField && $0 != declared.snapshotField }
  }

  private func checkFields(_ expressions: [Expression], of entity: Int) -> [Int]? {
    let row = context(.record(entity), .row(insideAggregate: false))
    var fields: [Int] = []
    var isWhole = true
    for expression in expressions {
      guard let checked = check(expression, row) else {
        isWhole = false
        continue
      }
      guard case .column(.field(let field)) = checked.node else {
        report(.lines(.filedFieldWanted(words(expression, row), catalog.entities[entity].plural)), at: expression.range)
        isWhole = false
        continue
      }
      guard field != catalog.entities[entity].keyField else {
        report(.lines(.keyNeverChanges(words(expression, row))), at: expression.range)
        isWhole = false
        continue
      }
      if !fields.contains(field) { fields.append(field) }
    }
    return isWhole ? fields : nil
  }

  func lineColumns(of entity: Int, _ fields: [Int], _ names: [LineColumn], _ range: SourceRange) -> CheckedQuery.LineColumns {
    let declared = catalog.entities[entity]
    let types = Set(fields.map { declared.fields[$0].type })
    let isMixed = types.count != 1
    let change = added(LineChange.choice)
    let field = added(fieldChoice(of: declared, fields, showsUnits: isMixed))
    let cell = isMixed ? .text : types.first!
    func column(_ name: LineColumn, _ index: Int) -> OutputColumn {
      let type: DataType =
        switch name {
        case .change: change
        case .key: .link(entity)
        case .field: field
        case .old, .new: cell
        case .from, .to: .date
        }
      var output = OutputColumn(
        name: name.rawValue, label: name.label, value: Checked(.column(.result(index)), type: type, range: range))
      if name == .key {
        let key = declared.fields[declared.keyField]
        output.label = key.label ?? name.label
        output.aliases = [key.name] + key.aliases + [declared.singular] + [declared.label].compactMap { $0 }
      }
      return output
    }
    return CheckedQuery.LineColumns(
      outputs: names.enumerated().map { column($1, $0) }, change: change, field: field, cell: cell, isMixed: isMixed)
  }

  private func added(_ choice: Choice) -> DataType {
    addedChoices.append(choice)
    return .choice(catalog.choices.count + addedChoices.count - 1)
  }

  /// The fields as values. Where the columns old and new mix types, no heading can hold a unit, so the field's name does.
  private func fieldChoice(of entity: Entity, _ fields: [Int], showsUnits: Bool) -> Choice {
    let values = fields.map { index -> NamedValue in
      let field = entity.fields[index]
      let words = String(field.name.map { $0 == "_" ? " " : $0 })
      guard showsUnits, let unit = field.type.unitName else {
        return NamedValue(
          code: field.name, english: words == field.name ? nil : words, label: field.label, aliases: field.aliases.map { .init($0) })
      }
      return NamedValue(
        code: field.name, english: "\(words) (\(unit.english))", label: field.label.map { "\($0)(\(unit.chinese))" },
        aliases: ([field.label].compactMap { $0 } + field.aliases).map { .init($0) })
    }
    return Choice(name: "field", values: values, orderedCount: 0)
  }
}
