import TestSupport
import CKernels
import Glibc
import Schema
import Testing

@testable import Store

/// The bytes of a tiny library, one by one: a change of the format shows here, and asks for another version number.
@Suite struct LayoutTests {
  private static let golden = #filePath.split(separator: "/").dropLast().reduce("") { $0 + "/" + $1 } + "/Goldens/tiny.txt"

  private func tiny() throws -> Library {
    var builder = LibraryBuilder(catalog: Fixture.catalog, layout: LibraryLayout(rowTextsFrom: 0, bitmapsFrom: 0))
    builder.attachments["note"] = Array("hello".utf8)
    let first = [
      "A": Item(title: "x", kind: "odd", cost: 30_000, due: 17_501, weight: 0.5, done: true, owner: "20"),
      "B": Item(title: "y,", kind: "weird", cost: -10_000, due: 17_500, month: 17_532),
    ]
    try builder.addSnapshot(Day(rawValue: 17_600), [Item.rows(first, order: ["B", "A"])])
    var second = first
    second["A"]?.weight = 1.25
    second["B"] = nil
    try builder.addSnapshot(Day(rawValue: 17_607), [Item.rows(second, order: ["A"])])
    return builder.finish()
  }

  @Test func bytesAreAsDrawn() throws {
    let library = try tiny()
    var lines = ["header"] + hex(library.bytes[..<64])
    for (index, chunk) in library.image.chunks.enumerated() {
      lines.append(
        "\(library.image.name(index)): place \(chunk.place), length \(chunk.length), width \(chunk.width), count \(chunk.count), base \(chunk.base), "
          + "unit \(chunk.unit), top \(chunk.top), missing \(chunk.missing), flags \(chunk.flags)")
      lines += hex(library.bytes[chunk.place..<chunk.place + chunk.length])
    }
    let text = lines.map { $0 + "\n" }.joined()
    if getenv("RECORD") != nil {
      let file = fopen(Self.golden, "w")!
      fputs(text, file)
      fclose(file)
    }
    #expect(String(decoding: Folder().read(Self.golden), as: UTF8.self) == text)
  }

  private func hex(_ bytes: ArraySlice<UInt8>) -> [String] {
    stride(from: bytes.startIndex, to: bytes.endIndex, by: 16).map { start in
      "  " + bytes[start..<min(start + 16, bytes.endIndex)].map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined(separator: " ")
    }
  }

  @Test func chunksLieWhereTheyMay() throws {
    var previous = 64
    for chunk in try tiny().image.chunks.sorted(by: { $0.place < $1.place }) {
      #expect(chunk.place % 64 == 0 && chunk.place >= previous)
      previous = chunk.place + chunk.length
    }
  }

  /// The checksum sees every byte, every order of stripes and every length.
  @Test func checksums() {
    var generator = SeededGenerator(seed: 8)
    let bytes = (0..<3000).map { _ in UInt8.random(in: 0...255, using: &generator) }
    func sum(_ bytes: [UInt8]) -> UInt64 { bytes.withUnsafeBytes { luodi(checksum: $0) } }
    var seen = Set<UInt64>()
    for count in [0, 1, 63, 64, 65, 128, 1024, 1025, 3000] { seen.insert(sum(Array(bytes[..<count]))) }
    #expect(seen.count == 9)
    let whole = sum(bytes)
    for place in stride(from: 0, to: 3000, by: 7) {
      var flipped = bytes
      flipped[place] ^= 1 << UInt8(place % 8)
      #expect(sum(flipped) != whole)
    }
    let swapped = Array(bytes[64..<128] + bytes[0..<64] + bytes[128...])
    #expect(sum(swapped) != whole)
    #expect(sum([UInt8](repeating: 0, count: 64)) != sum([UInt8](repeating: 0, count: 128)))
  }
}

private func luodi(checksum bytes: UnsafeRawBufferPointer) -> UInt64 {
  luodi_checksum(bytes.baseAddress ?? UnsafeRawPointer(bitPattern: 8)!, bytes.count)
}
