import Query
import Results
import Schema

/// The groups of a query: in declared order of their keys, first key first.
struct Grouped {
  let keys: [KeyColumn]
  /// For each group the index of its value in each key.
  let tuples: [[UInt32]]
  /// All rows by the keys, without `across`.
  let rows: Groups
  let across: AcrossGroups?

  var count: Int { rows.count }

  func keyCells(_ key: Int) -> Vector { keys[key].cells(tuples.map { $0[key] }) }
}

extension Evaluator {
  func grouped(_ grouping: CheckedQuery.Grouping, over frame: Frame) throws -> Grouped {
    try poll()
    let keys = try grouping.keys.map { try keyColumn($0, over: frame, withEmpty: grouping.withEmpty) }
    let turned = try grouping.across.map { try keyColumn($0, over: frame, withEmpty: grouping.withEmpty) }
    var (membership, tuples) = try present(keys, frame.count)
    let hasEmpty = grouping.withEmpty && !keys.isEmpty
    let count = hasEmpty ? max(try countWithEmpty(keys), tuples.count) : tuples.count
    if let turned { try refuseTooManyCells(count, turned, grouping) }
    if hasEmpty { (membership, tuples) = try withEmptyGroups(membership, tuples, keys) }
    let rows = Groups(frame: frame, membership: membership, count: tuples.count)
    return Grouped(keys: keys, tuples: tuples, rows: rows, across: turned.map { AcrossGroups($0, rows) })
  }

  /// How many groups `with empty` makes of known keys, before it makes them.
  private func countWithEmpty(_ keys: [KeyColumn]) throws -> Int {
    var product = 1
    for key in keys {
      let (next, isBeyond) = product.multipliedReportingOverflow(by: max(key.values.count, 1))
      guard !isBeyond else { throw EngineError(.tooManyGroups(nil)) }
      product = next
    }
    guard product <= TableLimits.groups else { throw EngineError(.tooManyGroups(product)) }
    return product
  }

  private func refuseTooManyCells(_ rows: Int, _ turned: KeyColumn, _ grouping: CheckedQuery.Grouping) throws {
    let columns = turned.values.count * grouping.measures.count
    guard columns <= TableLimits.columns else { throw EngineError(.tooManyColumns(columns)) }
    guard rows * max(columns, 1) <= TableLimits.cells else { throw EngineError(.tooManyCells(rows: rows, columns: columns)) }
  }

  /// The groups that rows have. Without keys there is one group, also of no rows.
  private func present(_ keys: [KeyColumn], _ count: Int) throws -> (Groups.Membership, [[UInt32]]) {
    guard let first = keys.first else { return (.single, [[]]) }
    var members = try factorized(first.indexes.map(UInt64.init), polling)
    var representative = representatives(members.indexes, members.distinct.count)
    for key in keys.dropFirst() {
      let width = UInt64(key.missing) + 1
      let before = members.indexes
      members = try factorized(try polling.map(count) { UInt64(before[$0]) * width + UInt64(key.indexes[$0]) }, polling)
      representative = representatives(members.indexes, members.distinct.count)
    }
    let places = representative
    return (.each(members.indexes), try polling.map(places.count) { group in keys.map { $0.indexes[places[group]] } })
  }

  private func representatives(_ indexes: [UInt32], _ count: Int) -> [Int] {
    var result = [Int](repeating: 0, count: count)
    for (place, index) in indexes.enumerated() { result[Int(index)] = place }
    return result
  }
}
