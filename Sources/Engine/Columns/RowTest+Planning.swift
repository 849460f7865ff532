import Query
import Results
import Schema
import Store

extension RowTest {
  /// Reads more than a column of the table itself.
  var readsOtherRows: Bool {
    switch self {
    case .quantified, .linked, .text, .moved, .then: true
    case .not(let inner): inner.readsOtherRows
    case .and(let tests), .or(let tests): tests.contains(where: \.readsOtherRows)
    case .always, .stored, .wide, .codes, .keys, .flag, .known, .begun: false
    }
  }

  /// Looks at nothing but the version itself, so that the answer for it is the same at every snapshot at which it holds.
  var isTimeless: Bool {
    switch self {
    case .always, .stored, .wide, .codes, .keys, .flag, .known, .text: true
    case .not(let inner): inner.isTimeless
    case .and(let tests), .or(let tests): tests.allSatisfy(\.isTimeless)
    case .linked, .quantified, .begun, .moved, .then: false
    }
  }

  /// The part of the rows that may be expected to pass.
  func selectivity(library: Library, entity: Int) -> Double {
    let table = library.tables[entity]
    let rows = Double(max(table.rowCount, 1))
    switch self {
    case .always(let holds): return holds ? 1 : 0
    case .keys(let keys): return Double(keys.count) / rows
    case .codes(let field, let codes):
      guard case .packed(let cells) = table.columns[field].storage else { return 0.3 }
      let words = (cells.count + 63) / 64
      let found = codes.compactMap { cells.bitmap(code: $0).map { Bitmap.population($0, words: words) } }
      return found.count == codes.count ? Double(found.reduce(0, +)) / rows : Double(codes.count) / Double(max(cells.top, 1))
    case .stored(let field, let range):
      guard case .packed(let cells) = table.columns[field].storage, cells.top > 0 else { return 0 }
      return Double(range.upperBound - range.lowerBound + 1) / Double(cells.top)
    case .known(let field):
      guard case .packed(let cells) = table.columns[field].storage else { return 0.9 }
      return 1 - Double(cells.missingCount) / rows
    case .not(let inner): return 1 - inner.selectivity(library: library, entity: entity)
    case .and(let tests): return tests.reduce(1) { $0 * $1.selectivity(library: library, entity: entity) }
    case .or(let tests): return min(1, tests.reduce(0) { $0 + $1.selectivity(library: library, entity: entity) })
    case .wide, .flag, .text, .linked, .quantified, .begun: return 0.3
    case .moved: return 0.05
    case .then(_, let inner): return inner.selectivity(library: library, entity: entity)
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
    case .begun: "versions begun since"
    case .moved: "versions met by key"
    case .then(_, let inner): "versions met by key (\(inner.words(catalog)))"
    case .not(let inner): inner.words(catalog) + ", negated"
    case .and(let tests), .or(let tests): tests.map { $0.words(catalog) }.joined(separator: ", ")
    }
  }
}

extension Checked {
  /// A snapshot since which a version must have begun for the condition to hold: it compares a cell with the same cell there, and a version
  /// that held there already has the same one. Equality of blanks is why `!=` is not among them.
  var firstChangeAfter: Int? {
    switch node {
    case .definition(_, let body): return body.firstChangeAfter
    case .and(let operands): return operands.lazy.compactMap(\.firstChangeAfter).max()
    case .recordDiffers(let snapshot): return snapshot
    case .compare(.less, let left, let right), .compare(.greater, let left, let right), .differs(let left, let right):
      return left.snapshotOfSameCell(as: right) ?? right.snapshotOfSameCell(as: left)
    default: return nil
    }
  }

  private func snapshotOfSameCell(as other: Checked) -> Int? {
    guard case .atSnapshot(let snapshot, let inner) = unwrapped.node, case .column(let then) = inner.unwrapped.node,
      case .column(let now) = other.unwrapped.node, then == now
    else { return nil }
    return snapshot
  }
}
