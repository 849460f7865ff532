import Results
import Schema
import Store

/// The statistics of a library: its directory tells all but the number of records and the counts of bitmaps.
struct LibraryStatistics: Statistics {
  let library: Library

  init(_ library: Library) { self.library = library }

  var snapshotCount: Int { library.snapshots.count }
  var mostRows: Int { library.tables.reduce(0) { max($0, $1.rowCount) } }

  func table(_ entity: Int) -> TableStatistics {
    let table = library.tables[entity]
    return TableStatistics(rowCount: table.rowCount, keyCount: table.keyCount, versionCount: table.storedVersionCount)
  }

  func recordCount(_ entity: Int, at snapshot: Int) -> Int {
    let table = library.tables[entity]
    guard snapshot == library.snapshots.count - 1 else { return table.alive(at: snapshot).population }
    // Counted where they lie: what is said of them elsewhere may be a lie, and places are handed out by this number.
    return table.currentWords.map { Bitmap.population($0, words: (table.keyCount + 63) / 64) } ?? table.keyCount
  }

  func column(_ field: Int, of entity: Int) -> ColumnStatistics {
    let column = library.tables[entity].columns[field]
    let cells: ColumnStatistics.Cells =
      switch column.storage {
      case .packed(let cells):
        .packed(PackedStatistics(width: cells.width, unit: cells.unit, top: cells.top, missingCount: cells.missingCount))
      case .wide(let cells): .wide(scale: cells.scale)
      case .flags: .flags
      case .texts: .texts
      case .keys: .keys
      }
    return ColumnStatistics(type: column.type, cells: cells, hasMissing: column.hasMissing)
  }

  func stored(_ units: ClosedRange<Int64>, _ field: Int, of entity: Int) -> ClosedRange<UInt64>? {
    guard case .packed(let cells) = library.tables[entity].columns[field].storage else { return nil }
    return cells.stored(units)
  }

  func rows(withCode code: Int, _ field: Int, of entity: Int) -> Int? {
    guard case .packed(let cells) = library.tables[entity].columns[field].storage else { return nil }
    return cells.bitmap(code: code).map { Bitmap.population($0, words: (cells.count + 63) / 64) }
  }

  func number(of text: String, _ field: Int, of entity: Int) -> Int? {
    let column = library.tables[entity].columns[field]
    switch column.storage {
    case .keys: return (column.names as? KeyDictionary)?.number(of: text)
    case .packed: return (column.names as? TextDictionary)?.number(of: text)
    case .wide, .flags, .texts: return nil
    }
  }
}
