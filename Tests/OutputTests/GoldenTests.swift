import Diagnostics
import Foundation
import Output
import Results
import Schema
import Testing

/// Every sample in every text format, in both languages, byte for byte. `RECORD=1 swift test --filter OutputTests` rewrites the goldens.
@Suite struct GoldenTests {
  struct Case: CustomTestStringConvertible {
    var sample: String
    var table: ResultTable
    var format: OutputFormat
    var options: OutputOptions
    var file: String
    var testDescription: String { file }
  }

  static let cases: [Case] = Samples.all.flatMap { sample in
    OutputFormat.allCases.filter { $0 != .xlsx }.flatMap { format in
      [
        Case(sample: sample.name, table: sample.table, format: format, options: OutputOptions(), file: "\(sample.name).\(format.rawValue)"),
        Case(
          sample: sample.name, table: sample.table, format: format,
          options: OutputOptions(language: .chinese, namesInMachineFormats: true), file: "\(sample.name).zh.\(format.rawValue)"),
      ]
    }
  }

  @Test(arguments: cases) func goldenFiles(_ sample: Case) throws {
    try check(ResultWriter.bytes(sample.table, sample.format, sample.options), against: sample.file)
  }

  @Test func namesInEnglishWhereAsked() throws {
    try check(ResultWriter.bytes(Samples.groups, .csv, OutputOptions(namesInMachineFormats: true)), against: "groups.en.csv")
  }

  @Test func colorAndCutCells() throws {
    try check(ResultWriter.bytes(Samples.list, .table, OutputOptions(usesColor: true, cellLimit: 10)), against: "list.cut.table")
  }

  @Test func severalAnswersInOneFile() throws {
    for format in OutputFormat.allCases where format != .xlsx {
      var bytes: [UInt8] = []
      var writer = ResultWriter(format) { bytes += $0 }
      try writer.write(Samples.ranking)
      try writer.write(Samples.empty)
      try writer.finish()
      try check(bytes, against: "several.\(format.rawValue)")
    }
  }

  /// Each cell of a mixed column prints as its own column prints it, in every format that prints cells one by one.
  @Test(arguments: [OutputFormat.csv, .tsv, .excelCSV, .json, .jsonl, .yaml], [false, true])
  func mixedCellsPrintAsTheirOwn(_ format: OutputFormat, _ isChinese: Bool) throws {
    let options = OutputOptions(language: isChinese ? .chinese : .english, namesInMachineFormats: isChinese)
    for column in Samples.list.columns {
      var own = column
      own.name = "x"
      own.heading = "x"
      own.label = "x"
      let count = Samples.list.rowCount
      let cells = MixedCells(parts: [own.values], part: [UInt32](repeating: 0, count: count), place: (0..<Int32(count)).map { $0 })
      var mixed = own
      mixed.values = Vector(type: .text, count: count, cells: .mixed(cells), validity: own.values.validity)
      let expected = try ResultWriter.bytes(ResultTable(columns: [own], rowCount: count), format, options)
      let found = try ResultWriter.bytes(ResultTable(columns: [mixed], rowCount: count), format, options)
      #expect(String(decoding: found, as: UTF8.self) == String(decoding: expected, as: UTF8.self), "\(column.name)")
    }
  }

  @Test func cards() throws {
    try check(CardWriter().bytes(Samples.card), against: "card.table")
    try check(CardWriter(OutputOptions(language: .chinese, usesColor: true, cellLimit: 8)).bytes(Samples.card), against: "card.zh.table")
    for format in OutputFormat.allCases where format != .xlsx {
      try check(ResultWriter.bytes(Samples.card.longForm, format), against: "card.\(format.rawValue == "table" ? "long" : format.rawValue)")
    }
    let chinese = OutputOptions(language: .chinese, namesInMachineFormats: true)
    try check(ResultWriter.bytes(Samples.card.longForm, .csv, chinese), against: "card.zh.csv")
  }

  private func check(_ bytes: [UInt8], against name: String) throws {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Goldens/\(name)")
    if ProcessInfo.processInfo.environment["RECORD"] == "1" {
      try Data(bytes).write(to: file)
      return
    }
    let expected = try Data(contentsOf: file)
    #expect(String(decoding: bytes, as: UTF8.self) == String(decoding: expected, as: UTF8.self), "\(name)")
    #expect(bytes == Array(expected))
  }
}
