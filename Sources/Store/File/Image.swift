import CKernels
import Glibc
import Schema
import Synchronization

/// The bytes of a library, of a file or written in memory, and what is known about their soundness. Immutable.
///
/// A chunk's bytes are checked block by block when they are first asked for, against their checksums and against what a ``ChunkRule`` says; sound
/// bytes are never checked again. Where a block does not hold, the damage is noted and the reader gets zeros, which every structure reads as missing
/// cells: callers need no error path on the way to each cell, and whoever shows an answer asks ``damage`` first.
final class Image: @unchecked Sendable {
  let start: UnsafeRawPointer
  let length: Int
  let chunks: [Chunk]
  /// Nil for bytes that this process wrote in memory, which need no checks.
  private let file: LibraryFile?
  private let sumsPlace: Int
  /// A byte a block: a ``BlockState``. Then a byte a chunk: sound when all of its blocks are.
  private let states: UnsafeMutablePointer<UInt8>
  private let blockCount: Int
  /// By chunk. Set before anything but the outline is read.
  private var rules: [ChunkRule] = []
  /// Empty cells found in the blocks of each chunk.
  private let empty: Mutex<[Int]>
  private let found = Mutex<[StoreProblem]>([])
  private let labels = Mutex<(entities: [String], columns: [[String]])>(([], []))
  private let zeros = Mutex<UnsafeRawPointer?>(nil)
  private let longest: Int

  private enum BlockState {
    static let unknown: UInt8 = 0
    static let sound: UInt8 = 1
    static let damaged: UInt8 = 2
    /// The checksum holds; what the bytes say has not been looked at.
    static let asWritten: UInt8 = 3
  }

  /// Takes over the memory of the heap where there is no file.
  init(start: UnsafeRawPointer, length: Int, file: LibraryFile?, chunks: [Chunk], sumsPlace: Int, blockCount: Int) {
    self.start = start
    self.length = length
    self.file = file
    self.chunks = chunks
    self.sumsPlace = sumsPlace
    self.blockCount = blockCount
    states = .allocate(capacity: max(blockCount + chunks.count, 1))
    states.initialize(repeating: file == nil ? BlockState.sound : BlockState.unknown, count: max(blockCount + chunks.count, 1))
    empty = Mutex([Int](repeating: 0, count: chunks.count))
    longest = chunks.map(\.length).max() ?? 0
  }

  deinit {
    if file == nil { free(UnsafeMutableRawPointer(mutating: start)) }
    states.deallocate()
    zeros.withLock { if let zeros = $0 { munmap(UnsafeMutableRawPointer(mutating: zeros), longest + LibraryFormat.pageLength) } }
  }

  /// What the chunks' numbers have to keep; before the image is handed to anyone.
  func keep(_ rules: [ChunkRule]) { self.rules = rules }

  /// What was found broken so far, each thing once. A file that has become another is worth no more than a broken one.
  var damage: [StoreProblem] {
    let change = file.flatMap { $0.isChanged ? StoreProblem.changed($0.path) : nil }
    return found.withLock { found in
      if let change, found.first != change { found.insert(change, at: 0) }
      return found
    }
  }

  func note(_ problem: StoreProblem) {
    found.withLock { if !$0.contains(problem) { $0.append(problem) } }
  }

  /// The chunk's bytes after a look at all of them; zeros if they do not hold.
  func bytes(_ index: Int) -> UnsafeRawPointer {
    if luodi_byte_load(states + blockCount + index) == BlockState.sound { return start + chunks[index].place }
    return isWholeSound(index) ? start + chunks[index].place : zeroBytes()
  }

  /// The chunk's bytes after a look at the blocks that hold some of them: for readers of a few cells.
  func bytes(_ index: Int, holding range: Range<Int>) -> UnsafeRawPointer {
    let chunk = chunks[index]
    if luodi_byte_load(states + blockCount + index) == BlockState.sound || range.isEmpty { return start + chunk.place }
    guard range.lowerBound >= 0, range.upperBound <= chunk.length else { return zeroBytes() }
    let first = chunk.firstSum + range.lowerBound / LibraryFormat.blockLength
    let last = chunk.firstSum + (range.upperBound - 1) / LibraryFormat.blockLength
    if first == last, luodi_byte_load(states + first) == BlockState.sound { return start + chunk.place }
    return areSound(first..<(last + 1), of: index) ? start + chunk.place : zeroBytes()
  }

  private func isWholeSound(_ index: Int) -> Bool {
    let chunk = chunks[index]
    file?.expect(chunk.place..<chunk.place + chunk.length)
    guard areSound(chunk.blockRange, of: index) else { return false }
    guard rules.isEmpty || rules[index].holds(in: self, index, empty: empty.withLock({ $0[index] })) else {
      luodi_byte_store(states + blockCount + index, BlockState.damaged)
      note(.senseless(chunk: name(index)))
      return false
    }
    luodi_byte_store(states + blockCount + index, BlockState.sound)
    return true
  }

  private func areSound(_ blocks: Range<Int>, of index: Int) -> Bool {
    // A chunk that does not hold as a whole hands out no part of itself either.
    var isSound = luodi_byte_load(states + blockCount + index) != BlockState.damaged
    for block in blocks {
      var state = luodi_byte_load(states + block)
      if state == BlockState.unknown || state == BlockState.asWritten { state = look(block, of: index) }
      if state == BlockState.damaged { isSound = false }
    }
    return isSound
  }

  /// Bytes come in and are compared with their checksum once, one thread at a time; rules may ask for other chunks meanwhile.
  private func look(_ block: Int, of index: Int) -> UInt8 {
    let chunk = chunks[index]
    let offset = (block - chunk.firstSum) * LibraryFormat.blockLength
    let range = offset..<min(offset + LibraryFormat.blockLength, chunk.length)
    let state = empty.withLock { _ in
      let state = luodi_byte_load(states + block)
      guard state == BlockState.unknown else { return state }
      file?.fill(chunk.place + range.lowerBound..<chunk.place + range.upperBound)
      let isAsWritten = holds(block, chunk.place + offset, range.count)
      if !isAsWritten { luodi_byte_store(states + block, BlockState.damaged) }
      return isAsWritten ? BlockState.asWritten : BlockState.damaged
    }
    guard state == BlockState.asWritten else {
      if state == BlockState.damaged { note(.damaged(chunk: name(index))) }
      return state
    }
    var emptyHere = 0
    let makesSense = rules.isEmpty || rules[index].holds(in: self, index, range, empty: &emptyHere)
    empty.withLock { empty in
      guard luodi_byte_load(states + block) != BlockState.sound else { return }
      empty[index] += emptyHere
      luodi_byte_store(states + block, makesSense ? BlockState.sound : BlockState.damaged)
    }
    if !makesSense { note(.senseless(chunk: name(index))) }
    return makesSense ? BlockState.sound : BlockState.damaged
  }

  private func holds(_ block: Int, _ place: Int, _ count: Int) -> Bool {
    luodi_checksum(start + place, count) == UInt64(littleEndian: start.load(fromByteOffset: sumsPlace + block * 8, as: UInt64.self))
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
