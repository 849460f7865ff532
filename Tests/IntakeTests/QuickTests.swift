import Diagnostics
import Glibc
import Schema
import Store
import Testing

@testable import Intake

/// The quick way through a load against the careful one: the same library byte for byte, and the same report.
@Suite struct QuickTests {
  static let catalog: Catalog = {
    let stage = Choice(
      name: "stage", values: [NamedValue(code: "planned", label: "策划"), NamedValue(code: "begun", label: "开工", aliases: [.init("动工")])],
      orderedCount: 2)
    let works = Entity(
      plural: "works", singular: "work",
      fields: [
        Field(name: "id", type: .text), Field(name: "name", type: .text), Field(name: "stage", type: .choice(0)),
        Field(name: "due", type: .date), Field(name: "cost", type: .money(MoneyUnit(name: "万元", factor: 10_000))),
        Field(name: "score", type: .number), Field(name: "green", type: .flag), Field(name: "month", type: .period(.month)),
        Field(name: "part", type: .link(0)),
      ], nameField: 1)
    let nodes = Entity(
      plural: "nodes", singular: "node",
      fields: [Field(name: "code", type: .text), Field(name: "work", type: .link(0)), Field(name: "done", type: .date)])
    return Catalog(entities: [works, nodes], choices: [stage])
  }()

  static let header = "id,name,stage,due,cost,score,green,month,part\n"
  static let rows = """
    A1,东湖学校,planned,2018-03-07,81.5,1.5,是,2018-03,
    A2,汉阳医院,开工,2018/4/1,-3,,否,2018-04,A1
    A3,,动工,,1200.25,7,,,A2
    Total9,one 1,planned,2018-05-06,5,-0,yes,2018-01,

    """
  static let nodes = "code,work,done\nA1-1,A1,2018-02-03\nA1-2,A1,\nA2-1,A2,2018-02-05\n"

  struct Outcome: Equatable {
    var bytes: [UInt8] = []
    var report = ""
    var entries: [LoadReport.Entry] = []
    var files: [LoadReport.File] = []
    var failure = ""
    var days: [Day] = []
  }

  /// One load; how many snapshots went the quick way.
  static func load(_ paths: [String], isCareful: Bool, into builder: LibraryBuilder? = nil) -> (outcome: Outcome, quick: Int) {
    var options = LoadOptions()
    options.isCareful = isCareful
    options.partLength = 8
    options.beginningLength = 200_000
    var outcome = Outcome()
    do {
      let build = try Loader(catalog: catalog, options: options).build(paths: paths, into: builder)
      outcome.bytes = bytes(of: build.builder)
      outcome.report = build.report.text() + build.report.csv(in: .english)
      outcome.entries = build.report.entries
      outcome.files = build.report.files
      outcome.days = build.days
      return (outcome, build.quickDays.count)
    } catch {
      outcome.failure = error.message
      outcome.report = error.report?.text() ?? ""
      return (outcome, 0)
    }
  }

  static func bytes(of builder: LibraryBuilder) -> [UInt8] {
    let folder = Folder()
    let path = folder.path + "/l.luodi"
    guard let lock = try? LibraryLock(path, waits: false), (try? lock.commit(builder)) != nil else { return [] }
    return (try? FileBytes.read(path)) ?? []
  }

  /// Loads snapshots both ways. How many went the quick way.
  @discardableResult
  private func compare(_ snapshots: [[String: [UInt8]]], _ words: String = "") -> Int {
    let folder = Folder()
    for (index, files) in snapshots.enumerated() {
      for (name, bytes) in files { folder.write("2018-0\(index + 1)-01/\(name)", bytes) }
    }
    let quick = Self.load([folder.path], isCareful: false)
    let careful = Self.load([folder.path], isCareful: true)
    #expect(careful.quick == 0)
    #expect(quick.outcome.report == careful.outcome.report, "\(words)")
    #expect(quick.outcome == careful.outcome, "\(words)")
    #expect(!careful.outcome.bytes.isEmpty || !careful.outcome.failure.isEmpty)
    return quick.quick
  }

  private func dump(_ works: String, _ nodes: String = nodes) -> [String: [UInt8]] {
    ["works.csv": Array(works.utf8), "nodes.csv": Array(nodes.utf8)]
  }

  @Test func plainSnapshotsGoTheQuickWay() {
    let first = Self.header + Self.rows
    let changed = first.replacing("2018-03-07", with: "2018-03-08") + "A4,新桥,begun,2019-01-01,7,8,否,2018-12,A3\n"
    // Another order, a record gone, another spelling of the same values, columns in another order.
    let shuffled = Self.header + "A4,新桥,begun,2019-01-01,7,8,否,2018-12,A3\n" + Self.rows
    let gone = (Self.header + Self.rows).replacing("Total9,one 1,planned,2018-05-06,5,-0,yes,2018-01,\n", with: "")
    let respelled = first.replacing("2018-03-07", with: "2018年3月7日").replacing("开工", with: "begun").replacing(",是,", with: ",yes,")
    let columns = "cost,id,stage\n81.5,A1,planned\n1,A7,begun\n-3,A2,开工\n"
    #expect(compare([first, changed, shuffled, gone, first, respelled, columns, first].map { dump($0) }) == 8)
    #expect(compare([first, changed, first].map { dump($0.replacing("\n", with: "\r\n")) }) == 3)
    #expect(compare([["works.csv": [0xEF, 0xBB, 0xBF] + Array(first.utf8)], ["works.csv": Array(changed.utf8)]]) == 2)
    #expect(compare([first, changed].map { dump($0.replacing(",", with: "\t")) }) == 2)
    #expect(compare([dump("单位：万元,,,,,,,,\n" + first), dump("统计表\n\n" + changed)]) == 2)
    #expect(compare([dump(first.replacing(",东湖学校,", with: ", 东湖学校\u{3000},").replacing("A2,", with: " A2 ,"))]) == 1)
  }

  @Test(arguments: [
    ("quotes", "A9,\"a,b\",planned,,,,,,\n"), ("a quote", "A9,a\"b,planned,,,,,,\n"), ("blank line", "\nA9,a,planned,,,,,,\n"),
    ("blank cells", " , ,,,,,,,\nA9,a,planned,,,,,,\n"), ("short", "A9,a,planned\n"), ("long", "A9,a,planned,,,,,,,x\n"),
    ("twice", "A1,again,planned,,,,,,\n"), ("no such day", "A9,a,planned,2018-02-30,,,,,\n"), ("no amount", "A9,a,planned,,x,,,,\n"),
    ("about", "A9,a,planned,,约3亿元,,,,\n"), ("footnote", "注：本表,,,,,,,,\n"), ("note", "Note 1: a,,,,,,,,\n"), ("total", "合计,,,,12,,,,\n"),
    ("total word", "Total,,,,12,1,是,,\n"), ("section", "一、城区,,,,,,,,\n"), ("header", header), ("no key", ",a,planned,,,,,,\n"),
    ("lone key", "A9,,,,,,,,\n"), ("outside", "A9,a,stopped,,,,,,\n"), ("placeholder", "A9,a,-,-,-,-,-,-,-\n"),
    ("hashes", "A9,####,planned,,,,,,\n"),
    ("error", "#N/A,a,planned,,,,,,\n"), ("dangling", "A9,a,planned,,,,,,B1\n"), ("other case", "A9,a,planned,,,,,,a1\n"),
    ("by name", "A9,a,planned,,,,,,东湖学校\n"), ("control", "A9,a\u{1},planned,,,,,,\n"), ("delete", "A9,a\u{7F},planned,,,,,,\n"),
    ("zero", "A9,a\u{0},planned,,,,,,\n"), ("lone return", "A9,a,planned\r,,,,,,\n"), ("no line end", "A9,a,planned,,,,,,"),
    ("ends behind a delimiter", "A9,a,planned,,,,,"), ("returns at the end", "A9,a,planned,,,,,,\r\r\n"),
    ("number", "A9,a,planned,43166,,30%,,,\n"),
    ("full width", "Ａ9,a,planned,２０１８-03-07,,,,,\n"), ("flag", "A9,a,planned,,,,maybe,,\n"), ("rounded", "A9,a,planned,,0.000000001,,,,\n"),
    ("month", "A9,a,planned,,,,,2018,\n"), ("wide blank key", "\u{3000}A9\u{3000},a,planned,,,,,,\n"),
  ])
  func whatIsNotPlainIsReadTheCarefulWay(_ name: String, _ line: String) {
    let first = Self.header + Self.rows
    let extended = first + line
    let inside = Self.header + line + Self.rows
    _ = compare([dump(first), dump(extended), dump(first), dump(inside), dump(inside), dump(extended)], name)
    // Its snapshot only: those beside it are quick.
    let count = compare([dump(first), dump(extended), dump(first)], name)
    #expect(count >= 2, "\(name)")
  }

  @Test func damagedAndOtherEncodings() {
    let text = Self.header + Self.rows
    #expect(compare([dump(text), ["works.csv": encoded(text, "GB18030")], dump(text)]) == 2)
    #expect(compare([["works.csv": [0xFF, 0xFE] + encoded(text, "UTF-16LE")]]) == 0)
    #expect(compare([dump(text), ["works.csv": Array(text.utf8) + [0x41, 0x38, 0x2C, 0xE4, 0xB8, 0x2C, 0x0A]]]) == 1)
    #expect(compare([["works.csv": Array("sep=,\n".utf8) + Array(text.utf8)], dump(text)]) == 1)
    #expect(compare([dump(text), ["works.csv": []], ["works.csv": Array(Self.header.utf8)], dump(text)]) == 2)
    // Two files of one entity, an entity without a file, links into it.
    #expect(
      compare([dump(text), ["works.csv": Array(text.utf8), "work.csv": Array((Self.header + "A9,a,,,,,,,\n").utf8)], dump(text)]) == 2)
    #expect(compare([dump(text), ["nodes.csv": Array(Self.nodes.utf8)], dump(text)]) == 2)
    // A column that the model does not know, and one without a header.
    #expect(compare([dump(text.replacing("score", with: "colour")), dump(text)]) == 0)
    #expect(compare([dump(text.replacing("score", with: "")), dump(text)]) == 0)
  }

  @Test func linksToRecordsThatAreGoneAreReportedEachTime() {
    let whole = Self.header + Self.rows
    let without = whole.replacing("A2,汉阳医院,开工,2018/4/1,-3,,否,2018-04,A1\n", with: "")
    #expect(compare([dump(whole), dump(without), dump(without), dump(whole)]) == 2)
  }

  /// Rows out of clean and unclean cells, in snapshots that differ a little.
  @Test func randomDumps() {
    var generator = SeededGenerator(20_180_331)
    let pools: [[String]] = [
      ["东湖学校", "a b", "名", "x1", "\u{3000}汉口 ", "合计", "总 1"], ["planned", "开工", "动工", "策划", ""],
      ["2018-03-07", "2018/3/7", "2018.12.31", "20180307", "2018年3月7日", ""],
      ["1", "0.5", "-12.75", "1e3", "1,5", "8亿元", ""].filter { !$0.contains(",") },
      ["1", "2.5", "-0", "30%", ""], ["是", "否", "yes", "0", "√", ""], ["2018-03", "2018年4月", ""], ["A1", "A2", "", "", "", ""],
    ]
    let unclean = ["-", "####", "2018-13-01", "约5", "无", "x\u{2}", "B77", "\u{FEFF}", "maybe"]
    func line(_ key: Int, _ dirt: UInt64) -> String {
      var cells = pools.map { $0.randomElement(using: &generator)! }
      if generator.next() % 1000 < dirt { cells[Int(generator.next() % 8)] = unclean.randomElement(using: &generator)! }
      return "A\(key),\(cells.joined(separator: ","))\n"
    }
    var quick = 0
    for round in 0..<40 {
      let dirt: UInt64 = round % 4 == 0 ? 20 : 0
      var lines = (1...30).map { line($0, dirt) }
      var next = 31
      var snapshots: [[String: [UInt8]]] = []
      for _ in 0..<5 {
        snapshots.append(dump(Self.header + lines.joined(), Self.nodes))
        for index in lines.indices where generator.next() % 8 == 0 { lines[index] = line(index + 1, dirt) }
        if generator.next() % 2 == 0 {
          lines.append(line(next, dirt))
          next += 1
        }
        if generator.next() % 3 == 0 { lines.shuffle(using: &generator) }
        if generator.next() % 4 == 0 { lines.remove(at: Int(generator.next() % UInt64(lines.count))) }
        if generator.next() % 16 == 0 { lines.append(lines[0]) }
      }
      quick += compare(snapshots, "round \(round)")
    }
    #expect(quick > 40)
  }

  @Test func longFilesAreKnownByTheirBeginnings() {
    let lines = (1...6000).map { "B\($0),长江\($0 % 700),planned,2018-0\($0 % 9 + 1)-07,\($0).25,\($0 % 90),是,2018-03,\n" }
    let text = Self.header + lines.joined()
    #expect(text.utf8.count > 250_000)
    #expect(compare([dump(text, "code,work,done\n"), dump(text, "code,work,done\nB1-1,B1,\n")]) == 1)
    #expect(compare([["works.csv": Array(text.utf8)], ["works.csv": Array((text + "C1,x,nothing,,,,,,\n").utf8)]]) == 1)
    #expect(compare([["works.csv": Array(text.replacing("score", with: "").utf8)], ["works.csv": Array(text.utf8)]]) == 0)
  }

  @Test func snapshotsJoinALibraryTheQuickWay() throws {
    let folder = Folder()
    let texts = [Self.rows, Self.rows.replacing("81.5", with: "82"), Self.rows + "A5,x,begun,,1,,,,A1\n"].map { Self.header + $0 }
    for (index, text) in texts.enumerated() { folder.write("2018-0\(index + 1)-01/works.csv", text) }
    let whole = Self.load([folder.path], isCareful: true).outcome.bytes
    var builder = LibraryBuilder(catalog: Self.catalog)
    for month in 1...3 {
      let build = try Loader(catalog: Self.catalog).build(paths: ["\(folder.path)/2018-0\(month)-01"], into: builder)
      #expect(build.quickDays.count == 1)
      builder = build.builder
    }
    #expect(Self.bytes(of: builder) == whole)
    // An older one goes the careful way.
    let older = try Loader(catalog: Self.catalog).build(
      paths: ["\(folder.path)/2018-02-01"],
      into: {
        var builder = builder
        builder.removeSnapshot(Day(year: 2018, month: 2, day: 1)!)
        return builder
      }())
    #expect(older.quickDays.isEmpty)
    #expect(Self.bytes(of: older.builder) == whole)
  }

  @Test func progressReachesTheEnd() throws {
    let folder = Folder()
    folder.write("2018-01-01/works.csv", Self.header + Self.rows)
    folder.write("2018-02-01/works.csv", Self.header + Self.rows + "A9,a,nowhere,,,,,,\n")
    final class Last: @unchecked Sendable { var progress: LoadProgress? }
    let last = Last()
    _ = try Loader(catalog: Self.catalog, options: LoadOptions(progress: { last.progress = $0 })).build(paths: [folder.path])
    let size = FileBytes.size(folder.path + "/2018-01-01/works.csv") + FileBytes.size(folder.path + "/2018-02-01/works.csv")
    #expect(last.progress == LoadProgress(bytes: size, totalBytes: size, rows: 9))
  }
}
