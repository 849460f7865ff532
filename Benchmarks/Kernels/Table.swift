import Glibc

/// The rows of the printed table for one number of rows.
final class Table {
  static let heading = """
    | kernel | rows | ms | MB touched | GB/s | plain read of as many bytes, GB/s | of it |
    |---|---|---|---|---|---|---|
    """

  let rows: Int
  var words: Int { (rows + 63) / 64 }
  private var random = Random()
  /// By bytes: the bandwidth of a plain read.
  private var limits: [Int: Double] = [:]
  /// What the kernels found, so that no loop is left out.
  private var found: UInt64 = 0

  init(rows: Int) { self.rows = rows }

  /// Times a kernel and prints its line. `bytes` it must touch at least.
  func measure(_ name: String, bytes: Int, isMemory: Bool = false, _ body: () -> UInt64) {
    let seconds = fastest { found &+= body() }
    let bandwidth = Double(bytes) / seconds / 1e9
    var line = "| \(name) | \(rows) | \(fixed(seconds * 1000, 3)) | \(fixed(Double(bytes) / 1e6, 1)) | \(fixed(bandwidth, 1)) | "
    if isMemory {
      line += " | |"
    } else {
      let limit = limit(bytes)
      line += "\(fixed(limit, 1)) | \(fixed(bandwidth / limit * 100, 0)) % |"
    }
    print(line)
  }

  /// Two threads are not used: the limit is that of one.
  private func limit(_ bytes: Int) -> Double {
    if let known = limits[bytes] { return known }
    let cells = [UInt64](repeating: 1, count: max(bytes / 8, 1))
    let seconds = fastest { found &+= sum(cells) }
    let limit = Double(cells.count * 8) / seconds / 1e9
    limits[bytes] = limit
    return limit
  }

  func measureMemory() {
    let cells = numbers(below: UInt64.max, as: UInt64.self)
    var copy = [UInt64](repeating: 0, count: rows)
    let bytes = rows * 8
    measure("plain read (sum of u64)", bytes: bytes, isMemory: true) { sum(cells) }
    measure("memcpy of u64", bytes: 2 * bytes, isMemory: true) {
      copy.withUnsafeMutableBytes { to in cells.withUnsafeBytes { _ = memcpy(to.baseAddress!, $0.baseAddress!, bytes) } }
      return copy[rows - 1]
    }
  }

  /// Cells below a bound, the same in every run.
  func numbers<Cell: FixedWidthInteger & UnsignedInteger>(below bound: UInt64, as: Cell.Type) -> [Cell] {
    (0..<rows).map { _ in Cell(truncatingIfNeeded: random.next() % bound) }
  }

  /// Bits of which one in `part` is set; none behind the rows.
  func bits(oneIn part: UInt64) -> [UInt64] {
    var result = [UInt64](repeating: 0, count: words)
    for row in 0..<rows where random.next() % part == 0 { result[row >> 6] |= 1 << UInt64(row & 63) }
    return result
  }

  /// Seconds of the fastest of rounds that last a quarter of a second together, at least five.
  private func fastest(_ body: () -> Void) -> Double {
    var best = Double.infinity
    var total = 0.0
    var rounds = 0
    while rounds < 5 || total < 0.25 {
      let start = clock()
      body()
      let seconds = clock() - start
      best = min(best, seconds)
      total += seconds
      rounds += 1
    }
    return best
  }

  private func clock() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  private func fixed(_ value: Double, _ digits: Int) -> String {
    var scale = 1.0
    for _ in 0..<digits { scale *= 10 }
    let whole = Int((value * scale).rounded())
    guard digits > 0 else { return "\(whole)" }
    let fraction = String(whole % Int(scale))
    return "\(whole / Int(scale))." + String(repeating: "0", count: digits - fraction.count) + fraction
  }
}

/// The plain read: every word once, added up.
@inline(never)
private func sum(_ cells: [UInt64]) -> UInt64 {
  cells.withUnsafeBufferPointer { cells in
    // Four chains, so that the loop waits for memory and not for its own additions.
    var (a, b, c, d): (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
    var place = 0
    while place + 4 <= cells.count {
      a &+= cells[place]
      b &+= cells[place + 1]
      c &+= cells[place + 2]
      d &+= cells[place + 3]
      place += 4
    }
    while place < cells.count {
      a &+= cells[place]
      place += 1
    }
    return a &+ b &+ c &+ d
  }
}

/// SplitMix64
private struct Random {
  private var state: UInt64 = 2018

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ mixed >> 30) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ mixed >> 27) &* 0x94d0_49bb_1331_11eb
    return mixed ^ mixed >> 31
  }
}
