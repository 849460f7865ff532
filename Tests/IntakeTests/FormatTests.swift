import Schema
import Store
import Testing

@testable import Intake

/// What the protocol of formats carries beyond text: several tables in a file, cells that know what they are.
@Suite struct FormatTests {
  /// A workbook of a kind: sheets by name, cells with kinds, made on the spot.
  private struct SheetsFormat: IntakeFormat {
    struct Sheet: FiledTable {
      var rows: [[(Row.Kind, String)]]
      let encoding = TextEncoding.utf8
      let namesColumns = false
      let firstRow = 1
      let emptyTextsAreMeant = false
      let plainDelimiter: UInt8? = nil
      var expectedRows: Int { rows.count }

      func read<Answer>(_ body: (inout any RowReader) -> Answer) -> Answer {
        var reader: any RowReader = Reader(rows: rows)
        return body(&reader)
      }
    }

    struct Reader: RowReader {
      var rows: [[(Row.Kind, String)]]
      var number = 0

      mutating func next(_ row: inout Row) -> Bool {
        guard number < rows.count else { return false }
        number += 1
        row.begin(number: number, line: number)
        for (kind, text) in rows[number - 1] {
          let start = row.own.count
          row.own += text.utf8
          row.cells.append(Row.Cell(start: start, end: row.own.count, isOwn: true, kind: kind))
        }
        return true
      }
    }

    let name = "sheets"
    let endings: Set<String> = ["sheets"]
    let sheets: [(name: String, rows: [[(Row.Kind, String)]])]

    func tableNames(_ path: String) -> [String?] { sheets.map(\.name) }
    func open(_ path: String, table: Int) throws(OpeningProblem) -> any FiledTable { Sheet(rows: sheets[table].rows) }
  }

  private func load(_ sheets: [(String, [[(Row.Kind, String)]])], _ catalog: Catalog?) throws -> LoadResult {
    let folder = Folder()
    folder.write("2018-03-09/book.sheets", "x")
    var options = LoadOptions()
    options.formats += [SheetsFormat(sheets: sheets)]
    return try Loader(catalog: catalog, options: options).load(paths: [folder.path])
  }

  private func texts(_ texts: String...) -> [(Row.Kind, String)] { texts.map { (.text, $0) } }

  @Test func sheetsAreTablesByName() throws {
    let result = try load(
      [
        (
          "项目一览表",
          [
            texts("重点项目"), texts("编号", "项目名称", "总投资（亿元）", "完成率", "绿色通道", "计划开工时间"),
            [(.text, "007"), (.text, "a"), (.number, "12.5"), (.error, "#REF!"), (.flag, "true"), (.date, "2018-03-07")],
            [(.text, "合计"), (.plain, ""), (.number, "12.5")],
          ]
        ), ("nodes", [texts("code", "project", "due"), [(.number, "1"), (.text, "007"), (.date, "2018-04-01")]]),
        ("说明", [texts("只是说明")]),
      ], officeCatalog)
    #expect(
      dump(result.library) == """
        2018-03-09 nodes 1 project=007 due=2018-04-01
        2018-03-09 projects 007 name=a investment=12.5亿元 planned_start=2018-03-07 green=yes

        """)
    let found = result.report.entries.map { "\($0.file.split(separator: "/").last!) \($0.description)" }.sorted()
    #expect(
      found == [
        "book.sheets!说明 neither the file's name nor its header says which entity it holds: not loaded",
        "book.sheets!项目一览表 row 1: \"重点项目\" a title above the header: skipped",
        "book.sheets!项目一览表 row 3, column 4 (完成率): \"#REF!\" an error value of the spreadsheet: left blank",
        "book.sheets!项目一览表 row 4: \"合计 | 12.5\" a row of totals: skipped",
      ], "\(found)")
    #expect(result.report.files.map { $0.path.split(separator: "/").last! } == ["book.sheets!项目一览表", "book.sheets!nodes"])
  }

  /// Without a model, what a cell says of itself goes before its look.
  @Test func kindsTellTypes() throws {
    let rows: [[(Row.Kind, String)]] =
      [texts("id", "code", "size", "when", "done", "mixed")]
      + (1...9).map {
        [(.text, "K\($0)"), (.text, "00\($0)"), (.number, "\($0).5"), (.date, "2018-03-0\($0)"), (.flag, "true"), (.text, "\($0)")]
      }
    let result = try load([("works", rows)], nil)
    let fields = result.library.catalog.entities[0].fields
    #expect(fields.map(\.name) == ["id", "code", "size", "when", "done", "mixed"])
    #expect(fields.map(\.type) == [.text, .text, .number, .date, .flag, .text])
    #expect(dump(result.library).hasPrefix("2018-03-09 works K1 code=001 size=1.5 when=2018-03-01 done=yes mixed=1\n"))
  }
}
