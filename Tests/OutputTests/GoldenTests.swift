import Diagnostics
import Foundation
import Output
import Store
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
