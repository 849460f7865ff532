import Diagnostics
import Output
import Results
import Schema
import Testing

@Suite struct SpreadsheetTests {
  private func archive(_ tables: [ResultTable], _ options: OutputOptions = OutputOptions()) throws -> ZipReader {
    var bytes: [UInt8] = []
    var writer = ResultWriter(.xlsx, options) { bytes += $0 }
    for table in tables { try writer.write(table) }
    try writer.finish()
    return ZipReader(bytes)
  }

  private func sheetNames(_ archive: ZipReader) -> [String] {
    archive.text("xl/workbook.xml").components(between: "<sheet name=\"", and: "\"")
  }

  private func strings(_ archive: ZipReader) -> [String] {
    archive.text("xl/sharedStrings.xml").components(between: "<si><t", and: "</t>").map { String($0.drop { $0 != ">" }.dropFirst()) }
  }

  /// `A1` to its value, shared strings looked up.
  private func cells(_ archive: ZipReader, sheet: Int) -> [String: String] {
    let strings = strings(archive)
    var cells: [String: String] = [:]
    for cell in archive.text("xl/worksheets/sheet\(sheet).xml").split(separator: "<c r=\"").dropFirst().map(String.init) {
      let name = String(cell.prefix { $0 != "\"" })
      guard let value = cell.components(between: "<v>", and: "</v>").first else { continue }
      cells[name] = cell.contains("t=\"s\"") ? strings[Int(value)!] : value
    }
    return cells
  }

  @Test func cellsKeepTheirTypes() throws {
    let archive = try archive([Samples.list])
    #expect(sheetNames(archive) == ["projects", "notes"])
    let cells = cells(archive, sheet: 1)
    #expect(cells["A1"] == "id")
    #expect(cells["D1"] == "investment (亿元)")
    #expect(cells["B3"] == "a,b")
    #expect(cells["B5"] == "two\nlines")
    #expect(cells["B7"] == nil)
    #expect(cells["B8"] == "=1+1")
    #expect(cells["C2"] == "Jiang&apos;an" || cells["C2"] == "Jiang'an")
    #expect(cells["D2"] == "8.16")
    // 922337203685.4775807 yuan does not fit a spreadsheet's number.
    #expect(cells["D6"] == "9223372.036854775807")
    #expect(cells["E2"] == "43166")
    #expect(cells["E3"] == "1899-12-31")
    #expect(cells["F2"] == "2018-03")
    #expect(cells["I2"] == "1")
    #expect(cells["I3"] == "0")
    #expect(archive.text("xl/worksheets/sheet1.xml").contains("state=\"frozen\""))
    #expect(!archive.text("xl/worksheets/sheet1.xml").contains("<f>"))
    #expect(cellsOfNotes(archive, sheet: 2).first == "16 projects; snapshot 2018-03-30")
  }

  /// In a mixed column each cell is what it is in its own column: dates dates, numbers numbers.
  @Test func mixedCellsKeepTheirTypes() throws {
    let own = cells(try archive([Samples.list]), sheet: 1)
    let mixed = cells(try archive([Samples.mixed]), sheet: 1)
    let columns = Samples.list.columns.count
    for row in 0..<Samples.list.rowCount {
      for column in 0..<columns {
        let name = String(UnicodeScalar(UInt8(65 + column)))
        #expect(mixed["B\(row * columns + column + 2)"] == own["\(name)\(row + 2)"], "row \(row), column \(name)")
      }
    }
  }

  private func cellsOfNotes(_ archive: ZipReader, sheet: Int) -> [String] {
    let cells = cells(archive, sheet: sheet)
    return (1...cells.count).map { cells["A\($0)"] ?? "" }
  }

  @Test func aSheetForEachSection() throws {
    let archive = try archive([Samples.sections, Samples.sections], OutputOptions(language: .chinese))
    #expect(sheetNames(archive) == ["汉南区", "(空)", "汉南区 (2)", "(空) (2)", "说明"])
    #expect(cells(archive, sheet: 1) == ["A1": "编号", "B1": "费用(亿元)", "A2": "P1", "B2": "1", "A3": "P2"])
    #expect(cellsOfNotes(archive, sheet: 5) == ["4 个项目；快照 2018-03-30", "4 个项目；快照 2018-03-30"])
  }

  @Test func groupsShareAHeadingAndTotalsAreNamed() throws {
    let across = try archive([Samples.across])
    #expect(across.text("xl/worksheets/sheet1.xml").contains("<mergeCell ref=\"B1:C1\"/>"))
    #expect(cells(across, sheet: 1)["D1"] == "New start")
    #expect(cells(across, sheet: 1)["B2"] == "count")
    let groups = try archive([Samples.groups])
    #expect(cells(groups, sheet: 1)["A4"] == "(missing)")
    #expect(cells(groups, sheet: 1)["A5"] == "(all)")
    #expect(cells(groups, sheet: 1)["B5"] == "(all)")
  }

  @Test func sameAnswerSameBytes() throws {
    let first = try ResultWriter.bytes(Samples.list, .xlsx)
    #expect(try ResultWriter.bytes(Samples.list, .xlsx) == first)
    #expect(first.starts(with: [0x50, 0x4B]))
  }

  @Test func noRowsAndNoAnswers() throws {
    #expect(try cells(archive([Samples.empty]), sheet: 1) == ["A1": "id", "B1": "cost (亿元)"])
    #expect(try sheetNames(archive([])).count == 1)
  }

  @Test func hardSheetNames() throws {
    var table = Samples.empty
    var names: [String] = []
    for noun in ["a/b:c[d]*?", "History", "", "'x'", String(repeating: "长", count: 40), String(repeating: "长", count: 41)] {
      table.rowNoun = (noun, noun)
      names.append(sheetNames(try archive([table]))[0])
    }
    #expect(names == ["a-b-c-d---", "History_", "_", "x", String(repeating: "长", count: 31), String(repeating: "长", count: 31)])
  }

  @Test func aTextTooLongForACellIsAnError() {
    var table = Samples.empty
    table.rowCount = 1
    table.columns = [
      ResultTable.Column(
        name: "t", heading: "t", values: Vector(type: .text, count: 1, cells: .text([String(repeating: "x", count: 32_768)])))
    ]
    #expect(throws: OutputProblem.textTooLong(column: "t", row: 1, limit: 32_767)) { try ResultWriter.bytes(table, .xlsx) }
  }
}

extension String {
  /// What stands between each pair of marks.
  func components(between start: String, and end: String) -> [String] {
    var found: [String] = []
    var rest = self[...]
    while let begin = rest.firstRange(of: start) {
      rest = rest[begin.upperBound...]
      guard let stop = rest.firstRange(of: end) else { break }
      found.append(String(rest[..<stop.lowerBound]))
      rest = rest[stop.upperBound...]
    }
    return found
  }
}
