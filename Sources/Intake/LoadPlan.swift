import Schema
import Store

/// What is known about the files before their rows are read: which entity each holds, where its header is, which columns are extra.
struct LoadPlan {
  struct File {
    var path: String
    var day: Day?
    var entity: Int
    var map: HeaderMap
    var encoding: TextEncoding
    /// Where the file can be read the quick way
    var plain: Plain?
  }

  struct Plain {
    var delimiter: UInt8
    var survey: FileSurvey
  }

  struct ExtraField {
    let column: ExtraColumn
    /// As filed where it was first met
    let header: String
    /// Decided when all files have been seen
    var name = ""
    /// Leads from the header to the field, where the name does not
    var alias: String?
    /// Nil while no file has a cell for it
    var type: DataType?
    var order: DateOrder = .yearFirst
  }

  let catalog: Catalog
  var files: [File] = []
  /// By entity, in order of first appearance
  private(set) var extras: [[ExtraField]]
  /// By entity, where an extra field stands
  private var extraPlaces: [[ExtraColumn: Int]]
  /// A key field of such a name to which no column belongs holds the row's number: what inference falls back to, and a model may say so too.
  static let rowKeyNames = ["row", "row_number"]

  init(catalog: Catalog) {
    self.catalog = catalog
    extras = catalog.entities.map { _ in [] }
    extraPlaces = catalog.entities.map { _ in [:] }
  }

  func isRowKeyed(_ entity: Int) -> Bool {
    let entity = catalog.entities[entity]
    return Self.rowKeyNames.contains(entity.fields[entity.keyField].name)
  }

  // MARK: Slots

  func slotCount(of entity: Int) -> Int { catalog.entities[entity].fields.count + extras[entity].count }

  func slot(of role: HeaderMap.Column.Role, in entity: Int) -> Int? {
    switch role {
    case .field(let index): index
    case .extra(let column): extraPlaces[entity][column].map { catalog.entities[entity].fields.count + $0 }
    case .nothing: nil
    }
  }

  func type(ofSlot slot: Int, in entity: Int) -> (type: DataType, order: DateOrder) {
    let fields = catalog.entities[entity].fields
    if slot < fields.count { return (fields[slot].type, fields[slot].dateOrder) }
    let extra = extras[entity][slot - fields.count]
    return (extra.type ?? .text, extra.order)
  }

  func targets(of entity: Int) -> [EntityRows.IncomingColumn.Target] {
    catalog.entities[entity].fields.indices.map { .field($0) }
      + extras[entity].map { extra in
        let aliases = extra.alias.map { [$0] } ?? []
        return .extra(Field(name: extra.name, aliases: aliases, type: extra.type ?? .text, dateOrder: extra.order, isExtra: true))
      }
  }

  func extra(_ column: ExtraColumn, of entity: Int) -> ExtraField { extras[entity][extraPlaces[entity][column]!] }

  /// Takes what one file's cells say about an extra field. Files that disagree make it text.
  mutating func addExtra(_ column: ExtraColumn, _ facts: ColumnFacts, to entity: Int) {
    let index = extraPlaces[entity][column] ?? extras[entity].count
    if index == extras[entity].count {
      extraPlaces[entity][column] = index
      extras[entity].append(ExtraField(column: column, header: facts.header))
    }
    guard facts.filled > 0 else { return }
    let (type, order) = facts.certainType
    if let known = extras[entity][index].type {
      if case (.money, .money) = (known, type) { return }
      if known != type || extras[entity][index].order != order { extras[entity][index].type = .text }
    } else {
      extras[entity][index].type = type
      extras[entity][index].order = order
    }
  }

  /// Names the extra fields of an entity, so that each header leads to its own column in whatever file it stands and by whatever model it is read: one that
  /// is no name becomes an alias. `known` are those that the library has from earlier loads.
  mutating func nameExtras(of entity: Int, _ headers: HeaderNames, known: [Field]) {
    guard !extras[entity].isEmpty else { return }
    var used = UsedNames(catalog.entities[entity].fields.flatMap { [$0.name, $0.label ?? $0.name] + $0.aliases })
    var knownNames: [String: String] = [:]
    for field in known {
      for alias in field.aliases where used.take(field.name) { knownNames[HeaderNames.folded(alias)] = field.name }
    }
    var unnamed: [Int] = []
    for (index, extra) in extras[entity].enumerated() {
      if extra.column.number == 1, let name = knownNames[extra.column.header] {
        extras[entity][index].name = name
      } else {
        unnamed.append(index)
      }
    }
    let words = unnamed.map { index in
      let column = extras[entity][index].column
      let header = extras[entity][index].header
      return (header, column.header.isEmpty ? "column_\(column.number)" : FieldNames.name(of: header))
    }
    for (index, name) in zip(unnamed, FieldNames.unique(words, besides: &used)) { extras[entity][index].name = name }
    for (index, extra) in extras[entity].enumerated() {
      let isOwn = HeaderNames.folded(extra.name) == extra.column.header
      // What could name a declared field in another file leads there.
      if case .field = headers.match(extra.header) { continue }
      if !isOwn, !extra.column.header.isEmpty, extra.column.number == 1 { extras[entity][index].alias = extra.header }
    }
  }
}

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

  /// Plans one file, or reports why it cannot be loaded. `entity` is known when it was inferred.
  mutating func add(_ file: FoundFile, _ survey: FileSurvey?, entity assigned: Int? = nil) {
    if let survey, let beginning = TableFile.openBeginning(file.path, survey, of: beginningLength),
      add(file, survey, beginning, isWhole: false, assigned)
    {
      return
    }
    switch TableFile.open(file.path) {
    case .success(let table): _ = add(file, survey, table, isWhole: true, assigned)
    case .failure(let failure): entries.append(.init(file: file.path, problem: failure.problem))
    }
  }

  /// False, and nothing done, if the file's beginning does not tell enough.
  private mutating func add(_ file: FoundFile, _ survey: FileSurvey?, _ table: TableFile, isWhole: Bool, _ assigned: Int?) -> Bool {
    let rows = table.firstRows(30)
    let offset = table.skipped > 0 ? 1 : 0
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
      HeaderMap.find(in: rows, names: names[entity], rowOffset: offset, isFilled: isFilled)
    }

    let match = assigned.map { .one($0) } ?? entity(named: file.path, header: header)
    if asksForAll, !isWhole { return false }
    switch match {
    case .none: entries.append(.init(file: file.path, problem: .unknownFile))
    case .several(let candidates):
      entries.append(.init(file: file.path, problem: .ambiguousFile(entities: candidates.map { plan.catalog.entities[$0].plural })))
    case .one(let entity):
      guard let map = header(entity) else {
        entries.append(.init(file: file.path, problem: .noHeader(entity: plan.catalog.entities[entity].plural)))
        return true
      }
      if map.columns.count >= DelimitedReader.cellLimit, table.isTooWide(row: map.row) {
        entries.append(.init(file: file.path, row: map.row, problem: .tooManyColumns(limit: DelimitedReader.cellLimit)))
        return true
      }
      let hasExtras = map.columns.contains { if case .extra = $0.role { true } else { false } }
      if !isWhole, asksForAll || hasExtras { return false }
      let plain = survey.flatMap { $0.isPlain && table.skipped == 0 ? LoadPlan.Plain(delimiter: table.delimiter, survey: $0) : nil }
      let planned = LoadPlan.File(
        path: file.path, day: file.day, entity: entity, map: map, encoding: table.text.encoding, plain: plain)
      add(planned, table, file.conflict)
    }
    return true
  }

  private mutating func add(_ file: LoadPlan.File, _ table: TableFile, _ conflict: IntakeProblem?) {
    let entity = plan.catalog.entities[file.entity]
    let hasSnapshots = entity.snapshotField.map { file.map.index(ofField: $0) != nil } ?? false
    if file.day == nil, !hasSnapshots {
      entries.append(.init(file: file.path, problem: .undatedFile))
      return
    }
    if file.map.index(ofField: entity.keyField) == nil, !plan.isRowKeyed(file.entity) {
      let key = entity.fields[entity.keyField].name
      entries.append(.init(file: file.path, row: file.map.row, problem: .noKeyColumn(entity: entity.plural, key: key)))
      return
    }
    if let conflict, !hasSnapshots { entries.append(.init(file: file.path, problem: conflict)) }
    if file.encoding != .utf8 { entries.append(.init(file: file.path, problem: .otherEncoding(file.encoding))) }
    for remark in file.map.remarks {
      if let column = remark.column, case .extra(let extra) = file.map.columns[column - 1].role {
        unnamed.append((entries.count, file.entity, extra))
      }
      let header = remark.column.map { file.map.columns[$0 - 1].header }
      entries.append(
        .init(
          file: file.path, row: remark.row, column: remark.column, header: header, value: remark.column == nil ? remark.value : nil,
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
            file: file.path, row: file.map.row, column: index + 1, header: column.header,
            problem: .extraColumn(name: field.name, type: field.type ?? .text)))
      }
    }
  }

  // MARK: Which entity

  /// By the file's name, else by the header that names most fields, the key among them.
  private func entity(named path: String, header: (Int) -> HeaderMap?) -> NameTable.Match {
    let entities = plan.catalog.entities
    var byName: Int?
    for word in FileNames.entityWords(stem: FileNames.split(path).stem) {
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

extension TableFile {
  /// For each column whether a cell below the first row is filled.
  func filledColumns() -> [Bool] {
    read { reader in
      var filled: [Bool] = []
      var record = DelimitedReader.Record()
      var rows = 0
      while reader.next(&record) {
        rows += 1
        if record.cells.count > filled.count { filled.append(contentsOf: repeatElement(false, count: record.cells.count - filled.count)) }
        guard rows > 1 else { continue }
        for (index, cell) in record.cells.enumerated() where !filled[index] && cell.end > cell.start {
          filled[index] = reader.withContent(of: cell) { !$0.isEmpty }
        }
      }
      return filled
    }
  }

  /// What the cells of some columns look like, over the records below a header.
  func facts(of columns: [Int], below map: HeaderMap, keyColumn: Int?) -> [ColumnFacts] {
    var facts = columns.map { ColumnFacts(header: map.columns[$0].header) }
    read { reader in
      var record = DelimitedReader.Record()
      while reader.next(&record) {
        guard record.row > map.row, case .record = RowKind.of(record.cells, in: reader, keyColumn: keyColumn) else { continue }
        for (index, column) in columns.enumerated() where column < record.cells.count {
          reader.withContent(of: record.cells[column]) { facts[index].add($0) }
        }
      }
    }
    return facts
  }
}
