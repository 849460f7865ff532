import Schema
import TestSupport
import Testing

@testable import Intake

/// Cells and files that stand for a kind, each met in some office's files.
@Suite struct SampleTests {
  private func date(_ text: String) -> CellReading<Day> {
    Array(text.utf8).withUnsafeBufferPointer { DateCell.read($0, order: .yearFirst) }
  }
  private func number(_ text: String) -> CellReading<ShortDecimal> { Array(text.utf8).withUnsafeBufferPointer { NumberCell.read($0) } }

  @Test func everyMonthByItsName() {
    let names = [
      "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
    ]
    for (index, name) in names.enumerated() {
      let expected = Day(year: 2018, month: index + 1, day: 7)!
      let short = String(name.prefix(3))
      for text in ["7 \(name) 2018", "\(name) 7, 2018", "07-\(short)-2018", "2018-\(short)-07", "7 \(short) 2018", "2018年\(index + 1)月7日"] {
        #expect(date(text) == .value(expected), "\(text)")
      }
    }
    #expect(date("7 Juno 2018") == .fault(.notADate))
  }

  /// A code is not read as the number next to it.
  @Test(arguments: ["12345678901234567890", "1234567890123456789", "-1000000000000000001", "99999999999999999999", "1.234567890123456789"])
  func longCodesAreNoNumbers(_ text: String) {
    #expect(number(text) == .fault(.tooManyDigits))
  }

  @Test func eighteenDigitsStay() {
    #expect(number("9007199254740993") == .value(9_007_199_254_740_993))
    #expect(number("420113199001011234") == .value(420_113_199_001_011_234))
    #expect(number("-420113199001011235") == .value(-420_113_199_001_011_235))
    #expect(number("123456789012345") == .value(123_456_789_012_345))
  }

  private func header(_ rows: [[String]]) -> Int? {
    HeaderMap.find(in: rows, names: HeaderNames(officeCatalog.entities[1]), isFilled: { _ in true })?.row
  }

  /// A line of notes above a wide table may hold a field's name; a narrow table may have one known column.
  @Test func aNoteOfThreeCellsAndAHeaderOfThree() {
    let table = ["项目编号", "项目名称", "区", "总投资", "阶段"]
    #expect(header([["备注", "阶段", "含本月"], table, ["P1", "一", "汉南", "1", "前期"]]) == 2)
    #expect(header([["单位：亿元", "区", "2018"], ["说明"], table]) == 3)
    #expect(header([["序", "阶段", "备"], ["1", "前期", "x"]]) == 1)
    #expect(header([["序", "阶段", "备", "注"], ["1", "前期", "x", "y"]]) == nil)
  }

  @Test func aLoneCarriageReturnEndsARowAndStaysInsideQuotes() {
    func rows(_ text: String) -> [[String]] {
      Array(text.utf8).withUnsafeBufferPointer { buffer in
        var reader = DelimitedReader(buffer, delimiter: 0x2C)
        var row = Row()
        var rows: [[String]] = []
        while reader.next(&row) { rows.append(row.cells.map { row.content(of: $0) }) }
        return rows
      }
    }
    #expect(rows("a,b\r1,2\n3,4") == [["a", "b"], ["1", "2"], ["3", "4"]])
    #expect(rows("\"a\rb\",c\n") == [["a\rb", "c"]])
    #expect(rows("\"\ta\",c\n\tb,d") == [["\ta", "c"], ["b", "d"]] || rows("\"\ta\",c\n\tb,d") == [["a", "c"], ["b", "d"]])
  }
}
