import Glibc
import Schema
import Testing

@testable import Store

/// One writer at a time, readers undisturbed, leftovers of killed writers written over.
@Suite struct LockTests {
  private func builder(_ days: Int...) throws -> LibraryBuilder {
    var builder = LibraryBuilder(catalog: Fixture.catalog)
    for day in days { try builder.addSnapshot(Day(rawValue: Int32(day)), [Item.rows(["A": Item(cost: Int64(day))], order: ["A"])]) }
    return builder
  }

  @Test func aSecondWriterIsTold() throws {
    let folder = Folder()
    let file = folder.path + "/a.luodi"
    let first = try LibraryLock(file, waits: false)
    #expect(throws: StoreProblem.beingLoaded(file)) { _ = try LibraryLock(file, waits: false) }
    try first.commit(try builder(1))
    _ = try LibraryLock(file, waits: false)
    #expect(folder.names == ["a.luodi"])
  }

  @Test func aSecondWriterWaits() async throws {
    let folder = Folder()
    let file = folder.path + "/a.luodi"
    let first = try LibraryLock(file, waits: false)
    let (told, tell) = AsyncStream<Void>.makeStream()
    let added = try builder(1, 2)
    let second = Task.detached {
      let lock = try LibraryLock(file, waits: true) { tell.yield() }
      // What the first one wrote is there by now.
      let found = try Library.open(file).snapshots.count
      try lock.commit(added)
      return found
    }
    for await _ in told { break }
    try first.commit(try builder(1))
    #expect(try await second.value == 1)
    #expect(try Library.open(file).snapshots.count == 2)
    #expect(folder.names == ["a.luodi"])
  }

  @Test func aReaderKeepsWhatItOpened() throws {
    let folder = Folder()
    let file = try folder.save(try builder(1), as: "a.luodi")
    let reader = try Library.open(file)
    _ = try folder.save(try builder(2, 3), as: "a.luodi")
    #expect(reader.snapshots.map(\.rawValue) == [1])
    #expect(Item(reader.tables[Fixture.items], row: 0).cost == 1)
    #expect(reader.damage == [])
    #expect(try Library.open(file).snapshots.map(\.rawValue) == [2, 3])
  }

  @Test func leftoversAreWrittenOver() throws {
    let folder = Folder()
    let file = try folder.save(try builder(1), as: "a.luodi")
    _ = folder.write("a.luodi.loading", [UInt8](repeating: 9, count: 100_000))
    _ = try folder.save(try builder(1, 2), as: "a.luodi")
    #expect(try Library.open(file).snapshots.count == 2)
    #expect(folder.names == ["a.luodi"])
    // A load that gives up leaves the library and nothing else.
    _ = folder.write("a.luodi.loading", [9])
    do { _ = try LibraryLock(file, waits: false) }
    #expect(folder.names == ["a.luodi"])
    #expect(try Library.open(file).verify() == [])
  }

  @Test func noFolderNoLibrary() throws {
    #expect(throws: StoreProblem.unwritable("/nonexistent/a.luodi", reason: "No such file or directory")) {
      _ = try LibraryLock("/nonexistent/a.luodi", waits: false)
    }
  }
}
