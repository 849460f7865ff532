import TestSupport
import CKernels

@testable import Store

/// A library's bytes, changed somewhere and sealed again: every checksum holds and something is not true.
struct Forgery {
  private(set) var bytes: [UInt8]
  /// What was done, for messages.
  private(set) var deeds: [String] = []
  private let chunks: [Chunk]
  private let directory: Int

  init(_ bytes: [UInt8]) throws {
    self.bytes = bytes
    let directory = Int(Self.number(bytes, 24, 8))
    chunks = bytes.withUnsafeBytes { bytes in
      (0..<Int(Self.number(Array(bytes[32..<36]), 0, 4))).compactMap {
        Chunk(bytes.baseAddress! + directory + $0 * LibraryFormat.entryLength)
      }
    }
    self.directory = directory
  }

  // MARK: damage

  /// One to three lies, each of any kind.
  mutating func lie(_ generator: inout SeededGenerator) {
    for _ in 0..<[1, 1, 1, 2, 3].randomElement(using: &generator)! {
      switch Int.random(in: 0..<10, using: &generator) {
      case 0...5: forgeElement(&generator)
      case 6, 7: forgeEntry(&generator)
      case 8: forgeBytes(&generator)
      default: copyOver(&generator)
      }
    }
    seal()
  }

  /// Any chunk that has bytes, every kind as often as every other.
  private func chunk(_ generator: inout SeededGenerator) -> (index: Int, chunk: Chunk)? {
    let filled = chunks.indices.filter { chunks[$0].length > 0 }
    guard let kind = Set(filled.map { chunks[$0].kind }).sorted().randomElement(using: &generator),
      let index = filled.filter({ chunks[$0].kind == kind }).randomElement(using: &generator)
    else { return nil }
    return (index, chunks[index])
  }

  private static func extremes(_ old: UInt64, _ width: Int, _ count: Int) -> [UInt64] {
    let all = width == 8 ? UInt64.max : 1 << UInt64(8 * width) - 1
    return [
      0, 1, old &+ 1, old &- 1, all, all >> 1, all >> 1 &+ 1, UInt64(count), UInt64(count) &+ 1, UInt64(count) &- 1, 1 << 31, 1 << 40, 255,
      256,
      65_535, 65_536,
    ].map { $0 & all }
  }

  /// A number in a chunk becomes an extreme one: the first, the last, one beside a border of blocks, or any.
  private mutating func forgeElement(_ generator: inout SeededGenerator) {
    guard let (_, chunk) = chunk(&generator) else { return }
    let width = chunk.width == 0 ? 8 : max(1, min(8, Int(chunk.width)))
    let count = chunk.length / width
    guard count > 0 else { return }
    let border = LibraryFormat.blockLength / width
    let index = [0, count - 1, min(border, count - 1), min(max(border, 1), count) - 1, Int.random(in: 0..<count, using: &generator)]
      .randomElement(using: &generator)!
    let place = chunk.place + index * width
    let old = Self.number(bytes, place, width)
    let values = Self.extremes(old, width, chunk.count) + chunks.map { UInt64($0.count) }
    // Where every bit says something, one of them as often as a whole word.
    let isBit = chunk.width == 0 && Bool.random(using: &generator)
    let bit = UInt64(1) << UInt64(Int.random(in: 0..<8 * width, using: &generator))
    let new = isBit ? old ^ bit : values.randomElement(using: &generator)!
    put(new, place, width)
    deeds.append("\(chunk.name)[\(index)]: \(old) became \(Self.number(bytes, place, width))")
  }

  /// A field of the directory.
  private mutating func forgeEntry(_ generator: inout SeededGenerator) {
    guard let (index, chunk) = chunk(&generator) else { return }
    let fields = [(0, 2), (2, 2), (4, 2), (6, 1), (7, 1), (8, 8), (16, 8), (24, 8), (32, 8), (40, 8), (48, 8), (56, 4), (60, 4)]
    // Those that say what cells mean more often than those that are checked at once.
    let (field, width) = (fields + fields.suffix(5).dropLast() + fields.suffix(5).dropLast()).randomElement(using: &generator)!
    let place = directory + index * LibraryFormat.entryLength + field
    let old = Self.number(bytes, place, width)
    put(Self.extremes(old, width, chunk.count).randomElement(using: &generator)!, place, width)
    deeds.append("field \(field) of \(chunk.name): \(old) became \(Self.number(bytes, place, width))")
  }

  private mutating func forgeBytes(_ generator: inout SeededGenerator) {
    guard let (_, chunk) = chunk(&generator) else { return }
    for _ in 0..<Int.random(in: 1...4, using: &generator) {
      let place = chunk.place + Int.random(in: 0..<chunk.length, using: &generator)
      bytes[place] = UInt8.random(in: 0...255, using: &generator)
      deeds.append("\(chunk.name) + \(place - chunk.place): \(bytes[place])")
    }
  }

  /// Some bytes of a chunk over others of it: numbers out of order, twice or not at all.
  private mutating func copyOver(_ generator: inout SeededGenerator) {
    guard let (_, chunk) = chunk(&generator), chunk.length > 1 else { return }
    let length = min(Int.random(in: 1...64, using: &generator), chunk.length / 2)
    let from = chunk.place + Int.random(in: 0...chunk.length - length, using: &generator)
    let to = chunk.place + Int.random(in: 0...chunk.length - length, using: &generator)
    bytes.replaceSubrange(to..<to + length, with: Array(bytes[from..<from + length]))
    deeds.append("\(chunk.name): \(length) bytes of \(from - chunk.place) at \(to - chunk.place)")
  }

  /// One element, named by its place in a chunk; for tests of one lie.
  mutating func put(_ value: UInt64, kind: ChunkKind, entity: Int? = nil, column: Int? = nil, element: Int) -> Bool {
    func number(_ part: Int?) -> UInt16 { part.map { UInt16($0) } ?? LibraryFormat.none }
    guard let chunk = chunks.first(where: { $0.kind == kind.rawValue && $0.entity == number(entity) && $0.column == number(column) }) else {
      return false
    }
    let width = chunk.width == 0 ? 8 : Int(chunk.width)
    guard (element + 1) * width <= chunk.length else { return false }
    put(value, chunk.place + element * width, width)
    seal()
    return true
  }

  // MARK: seals

  /// Makes all checksums fit: of blocks as the directory now places them, of the directory, of the header.
  private mutating func seal() {
    let sums = directory + chunks.count * LibraryFormat.entryLength
    for index in chunks.indices {
      let entry = bytes.withUnsafeBytes { Chunk($0.baseAddress! + directory + index * LibraryFormat.entryLength) }
      guard let entry, entry.place >= 0, entry.place <= directory, entry.length >= 0, entry.length <= directory - entry.place else {
        continue
      }
      for block in 0..<LibraryFormat.blocks(entry.length) {
        let place = sums + (entry.firstSum + block) * 8
        guard place + 8 <= bytes.count else { break }
        let start = entry.place + block * LibraryFormat.blockLength
        put(sum(start..<min(start + LibraryFormat.blockLength, entry.place + entry.length)), place, 8)
      }
    }
    put(sum(directory..<bytes.count), 40, 8)
    put(sum(0..<56), 56, 8)
  }

  private func sum(_ range: Range<Int>) -> UInt64 { bytes[range].withUnsafeBytes { luodi_checksum($0.baseAddress!, $0.count) } }

  private mutating func put(_ value: UInt64, _ place: Int, _ width: Int) {
    for index in 0..<width { bytes[place + index] = UInt8(truncatingIfNeeded: value >> UInt64(8 * (index % 8))) }
  }

  private static func number(_ bytes: [UInt8], _ place: Int, _ width: Int) -> UInt64 {
    (0..<width).reduce(0) { $0 | UInt64(bytes[place + $1]) << UInt64(8 * $1) }
  }
}
