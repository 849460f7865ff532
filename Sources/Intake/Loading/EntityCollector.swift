import Schema
import Store

/// The rows of one entity in one snapshot, as they come in from one or more files.
final class EntityCollector {
  /// Where a row was read.
  struct Place {
    /// Index of the file's plan
    var file: Int32
    var row: Int32
    var line: Int32
  }

  let entity: Int
  private(set) var keys: [String] = []
  private(set) var places: [Place] = []
  private var rows: [String: Int] = [:]
  /// By slot: the entity's fields, then its extra fields
  private(set) var columns: [CellColumn?] = []

  init(entity: Int, slots: Int) {
    self.entity = entity
    columns = [CellColumn?](repeating: nil, count: slots)
  }

  /// Makes room for so many more rows.
  func expect(_ count: Int) {
    rows.reserveCapacity(rows.count + count)
    keys.reserveCapacity(keys.count + count)
    places.reserveCapacity(places.count + count)
  }

  func hasKey(_ key: String) -> Bool { rows[key] != nil }

  func row(ofKey key: String) -> Int? { rows[key] }

  /// Opens a row; its cells follow through ``column(_:type:)``. If a row has the key already, opens none and gives that row's place.
  func beginRow(key: String, place: Place) -> Place? {
    if let earlier = rows.updateValue(keys.count, forKey: key) {
      rows[key] = earlier
      return places[earlier]
    }
    keys.append(key)
    places.append(place)
    return nil
  }

  /// The column of a slot, filled up to the row before the current one.
  func column(_ slot: Int, type: DataType) -> CellColumn {
    if let column = columns[slot] {
      column.pad(to: keys.count - 1)
      return column
    }
    let column = CellColumn(type: type)
    column.pad(to: keys.count - 1)
    columns[slot] = column
    return column
  }

  func textColumn(_ slot: Int) -> CellColumn? {
    columns[slot]?.pad(to: keys.count)
    return columns[slot]
  }

  /// The rows as the store takes them. `targets` says what each slot is.
  func finish(_ targets: [EntityRows.IncomingColumn.Target]) -> EntityRows {
    var incoming: [EntityRows.IncomingColumn] = []
    for (slot, column) in columns.enumerated() {
      guard let column else { continue }
      column.pad(to: keys.count)
      incoming.append(.init(target: targets[slot], cells: column.cells))
    }
    return EntityRows(entity: entity, keys: keys, columns: incoming)
  }
}

/// One growing column of typed cells; only the array of its type is used.
final class CellColumn {
  let type: DataType
  var texts: [String?] = []
  private var int32s: [Int32?] = []
  private var int64s: [Int64?] = []
  private var decimals: [ShortDecimal?] = []
  private var flags: [Bool?] = []
  private(set) var count = 0

  init(type: DataType) { self.type = type }

  func append(_ value: String?) { texts.append(value); count += 1 }
  func append(_ value: Int32?) { int32s.append(value); count += 1 }
  func append(_ value: Int64?) { int64s.append(value); count += 1 }
  func append(_ value: ShortDecimal?) { decimals.append(value); count += 1 }
  func append(_ value: Bool?) { flags.append(value); count += 1 }

  func appendMissing() {
    switch type {
    case .text, .choice, .link: append(nil as String?)
    case .date, .period, .duration: append(nil as Int32?)
    case .money: append(nil as Int64?)
    case .number: append(nil as ShortDecimal?)
    case .flag: append(nil as Bool?)
    }
  }

  func pad(to length: Int) {
    while count < length { appendMissing() }
  }

  var cells: EntityRows.IncomingColumn.Cells {
    switch type {
    case .text, .choice, .link: .text(texts)
    case .date, .period, .duration: .int32(int32s)
    case .money: .int64(int64s)
    case .number: .decimal(decimals)
    case .flag: .flag(flags)
    }
  }
}
