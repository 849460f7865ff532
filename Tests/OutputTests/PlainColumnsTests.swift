import Diagnostics
import Results
import Schema
import TestSupport
import Testing

@testable import Output

/// The quick way to CSV must print what the encoder of all formats prints.
@Suite struct PlainColumnsTests {
  private static let numbers: [Decimal] = [
    0, 1, -1, 0.1, 0.3, 0.333333333333, 2.5, 1234.5678, 1234.56789, 0.00001, 100_000_000_000, 10_000_000_000_000_000,
    123_456_789_012_345_680, -0.0001, 99999.9999, 0.30000000000000004, Decimal(1, scale: 18), Decimal(.max / 1_000_000_000_000_000_000),
    31.4,
    -Decimal(.max / 1_000_000_000_000_000_000),
  ]

  private func table() -> ResultTable {
    let count = Self.numbers.count
    let money: [Int64] = (0..<count).map { [0, 1, -1, 816_000_000_0000, 12_345, .max, .min + 1, 100_000_000][$0 % 8] }
    let days: [Int32] = (0..<count).map { [17_000, -800_000, 0, 3_000_000][$0 % 4] + Int32($0) }
    let texts = (0..<count).map { ["", "汉南", "a,b", "say \"x\"", "two\nlines", "tab\there", " "][$0 % 7] }
    let known = Bitmap(count: count, rows: (0..<count).filter { $0 % 5 != 3 })
    func column(_ name: String, _ type: DataType, _ cells: Vector.Cells, _ validity: Bitmap?) -> ResultTable.Column {
      ResultTable.Column(name: name, heading: name, values: Vector(type: type, count: count, cells: cells, validity: validity))
    }
    return ResultTable(
      columns: [
        column("n", .number, Samples.decimals(Self.numbers), nil),
        column("m", .money(MoneyUnit(name: "亿元", factor: 100_000_000)), .int64(money), known),
        column("e", .money(MoneyUnit(name: "score", factor: 40)), .int64(money), nil), column("d", .date, .int32(days), known),
        column("b", .money(MoneyUnit(name: "万元", factor: 10_000)), .decimal(money.map { Int128($0) * 1000 }, scale: 4), known),
        column("q", .period(.quarter), .int32(days.map { $0 % 20_000 }), nil), column("t", .text, .text(texts), known),
        column("f", .flag, .bits(known), nil), column("w", .duration(.days), .decimal(Self.numbers.map(\.nearestWhole), scale: 0), known),
      ], rowCount: count)
  }

  @Test(arguments: [",", "\t"]) func printsWhatTheEncoderPrints(separator: String) throws {
    let delimiter = separator.utf8.first!
    let table = table()
    #expect(PlainColumns.canWrite(table))
    let options = OutputOptions()
    let encoder = CellEncoder(.separated(delimiter: delimiter, guardsFormulas: false), options)
    var expected: [String] = []
    for row in 0..<table.rowCount {
      expected.append(
        table.columns.indices.map { column in
          var block = CellBlock()
          encoder.fill(&block, table, column: column, rows: row..<(row + 1))
          return String(decoding: block[0], as: UTF8.self)
        }.joined(separator: String(UnicodeScalar(delimiter))) + "\n")
    }
    for blockSize in [1, 3, 100] {
      var bytes: [UInt8] = []
      var sink = ByteSink { bytes += $0 }
      var columns = PlainColumns(delimiter: delimiter)
      try columns.write(table, to: &sink, blockSize: blockSize)
      try sink.drainAll()
      #expect(String(decoding: bytes, as: UTF8.self) == expected.joined())
    }
  }
}
