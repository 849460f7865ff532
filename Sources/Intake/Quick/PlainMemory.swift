import Glibc
import Schema

/// The rows of a dump that was read last, and where they stand, so that the next dump's rows can be compared with them byte by byte.
///
/// ```
/// starts  17 59 101 143     where each row begins, and where the last one ends
/// keys    7  3  9           its key's number
/// rowOf   - - - 1 - - - 0 - 2   the row of each key, `UInt32.max` for none
/// ```
final class PlainMemory: @unchecked Sendable {
  let file: MappedFile
  let starts: UnsafePointer<UInt32>
  let keys: UnsafePointer<UInt32>
  let rowOf: UnsafePointer<UInt32>
  let rowCount: Int
  let keyCount: Int
  /// Rows that are equal byte by byte are equal rows only where their columns are the same.
  private let columns: [HeaderMap.Column]
  private let tableUnit: MoneyWords?
  private let delimiter: UInt8

  init(file: MappedFile, starts: [UInt32], keys: [UInt32], keyCount: Int, plan: LoadPlan.File, delimiter: UInt8) {
    precondition(starts.count == keys.count + 1)
    (self.file, self.delimiter, self.keyCount) = (file, delimiter, keyCount)
    (columns, tableUnit) = (plan.map.columns, plan.map.tableUnit)
    rowCount = keys.count
    self.starts = Self.kept(starts)
    self.keys = Self.kept(keys)
    let rows = UnsafeMutablePointer<UInt32>.allocate(capacity: keyCount)
    rows.initialize(repeating: .max, count: keyCount)
    for (row, key) in keys.enumerated() { rows[Int(key)] = UInt32(row) }
    rowOf = UnsafePointer(rows)
  }

  private static func kept(_ numbers: [UInt32]) -> UnsafePointer<UInt32> {
    let memory = UnsafeMutableBufferPointer<UInt32>.allocate(capacity: numbers.count)
    _ = memory.initialize(from: numbers)
    return UnsafePointer(memory.baseAddress!)
  }

  deinit {
    starts.deallocate()
    keys.deallocate()
    rowOf.deallocate()
  }

  func fits(_ file: LoadPlan.File, _ delimiter: UInt8) -> Bool {
    columns == file.map.columns && tableUnit == file.map.tableUnit && self.delimiter == delimiter
  }
}

/// The same as bare pointers, which a hot loop passes around for nothing. Without a dump before, it has no rows.
struct RowsBefore {
  let bytes: UnsafePointer<UInt8>?
  let starts: UnsafePointer<UInt32>?
  let keys: UnsafePointer<UInt32>?
  let rowOf: UnsafePointer<UInt32>?
  let rowCount: Int
  let keyCount: Int

  init(_ memory: PlainMemory?) {
    (bytes, starts, keys, rowOf) = (memory?.file.bytes.baseAddress, memory?.starts, memory?.keys, memory?.rowOf)
    (rowCount, keyCount) = (memory?.rowCount ?? 0, memory?.keyCount ?? 0)
  }

  @inline(__always) func start(_ row: Int) -> Int { Int(starts![row]) }
  @inline(__always) func length(_ row: Int) -> Int { Int(starts![row + 1] - starts![row]) }
  @inline(__always) func key(_ row: Int) -> Int { Int(keys![row]) }

  /// The row of a key; beyond all rows for none.
  @inline(__always) func row(ofKey key: Int) -> Int {
    guard key < keyCount else { return .max }
    let row = rowOf![key]
    return row == .max ? .max : Int(row)
  }

  /// Whether a row's bytes stand at `line`, which has `room` bytes.
  @inline(__always) func isRow(_ row: Int, at line: UnsafePointer<UInt8>, room: Int) -> Bool {
    guard row < rowCount else { return false }
    let length = length(row)
    return length <= room && memcmp(line, bytes! + start(row), length) == 0
  }

  /// Whether a row's first cell stands at `line`.
  @inline(__always) func isFirstCell(of row: Int, at line: UnsafePointer<UInt8>, room: Int, delimiter: UInt8) -> Bool {
    guard row < rowCount else { return false }
    let before = bytes! + start(row)
    for index in 0..<min(room, length(row)) {
      guard line[index] == before[index] else { return false }
      if line[index] == delimiter { return true }
    }
    return false
  }
}
