import Results
import Schema

/// Writes one column in the final order of rows, each kind of cells in the narrowest form that keeps them exactly.
struct ColumnWriter {
  let entity: Int
  let column: Int
  let order: RowOrder
  let layout: LibraryLayout

  private func chunk(_ kind: ChunkKind, width: Int, count: Int) -> Chunk {
    Chunk(kind, entity: entity, column: column, width: width, count: count)
  }

  mutating func write(_ builder: ColumnBuilder, _ finished: FinishedNames, to writer: inout ImageWriter) {
    switch builder.cells {
    case .codes(let codes):
      switch builder.type {
      case .choice(let choice): write(codes, ranks: finished.choiceRanks[choice], to: &writer)
      case .link(let target): write(codes, ranks: finished.keyRanks[target], to: &writer)
      default: write(codes, builder.texts.texts, to: &writer)
      }
    case .int32(let values): write(values, hasUnit: false, to: &writer)
    case .int64(let values): write(values, hasUnit: true, to: &writer)
    case .decimal(let values): write(values, to: &writer)
    case .flags(let values): write(values, to: &writer)
    }
  }

  // MARK: codes and whole numbers

  private func write(_ codes: [UInt32], ranks: [UInt32], to writer: inout ImageWriter) {
    var top: UInt32 = 0
    for code in codes where !code.isMissing { top = max(top, ranks[Int(code)] + 1) }
    pack(Packing(base: 0, unit: 1, top: UInt64(top)), hasZones: false, to: &writer) { version in
      codes[version].isMissing ? 0 : UInt64(ranks[Int(codes[version])]) + 1
    }
  }

  /// The greatest unit of which all amounts are multiples makes them small; dates and durations have none.
  private func write<Cell: BuilderCell & FixedWidthInteger>(_ values: [Cell], hasUnit: Bool, to writer: inout ImageWriter) {
    var unit: Cell.Magnitude = 0
    var extremes: (low: Cell, high: Cell)?
    for value in values where !value.isMissing {
      extremes = extremes.map { (min($0.low, value), max($0.high, value)) } ?? (value, value)
      if hasUnit, unit != 1, unit == 0 || value.magnitude % unit != 0 { unit = greatestCommonDivisor(unit, value.magnitude) }
    }
    guard let (low, high) = extremes else {
      pack(Packing(base: 0, unit: 1, top: 0), hasZones: true, to: &writer) { _ in 0 }
      return
    }
    let step = Int64(exactly: unit).map { max($0, 1) } ?? 1
    let packing = Packing(low: Int64(low) / step, high: Int64(high) / step, unit: step)
    let base = packing.base
    pack(packing, hasZones: true, to: &writer) { version in
      values[version].isMissing ? 0 : UInt64(bitPattern: Int64(values[version]) / step &- base) &+ 1
    }
  }

  /// How whole numbers are stored.
  private struct Packing {
    var base: Int64
    var unit: Int64
    var top: UInt64

    init(base: Int64, unit: Int64, top: UInt64) { (self.base, self.unit, self.top) = (base, unit, top) }

    /// The lowest value a builder holds is not `Int64.min`, so that one more than the distance is always a number.
    init(low: Int64, high: Int64, unit: Int64) { self.init(base: low, unit: unit, top: UInt64(bitPattern: high &- low) &+ 1) }

    var width: Int {
      switch top {
      case ...UInt64(UInt8.max): 1
      case ...UInt64(UInt16.max): 2
      case ...UInt64(UInt32.max): 4
      default: 8
      }
    }
  }

  @inline(__always)
  private func pack(_ packing: Packing, hasZones: Bool, to writer: inout ImageWriter, _ stored: (Int) -> UInt64) {
    switch packing.width {
    case 1: pack(UInt8.self, packing, hasZones, to: &writer, stored)
    case 2: pack(UInt16.self, packing, hasZones, to: &writer, stored)
    case 4: pack(UInt32.self, packing, hasZones, to: &writer, stored)
    default: pack(UInt64.self, packing, hasZones, to: &writer, stored)
    }
  }

  @inline(__always)
  private func pack<Cell: FixedWidthInteger & UnsignedInteger & BitwiseCopyable>(
    _ type: Cell.Type, _ packing: Packing, _ hasZones: Bool, to writer: inout ImageWriter, _ stored: (Int) -> UInt64
  ) {
    var missing = 0
    let cells = [Cell](unsafeUninitializedCapacity: order.versions.count) { cells, filled in
      for (row, version) in order.versions.enumerated() {
        cells[row] = version < 0 ? 0 : Cell(truncatingIfNeeded: stored(Int(version)))
        if version >= 0, cells[row] == 0 { missing += 1 }
      }
      filled = order.versions.count
    }
    var chunk = chunk(.packed, width: packing.width, count: cells.count)
    (chunk.base, chunk.unit, chunk.top, chunk.missing) = (packing.base, packing.unit, packing.top, UInt32(missing))
    writer.write(chunk, cells)
    if hasZones { writeZones(cells, to: &writer) } else { writeBitmaps(cells, packing.top, to: &writer) }
  }

  private func writeZones<Cell: FixedWidthInteger & UnsignedInteger & BitwiseCopyable>(_ cells: [Cell], to writer: inout ImageWriter) {
    let size = layout.zoneRows
    guard cells.count > size else { return }
    var zones: [Cell] = []
    for start in stride(from: 0, to: cells.count, by: size) {
      var (low, high) = (Cell.max, Cell.min)
      for row in start..<min(start + size, cells.count) where cells[row] != 0 {
        low = min(low, cells[row])
        high = max(high, cells[row])
      }
      zones += high == 0 ? [0, 0] : [low, high]
    }
    var chunk = chunk(.zones, width: MemoryLayout<Cell>.size, count: zones.count)
    chunk.flags = 0
    writer.write(chunk, zones)
  }

  private func writeBitmaps<Cell: FixedWidthInteger>(_ cells: [Cell], _ top: UInt64, to writer: inout ImageWriter) {
    guard cells.count >= layout.bitmapsFrom, top > 0, top <= LibraryLayout.bitmapLimit else { return }
    let size = (cells.count + 63) / 64
    var words = [UInt64](repeating: 0, count: size * Int(top))
    for (row, cell) in cells.enumerated() where cell != 0 { words[(Int(cell) - 1) * size + row >> 6] |= 1 << UInt64(row & 63) }
    var chunk = chunk(.valueBitmaps, width: 8, count: words.count)
    chunk.flags = 0
    writer.write(chunk, words)
  }

  // MARK: numbers

  /// Whole numbers of their last place, in 64 bits where all have room there.
  private func write(_ values: [ShortDecimal], to writer: inout ImageWriter) {
    var scale = 0
    for value in values where !value.isMissing { scale = max(scale, Int(value.scale)) }
    var extremes: (low: Int128, high: Int128)?
    for value in values where !value.isMissing {
      let mantissa = Self.mantissa(value, scale)
      extremes = extremes.map { (min($0.low, mantissa), max($0.high, mantissa)) } ?? (mantissa, mantissa)
    }
    guard let extremes else {
      return pack(Packing(base: 0, unit: 1, top: 0), hasZones: true, to: &writer) { _ in 0 }
    }
    // One less than what fits, so that a range's ends can always be moved by one.
    guard let low = Int64(exactly: extremes.low - 1), let high = Int64(exactly: extremes.high + 1) else {
      return writeWide(values, scale, to: &writer)
    }
    let unit = Int64(Decimal.powers[scale])
    let packing = Packing(low: low + 1, high: high - 1, unit: unit)
    pack(packing, hasZones: true, to: &writer) { version in
      let value = values[version]
      return value.isMissing ? 0 : UInt64(bitPattern: Int64(truncatingIfNeeded: Self.mantissa(value, scale)) &- packing.base) &+ 1
    }
  }

  private static func mantissa(_ value: ShortDecimal, _ scale: Int) -> Int128 {
    Int(value.scale) == scale ? Int128(value.mantissa) : Int128(value.mantissa) * Decimal.powers[scale - Int(value.scale)]
  }

  private func writeWide(_ values: [ShortDecimal], _ scale: Int, to writer: inout ImageWriter) {
    let cells = order.versions.map { version -> Int128 in
      guard version >= 0, !values[Int(version)].isMissing else { return .missing }
      return Self.mantissa(values[Int(version)], scale)
    }
    var chunk = chunk(.wide, width: 16, count: cells.count)
    chunk.unit = Int64(Decimal.powers[scale])
    chunk.missing = UInt32(cells.count { $0 == .missing } - order.holeCount)
    writer.write(chunk, cells)
  }

  // MARK: flags and texts

  private func write(_ values: [UInt8], to writer: inout ImageWriter) {
    var bits = Bitmap(count: order.versions.count)
    var known = Bitmap(count: order.versions.count)
    for (row, version) in order.versions.enumerated() where version >= 0 {
      if values[Int(version)] == 1 { bits[row] = true }
      if !values[Int(version)].isMissing { known[row] = true }
    }
    let unknown = known.count - known.population
    var chunk = chunk(.flags, width: 0, count: bits.count)
    chunk.missing = UInt32(unknown - order.holeCount)
    writer.write(chunk, bits.words)
    if unknown > 0 { writer.write(self.chunk(.known, width: 0, count: known.count), known.words) }
  }

  /// Texts that repeat become sorted codes; others are kept by row where that is smaller.
  private func write(_ codes: [UInt32], _ texts: TextHeap, to writer: inout ImageWriter) {
    if order.keyCount >= layout.rowTextsFrom, let rows = TextRows(codes, texts, order), rows.size <= UInt32.max,
      rows.size < sortedSize(codes, texts)
    {
      writer.write(texts: texts, rows.order, .textOffsets, .textBytes, entity: entity, column: column)
      var chunk = chunk(.textNumbers, width: 4, count: rows.numbers.count)
      let unknown = rows.known.count - rows.known.population
      chunk.missing = UInt32(unknown - order.holeCount)
      writer.write(chunk, rows.numbers)
      if unknown > 0 { writer.write(self.chunk(.known, width: 0, count: rows.known.count), rows.known.words) }
      return
    }
    var use = FinishedNames.Use(declared: 0, count: texts.count)
    use.add(codes)
    let sorted = use.order(texts)
    write(codes, ranks: ranks(sorted, of: texts.count), to: &writer)
    writer.write(texts: texts, sorted, .textOffsets, .textBytes, entity: entity, column: column)
  }

  private func sortedSize(_ codes: [UInt32], _ texts: TextHeap) -> Int {
    var isUsed = [Bool](repeating: false, count: texts.count)
    var (count, bytes) = (0, 0)
    for code in codes where !code.isMissing && !isUsed[Int(code)] {
      isUsed[Int(code)] = true
      count += 1
      bytes += texts.range(Int(code)).count
    }
    let width = count < 255 ? 1 : count < 65_535 ? 2 : 4
    return bytes + 4 * count + width * order.versions.count
  }
}

/// A column of texts by row: the current rows' texts, then those that only history has.
private struct TextRows {
  /// Numbers in the heap, -1 for no text.
  var order: [Int]
  /// For every history row the place of its text in `order`.
  var numbers: [UInt32] = []
  var known: Bitmap
  var size: Int

  /// Nil where most texts repeat, so that hardly a count is needed to know.
  init?(_ codes: [UInt32], _ texts: TextHeap, _ rows: RowOrder) {
    guard texts.count * 4 > rows.keyCount else { return nil }
    known = Bitmap(count: rows.versions.count)
    order = []
    order.reserveCapacity(rows.keyCount)
    size = 0
    // Where a text stands in the current area, to be found by history rows.
    var place = [UInt32](repeating: .max, count: texts.count)
    for (row, version) in rows.versions.enumerated() {
      let code = version < 0 ? UInt32.missing : codes[Int(version)]
      known[row] = !code.isMissing
      if row < rows.keyCount {
        order.append(code.isMissing ? -1 : Int(code))
        if code.isMissing { continue }
        size += texts.range(Int(code)).count
        if place[Int(code)] == .max { place[Int(code)] = UInt32(row) }
      } else if code.isMissing {
        numbers.append(0)
      } else {
        if place[Int(code)] == .max {
          place[Int(code)] = UInt32(order.count)
          size += texts.range(Int(code)).count
          order.append(Int(code))
        }
        numbers.append(place[Int(code)])
      }
    }
    size += 4 * (order.count + 1) + 4 * numbers.count
  }
}

/// Euclid's, 0 being a multiple of everything.
private func greatestCommonDivisor<Number: UnsignedInteger>(_ left: Number, _ right: Number) -> Number {
  var (left, right) = (left, right)
  while right != 0 { (left, right) = (right, left % right) }
  return left
}
