import TestSupport
import CKernels
import Diagnostics
import Glibc
import Schema
import Testing

@testable import Store

/// Broken files: a clear error or a true answer, never a crash and never a wrong one.
@Suite struct FaultTests {
  private func library(layout: LibraryLayout = LibraryLayout(rowTextsFrom: 0, bitmapsFrom: 0)) throws -> Library {
    let history = History.random(seed: 77, snapshots: 5, keys: 40)
    var generator = SeededGenerator(seed: 1)
    var builder = LibraryBuilder(catalog: Fixture.catalog, layout: layout)
    builder.attachments["definitions"] = Array("define x for items as true".utf8)
    for (index, items) in history.enumerated() {
      try builder.addSnapshot(Day(rawValue: Int32(index)), [Item.rows(items, order: items.keys.sorted().shuffled(using: &generator))])
    }
    return builder.finish()
  }

  /// Makes the checksums of header and directory fit again.
  private func sealed(_ bytes: [UInt8]) -> [UInt8] {
    var bytes = bytes
    func word(_ offset: Int) -> Int { (0..<8).reduce(0) { $0 | Int(bytes[offset + $1]) << (8 * $1) } }
    func put(_ value: UInt64, at offset: Int) {
      for index in 0..<8 { bytes[offset + index] = UInt8(truncatingIfNeeded: value >> UInt64(8 * index)) }
    }
    let directory = word(24)
    put(bytes[directory...].withUnsafeBytes { luodi_checksum($0.baseAddress!, $0.count) }, at: 40)
    put(bytes[..<56].withUnsafeBytes { luodi_checksum($0.baseAddress!, $0.count) }, at: 56)
    return bytes
  }

  @Test func truncationAtEveryBorder() throws {
    let library = try library()
    let folder = Folder()
    let borders = library.image.chunks.flatMap { [$0.place - 1, $0.place, $0.place + 1, $0.place + $0.length] }
    for length in Set(borders + [0, 1, 7, 8, 9, 63, 64, 65, library.byteCount - 1]).sorted() where length < library.byteCount {
      let file = folder.write("cut.luodi", Array(library.bytes[..<length]))
      do {
        _ = try Library.open(file)
        Issue.record("\(length) bytes of \(library.byteCount) opened")
      } catch {
        switch error {
        case .notALibrary: #expect(length < 8)
        case .cutShort(_, let found, _): #expect(found == length)
        default: Issue.record("\(error.message)")
        }
      }
    }
    let file = folder.write("long.luodi", library.bytes + [0])
    #expect(throws: StoreProblem.self) { try Library.open(file) }
  }

  /// One bit of every chunk, in several places: `verify` names the chunk, and whoever reads everything sees the truth or is told of damage.
  @Test(arguments: [LibraryLayout(), LibraryLayout(rowTextsFrom: 0, bitmapsFrom: 0)]) func flippedBitsInEveryChunk(layout: LibraryLayout)
    throws
  {
    let library = try library(layout: layout)
    let truth = library.everything
    let folder = Folder()
    var generator = SeededGenerator(seed: 5)
    for (index, chunk) in library.image.chunks.enumerated() where chunk.length > 0 {
      for _ in 0..<4 {
        var bytes = library.bytes
        bytes[chunk.place + Int.random(in: 0..<chunk.length, using: &generator)] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
        let file = folder.write("flip.luodi", bytes)
        do throws(StoreProblem) {
          let broken = try Library.open(file)
          let name = library.image.name(index)
          #expect(broken.verify().contains { $0.english.contains(name) }, "\(name)")
          let read = try Library.open(file)
          let seen = read.everything
          #expect(seen == truth || !read.damage.isEmpty, "\(name)")
          _ = read.attachment("definitions")
        } catch {
          guard case .broken(_, let part) = error else {
            Issue.record("\(error.message)")
            continue
          }
          #expect(part == chunk.name || part == chunk.kindName)
        }
      }
    }
  }

  @Test func flippedBitsOfTheOutline() throws {
    let library = try library()
    let folder = Folder()
    let directory = library.image.length - library.image.chunks.count * 64
    for place in Array(0..<64) + stride(from: directory, to: library.byteCount, by: 37) {
      var bytes = library.bytes
      bytes[place] ^= 0x10
      let file = folder.write("outline.luodi", bytes)
      #expect(throws: StoreProblem.self, "byte \(place)") { try Library.open(file) }
    }
  }

  /// Entries whose checksums hold and whose numbers do not: a file that another program wrote wrongly.
  @Test func senselessEntries() throws {
    let library = try library()
    let folder = Folder()
    let truth = library.everything
    let bytes = library.bytes
    let directory = (0..<8).reduce(0) { $0 | Int(bytes[24 + $1]) << (8 * $1) }
    var generator = SeededGenerator(seed: 9)
    for entry in library.image.chunks.indices {
      for field in [0, 2, 4, 6, 8, 16, 24, 48, 60] {
        for value in [0, 1, 0x7F, 0xFF] as [UInt8] {
          var forged = bytes
          let place = directory + entry * 64 + field
          let width = field < 8 ? 1 : 4
          for offset in 0..<width { forged[place + offset] = value }
          if forged == bytes { continue }
          forged = sealed(forged)
          let file = folder.write("forged.luodi", forged)
          // Opens or not; either way nothing crashes.
          guard let opened = try? Library.open(file) else { continue }
          _ = opened.verify()
          if Int.random(in: 0..<8, using: &generator) == 0, opened.damage.isEmpty,
            opened.tables.map(\.rowCount) == library.tables.map(\.rowCount)
          {
            _ = opened.everything == truth
          }
        }
      }
    }
  }

  @Test func otherFilesAndVersions() throws {
    let folder = Folder()
    func problem(_ bytes: [UInt8]) -> String {
      let file = folder.write("other", bytes)
      do throws(StoreProblem) {
        _ = try Library.open(file)
        return "opened"
      } catch {
        return error.message.replacing(file, with: "F")
      }
    }
    #expect(problem([]) == "F is no luodi library")
    #expect(problem(Array("id,name\n1,2\n".utf8)) == "F is no luodi library")
    let bytes = try library().bytes
    var newer = bytes
    newer[8] = 4
    #expect(problem(newer) == "F is a library of format 4; this luodi reads format 3")
    #expect(problem(bytes) == "opened")
    // An unknown kind of chunk is passed over, unless it says that it may not be.
    for (flags, expected) in [
      (UInt8(0), "opened"), (1, "F was written by a newer luodi: it has a part of kind 999, which this one does not know"),
    ] {
      var builder = LibraryBuilder(catalog: Fixture.catalog)
      try builder.addSnapshot(Day(rawValue: 3), [])
      var writer = ImageWriter()
      builder.write(to: &writer)
      var chunk = Chunk(.attachment, width: 1, count: 3)
      chunk.kind = 999
      chunk.flags = flags
      writer.write(chunk, [1, 2, 3] as [UInt8])
      let (start, length) = try writer.finish()!
      defer { free(UnsafeMutableRawPointer(mutating: start)) }
      #expect(problem(Array(UnsafeRawBufferPointer(start: start, count: length))) == expected)
    }
    #expect(throws: StoreProblem.unreadable("/nonexistent/x", reason: "No such file or directory")) { try Library.open("/nonexistent/x") }
    #expect(throws: StoreProblem.notAFile(folder.path, .folder)) { try Library.open(folder.path) }
  }
}
