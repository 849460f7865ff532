import Query
import Schema

extension ColumnPredicate {
  /// Finds its rows without a pass over a column.
  var isLookup: Bool { if case .keys = self { true } else { false } }

  /// Reads more than a column of the table itself.
  var readsOtherRows: Bool {
    switch self {
    case .quantified, .linked, .text, .cellChange, .atSnapshot: true
    case .not(let inner): inner.readsOtherRows
    case .and(let predicates), .or(let predicates): predicates.contains(where: \.readsOtherRows)
    case .always, .stored, .wide, .codes, .keys, .flag, .known, .begunAfter: false
    }
  }

  /// Looks at nothing but the version itself, so that the answer for it is the same at every snapshot at which it holds.
  var isTimeless: Bool {
    switch self {
    case .always, .stored, .wide, .codes, .keys, .flag, .known, .text: true
    case .not(let inner): inner.isTimeless
    case .and(let predicates), .or(let predicates): predicates.allSatisfy(\.isTimeless)
    case .linked, .quantified, .begunAfter, .cellChange, .atSnapshot: false
    }
  }

  /// The part of the rows that may be expected to pass.
  func selectivity(_ statistics: any Statistics, entity: Int) -> Double {
    let rows = Double(max(statistics.table(entity).rowCount, 1))
    switch self {
    case .always(let holds): return holds ? 1 : 0
    case .keys(let keys): return Double(keys.count) / rows
    case .codes(let field, let codes):
      guard let cells = statistics.column(field, of: entity).packed else { return 0.3 }
      let found = codes.compactMap { statistics.rows(withCode: $0, field, of: entity) }
      return found.count == codes.count ? Double(found.reduce(0, +)) / rows : Double(codes.count) / Double(max(cells.top, 1))
    case .stored(let field, let range):
      guard let cells = statistics.column(field, of: entity).packed, cells.top > 0 else { return 0 }
      return Double(range.upperBound - range.lowerBound + 1) / Double(cells.top)
    case .known(let field):
      guard let cells = statistics.column(field, of: entity).packed else { return 0.9 }
      return 1 - Double(cells.missingCount) / rows
    case .not(let inner): return 1 - inner.selectivity(statistics, entity: entity)
    case .and(let predicates): return predicates.reduce(1) { $0 * $1.selectivity(statistics, entity: entity) }
    case .or(let predicates): return min(1, predicates.reduce(0) { $0 + $1.selectivity(statistics, entity: entity) })
    case .wide, .flag, .text, .linked, .quantified, .begunAfter: return 0.3
    case .cellChange: return 0.05
    case .atSnapshot(_, let inner): return inner.selectivity(statistics, entity: entity)
    }
  }

  /// How it is tested, for `explain plan`.
  func words(_ catalog: Catalog) -> String {
    switch self {
    case .always: "known beforehand"
    case .stored, .wide: "column range"
    case .codes(_, let codes): "\(codes.count) \(codes.count == 1 ? "bitmap" : "bitmaps")"
    case .keys: "key lookup"
    case .flag: "flags"
    case .known: "known cells"
    case .text: "text search"
    case .linked(_, let target, let inner): "\(catalog.entities[target].plural) (\(inner.words(catalog)))"
    case .quantified(_, let link, let inner):
      "semi-join over \(catalog.entities[link.entity].plural)" + (inner.map { " (\($0.words(catalog)))" } ?? "")
    case .begunAfter: "versions begun since"
    case .cellChange: "versions met by key"
    case .atSnapshot(_, let inner): "versions met by key (\(inner.words(catalog)))"
    case .not(let inner): inner.words(catalog) + ", negated"
    case .and(let predicates), .or(let predicates): predicates.map { $0.words(catalog) }.joined(separator: ", ")
    }
  }
}
