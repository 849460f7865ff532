import Schema
import Testing

@testable import Store

/// Chunks of several checksum blocks: damage behind the first is damage, and what lies before it is still read.
@Suite struct SecondBlockTests {
  private static let count = 40_000

  private func library() throws -> [UInt8] {
    var builder = LibraryBuilder(catalog: Fixture.catalog)
    let keys = (0..<Self.count).map { "K\(100_000 + $0)" }
    try builder.addSnapshot(
      Day(rawValue: 17_000),
      [
        EntityRows(
          entity: Fixture.items, keys: keys,
          columns: [.init(target: .field(3), cells: .int64((0..<Self.count).map { Int64($0) * 1_000_003 }))])
      ])
    return builder.finish().bytes
  }

  private func cells(_ library: Library) throws -> PackedCells {
    guard case .packed(let cells) = library.tables[Fixture.items].columns[3].storage else { throw CancellationError() }
    return cells
  }

  @Test func damageInTheSecondBlockIsFound() throws {
    var bytes = try library()
    let folder = Folder()
    let sound = try Library.open(folder.write("sound.luodi", bytes))
    let whole = try cells(sound)
    let chunk = sound.image.chunks[whole.chunk]
    #expect(chunk.length > LibraryFormat.blockLength, "a chunk of several blocks")
    let expected = whole.stored(at: 10)
    #expect(sound.verify() == [] && sound.damage == [])

    bytes[chunk.place + LibraryFormat.blockLength + 16] ^= 0x40
    let path = folder.write("broken.luodi", bytes)
    // A cell of the first block is the truth, one of the second is damage and reads as missing.
    let library = try Library.open(path)
    let broken = try cells(library)
    #expect(broken.stored(at: 10) == expected)
    #expect(library.damage == [])
    let row = (LibraryFormat.blockLength + 16) / broken.width
    #expect(broken.stored(at: row) == 0)
    #expect(library.damage.count == 1)
    // Read as a whole it is damage too, and `verify` names it.
    let again = try Library.open(path)
    let column = try cells(again)
    _ = column.bytes
    #expect(again.damage.count == 1)
    #expect(try Library.open(path).verify().count == 1)
  }
}
