import Diagnostics
import Schema
import Store
import Testing

@testable import Intake

@Suite struct JSONLinesTests {
  private func load(_ bytes: [UInt8], _ catalog: Catalog? = officeCatalog, name: String = "projects.jsonl") throws -> LoadResult {
    let folder = Folder()
    folder.write("2018-03-09/\(name)", bytes)
    return try Loader(catalog: catalog).load(paths: [folder.path])
  }

  private func load(_ text: String, _ catalog: Catalog? = officeCatalog, name: String = "projects.jsonl") throws -> LoadResult {
    try load(Array(text.utf8), catalog, name: name)
  }

  private func entries(_ result: LoadResult) -> [String] { result.report.entries.map(\.description) }

  @Test func objectsAreRowsWhateverTheOrderOfTheirMembers() throws {
    let result = try load(
      #"""
      {"id":"P1","name":"东湖","stage":"前期","investment":12.5,"green":true,"planned_start":"2018-03-07","month":"2018-03"}
      {"stage":"planned","id":"P2","green":false,"investment":null,"name":""}

       { "id" : "P3" , "progress" : 5e-1 }
      {}
      """#)
    #expect(
      dump(result.library) == """
        2018-03-09 projects P1 name=东湖 investment=12.5亿元 stage=preparatory planned_start=2018-03-07 green=yes month=2018-03
        2018-03-09 projects P2 name= stage=planned green=no
        2018-03-09 projects P3 progress=0.5

        """)
    #expect(entries(result) == ["row 3: a blank row: skipped", "row 5: a blank row: skipped"])
  }

  /// Numbers are what they say to the last digit; texts are texts though they look like numbers.
  @Test func numbersAreExactAndTextsStayTexts() throws {
    let result = try load(
      #"""
      {"id":7,"progress":0.123456789012345678,"investment":9007199.254740993,"big":123456789012345678901,"code":"007","count":1e3}
      {"id":"007","progress":-0,"investment":1.10,"big":2,"code":"10","count":25}
      """#)
    #expect(
      dump(result.library) == """
        2018-03-09 projects 007 investment=1.1亿元 progress=0 big=2 code=10 count=25
        2018-03-09 projects 7 investment=9007199.254740993亿元 progress=0.123456789012345678 big=123456789012345678901 code=007 count=1000

        """)
    let types = result.library.catalog.entities[1].fields.filter(\.isExtra).map { "\($0.name) \($0.type == .text ? "text" : "number")" }
    #expect(types == ["big text", "code text", "count number"])
  }

  @Test func unknownMembersAreExtraFields() throws {
    let result = try load(
      #"""
      {"id":"P1","Note / remark":"a"}
      {"id":"P2","late one":true,"名称":"b","":"c"}
      """#)
    #expect(dump(result.library).contains("projects P2 late_one=yes 名称=b column_5=c\n"))
    #expect(
      entries(result) == [
        "the column has no header: named column_5",
        "Note / remark: no field of the model has this name: kept as the extra field note_remark, text",
        "late one: no field of the model has this name: kept as the extra field late_one, yes or no",
        "名称: no field of the model has this name: kept as the extra field 名称, text",
      ])
  }

  /// Every way in which a line can be broken: the line is set aside, with the character where it breaks, and all others are there.
  @Test(arguments: [
    ("x", 1, JSONFault.expectedObject), ("[1]", 1, .expectedObject), ("{\"id\" 1}", 7, .expectedColon), ("{\"id\":}", 7, .expectedValue),
    ("{id:1}", 2, .expectedMember), ("{\"id\":1,}", 9, .expectedMember), ("{\"id\":1 \"a\":2}", 9, .expectedComma),
    ("{\"id\":1", 8, .expectedComma),
    ("{\"id\":1} {", 10, .expectedEnd), ("{\"id\":1},", 9, .expectedEnd), ("{\"项目\":\"a\tb\"}", 9, .controlCharacter),
    ("{\"id\":\"\\x\"}", 8, .badEscape), ("{\"id\":\"\\u12g4\"}", 8, .badEscape), ("{\"id\":01}", 8, .badNumber),
    ("{\"id\":1.}", 9, .badNumber),
    ("{\"id\":1e}", 9, .badNumber), ("{\"id\":.5}", 7, .expectedValue), ("{\"id\":NaN}", 7, .expectedValue),
    ("{\"id\":+1}", 7, .expectedValue),
    ("{\"id\":\"a", 9, .openText), ("{\"id\":\"a\\", 9, .openText), ("{'id':1}", 2, .expectedMember), ("{\"id\":nul}", 7, .expectedValue),
    ("{\"a\":[1,]}", 9, .expectedValue), ("{\"a\":[1}", 8, .expectedComma), ("{\"a\":{\"b\"}}", 10, .expectedColon),
    ("{\"a\":" + String(repeating: "[", count: 100_000), 106, .tooDeep), ("{\"id\":1}\u{0}", 9, .expectedEnd),
  ])
  func aBrokenLine(_ line: String, _ character: Int, _ fault: JSONFault) throws {
    let result = try load("{\"id\":\"P1\"}\n\(line)\n{\"id\":\"P3\"}\n")
    #expect(dump(result.library) == "2018-03-09 projects P1 \n2018-03-09 projects P3 \n")
    let entry = try #require(result.report.entries.first { $0.problem == .badLine(fault) }, "\(entries(result))")
    #expect(entry.row == 2 && entry.line == 2 && entry.column == character, "\(entry)")
    #expect(entry.problem.severity == .problem)
    #expect(result.report.files[0].rowsSetAside == 1)
  }

  @Test func whatASetAsideLineSays() throws {
    let result = try load("{\"id\":\"P1\",\"name\":\"a\"}\n{\"id\":\"P2\" \"name\":\"b\"}\n")
    let entry = result.report.entries[0]
    #expect(
      entry.text(in: .english)
        == #"row 2, column 12: "{"id":"P2" "name":"b"}" expected a comma or the end of the object or list: line set aside"#)
    #expect(entry.text(in: .chinese) == #"第 2 行第 12 列“{"id":"P2" "name":"b"}”：应为逗号，或对象、列表的结尾；此行搁置"#)
  }

  @Test func listsAndObjectsInObjects() throws {
    let result = try load(
      #"""
      {"id":"P1","name":{"a":[1,{"b":"}"}]},"investment":[1],"tags":["x","y"]}
      {"id":["P2"],"name":"b"}
      """#)
    #expect(dump(result.library) == "2018-03-09 projects P1 name={\"a\":[1,{\"b\":\"}\"}]} tags=[\"x\",\"y\"]\n")
    #expect(
      result.report.entries.map(\.problem) == [
        .extraColumn(name: "tags", type: .text), .nested(isKept: true), .nested(isKept: false), .nested(isKept: true),
        .rowWithoutKey(key: "id"),
      ])
  }

  @Test func aMemberTwiceAndHalfACharacter() throws {
    let result = try load(#"{"id":"P1","name":"a","name":"b\ud800","name":"\uD83D\uDE00\u4e1c\/\"\\\n\ud800\u0041"}"# + "\n")
    #expect(dump(result.library) == "2018-03-09 projects P1 name=😀东/\"\\⏎\u{FFFD}A\n")
    #expect(
      entries(result).sorted() == [
        "row 1, name: \"a\" the object has this member more than once: the last one counts",
        "row 1, name: \"b\u{FFFD}\" the object has this member more than once: the last one counts",
        "row 1, name: \"😀东/\"\\\\n\u{FFFD}A\" \\uD800 is half a character: read as U+FFFD",
        "row 1, name: \"😀东/\"\\\\n\u{FFFD}A\" \\uD800 is half a character: read as U+FFFD",
      ], "\(entries(result))")
  }

  @Test func marksLineEndsEncodingsAndDamage() throws {
    let text = "{\"id\":\"P1\",\"name\":\"汉南\"}\r\n{\"id\":\"P2\",\"name\":\"b\"}"
    let expected = "2018-03-09 projects P1 name=汉南\n2018-03-09 projects P2 name=b\n"
    #expect(dump(try load([0xEF, 0xBB, 0xBF] + Array(text.utf8)).library) == expected)
    #expect(dump(try load([0xFF, 0xFE] + encoded(text, "UTF-16LE")).library) == expected)
    let other = try load(encoded(text, "GB18030"))
    #expect(dump(other.library) == expected)
    #expect(other.report.entries.map(\.problem) == [.otherEncoding(.gb18030)])

    var bytes = Array("{\"id\":\"P1\",\"name\":\"汉南\",\"stage\":\"前期\"}\n{\"id\":\"P2\",\"na".utf8)
    bytes.insert(0xFF, at: 19)
    let damaged = try load(bytes)
    #expect(dump(damaged.library) == "2018-03-09 projects P1 name=\u{FFFD}汉南 stage=preparatory\n")
    #expect(damaged.report.entries[0].header == "name" && damaged.report.entries[0].row == 1)
    #expect(damaged.report.entries.map(\.problem.kind) == ["undecodable-byte", "bad-line"])
  }

  @Test func whatIsNoJSONLines() throws {
    for (text, problem) in [
      ("id,name\nP1,a\n", IntakeProblem.noRecords(format: "JSON Lines")), ("", .emptyFile), ("[\n]\n", .noRecords(format: "JSON Lines")),
    ] {
      let failure = #expect(throws: LoadFailure.self) { try load(text) }
      #expect(failure?.report?.entries.map(\.problem) == [problem], "\(text)")
    }
    let wide = "{" + (0...Row.limit).map { "\"c\($0)\":1" }.joined(separator: ",") + "}\n"
    let failure = #expect(throws: LoadFailure.self) { try load("{\"id\":1}\n" + wide) }
    #expect(failure?.report?.entries.map(\.problem) == [.tooManyColumns(limit: Row.limit)])
  }

  /// A table is the same whichever format its file has, with a model and without one.
  @Test func theSameTableAsDelimitedText() throws {
    var generator = SeededGenerator(41)
    let cells: [(csv: String, json: String)] = [
      ("", "null"), ("汉南区", "\"汉南区\""), ("前期", "\"前期\""), ("2018-03-07", "\"2018-03-07\""), ("12.50", "12.50"), ("5亿元", "\"5亿元\""),
      ("\"a \"\"b\"\"\"", #""a \"b\"""#), ("\"two\nlines\"", #""two\nlines""#), ("-3", "-3"), ("true", "true"), ("no", "\"no\""),
      ("待定", "\"待定\""),
      ("#N/A", "\"#N/A\""), ("30%", "\"30%\""), ("\"1,234\"", "\"1,234\""),
    ]
    let members = ["name", "district", "investment", "stage", "planned_start", "progress", "green", "x"]
    for round in 0..<40 {
      let rows = (0..<6).map { _ in members.map { _ in cells.randomElement(using: &generator)! } }
      let csv =
        "id,\(members.joined(separator: ","))\n"
        + rows.enumerated().map { "K\($0),\($1.map(\.csv).joined(separator: ","))\n" }.joined()
      let json = rows.enumerated().map { number, row in
        let pairs = zip(members, row).map { "\"\($0)\":\($1.json)" } + ["\"id\":\"K\(number)\""]
        return "{" + pairs.shuffled(using: &generator).joined(separator: ",") + "}\n"
      }.joined()
      for catalog in [officeCatalog, nil] {
        let (left, right) = (try load(csv, catalog, name: "projects.csv"), try load(json, catalog))
        #expect(
          dump(right.library, sorted: true) == dump(left.library, sorted: true), "round \(round) \(catalog == nil)\n\(csv)\(json)")
        let counts = { (result: LoadResult) in
          result.report.counts.filter { !["extra-column", "repeated-header"].contains($0.key) }
        }
        #expect(counts(right) == counts(left), "round \(round)\n\(csv)\(json)")
      }
    }
  }

  /// Damage of every kind is a report, never a crash, and never costs another line.
  @Test func fuzzNeverFails() throws {
    var generator = SeededGenerator(43)
    let seed = Array(#"{"id":"P1","name":"a\u00e9\n","t":[1,{"b":null}],"investment":-1.5e3,"green":true}"#.utf8)
    for _ in 0..<3000 {
      var line = seed
      for _ in 0..<Int.random(in: 1...4, using: &generator) {
        let place = Int.random(in: 0..<line.count, using: &generator)
        switch Int.random(in: 0..<3, using: &generator) {
        case 0: line[place] = UInt8.random(in: 0...255, using: &generator)
        case 1: line.remove(at: place)
        default: line.insert(Array("{}[]\",:\\u0e-tfn ".utf8).randomElement(using: &generator)!, at: place)
        }
      }
      let bytes = Array("{\"id\":\"A\"}\n".utf8) + line.filter { $0 != 0x0A } + Array("\n{\"id\":\"Z\"}\n".utf8)
      let table = try JSONLinesTable(try TableText(bytes))
      var keys: [String] = []
      table.forEachRow { row in if row.fault == nil, row.number > 0 { keys.append(row.content(ofColumn: 0)) } }
      #expect(keys.first == "A" && keys.last == "Z")
    }
  }
}
