import Glibc
import Schema
import Store
import Testing

@testable import Intake

/// Which folders and files make a snapshot, and that nothing with data in it is passed over as if it were nothing.
@Suite struct PlacementTests {
  private static let table = "id,name\nA1,one\n"

  private func folder(_ files: [String]) -> Folder {
    let folder = Folder()
    for name in files { folder.write(name, Self.table) }
    return folder
  }

  private func load(_ folder: Folder, _ path: String = "", strict: Bool = false, date: Day? = nil) throws -> LoadResult {
    try Loader(catalog: officeCatalog, options: LoadOptions(strict: strict, date: date)).load(paths: [folder.path + path])
  }

  private func days(_ texts: String...) -> [Day] {
    texts.map { text in
      let parts = text.split(separator: "-").compactMap { Int($0) }
      return Day(year: parts[0], month: parts[1], day: parts[2])!
    }
  }

  private let snapshot = "2018-01-05/projects.csv"

  @Test(arguments: [
    "20180230/projects.csv", "2018年1月/projects.csv", "18-01-06/projects.csv", "2018-Q1/2018-01-12/projects.csv", "1月/2018-01-12/项目.csv",
    "201801/2018-01-12/projects.csv", "old/2018/2018-01-12/projects.csv", "notes/workbook.xlsx", "2018-01-01_2018-01-12/projects.tsv",
  ])
  func aFolderWithTablesThatIsNoSnapshotIsAProblem(_ name: String) throws {
    let folder = folder([snapshot, name])
    let result = try load(folder)
    #expect(result.library.snapshots == days("2018-01-05"))
    let entry = try #require(result.report.entries.first)
    #expect(result.report.entries.count == 1 && entry.problem.kind == "undated-folder" && entry.problem.severity == .problem)
    let parts = name.split(separator: "/")
    #expect(entry.file == folder.path + "/" + parts[0])
    #expect(entry.problem == .undatedFolder(table: parts.dropFirst().joined(separator: "/")))
    #expect(throws: LoadFailure.self) { try load(folder, strict: true) }
  }

  @Test(arguments: ["2018-01-05/附表/nodes.csv", "2018-01-05/2018-01-04/projects.csv", "2018-01-05/2018/a/b.xlsx"])
  func aFolderInASnapshotsIsAProblemToo(_ name: String) throws {
    let folder = folder([snapshot, name])
    let result = try load(folder)
    #expect(result.library.snapshots == days("2018-01-05"))
    let table = name.split(separator: "/").dropFirst(2).joined(separator: "/")
    #expect(result.report.entries.map(\.problem) == [.innerFolder(snapshot: days("2018-01-05")[0], table: table)])
    #expect(throws: LoadFailure.self) { try load(folder, strict: true) }
  }

  @Test func foldersWithoutTablesAreNotes() throws {
    let folder = folder([
      snapshot, "photos/map.png", "queries/weekly.lq", "2018-01-05/scans/letter.pdf", "docs/README.txt", "locks/~$projects.xlsx",
    ])
    let result = try load(folder, strict: true)
    #expect(result.report.entries.map(\.problem.kind).sorted() == ["inner-folder"] + Array(repeating: "undated-folder", count: 4))
    #expect(result.report.problemCount == 0)
  }

  @Test func hiddenTablesAreNoted() throws {
    let folder = folder([
      snapshot, "2018-01-05/.projects.csv", ".2018-01-12/projects.csv", ".nodes.xlsx", ".DS_Store", ".git/HEAD",
      "2018-01-05/.~lock.projects.csv#",
    ])
    let result = try load(folder, strict: true)
    #expect(result.report.entries.allSatisfy { $0.problem == .hidden })
    #expect(
      result.report.entries.map { $0.file.replacing(folder.path + "/", with: "") }.sorted()
        == [".2018-01-12", ".nodes.xlsx", "2018-01-05/.projects.csv"])
  }

  /// A folder that leads to itself has an end.
  @Test func circularLinksEnd() throws {
    let folder = folder([snapshot, "loop/a.png"])
    let link = folder.path + "/loop/again"
    #expect(symlink(folder.path, link) == 0)
    defer { unlink(link) }
    let result = try load(folder)
    #expect(result.report.entries.map(\.problem) == [.undatedFolder(table: "again/2018-01-05/projects.csv")])
  }

  @Test func datedFoldersInOneThatIsNoSnapshotAreSnapshots() throws {
    let folder = folder(["archive-2018-12-31/2018-01-05/projects.csv", "archive-2018-12-31/2018-01-12/projects.csv"])
    for path in ["", "/archive-2018-12-31", "/archive-2018-12-31/"] {
      let result = try load(folder, path, strict: true)
      #expect(result.library.snapshots == days("2018-01-05", "2018-01-12"), "\(path)")
      #expect(result.report.entries == [])
    }
    // With a table of its own it is one, and the others lie in it.
    folder.write("archive-2018-12-31/projects.csv", Self.table)
    let result = try load(folder)
    #expect(result.library.snapshots == days("2018-12-31"))
    #expect(result.report.entries.map(\.problem.kind) == ["inner-folder", "inner-folder"])
    #expect(result.report.problemCount == 2)
  }

  @Test func theFolderOfAFileDatesIt() throws {
    let folder = folder(["2018-07-06/projects.csv", "2018-07-06/works/projects.csv", "plain/projects-2018-03-05.csv", "plain/projects.csv"])
    #expect(try load(folder, "/2018-07-06/projects.csv").library.snapshots == days("2018-07-06"))
    #expect(try load(folder, "/2018-07-06/works/../projects.csv").library.snapshots == days("2018-07-06"))
    #expect(try load(folder, "/2018-07-06/works/..").library.snapshots == days("2018-07-06"))
    #expect(try load(folder, "/2018-07-06/.").library.snapshots == days("2018-07-06"))
    #expect(try load(folder, "/plain/projects-2018-03-05.csv").library.snapshots == days("2018-03-05"))
    #expect(throws: LoadFailure.self) { try load(folder, "/plain/projects.csv") }
    #expect(throws: LoadFailure.self) { try load(folder, "/2018-07-06/works/projects.csv") }
  }

  @Test func twoDaysForOneFileAreAProblem() throws {
    let folder = folder(["2018-01-05/projects-2018-03-05.csv", "2018-01-12/projects-20180112.csv", "projects-2018-03-09.csv"])
    let (folderDay, fileDay) = (days("2018-01-05")[0], days("2018-03-05")[0])
    let result = try load(folder)
    #expect(result.library.snapshots == days("2018-01-05", "2018-01-12", "2018-03-09"))
    #expect(result.report.entries.map(\.problem) == [.otherDay(fileDay, isOption: false, taken: folderDay)])
    #expect(throws: LoadFailure.self) { try load(folder, strict: true) }
    // `--date` is for files that name none; for the one file asked for it is a contradiction.
    #expect(try load(folder, date: days("2018-04-01")[0]).report.problemCount == 1)
    let asked = try load(folder, "/projects-2018-03-09.csv", date: days("2018-04-01")[0])
    #expect(asked.library.snapshots == days("2018-03-09"))
    #expect(asked.report.entries.map(\.problem) == [.otherDay(days("2018-04-01")[0], isOption: true, taken: days("2018-03-09")[0])])
    #expect(try load(folder, "/projects-2018-03-09.csv", strict: true, date: days("2018-03-09")[0]).report.entries == [])
  }
}

/// A table that was there and is not there any more is said whichever load brought the one before.
@Suite struct VanishedTableTests {
  private static let projects = "id,name\nA1,one\n"
  private static let nodes = "code,project\nN1,A1\n"

  private func day(_ number: Int) -> Day { Day(year: 2018, month: 1, day: number)! }

  private func load(
    _ files: [String: String], into builder: LibraryBuilder? = nil, replacing: Bool = false, strict: Bool = false,
    catalog: Catalog = officeCatalog
  ) throws -> LibraryBuild {
    let folder = Folder()
    for (name, text) in files { folder.write(name, text) }
    return try Loader(catalog: catalog, options: LoadOptions(strict: strict)).build(
      paths: [folder.path], into: builder, replacing: replacing)
  }

  private func whole(_ numbers: Int...) -> [String: String] {
    var files: [String: String] = [:]
    for number in numbers {
      files["2018-01-0\(number)/projects.csv"] = Self.projects
      files["2018-01-0\(number)/nodes.csv"] = Self.nodes
    }
    return files
  }

  @Test func aMissingFileIsNoticedAgainstTheLibrary() throws {
    let builder = try load(whole(2, 4)).builder
    let week = ["2018-01-06/projects.csv": Self.projects]
    let build = try load(week, into: builder)
    let missing = IntakeProblem.missingFile(entity: "nodes", snapshot: day(6), other: day(4))
    #expect(build.report.entries.map(\.problem) == [missing])
    #expect(throws: LoadFailure.self) { try load(week, into: builder, strict: true) }
    // A library from a file knows the same.
    let reopened = try LibraryBuilder(continuing: builder.finish(), name: "l")
    #expect(try load(week, into: reopened).report.entries.map(\.problem) == [missing])
    // Between two, the one before counts; before all, the one after, as a note; said once, not again for the next week.
    let between = try load(["2018-01-03/projects.csv": Self.projects], into: builder)
    #expect(between.report.entries.map(\.problem) == [.missingFile(entity: "nodes", snapshot: day(3), other: day(2))])
    let first = try load(["2018-01-01/projects.csv": Self.projects], into: builder, strict: true)
    #expect(first.report.entries.map(\.problem) == [.missingFile(entity: "nodes", snapshot: day(1), other: day(2))])
    #expect(try load(["2018-01-07/projects.csv": Self.projects], into: build.builder, strict: true).report.entries == [])
    #expect(try load(whole(7), into: builder, strict: true).report.entries == [])
  }

  /// What is wrong with a row of snapshots is said whichever was loaded first.
  @Test func aSnapshotThatComesBetweenIsComparedWithTheLaterOneToo() throws {
    func week(_ number: Int) -> [String: String] { ["2018-01-0\(number)/projects.csv": Self.projects] }
    let missing = IntakeProblem.missingFile(entity: "nodes", snapshot: day(4), other: day(3))
    #expect(missing.severity == .problem)
    let only = try load(week(4)).builder
    let between = try load(whole(3), into: only)
    #expect(between.report.entries.map(\.problem) == [missing] && between.report.entries.map(\.file) == ["2018-01-04"])
    #expect(throws: LoadFailure.self) { try load(whole(3), into: only, strict: true) }
    // Two weeks before: the nearer one is the neighbour, in one load as in two.
    #expect(try load(whole(2, 3), into: only).report.entries.map(\.problem) == [missing])
    // The earlier week had lost it already, or said so of the later one when that came.
    #expect(try load(week(2), into: only).report.entries == [])
    let known = try load(week(4), into: try load(whole(2)).builder).builder
    #expect(try load(whole(3), into: known).report.entries == [])
    // A replaced snapshot that has the table now; and again, when it had it before.
    let poor = try load(week(4), into: try load(week(3)).builder).builder
    let rich = try load(whole(3), into: poor, replacing: true)
    #expect(rich.report.entries.map(\.problem) == [missing])
    #expect(try load(whole(3), into: rich.builder, replacing: true).report.entries == [])
    // Weeks before all others: the last of them stands beside the one that has the table.
    let full = try load(whole(4)).builder
    let early = try load(week(2).merging(week(3)) { $1 }, into: full)
    #expect(early.report.entries.map(\.problem) == [.missingFile(entity: "nodes", snapshot: day(3), other: day(4))])
    #expect(early.report.problemCount == 0)
  }

  @Test func aTableThatAReplacedSnapshotHadIsNamed() throws {
    let builder = try load(whole(2, 4)).builder
    for number in [2, 4] {
      let files = ["2018-01-0\(number)/projects.csv": Self.projects]
      let build = try load(files, into: builder, replacing: true)
      #expect(build.report.entries.map(\.problem) == [.vanishedTable(entity: "nodes", snapshot: day(number))])
      #expect(build.replaced == [day(number)] && build.days == [day(number)])
      #expect(throws: LoadFailure.self) { try load(files, into: builder, replacing: true, strict: true) }
    }
    let both = try load(whole(4, 6), into: builder, replacing: true, strict: true)
    #expect(both.report.entries == [] && both.replaced == [day(4)] && both.days == [day(4), day(6)])
  }

  /// Each by its name, however many.
  @Test func theReportNamesEveryTable() throws {
    let names = (1...6).map { "table\($0)" }
    var files = Dictionary(uniqueKeysWithValues: names.map { ("2018-01-02/\($0).csv", "\($0)_id,x\nA,1\n") })
    files["2018-01-03/table1.csv"] = "table1_id,x\nA,1\n"
    let folder = Folder()
    for (name, text) in files { folder.write(name, text) }
    let report = try Loader(catalog: nil).load(paths: [folder.path]).report.text()
    for name in names.dropFirst() { #expect(report.contains("snapshot 2018-01-03 has no rows of \(name);"), "\(report)") }
  }

  /// Declared keys stand for a table that has no file, and are none that could be missing.
  @Test func declaredNamesAreNoTable() throws {
    let units = try #require(officeCatalog.entities.first { !$0.keyNames.isEmpty })
    let key = units.keyNames[0].code
    let builder = try load(whole(2)).builder
    #expect(builder.entities(withRowsAt: day(2)).count == 2)
    #expect(try load(whole(4), into: builder, strict: true).report.entries == [])
    let (keyField, nameField) = (units.fields[units.keyField].name, units.fields[try #require(units.nameField)].name)
    for text in ["\(keyField),\(nameField)\n\(key),something else\n", "\(keyField)\n\(key)\n", "\(keyField),\(nameField)\nX9,new\n"] {
      let filed = try load(whole(3).merging(["2018-01-03/\(units.plural).csv": text]) { $1 }, into: builder)
      let next = try load(whole(4), into: filed.builder)
      #expect(
        next.report.entries.map(\.problem) == [.missingFile(entity: units.plural, snapshot: day(4), other: day(3))], "\(text)")
    }
  }
}
