public import Schema

/// Makes a ``Library`` out of full dumps, one a date, in any order of dates.
///
/// Each dump is compared, cell by cell as typed, with the versions that hold beside its date: a record that did not change costs nothing but
/// the comparison. A record that a dump leaves out ends there and may come back later; an entity without rows in a dump is empty at that date.
/// The keys an entity declares exist in every snapshot: where a dump has no row for one, its record has the key and the declared name.
public struct LibraryBuilder: Sendable {
  public let catalog: Catalog
  /// Oldest first.
  public private(set) var snapshots: [Day] = []
  private var names: SharedNames
  private var tables: [TableBuilder]

  public init(catalog: Catalog) {
    self.catalog = catalog
    names = SharedNames(catalog)
    tables = catalog.entities.indices.map { TableBuilder(entity: $0, catalog: catalog) }
  }

  /// Adds the dump of a date. An older date than the newest lands in its place. At most one ``EntityRows`` an entity; nothing is added when it throws.
  public mutating func addSnapshot(_ day: Day, _ rows: [EntityRows]) throws(StoreProblem) {
    guard !snapshots.contains(day) else { throw .snapshotExists(day) }
    guard snapshots.count < Int(UInt16.max) - 1 else { throw .tooManySnapshots(limit: Int(UInt16.max) - 1) }
    var byEntity = [EntityRows?](repeating: nil, count: tables.count)
    for rows in rows {
      precondition(byEntity[rows.entity] == nil, "two dumps of one entity for one date")
      byEntity[rows.entity] = rows
    }
    let place = snapshots.firstIndex { $0 > day } ?? snapshots.count
    for index in tables.indices {
      tables[index].add(byEntity[index] ?? EntityRows(entity: index, keys: [], columns: []), at: place, of: snapshots.count, names: &names)
    }
    snapshots.insert(day, at: place)
  }

  /// The library of all snapshots added so far. The builder can go on afterwards.
  public func finish() -> Library {
    var finished = catalog
    for (index, table) in tables.enumerated() {
      finished.entities[index].fields += table.extraFields
    }
    let dictionaries = FinishedNames(names, catalog)
    return Library(
      catalog: finished, snapshots: snapshots,
      tables: tables.map { $0.finish(dictionaries, snapshotCount: snapshots.count) })
  }
}

/// The shared dictionaries in their final order, and where each number of first appearance went.
struct FinishedNames {
  var keys: [KeyDictionary]
  var keyRanks: [[UInt32]]
  var choices: [ChoiceDictionary]
  var choiceRanks: [[UInt32]]

  init(_ names: SharedNames, _ catalog: Catalog) {
    keys = []
    keyRanks = []
    choices = []
    choiceRanks = []
    for (entity, interner) in zip(catalog.entities, names.keys) {
      let declared = entity.keyNames.count
      let order = Array(0..<declared) + interner.texts.sortedNumbers(from: declared)
      keys.append(KeyDictionary(declared: entity.keyNames, texts: interner.texts.picking(order)))
      keyRanks.append(ranks(order))
    }
    for (choice, interner) in zip(catalog.choices, names.choices) {
      let declared = choice.values.count
      let outside = interner.texts.sortedNumbers(from: declared)
      choices.append(ChoiceDictionary(declared: choice.values, outside: interner.texts.picking(outside)))
      choiceRanks.append(ranks(Array(0..<declared) + outside))
    }
  }
}

/// Where each number stands in an order: the inverse permutation.
func ranks(_ order: [Int]) -> [UInt32] {
  var ranks = [UInt32](repeating: 0, count: order.count)
  for (rank, number) in order.enumerated() { ranks[number] = UInt32(rank) }
  return ranks
}
