import CKernels
import Results
import Store

/// Counts, and sums of stored numbers, by group: a slot for each group, or for each group at each moment.
struct GroupTotals {
  var sums: [UInt64]
  /// Known cells; without a column to add up, rows.
  var counts: [UInt64]

  init(slots: Int) {
    sums = [UInt64](repeating: 0, count: slots)
    counts = sums
  }
}

/// Adds up the rows of a bitmap where they lie.
struct Adding {
  /// Nil: the rows are counted.
  let cells: PackedCells?
  let ids: CodeGroups.Ids
  let idCount: Int
  let limits: Limits
  /// Bytes a moment of ``add(_:moments:from:_:to:)``; 0 where there is one moment.
  var momentWidth = 0
  var moments = 1

  var slots: Int { moments * idCount }

  /// Adds the rows of a bitmap in a range. `start` holds the moment of each row from `base` on.
  func add(_ rows: Bitmap, _ range: Range<Int>, moments start: UnsafeRawPointer? = nil, from base: Int = 0, to totals: inout GroupTotals) {
    guard !range.isEmpty else { return }
    ids.withBytes { codes, width in
      var sweep = luodi_sweep(
        codes: codes, code_width: UInt32(width), cells: cells?.bytes, cell_width: UInt32(cells?.width ?? 0),
        is_whole: cells?.missingCount == 0 ? 1 : 0, moment_width: UInt32(momentWidth), groups: idCount, moments: moments, lanes: lanes,
        chunk: chunk)
      var room = [UInt64](repeating: 0, count: lanes * slots + 64)
      luodi_sweep_rows(&sweep, start, base, rows.words, range.lowerBound, range.upperBound, &room, &totals.sums, &totals.counts)
    }
  }

  /// Where slots are many, neighbours seldom share one, and copies would only take room.
  private var lanes: Int { slots <= limits.spreadSums ? 8 : slots <= limits.pairedSums ? 2 : 1 }

  /// Adds up another column of 32 bits as well: the totals of both have twice the slots. One moment.
  func add(_ rows: Bitmap, _ range: Range<Int>, and second: PackedCells, to totals: inout GroupTotals) {
    guard !range.isEmpty else { return }
    ids.withBytes { codes, width in
      var sweep = luodi_sweep(
        codes: codes, code_width: UInt32(width), cells: cells?.bytes, cell_width: 4, is_whole: cells?.missingCount == 0 ? 1 : 0,
        moment_width: 0,
        groups: idCount, moments: 1, lanes: lanes,
        chunk: min(chunk, Adding(cells: second, ids: ids, idCount: idCount, limits: limits).chunk))
      var room = [UInt64](repeating: 0, count: 2 * (lanes * slots + 64))
      luodi_sweep_pairs(
        &sweep, second.bytes, second.missingCount == 0 ? 1 : 0, rows.words, range.lowerBound, range.upperBound, &room, &totals.sums,
        &totals.counts)
    }
  }

  /// As many rows as one of the kernel's numbers can take up.
  private var chunk: Int {
    var rowsOfLane = limits.summedRows
    while let top = cells?.top, UInt64(rowsOfLane) > (1 << 46) / max(top, 1) { rowsOfLane >>= 1 }
    return max(64, lanes * rowsOfLane)
  }

  /// All rows of a bitmap, by two threads where there are many. One moment. With a second column, see ``add(_:_:and:to:)``.
  func totals(of rows: Bitmap, and second: PackedCells? = nil) -> (sums: [UInt64], counts: [Int]) {
    let slots = second == nil ? slots : 2 * slots
    let parts = inParts(of: rows.words.count, limits) { part -> GroupTotals in
      var totals = GroupTotals(slots: slots)
      let range = part.lowerBound * 64..<min(part.upperBound * 64, rows.count)
      if let second { add(rows, range, and: second, to: &totals) } else { add(rows, range, to: &totals) }
      return totals
    }
    let (first, rest) = (parts.first ?? GroupTotals(slots: slots), parts.dropFirst())
    return (
      (0..<slots).map { slot in rest.reduce(first.sums[slot]) { $0 &+ $1.sums[slot] } },
      (0..<slots).map { slot in Int(rest.reduce(first.counts[slot]) { $0 + $1.counts[slot] }) }
    )
  }
}

extension CodeGroups.Ids {
  /// The ids where they lie, and bytes an id; 0 where there is one.
  func withBytes<Result>(_ body: (UnsafeRawPointer?, Int) -> Result) -> Result {
    switch self {
    case .single: body(nil, 0)
    case .u8(let ids): body(ids.baseAddress, 1)
    case .u16(let ids): body(ids.baseAddress, 2)
    case .u32(let ids): body(ids.baseAddress, 4)
    case .made16(let ids): ids.withUnsafeBytes { body($0.baseAddress, 2) }
    case .made32(let ids): ids.withUnsafeBytes { body($0.baseAddress, 4) }
    }
  }
}
