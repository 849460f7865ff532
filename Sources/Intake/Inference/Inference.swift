import Diagnostics
import Schema

/// Makes a catalog out of files alone: what each file's rows are, their key, the types of their columns. Everything it decides it says.
///
/// Files whose names are the same but for the date hold one entity. A column's type is the narrowest that nearly all of its cells fit.
struct Inference {
  private(set) var catalog = Catalog()
  /// File to entity; files that could not be read have none
  private(set) var assignments: [Int: Int] = [:]
  private(set) var statements: [Bilingual] = []
  private(set) var entries: [LoadReport.Entry] = []
  private var choiceNames = UsedNames()

  init(_ files: [FoundTable]) {
    var groups: [(word: String, members: [Int])] = []
    var places: [String: Int] = [:]
    for (index, file) in files.enumerated() {
      let word = FileNames.entityName(stem: file.stem)
      let folded = foldedName(word)
      if let known = places[folded] {
        groups[known].members.append(index)
      } else {
        places[folded] = groups.count
        groups.append((word, [index]))
      }
    }
    let names = Self.names(of: groups.map(\.word))
    for (group, name) in zip(groups, names) {
      guard let table = InferredTable(files: group.members.map { (index: $0, file: files[$0]) }, entries: &entries) else { continue }
      add(table, name: name, word: group.word)
    }
    keepFreeNames()
    nameRecords()
  }

  private static func names(of words: [String]) -> [String] {
    var used = UsedNames()
    return FieldNames.unique(words.map { ($0, $0.isEmpty ? "records" : FieldNames.name(of: $0)) }, besides: &used)
  }

  private mutating func add(_ table: InferredTable, name: String, word: String) {
    let entityIndex = catalog.entities.count
    for index in table.fileIndices { assignments[index] = entityIndex }
    var entity = Entity(plural: name, singular: name)
    // By which the file is found again when the model is read.
    if foldedName(word) != foldedName(name), !FieldNames.isReserved(word) { entity.aliases = [word] }
    var said: [Bilingual] = []
    let keys = table.findKey()
    let fieldNames = Self.names(of: table.facts.map(\.header))
    var used = UsedNames(fieldNames)
    for (index, facts) in table.facts.enumerated() {
      let fieldName = fieldNames[index]
      var field = Field(name: fieldName, type: .text)
      if HeaderNames.folded(fieldName) != HeaderNames.folded(facts.header) { field.aliases = [facts.header] }
      let judgement = index == keys.key ? .init(type: .text, order: .yearFirst, words: Bilingual("the key", "主键")) : table.judge(facts)
      field.dateOrder = judgement.order
      field.type = judgement.isChoice ? addChoice(facts, named: fieldName) : judgement.type
      if index == keys.snapshot {
        field.type = .date
        let order = judgement.order == .yearFirst ? "" : judgement.order.rawValue
        said.append(
          Bilingual(
            "  \(fieldName): the date of the snapshot" + (order.isEmpty ? "" : ", \(order)"),
            "  \(fieldName)：快照日期" + (order.isEmpty ? "" : "，\(order)")))
      } else if index != keys.key {
        said.append(Bilingual("  \(fieldName): ", "  \(fieldName)：") + judgement.words)
      }
      entity.fields.append(field)
    }
    if let key = keys.key {
      entity.keyField = key
    } else {
      entity.fields.append(Field(name: LoadPlan.rowKeyNames.first { used.take($0) } ?? LoadPlan.rowKeyNames[0], type: .text))
      entity.keyField = entity.fields.count - 1
      said.append(
        Bilingual(
          "  no column fits as a key: a row's number is its key, so rows cannot be followed from snapshot to snapshot",
          "  没有可作主键的列：以行号为主键，因此不能跨快照追踪各行"))
    }
    keepFreeAliases(of: &entity)
    entity.snapshotField = keys.snapshot
    entity.nameField = table.findName(besides: keys.key)
    entity.defaultColumns = Array(entity.fields.indices.filter { $0 != keys.snapshot }.prefix(8))
    catalog.entities.append(entity)
    let files = table.fileIndices.count
    statements.append(
      Bilingual(
        "inferred \(name) from \(files == 1 ? "1 file" : "\(files) files"), \(table.rowCount) rows",
        "由 \(files) 个文件推断出 `\(name)`，\(table.rowCount) 行"))
    if let key = keys.key {
      var line = Bilingual("  \(entity.fields[key].name): the key", "  \(entity.fields[key].name)：主键")
      if keys.snapshot != nil { line = line + Bilingual(" within a snapshot", "（同一快照内）") }
      if keys.repeated > 0 { line = line + Bilingual(", though \(keys.repeated) rows repeat one", "，但有 \(keys.repeated) 行重复") }
      statements.append(line)
    }
    statements += said
  }

  /// A header is an alias only where it is nobody's name: two columns may differ by a sign that names do not count.
  private func keepFreeAliases(of entity: inout Entity) {
    var taken = Set(entity.fields.map { foldedName($0.name) })
    for index in entity.fields.indices {
      let own = foldedName(entity.fields[index].name)
      entity.fields[index].aliases.removeAll { alias in
        let folded = foldedName(alias)
        return folded.isEmpty || folded != own && !taken.insert(folded).inserted
      }
    }
  }

  /// Likewise the words of files.
  private mutating func keepFreeNames() {
    var taken = Set(catalog.entities.map { foldedName($0.plural) })
    for index in catalog.entities.indices {
      catalog.entities[index].aliases.removeAll { foldedName($0).isEmpty || !taken.insert(foldedName($0)).inserted }
    }
  }

  /// What one record of each entity is called, now that all entities have their names: no name may stand for two.
  private mutating func nameRecords() {
    var taken = UsedNames(catalog.entities.flatMap { [$0.plural] + $0.aliases })
    for index in catalog.entities.indices {
      let plural = catalog.entities[index].plural
      var singular = Self.singular(of: plural)
      if singular == plural, plural.unicodeScalars.allSatisfy({ $0.value < 0x80 }) { singular = plural + "_row" }
      guard singular != plural else { continue }
      catalog.entities[index].singular = taken.unique(singular)
    }
  }

  /// The distinct texts as declared values, in text order.
  private mutating func addChoice(_ facts: ColumnFacts, named name: String) -> DataType {
    var folded: Set<String> = []
    let values = (facts.distinct ?? [:]).keys.sorted().filter { folded.insert(foldedName($0)).inserted }
    let choice = Choice(name: choiceNames.unique(name), values: values.map { NamedValue(code: $0) }, orderedCount: 0)
    catalog.choices.append(choice)
    return .choice(catalog.choices.count - 1)
  }

  private static func singular(of plural: String) -> String {
    if plural.hasSuffix("ies"), plural.count > 4 { return plural.dropLast(3) + "y" }
    if plural.hasSuffix("s"), !plural.hasSuffix("ss"), plural.count > 2 { return String(plural.dropLast()) }
    return plural
  }
}
