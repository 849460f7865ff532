import Diagnostics
import Output
import Results
import Schema
import Testing

/// Right-to-left cells at a terminal: isolated, so that the numbers beside them stay in their columns.
@Suite struct IsolationTests {
  private static let texts = ["שלום", "plain", "مشروع 12", "汉字"]

  private var table: ResultTable {
    let texts = Self.texts
    func column(_ name: String, _ type: DataType, _ cells: Vector.Cells) -> ResultTable.Column {
      ResultTable.Column(name: name, heading: name, values: Vector(type: type, count: texts.count, cells: cells))
    }
    return ResultTable(
      columns: [column("name", .text, .text(texts)), column("cost", .number, Samples.decimals([1, 20, 300, 4]))], rowCount: texts.count,
      rowNoun: ("works", "工程"), snapshot: Day(year: 2018, month: 3, day: 30))
  }

  private func lines(isolates: Bool, _ format: OutputFormat = .table) throws -> [String] {
    var options = OutputOptions()
    options.isolatesCells = isolates
    return String(decoding: try ResultWriter.bytes(table, format, options), as: UTF8.self).split(separator: "\n").map(String.init)
  }

  @Test func onlySuchCellsAreIsolated() throws {
    let (plain, isolated) = (try lines(isolates: false), try lines(isolates: true))
    #expect(isolated.joined(separator: "\n").unicodeScalars.filter { $0 == "\u{2068}" }.count == 2)
    for (text, line) in zip(Self.texts, isolated.dropFirst(2)) {
      let isRightToLeft = text.unicodeScalars.contains { (0x590...0x8FF).contains($0.value) }
      #expect(line.hasPrefix(isRightToLeft ? "\u{2068}\(text)\u{2069} " : text + " "), "\(line)")
    }
    // An isolate takes no room: without it the line is the same.
    func bare(_ line: String) -> String {
      String(String.UnicodeScalarView(line.unicodeScalars.filter { !(0x2066...0x2069).contains($0.value) }))
    }
    #expect(isolated.map(bare) == plain)
    #expect(plain.map { displayWidth($0) } == isolated.map { displayWidth($0) })
  }

  @Test func filesAndOtherFormatsAreLeftAlone() throws {
    for format in [OutputFormat.csv, .json, .markdown] {
      #expect(try lines(isolates: true, format) == lines(isolates: false, format))
    }
  }
}
