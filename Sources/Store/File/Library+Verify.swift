public import Diagnostics
import Results
import Schema

extension Library {
  /// Everything that is broken, in words; empty when all checksums hold and everything fits together. Reads the whole library.
  public func verify() -> [Bilingual] {
    for index in image.chunks.indices { _ = image.bytes(index) }
    let broken = damage.map { Bilingual($0.message, $0.chineseMessage) }
    // Where bytes are damaged the rest reads as zeros and says nothing.
    guard broken.isEmpty else { return broken }
    return tables.indices.flatMap { entity in
      let plural = catalog.entities[entity].plural
      return TableCheck(table: tables[entity], snapshotCount: snapshots.count).findings.map {
        Bilingual("\(plural): \($0.english)", "`\(plural)`：\($0.chinese)")
      }
    }
  }
}

extension Library {
  /// What a builder could not carry on, as a part of the library: names or keys that are there twice, versions that overlap. Nil for what is sound
  /// or damaged.
  var unsoundOutline: String? {
    let names = [catalog.entities.map(\.plural), catalog.choices.map(\.name)] + catalog.entities.map { $0.fields.map(\.name) }
    if names.contains(where: { Set($0).count < $0.count }) { return "catalog" }
    for (entity, table) in tables.enumerated() {
      let check = TableCheck(table: table, snapshotCount: snapshots.count)
      if !(check.keysAreSorted && check.historyIsSound), damage.isEmpty { return "\(catalog.entities[entity].plural)" }
    }
    return nil
  }
}

/// The rules that a table's parts keep among each other, tested one by one. Checksums say that bytes are as written; this says that they were
/// written right.
private struct TableCheck {
  let table: Table
  let snapshotCount: Int

  var findings: [Bilingual] {
    var findings: [Bilingual] = []
    if !keysAreSorted { findings.append(Bilingual("its keys are out of order", "键的次序不对")) }
    if !holesAgree { findings.append(Bilingual("its holes are not those it counts", "空位与计数不符")) }
    // Nothing else can be followed without these.
    guard historyIsSound else { return findings + [Bilingual("its history is out of order", "历史版本的次序或区间不对")] }
    for column in table.columns where !isSound(column) {
      findings.append(Bilingual("the column `\(column.name)` does not hold together", "列 `\(column.name)` 前后不符"))
    }
    return findings
  }

  var keysAreSorted: Bool {
    var previous: [UInt8]?
    var number = 0
    var isSorted = true
    table.keys.texts.forEach { text in
      if number > table.keys.declared.count, let previous {
        if previous.withUnsafeBufferPointer({ compareBytes($0, text) }) >= 0 { isSorted = false }
      }
      previous = Array(text)
      number += 1
    }
    let declared = table.keys.declared.indices.allSatisfy { table.keys.code($0) == table.keys.declared[$0].code }
    return isSorted && declared
  }

  private var holesAgree: Bool {
    var holes = 0
    for key in 0..<table.keyCount {
      let isHole = Int(table.since[key]) == snapshotCount
      if Int(table.since[key]) > snapshotCount || isHole == table.isCurrent(key) { return false }
      if isHole { holes += 1 }
    }
    return holes == table.holeCount
  }

  /// By key, then by time; no two versions of a key hold at one snapshot, and the current one comes last.
  var historyIsSound: Bool {
    for row in table.keyCount..<table.rowCount {
      let key = Int(table.rowKeys[row])
      guard key < table.keyCount, table.since[row] < table.until[row], Int(table.until[row]) < snapshotCount else { return false }
      if table.isCurrent(key), table.until[row] > table.since[key] { return false }
      guard row > table.keyCount else { continue }
      let before = Int(table.rowKeys[row - 1])
      if before > key || (before == key && table.until[row - 1] > table.since[row]) { return false }
    }
    return true
  }

  private func isSound(_ column: Column) -> Bool {
    switch column.storage {
    case .packed(let cells): isSound(cells, column)
    case .wide(let cells): holesAreMissing(column) && missing(column) == cells.missingCount
    case .flags(let cells): holesAreMissing(column) && missing(column) == cells.missingCount
    case .texts(let cells):
      isSound(cells.texts) && holesAreMissing(column) && missing(column) == cells.missingCount
        && (0..<column.count).allSatisfy { cells.number($0) < cells.texts.count }
    case .keys: true
    }
  }

  private func isSound(_ cells: PackedCells, _ column: Column) -> Bool {
    var top: UInt64 = 0
    for row in 0..<cells.count { top = max(top, cells.stored(at: row)) }
    guard top == cells.top, holesAreMissing(column), missing(column) == cells.missingCount else { return false }
    if let names = column.names {
      guard top <= UInt64(names.count) else { return false }
      if let texts = names as? TextDictionary, !isSound(texts.texts) || !isSorted(texts.texts) { return false }
    }
    return zonesAgree(cells) && bitmapsAgree(cells)
  }

  private func zonesAgree(_ cells: PackedCells) -> Bool {
    guard cells.zones != nil else { return true }
    return (0..<cells.zoneCount).allSatisfy { zone in
      var (low, high) = (UInt64.max, UInt64(0))
      for row in zone * cells.zoneRows..<min((zone + 1) * cells.zoneRows, cells.count) {
        let stored = cells.stored(at: row)
        if stored != 0 { (low, high) = (min(low, stored), max(high, stored)) }
      }
      return cells.zone(zone) == (high == 0 ? 0 : low, high)
    }
  }

  private func bitmapsAgree(_ cells: PackedCells) -> Bool {
    guard cells.bitmapsChunk != nil else { return true }
    return (0..<Int(cells.top)).allSatisfy { code in
      guard let words = cells.bitmap(code: code) else { return false }
      let size = (cells.count + 63) / 64
      return Bitmap(count: cells.count) { cells.within(UInt64(code) + 1...UInt64(code) + 1, rows: cells.count, $0) }.words
        .elementsEqual(UnsafeBufferPointer(start: words, count: size))
    }
  }

  private func isSound(_ texts: StoredTexts) -> Bool {
    let offsets = texts.offsets
    let needsQuotes = texts.bytes.contains { $0 == 0x2C || $0 == 0x22 || $0 == 0x0A || $0 == 0x0D || $0 == 0x09 }
    return offsets.first == 0 && offsets.last.map(Int.init) == texts.bytes.count && !(texts.isPlain && needsQuotes)
      && zip(offsets, offsets.dropFirst()).allSatisfy { $0 <= $1 }
  }

  private func isSorted(_ texts: StoredTexts) -> Bool {
    guard texts.count > 1 else { return true }
    return (1..<texts.count).allSatisfy { compareBytes(texts.utf8($0 - 1), texts.utf8($0)) < 0 }
  }

  private func holesAreMissing(_ column: Column) -> Bool {
    table.holeCount == 0 || (0..<table.keyCount).allSatisfy { table.isCurrent($0) || !column.isKnown($0) }
  }

  private func missing(_ column: Column) -> Int {
    (column.validity.map { $0.count - $0.population } ?? 0) - table.holeCount
  }
}

extension PackedCells {
  /// The smallest and largest stored number of a zone; 0 0 where none is known.
  func zone(_ index: Int) -> (UInt64, UInt64) {
    guard let zones else { return (0, 0) }
    let at = zones + index * 2 * width
    switch width {
    case 1: return (UInt64(at.load(as: UInt8.self)), UInt64(at.load(fromByteOffset: 1, as: UInt8.self)))
    case 2: return (UInt64(at.load(as: UInt16.self)), UInt64(at.load(fromByteOffset: 2, as: UInt16.self)))
    case 4: return (UInt64(at.load(as: UInt32.self)), UInt64(at.load(fromByteOffset: 4, as: UInt32.self)))
    default: return (at.load(as: UInt64.self), at.load(fromByteOffset: 8, as: UInt64.self))
    }
  }
}
