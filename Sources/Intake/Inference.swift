import Schema

/// Makes a catalog out of files alone: what each file's rows are, their key, the types of their columns. Everything it decides it says.
///
/// Files whose names are the same but for the date hold one entity. A column's type is the narrowest that nearly all of its cells fit.
struct Inference {
  private(set) var catalog = Catalog()
  /// File to entity; files that could not be read have none
  private(set) var assignments: [Int: Int] = [:]
  private(set) var statements: [String] = []
  private(set) var entries: [LoadReport.Entry] = []

  init(_ files: [FoundFile]) {
    var groups: [(word: String, members: [Int])] = []
    for (index, file) in files.enumerated() {
      let word = FileNames.entityName(stem: FileNames.split(file.path).stem)
      if let known = groups.firstIndex(where: { foldedName($0.word) == foldedName(word) }) {
        groups[known].members.append(index)
      } else {
        groups.append((word, [index]))
      }
    }
    var usedNames: Set<String> = []
    for group in groups {
      guard let table = InferredTable(files: group.members.map { (index: $0, file: files[$0]) }, entries: &entries) else { continue }
      add(table, name: FieldNames.unique(FieldNames.name(of: group.word), in: &usedNames))
    }
  }

  private mutating func add(_ table: InferredTable, name: String) {
    let entityIndex = catalog.entities.count
    for index in table.fileIndices { assignments[index] = entityIndex }
    var entity = Entity(plural: name, singular: Self.singular(of: name))
    if entity.singular == entity.plural, name.unicodeScalars.allSatisfy({ $0.value < 0x80 }) { entity.singular = name + "_row" }
    var used: Set<String> = []
    var said: [String] = []
    let keys = table.findKey()
    for (index, facts) in table.facts.enumerated() {
      let fieldName = FieldNames.unique(facts.header.isEmpty ? "column_\(index + 1)" : FieldNames.name(of: facts.header), in: &used)
      var field = Field(name: fieldName, type: .text)
      if HeaderNames.folded(fieldName) != HeaderNames.folded(facts.header), !facts.header.isEmpty { field.aliases = [facts.header] }
      let judgement = index == keys.key ? .init(type: .text, order: .yearFirst, words: "the key") : table.judge(facts)
      field.dateOrder = judgement.order
      field.type = judgement.isChoice ? addChoice(facts, named: fieldName) : judgement.type
      if index == keys.snapshot {
        field.type = .date
        said.append("\(fieldName): the date of the snapshot" + (judgement.order == .yearFirst ? "" : ", \(judgement.order.rawValue)"))
      } else {
        said.append("\(fieldName): \(judgement.words)")
      }
      entity.fields.append(field)
    }
    if let key = keys.key {
      entity.keyField = key
    } else {
      entity.fields.append(Field(name: LoadPlan.rowKeyNames.first { used.insert($0).inserted } ?? LoadPlan.rowKeyNames[0], type: .text))
      entity.keyField = entity.fields.count - 1
      said.append("no column fits as a key: a row's number is its key, so rows cannot be followed from snapshot to snapshot")
    }
    entity.snapshotField = keys.snapshot
    entity.nameField = table.findName(besides: keys.key)
    entity.defaultColumns = Array(entity.fields.indices.filter { $0 != keys.snapshot }.prefix(8))
    catalog.entities.append(entity)
    statements.append(
      "inferred \(name) from \(table.fileIndices.count == 1 ? "1 file" : "\(table.fileIndices.count) files"), \(table.rowCount) rows")
    if let key = keys.key {
      let repeats = keys.repeated > 0 ? ", though \(keys.repeated) rows repeat one" : ""
      statements.append("  \(entity.fields[key].name): the key" + (keys.snapshot == nil ? "" : " within a snapshot") + repeats)
    }
    statements += said.filter { !$0.hasSuffix(": the key") }.map { "  " + $0 }
  }

  /// The distinct texts as declared values, in text order.
  private mutating func addChoice(_ facts: ColumnFacts, named name: String) -> DataType {
    var folded: Set<String> = []
    let values = (facts.distinct ?? [:]).keys.sorted().filter { folded.insert(foldedName($0)).inserted }
    var used = Set(catalog.choices.map { foldedName($0.name) })
    let choice = Choice(name: FieldNames.unique(name, in: &used), values: values.map { NamedValue(code: $0) }, orderedCount: 0)
    catalog.choices.append(choice)
    return .choice(catalog.choices.count - 1)
  }

  private static func singular(of plural: String) -> String {
    if plural.hasSuffix("ies"), plural.count > 4 { return plural.dropLast(3) + "y" }
    if plural.hasSuffix("s"), !plural.hasSuffix("ss"), plural.count > 2 { return String(plural.dropLast()) }
    return plural
  }
}
