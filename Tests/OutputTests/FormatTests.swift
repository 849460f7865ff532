import Diagnostics
import Foundation
import Results
import Schema
import TestSupport
import Testing

@testable import Output

@Suite struct FormatTests {
  @Test func formatsByNameAndEnding() {
    for format in OutputFormat.allCases { #expect(OutputFormat(name: format.rawValue.uppercased()) == format) }
    #expect(OutputFormat(name: "excel_csv") == .excelCSV)
    #expect(OutputFormat(name: "md") == .markdown)
    #expect(OutputFormat(name: "pdf") == nil)
    #expect(OutputFormat(fileName: "out/late.XLSX") == .xlsx)
    #expect(OutputFormat(fileName: "a.b/late") == nil)
    #expect(OutputFormat(fileName: "late") == nil)
    #expect(OutputFormat(fileName: "a.ndjson") == .jsonl)
    #expect(OutputFormat(fileName: "a.md") == .markdown)
  }

  private func text(_ print: (inout [UInt8]) -> Void) -> String {
    var bytes: [UInt8] = []
    print(&bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  @Test func amountsAreExact() {
    var generator = SystemRandomNumberGenerator()
    let units = [1, 10, 1000, 10_000, 1_000_000, 100_000_000, 12, 1_000_000_000_000_000_000].map { MoneyUnit(name: "u", factor: $0) }
    // 12 is no power of ten: only whole twelfths have an exact decimal.
    for unit in units {
      var raws: [Int64] = [0, 12 * 10_000, -24 * 10_000, .max / 120_000 * 120_000]
      if unit.factor != 12 {
        raws +=
          [1, -1, 10_000, 123_456_789, .max, .min, .min + 1] + (0..<200).map { _ in Int64.random(in: .min ... .max, using: &generator) }
      }
      for raw in raws {
        let money = Money(rawValue: raw)
        #expect(text { $0.append(money, in: unit) } == money.decimal(in: unit))
      }
    }
    #expect(text { $0.append(Money(rawValue: 8_160_000_000_000), in: MoneyUnit(name: "亿元", factor: 100_000_000)) } == "8.16")
    #expect(text { $0.append(Money(rawValue: -1), in: MoneyUnit(name: "亿元", factor: 100_000_000)) } == "-0.000000000001")
  }

  @Test func numbersPrintTheirDigits() {
    var generator = SystemRandomNumberGenerator()
    for _ in 0..<2000 {
      let (mantissa, scale) = (Int128.random(in: -.max ... .max, using: &generator) >> Int.random(in: 0..<127), Int.random(in: 0...18))
      #expect(text { $0.append(mantissa, scale: scale) } == Schema.Decimal(mantissa, scale: scale).description)
    }
    let printed: [(Schema.Decimal, String)] = [
      (0, "0"), (12, "12"), (-3.5, "-3.5"), (0.3, "0.3"), (Schema.Decimal(1, scale: 18), "0.000000000000000001"), (-0.05, "-0.05"),
      (Schema.Decimal(.max), "170141183460469231731687303715884105727"), (123_456_789_012, "123456789012"), (1200, "1200"),
    ]
    for (number, expected) in printed {
      #expect(text { $0.append(number.mantissa, scale: number.scale) } == expected)
      // At a scale larger than it needs, as beside finer numbers
      if let wide = number.mantissa(atScale: 18) { #expect(text { $0.append(wide, scale: 18) } == expected) }
    }
    let rounded: [(Schema.Decimal, String)] = [
      (0.30000000000000004, "0.3"), (0.666666666667, "0.6667"), (-0.666666666667, "-0.6667"), (0.00005, "0.0001"), (0.00004, "0.00004"),
      (1234.5, "1234.5"), (7, "7"), (0, "0"), (-1.00005, "-1.0001"), (1.00004999, "1"), (9999.99995, "10000"),
    ]
    for (number, expected) in rounded { #expect(text { $0.append(roundedNumber: number.mantissa, scale: number.scale) } == expected) }
  }

  @Test func daysAsISO() {
    for raw in stride(from: Int32(-719_162), to: 2_932_896, by: 997) {
      #expect(text { $0.append(Day(rawValue: raw)) } == Day(rawValue: raw).description)
    }
  }

  @Test func machineFormatsWriteManyRowsInPieces() throws {
    let count = 10_000
    let table = ResultTable(
      columns: [
        ResultTable.Column(
          name: "n", heading: "n",
          values: Vector(type: .number, count: count, cells: Samples.decimals((0..<count).map { Schema.Decimal($0) }))),
        ResultTable.Column(
          name: "t", heading: "t", values: Vector(type: .text, count: count, cells: .text((0..<count).map { "text \($0)" }))),
      ], rowCount: count)
    var pieces: [[UInt8]] = []
    var writer = ResultWriter(.csv) { pieces.append($0) }
    try writer.write(table)
    try writer.finish()
    #expect(pieces.count > 1)
    let expected = "n,t\n" + (0..<count).map { "\($0),text \($0)\n" }.joined()
    #expect(String(decoding: pieces.joined(), as: UTF8.self) == expected)
    let json = try JSONSerialization.jsonObject(with: Data(ResultWriter.bytes(table, .json))) as? [[String: Any]]
    #expect(json?.count == count)
    #expect(json?.last?["t"] as? String == "text 9999")
  }

  @Test func everyJSONSampleParses() throws {
    for (_, table) in Samples.all {
      let array = try JSONSerialization.jsonObject(with: Data(ResultWriter.bytes(table, .json))) as? [[String: Any]]
      #expect(array?.count == table.rowCount)
      for line in try String(decoding: ResultWriter.bytes(table, .jsonl), as: UTF8.self).split(separator: "\n") {
        _ = try JSONSerialization.jsonObject(with: Data(line.utf8))
      }
    }
    let texts = try JSONSerialization.jsonObject(with: Data(ResultWriter.bytes(Samples.list, .json))) as? [[String: Any]]
    #expect(texts?[12]["remark"] as? String == "\u{202E}left\u{1B}[1m")
    #expect(texts?[5]["remark"] is NSNull)
  }

  @Test func drainErrorsComeThrough() {
    struct Broken: Error {}
    var writer = ResultWriter(.csv) { _ in throw Broken() }
    #expect(throws: Broken.self) { try writer.write(Samples.empty) }
  }

  @Test func tablesAlignByDisplayCells() throws {
    for options in [OutputOptions(), OutputOptions(language: .chinese), OutputOptions(cellLimit: 6)] {
      for (name, table) in Samples.all where name != "sections" {
        let lines = try String(decoding: ResultWriter.bytes(table, .table, options), as: UTF8.self).split(
          separator: "\n", omittingEmptySubsequences: false)
        let grid = lines.prefix { !$0.isEmpty }.map { displayWidth(String($0)) }
        #expect(grid.max() == grid.first { _ in true }.map { _ in displayWidth(String(lines[name == "across" ? 2 : 1])) }, "\(name)")
      }
    }
  }
}
