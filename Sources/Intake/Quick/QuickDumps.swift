import Glibc
import Schema
import Store

/// The quick way through a load: snapshots whose files are plain, and hold nothing that is to be reported, are read by two threads straight into numbers,
/// and rows that stand there as in the dump before are not even taken apart. The first thing that is not so clear, be it one cell, makes it give the
/// snapshot back, and the careful way reads it from the beginning. Both ways lead to the same library and the same report.
struct QuickDumps {
  private let plan: LoadPlan
  /// By entity, of the snapshot of ``day``
  private var memories: [Int: PlainMemory] = [:]
  private var day: Day?
  /// Parts of a file are at least so long: a thread costs as much as so many bytes.
  private let partLength: Int
  /// The snapshots that went this way
  private(set) var days: [Day] = []

  init(plan: LoadPlan, partLength: Int) { (self.plan, self.partLength) = (plan, partLength) }

  /// One file's rows, as far as they are known.
  private struct Dump {
    var file: Int
    var rows: PackedRows
    var memory: PlainMemory
    /// A bit for each key number
    var present: [UInt64]
  }

  /// Adds a snapshot and says how many rows came from each file. Nil, with nothing added, where the careful way has to read it.
  mutating func add(
    _ day: Day, _ files: [Int], to builder: inout LibraryBuilder, pace: @Sendable (Int, Int) -> Void
  ) throws(StoreProblem) -> [(file: Int, rows: Int)]? {
    guard !files.isEmpty, builder.snapshots.last.map({ $0 < day }) ?? true, files.allSatisfy({ isPlain($0, day) }),
      Set(files.map { plan.files[$0].entity }).count == files.count
    else { return nil }
    if builder.snapshots.last != self.day { memories = [:] }
    var dumps: [Dump] = []
    for file in files {
      guard let dump = read(file, day, &builder, pace) else { return nil }
      dumps.append(dump)
    }
    let present = Dictionary(uniqueKeysWithValues: dumps.map { ($0.rows.entity, $0.present) })
    guard dumps.allSatisfy({ builder.linksHold($0.rows, among: present) }) else { return nil }
    try builder.addSnapshot(day, packed: dumps.map(\.rows))
    memories = Dictionary(uniqueKeysWithValues: dumps.map { ($0.rows.entity, $0.memory) })
    self.day = day
    days.append(day)
    return dumps.map { ($0.file, $0.rows.keys.count) }
  }

  /// Whether the quick way knows all there is to a file and its entity.
  private func isPlain(_ index: Int, _ day: Day) -> Bool {
    let file = plan.files[index]
    let entity = plan.catalog.entities[file.entity]
    guard file.plain != nil, file.encoding == .utf8, entity.keyNames.isEmpty, plan.extras[file.entity].isEmpty,
      let keyColumn = file.map.index(ofField: entity.keyField), keyColumn < file.map.columns.count,
      entity.fields[entity.keyField].type == .text
    else { return false }
    if let snapshots = entity.snapshotField, file.map.index(ofField: snapshots) != nil { return false }
    return entity.fields.allSatisfy { field in
      switch field.type {
      case .link(let target): field.restriction == nil && plan.catalog.entities[target].keyNames.isEmpty
      case .choice(let choice): !NameTable.isDated(plan.catalog.choices[choice].values)
      default: true
      }
    }
  }

  // MARK: one file

  private func read(_ index: Int, _ day: Day, _ builder: inout LibraryBuilder, _ pace: @Sendable (Int, Int) -> Void) -> Dump? {
    let planned = plan.files[index]
    let entity = planned.entity
    guard let plain = planned.plain, let file = MappedFile(planned.path), file.bytes.count == plain.survey.length,
      let start = firstRow(planned, file.bytes)
    else { return nil }
    let frame = frame(planned, plain, file, day)
    let columns = RowLoader.packedColumns(plan, planned)
    var parts = halves(file.bytes, from: start).enumerated().map { half, range in
      let rows = plain.survey.lines * range.count / max(1, file.bytes.count) + 16
      return PlainPart(frame, range, isFirst: half == 0, columns: columns, expectedRows: rows)
    }
    let sources = parts
    parts = builder.withKeys(of: entity) { known in
      @Sendable func read(_ half: Int) -> PlainPart {
        var part = sources[half]
        part.read(known, pace: pace)
        return part
      }
      return sources.count == 1 ? [read(0)] : TwoThreads.run { read($0) }
    }
    guard !parts.contains(where: \.isStopped) else { return nil }
    if builder.snapshots.isEmpty { builder.reserveKeys(plain.survey.lines, entity: entity) }
    return merge(parts, index, plain, file, &builder)
  }

  /// Numbers new keys and texts in the order of the file. Nil where a key stands twice.
  private func merge(
    _ parts: [PlainPart], _ index: Int, _ plain: LoadPlan.Plain, _ file: MappedFile, _ builder: inout LibraryBuilder
  ) -> Dump? {
    let entity = plan.files[index].entity
    var keys: [UInt32] = []
    var starts: [UInt32] = []
    var changed: [UInt32] = []
    var columns: [Int: PackedRows.Cells] = [:]
    for part in parts {
      let first = UInt32(keys.count)
      let new = builder.keyNumbers(of: part.newKeys, in: file.bytes, entity: entity)
      keys += part.keys.map { $0 & PlainPart.newKey == 0 ? $0 : new[Int($0 & ~PlainPart.newKey)] }
      starts += part.starts
      changed += part.changed.map { $0 + first }
      for column in part.columns {
        let cells = column.cells(&builder, entity: entity)
        columns[column.field]?.append(cells)
        if columns[column.field] == nil { columns[column.field] = cells }
      }
    }
    // A file without rows is something to report.
    guard !keys.isEmpty else { return nil }
    starts.append(UInt32(file.bytes.count))
    let count = builder.withKeys(of: entity) { $0.count }
    var present = [UInt64](repeating: 0, count: (count + 63) / 64)
    for key in keys {
      let bit: UInt64 = 1 << UInt64(key & 63)
      guard present[Int(key >> 6)] & bit == 0 else { return nil }
      present[Int(key >> 6)] |= bit
    }
    let memory = PlainMemory(
      file: file, starts: starts, keys: keys, keyCount: count, plan: plan.files[index], delimiter: plain.delimiter)
    return Dump(
      file: index, rows: PackedRows(entity: entity, keys: keys, changed: changed, columns: columns), memory: memory, present: present)
  }

  private func frame(_ planned: LoadPlan.File, _ plain: LoadPlan.Plain, _ file: MappedFile, _ day: Day) -> PlainPart.Frame {
    let keyField = plan.catalog.entities[planned.entity].keyField
    let headers = planned.map.columns.map(\.header)
    let memory = memories[planned.entity].flatMap { $0.fits(planned, plain.delimiter) ? $0 : nil }
    return PlainPart.Frame(
      file: file, delimiter: plain.delimiter, columnCount: headers.count, keyColumn: planned.map.index(ofField: keyField)!,
      probe: headers.firstIndex { !$0.isEmpty }.map { ($0, Array(headers[$0].utf8)) }, day: day, memory: memory)
  }

  /// Where the rows below the header begin; nil where there are none, or lines end in other ways.
  private func firstRow(_ planned: LoadPlan.File, _ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
    var position = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    for _ in 0..<planned.map.row {
      guard let end = endOfLine(bytes, from: position) else { return nil }
      // A return anywhere else would end a row too.
      if bytes[position..<max(position, end - 2)].contains(0x0D) { return nil }
      position = end
    }
    return position < bytes.count && bytes.last == 0x0A ? position : nil
  }

  /// Two parts of about the same length, in whole lines; one where there is little to do.
  private func halves(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> [Range<Int>] {
    guard bytes.count - start > 2 * partLength, let middle = endOfLine(bytes, from: start + (bytes.count - start) / 2),
      middle < bytes.count
    else { return [start..<bytes.count] }
    return [start..<middle, middle..<bytes.count]
  }

  private func endOfLine(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
    guard start < bytes.count, let found = memchr(bytes.baseAddress! + start, 0x0A, bytes.count - start) else { return nil }
    return UnsafeRawPointer(found) - UnsafeRawPointer(bytes.baseAddress!) + 1
  }
}
