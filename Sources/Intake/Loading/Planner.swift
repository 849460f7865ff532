import Schema
import Store

/// Makes the plan: matches files with entities and reads their headers.
struct Planner {
  private(set) var plan: LoadPlan
  /// By folded plural, singular, label or alias the entities called so
  private let called: [String: Set<Int>]
  private var names: [HeaderNames]
  private(set) var entries: [LoadReport.Entry] = []
  /// Entries that tell an extra field's name, once it has one
  private var unnamed: [(entry: Int, entity: Int, column: ExtraColumn)] = []

  /// Of longer plain files so much is read to find the header.
  private let beginningLength: Int

  init(catalog: Catalog, beginningLength: Int) {
    plan = LoadPlan(catalog: catalog)
    self.beginningLength = beginningLength
    names = catalog.entities.map { HeaderNames($0) }
    var called: [String: Set<Int>] = [:]
    for (index, entity) in catalog.entities.enumerated() {
      for name in [entity.plural, entity.singular, entity.label].compactMap({ $0 }) + entity.aliases {
        called[foldedName(name), default: []].insert(index)
      }
    }
    self.called = called
  }

  /// Plans one table, or reports why it cannot be loaded. `entity` is known when it was inferred.
  mutating func add(_ file: FoundTable, _ survey: FileSurvey?, entity assigned: Int? = nil) {
    if let survey, let beginning = file.format.openBeginning(file.path, survey, of: beginningLength),
      add(file, survey, beginning, isWhole: false, assigned)
    {
      return
    }
    do {
      _ = add(file, survey, try file.open(), isWhole: true, assigned)
    } catch {
      entries.append(.init(file: file.place, problem: error.problem))
    }
  }

  /// False, and nothing done, if the file's beginning does not tell enough.
  private mutating func add(_ file: FoundTable, _ survey: FileSurvey?, _ table: any FiledTable, isWhole: Bool, _ assigned: Int?) -> Bool {
    let rows = table.headerRows
    var filledColumns: [Bool]?
    var asksForAll = false
    func isFilled(_ column: Int) -> Bool {
      asksForAll = true
      guard isWhole else { return true }
      let filled = filledColumns ?? table.filledColumns()
      filledColumns = filled
      return column < filled.count && filled[column]
    }
    func header(_ entity: Int) -> HeaderMap? {
      HeaderMap.find(in: rows, names: names[entity], firstRow: table.firstRow, isFilled: isFilled)
    }

    let match = assigned.map { .one($0) } ?? entity(named: file.stem, header: header)
    if asksForAll, !isWhole { return false }
    switch match {
    case .none: entries.append(.init(file: file.place, problem: .unknownFile))
    case .several(let candidates):
      entries.append(.init(file: file.place, problem: .ambiguousFile(entities: candidates.map { plan.catalog.entities[$0].plural })))
    case .one(let entity):
      guard let map = header(entity) else {
        entries.append(.init(file: file.place, problem: .noHeader(entity: plan.catalog.entities[entity].plural)))
        return true
      }
      if map.columns.count >= Row.limit, table.isTooWide(row: map.row) {
        entries.append(.init(file: file.place, row: map.place, problem: .tooManyColumns(limit: Row.limit)))
        return true
      }
      let hasExtras = map.columns.contains { if case .extra = $0.role { true } else { false } }
      if !isWhole, asksForAll || hasExtras { return false }
      var plain: LoadPlan.Plain?
      if let survey, survey.isPlain, let delimiter = table.plainDelimiter { plain = .init(delimiter: delimiter, survey: survey) }
      add(LoadPlan.File(found: file, entity: entity, map: map, encoding: table.encoding, plain: plain), table, file.conflict)
    }
    return true
  }

  private mutating func add(_ file: LoadPlan.File, _ table: any FiledTable, _ conflict: IntakeProblem?) {
    let entity = plan.catalog.entities[file.entity]
    let hasSnapshots = entity.snapshotField.map { file.map.index(ofField: $0) != nil } ?? false
    if file.day == nil, !hasSnapshots {
      entries.append(.init(file: file.place, problem: .undatedFile))
      return
    }
    if file.map.index(ofField: entity.keyField) == nil, !plan.isRowKeyed(file.entity) {
      let key = entity.fields[entity.keyField].name
      entries.append(.init(file: file.place, row: file.map.place, problem: .noKeyColumn(entity: entity.plural, key: key)))
      return
    }
    if let conflict, !hasSnapshots { entries.append(.init(file: file.place, problem: conflict)) }
    if file.encoding != .utf8 { entries.append(.init(file: file.place, problem: .otherEncoding(file.encoding))) }
    for remark in file.map.remarks {
      if let column = remark.column, case .extra(let extra) = file.map.columns[column - 1].role {
        unnamed.append((entries.count, file.entity, extra))
      }
      let header = remark.column.map { file.map.columns[$0 - 1].header }
      entries.append(
        .init(
          file: file.place, row: remark.row == 0 ? nil : remark.row, column: remark.column.flatMap { file.map.place(ofColumn: $0 - 1) },
          header: header, value: remark.column == nil ? remark.value : nil,
          problem: remark.problem))
    }
    let extras = file.map.columns.indices.filter { if case .extra = file.map.columns[$0].role { true } else { false } }
    if !extras.isEmpty {
      let facts = table.facts(of: extras, below: file.map, keyColumn: file.map.index(ofField: entity.keyField))
      for (column, facts) in zip(extras, facts) {
        if case .extra(let extra) = file.map.columns[column].role { plan.addExtra(extra, facts, to: file.entity) }
      }
    }
    plan.files.append(file)
  }

  /// Names each extra field and says what it is, once all files have been seen. `known` are the library's, by entity.
  mutating func finishExtras(known: [[Field]]) {
    for entity in names.indices { plan.nameExtras(of: entity, names[entity], known: known.isEmpty ? [] : known[entity]) }
    for (entry, entity, column) in unnamed {
      entries[entry].problem = entries[entry].problem.naming(plan.extra(column, of: entity).name)
    }
    for file in plan.files {
      let remarked = Set(file.map.remarks.compactMap(\.column))
      for (index, column) in file.map.columns.enumerated() {
        guard case .extra(let extra) = column.role, !remarked.contains(index + 1) else { continue }
        let field = plan.extra(extra, of: file.entity)
        entries.append(
          .init(
            file: file.place, row: file.map.place, column: file.map.place(ofColumn: index), header: column.header,
            problem: .extraColumn(name: field.name, type: field.type ?? .text)))
      }
    }
  }

  // MARK: Which entity

  /// By the file's name, else by the header that names most fields, the key among them.
  private func entity(named stem: String, header: (Int) -> HeaderMap?) -> NameTable.Match {
    let entities = plan.catalog.entities
    var byName: Int?
    for word in FileNames.entityWords(stem: stem) {
      // `all.csv` holds what inference called `all_column`, since `all` is no name.
      for spelling in FieldNames.isReserved(word) ? [word, FieldNames.name(of: word)] : [word] where byName == nil {
        if let named = called[foldedName(spelling)], named.count == 1 { byName = named.first }
      }
      if byName != nil { break }
    }
    // A file that is called after one entity and has the columns of another is the other's.
    if let byName, header(byName)?.index(ofField: entities[byName].keyField) != nil { return .one(byName) }
    var best: [Int] = []
    var bestCount = 1
    for index in entities.indices {
      guard let map = header(index), map.index(ofField: entities[index].keyField) != nil || plan.isRowKeyed(index) else { continue }
      if map.matched > bestCount {
        best = [index]
        bestCount = map.matched
      } else if map.matched == bestCount, bestCount > 1 {
        best.append(index)
      }
    }
    if best.count == 1 { return .one(best[0]) }
    if let byName { return .one(byName) }
    return best.isEmpty ? .none : .several(best)
  }
}
