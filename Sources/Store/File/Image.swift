import CKernels
import Glibc
import Schema
import Synchronization

/// The bytes of a library, mapped from a file or held in memory, and what is known about their soundness. Immutable.
///
/// A chunk's bytes are checked against their checksums, block by block, when they are first asked for; sound bytes are never checked again. Where a
/// block does not hold, the damage is noted and the reader gets zeros, which every structure reads as missing cells: callers need no error path on
/// the way to each cell, and whoever shows an answer asks ``damage`` first.
final class Image: @unchecked Sendable {
  let start: UnsafeRawPointer
  let length: Int
  let chunks: [Chunk]
  private let isMapped: Bool
  private let sumsPlace: Int
  /// A byte a block: 0 not looked at, 1 sound, 2 damaged. Then a byte a chunk: 1 when all of its blocks are sound.
  private let states: UnsafeMutablePointer<UInt8>
  private let blockCount: Int
  private let found = Mutex<[StoreProblem]>([])
  private let labels = Mutex<(entities: [String], columns: [[String]])>(([], []))
  private let zeros = Mutex<UnsafeRawPointer?>(nil)
  private let longest: Int

  /// Takes over the memory. `isTrusted` bytes were written by this process and need no checks.
  init(start: UnsafeRawPointer, length: Int, isMapped: Bool, chunks: [Chunk], sumsPlace: Int, blockCount: Int, isTrusted: Bool) {
    self.start = start
    self.length = length
    self.isMapped = isMapped
    self.chunks = chunks
    self.sumsPlace = sumsPlace
    self.blockCount = blockCount
    states = .allocate(capacity: max(blockCount + chunks.count, 1))
    states.initialize(repeating: isTrusted ? 1 : 0, count: max(blockCount + chunks.count, 1))
    longest = chunks.map(\.length).max() ?? 0
  }

  deinit {
    Image.release(start, length, isMapped: isMapped)
    states.deallocate()
    zeros.withLock { if let zeros = $0 { munmap(UnsafeMutableRawPointer(mutating: zeros), longest + LibraryFormat.pageLength) } }
  }

  static func release(_ start: UnsafeRawPointer, _ length: Int, isMapped: Bool) {
    if isMapped { munmap(UnsafeMutableRawPointer(mutating: start), length) } else { free(UnsafeMutableRawPointer(mutating: start)) }
  }

  /// What was found broken so far, each thing once.
  var damage: [StoreProblem] { found.withLock { $0 } }

  func note(_ problem: StoreProblem) {
    found.withLock { if !$0.contains(problem) { $0.append(problem) } }
  }

  /// The chunk's bytes after a look at all of them; zeros if they do not hold. Behind them lie zeros up to the next multiple of 64.
  func bytes(_ index: Int) -> UnsafeRawPointer {
    if luodi_byte_load(states + blockCount + index) == 1 { return start + chunks[index].place }
    return check(index, blocks: chunks[index].blockRange, isWhole: true) ? start + chunks[index].place : zeroBytes()
  }

  /// The chunk's bytes after a look at the blocks that hold some of them: for readers of a few cells.
  func bytes(_ index: Int, holding range: Range<Int>) -> UnsafeRawPointer {
    let chunk = chunks[index]
    if luodi_byte_load(states + blockCount + index) == 1 || range.isEmpty { return start + chunk.place }
    guard range.lowerBound >= 0, range.upperBound <= chunk.length else { return zeroBytes() }
    let first = chunk.firstSum + range.lowerBound / LibraryFormat.blockLength
    let last = chunk.firstSum + (range.upperBound - 1) / LibraryFormat.blockLength
    if first == last, luodi_byte_load(states + first) == 1 { return start + chunk.place }
    return check(index, blocks: first..<(last + 1), isWhole: false) ? start + chunk.place : zeroBytes()
  }

  private func check(_ index: Int, blocks: Range<Int>, isWhole: Bool) -> Bool {
    var isSound = true
    for block in blocks {
      var state = luodi_byte_load(states + block)
      if state == 0 {
        state = holds(index, block) ? 1 : 2
        luodi_byte_store(states + block, state)
      }
      if state == 2 { isSound = false }
    }
    if isSound, isWhole { luodi_byte_store(states + blockCount + index, 1) }
    if !isSound { note(.damaged(chunk: name(index))) }
    return isSound
  }

  private func holds(_ index: Int, _ block: Int) -> Bool {
    let chunk = chunks[index]
    let offset = (block - chunk.firstSum) * LibraryFormat.blockLength
    let sum = luodi_checksum(start + chunk.place + offset, min(LibraryFormat.blockLength, chunk.length - offset))
    return sum == UInt64(littleEndian: start.load(fromByteOffset: sumsPlace + block * 8, as: UInt64.self))
  }

  /// As many zeros as the longest chunk has bytes; they cost no memory until read.
  private func zeroBytes() -> UnsafeRawPointer {
    zeros.withLock { held in
      if let held { return held }
      let made = mmap(nil, longest + LibraryFormat.pageLength, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0)!
      precondition(made != MAP_FAILED, "no address space for zeros")
      let zeros = UnsafeRawPointer(made)
      held = zeros
      return zeros
    }
  }

  /// What a chunk is called in messages: `packed cells of items.due`, once the catalog is known.
  func name(_ index: Int) -> String {
    let chunk = chunks[index]
    return labels.withLock { labels in
      guard labels.entities.indices.contains(Int(chunk.entity)) else { return chunk.name }
      let entity = labels.entities[Int(chunk.entity)]
      let columns = labels.columns[Int(chunk.entity)]
      let place = columns.indices.contains(Int(chunk.column)) ? "\(entity).\(columns[Int(chunk.column)])" : entity
      return "\(chunk.kindName) of \(place)"
    }
  }

  func name(_ catalog: Catalog) {
    labels.withLock { $0 = (catalog.entities.map(\.plural), catalog.entities.map { $0.fields.map(\.name) }) }
  }
}

extension Chunk {
  var kindName: String { ChunkKind(rawValue: kind).map { "\($0)" } ?? "kind \(kind)" }

  /// `packed 0.4` is the packed numbers of column 4 of entity 0.
  var name: String {
    let place = [entity, column].filter { $0 != LibraryFormat.none }.map(String.init).joined(separator: ".")
    return place.isEmpty ? kindName : kindName + " " + place
  }
}

/// The chunks of an image by what they hold.
struct ChunkIndex {
  /// By kind, entity and column in one number: a type of its own as key would cost a start the search for how it is hashed.
  private var places: [Int: Int] = [:]

  init(_ chunks: [Chunk]) {
    places.reserveCapacity(chunks.count)
    for (index, chunk) in chunks.enumerated() { places[Self.place(chunk.kind, chunk.entity, chunk.column)] = index }
  }

  subscript(kind: ChunkKind, entity: Int? = nil, column: Int? = nil) -> Int? {
    places[
      Self.place(kind.rawValue, entity.map { UInt16($0) } ?? LibraryFormat.none, column.map { UInt16($0) } ?? LibraryFormat.none)]
  }

  private static func place(_ kind: UInt16, _ entity: UInt16, _ column: UInt16) -> Int {
    Int(kind) << 32 | Int(entity) << 16 | Int(column)
  }
}
