import Results
public import Schema
import Diagnostics

extension LibraryBuilder {
  /// A builder that holds what a library holds, so that snapshots can be added or replaced.
  ///
  /// With a catalog the library goes over to it: entities, fields, choices and links are matched by name. Its fields may be more, have other labels and
  /// units of money and stand in another order; what the library has and the catalog lacks is an error, but for columns found in files.
  public init(continuing library: Library, catalog: Catalog? = nil, name: String, layout: LibraryLayout = LibraryLayout())
    throws(StoreProblem)
  {
    // A version of a record that overlaps another, or a key that is there twice, would be carried on for ever.
    if let part = library.unsoundOutline { throw .broken(name, part: part) }
    if let problem = library.damage.first { throw problem }
    let catalog = catalog ?? library.declaredCatalog
    self.init(catalog: catalog, layout: layout)
    attachments = library.attachmentNames.reduce(into: [:]) { $0[$1] = library.attachment($1) }
    let transfer = try Transfer(library, to: catalog, name: name, names: &names)
    for entity in library.tables.indices { try transfer.fill(&tables[transfer.entities[entity]], from: entity) }
    for index in tables.indices where !transfer.entities.contains(index) {
      tables[index].declareKeys(snapshotCount: library.snapshots.count)
    }
    snapshots = library.snapshots
    if let problem = library.damage.first { throw problem }
  }
}

extension Library {
  /// The catalog without the columns found in files.
  public var declaredCatalog: Catalog {
    var declared = catalog
    for index in declared.entities.indices { declared.entities[index].fields.removeAll(where: \.isExtra) }
    return declared
  }
}

extension TableBuilder {
  /// The declared keys are the records of all snapshots from before the entity was declared.
  fileprivate mutating func declareKeys(snapshotCount: Int) {
    guard snapshotCount > 0 else { return }
    for key in declared.keyNames.indices { link(key: key, since: 0, until: snapshotCount) }
    for index in columns.indices where !isRowKey(index) { columns[index].cells.appendMissing(declared.keyNames.count) }
  }
}

/// How the numbers of a library become those of a builder.
private struct Transfer {
  let library: Library
  let catalog: Catalog
  let name: String
  /// By entity of the library
  private(set) var entities: [Int] = []
  private var keys: [[UInt32]] = []
  /// By choice of the library; nil where the catalog has no such choice, which is no matter while no field is of it
  private var choices: [Int?] = []
  private var values: [[UInt32]] = []

  init(_ library: Library, to catalog: Catalog, name: String, names: inout SharedNames) throws(StoreProblem) {
    (self.library, self.catalog, self.name) = (library, catalog, name)
    for (index, entity) in library.catalog.entities.enumerated() {
      guard let place = catalog.entities.firstIndex(where: { $0.plural == entity.plural }) else {
        throw .otherModel(name, detail: Bilingual("it lacks the entity `\(entity.plural)`", "其中没有实体 `\(entity.plural)`"))
      }
      entities.append(place)
      var numbers: [UInt32] = []
      library.tables[index].keys.texts.forEach { numbers.append(UInt32(names.keys[place].number(of: $0))) }
      keys.append(numbers)
    }
    for (index, choice) in library.catalog.choices.enumerated() {
      let place = catalog.choices.firstIndex { $0.name == choice.name }
      choices.append(place)
      let dictionary = library.choices[index]
      values.append(
        place.map { place in (0..<dictionary.count).map { UInt32(names.choices[place].number(of: dictionary.code($0))) } } ?? [])
    }
  }

  func fill(_ builder: inout TableBuilder, from entity: Int) throws(StoreProblem) {
    let table = library.tables[entity]
    let rows = (0..<Int32(table.rowCount)).filter { $0 >= table.keyCount || table.isCurrent(Int($0)) }
    for row in rows {
      builder.link(
        key: Int(keys[entity][Int(table.rowKeys[Int(row)])]), since: Int(table.since[Int(row)]), until: Int(table.until[Int(row)]))
    }
    for (field, declared) in library.catalog.entities[entity].fields.enumerated() {
      let column = table.columns[field]
      let place: Int
      if let found = builder.declared.fields.firstIndex(where: { $0.name == declared.name }) {
        place = found
        guard isSame(declared.type, builder.declared.fields[found].type) else {
          throw .otherModel(
            name,
            detail: Bilingual("the field `\(declared.name)` is of another type", "字段 `\(declared.name)` 的类型不同"))
        }
      } else if declared.isExtra {
        place = builder.columns.count
        builder.addExtra(declared, count: 0)
      } else {
        throw .otherModel(name, detail: Bilingual("it lacks the field `\(declared.name)`", "其中没有字段 `\(declared.name)`"))
      }
      if !builder.isRowKey(place) { read(column, rows, into: &builder.columns[place]) }
    }
    for index in builder.columns.indices where !builder.isRowKey(index) {
      builder.columns[index].cells.appendMissing(rows.count - builder.columns[index].cells.count)
    }
  }

  /// Units of money may differ: amounts are kept in currency units.
  private func isSame(_ old: DataType, _ new: DataType) -> Bool {
    switch (old, new) {
    case (.money, .money): true
    case (.choice(let old), .choice(let new)): choices[old] == new
    case (.link(let old), .link(let new)): entities[old] == new
    default: old == new
    }
  }

  private func read(_ column: Column, _ rows: [Int32], into builder: inout ColumnBuilder) {
    let known = column.validity(.picked(rows))
    func cells<Cell: BuilderCell>(_ cells: [Cell]) -> [Cell] {
      guard let known else { return cells }
      return cells.indices.map { known[$0] ? cells[$0] : .missing }
    }
    switch column.cells(.picked(rows)) {
    case .codes(let codes, let names):
      let map: (UInt32) -> UInt32
      switch column.type {
      case .choice(let choice):
        let values = values[choice]
        map = { values[Int($0)] }
      case .link(let target):
        let keys = keys[target]
        map = { keys[Int($0)] }
      default:
        // Every text of the library's column gets a number, each spelled once.
        let numbers = (0..<names.count).map { UInt32(builder.texts.number(of: names.code($0))) }
        map = { numbers[Int($0)] }
      }
      builder.cells = .codes(codes.indices.map { known?[$0] ?? true ? map(codes[$0]) : .missing })
    case .int32(let values): builder.cells = .int32(cells(values))
    case .int64(let values): builder.cells = .int64(cells(values))
    case .decimal(let values, let scale):
      builder.cells = .decimal(cells(values.map { ShortDecimal($0, exponent: -scale) ?? .missing }))
    case .bits(let bits):
      builder.cells = .flags((0..<bits.count).map { known?[$0] ?? true ? (bits[$0] ? 1 : 0) : .missing })
    }
  }
}
