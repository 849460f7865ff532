import TestSupport
import Testing

/// Who may import whom. SwiftPM lets a target import what it does not name, so long as something else has built it.
@Suite struct WallTests {
  struct Room {
    var name: String
    var folder: String
    var mayImport: Set<String>
  }

  /// The targets of the manifest, read as the text that it is: one `name:`, its `dependencies:` and its `path:` each.
  static let rooms: [Room] = {
    guard let manifest = contents(of: Program.root + "/Package.swift"), let targets = manifest.firstRange(of: "targets: [\n") else {
      return []
    }
    return manifest[targets.upperBound...].split(separator: "\n    .").compactMap { text in
      guard let name = text.firstMatch(of: /name: "([\w-]+)"/)?.output.1 else { return nil }
      let list = text.firstMatch(of: /dependencies: \[([^\]]*)\]/)?.output.1 ?? ""
      let names = list.matches(of: /"([\w-]+)"/).map { String($0.output.1) }.filter { $0 != "swift-argument-parser" }
      let isTest = text.contains("Tests\"")
      let folder = text.firstMatch(of: /path: "([^"]+)"/).map { String($0.output.1) } ?? (isTest ? "Tests/" : "Sources/") + name
      return Room(name: String(name), folder: folder, mayImport: Set(names))
    }
  }()

  static let ofTheSystem: Set<String> = ["Glibc", "Testing", "Synchronization", "Foundation"]

  @Test func theManifestIsReadWhole() {
    let rooms = WallTests.rooms
    #expect(rooms.count > 30)
    #expect(rooms.first { $0.name == "SQL" }?.mayImport == ["Query", "Diagnostics", "Schema"])
    for room in rooms { #expect(!files(below: room.folder).isEmpty, "\(room.folder)") }
  }

  /// Every import is named in the manifest, and what is named there is imported.
  @Test func importsAreThoseOfTheManifest() {
    var unnamed: [String] = []
    var unused: [String] = []
    for room in WallTests.rooms {
      let sources = files(below: room.folder).filter { $0.hasSuffix(".swift") }
      guard !sources.isEmpty else { continue }
      var imported: Set<String> = []
      for file in sources {
        guard let text = contents(of: Program.root + "/" + file) else { continue }
        for match in text.matches(of: /(?m)^(?:public |@\w+ )*import (?:struct |func )?(\w+)/) {
          let name = String(match.output.1)
          imported.insert(name)
          if !room.mayImport.contains(name), !WallTests.ofTheSystem.contains(name) { unnamed.append("\(file): \(name)") }
        }
      }
      // Programs that tests run are dependencies without an import.
      for name in room.mayImport.subtracting(imported) where !name.hasPrefix("luodi") { unused.append("\(room.name): \(name)") }
    }
    #expect(unnamed.sorted() == [])
    #expect(unused.sorted() == [])
  }

  /// The page that says what stands where names every target of the sources, and no other, with the arrows of the picture and the C beneath.
  @Test func thePageListsTheRooms() throws {
    let page = try #require(contents(of: Program.root + "/ARCHITECTURE.md"))
    let start = try #require(page.firstRange(of: "| room | holds | imports |\n|---|---|---|\n"))
    let table = page[start.upperBound...].split(separator: "\n\n", maxSplits: 1)[0]
    var listed: [String: [String]] = [:]
    for line in table.split(separator: "\n") {
      let cells = line.split(separator: "|", omittingEmptySubsequences: false).map {
        $0.matches(of: #/`(\w+)`/#).map { String($0.output.1) }
      }
      guard cells.count == 5, let room = cells[1].first else {
        Issue.record("\(line)")
        continue
      }
      listed[room] = cells[3].sorted()
    }
    let rooms = WallTests.rooms.filter { $0.folder.hasPrefix("Sources/") }
    #expect(listed.keys.sorted() == rooms.map(\.name).sorted())
    let arrows = RoomPictureTests.picture.arrows
    for room in rooms {
      let imports =
        arrows.filter { $0.from == room.name }.map(\.to) + room.mayImport.filter { RoomPicture.places[$0] == nil && $0 != "ArgumentParser" }
      #expect(listed[room.name] == imports.sorted(), "\(room.name)")
    }
  }

  /// Faults are planted in every room that has code in Swift, and the suites that have to see them are there.
  @Test func mutantsKnowEveryRoomAndSuite() throws {
    let script = try #require(contents(of: Program.root + "/Tests/Mutants/mutants.py"))
    let table = script[try #require(script.firstRange(of: "SUITES = {")).upperBound...].prefix { $0 != "}" }
    let rows = table.matches(of: #/"(\w+)": "([\w|]+)"/#).map { (String($0.output.1), $0.output.2.split(separator: "|").map(String.init)) }
    let withCode = WallTests.rooms.filter { room in
      room.folder.hasPrefix("Sources/") && room.name != "Landing" && files(below: room.folder).contains { $0.hasSuffix(".swift") }
    }
    #expect(rows.map(\.0).sorted() == withCode.map(\.name).sorted())
    let suites = Set(WallTests.rooms.map(\.name))
    for (room, named) in rows { for suite in named { #expect(suites.contains(suite), "\(room): \(suite)") } }
  }
}
