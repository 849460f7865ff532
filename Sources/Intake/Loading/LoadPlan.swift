import Schema
import Store

/// What is known about the files before their rows are read: which entity each holds, where its header is, which columns are extra.
struct LoadPlan {
  struct File {
    var found: FoundTable
    var entity: Int
    var map: HeaderMap
    var encoding: TextEncoding
    /// Where the file can be read the quick way
    var plain: Plain?

    var path: String { found.path }
    var place: String { found.place }
    var day: Day? { found.day }
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
        return .extra(
          Field(
            name: extra.name, aliases: aliases, type: extra.type ?? .text, dateOrder: extra.type == .date ? extra.order : .yearFirst,
            isExtra: true))
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
