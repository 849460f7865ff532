public import Diagnostics
public import Schema
import Store

/// What a load reported, in words: it travels with the library, under a name of its own, so that `luodi info` can tell what became of the files.
public struct LoadRecord: Sendable {
  /// The snapshots that the load added, oldest first.
  public var days: [Day]
  public var problemCount: Int
  public var noteCount: Int
  /// What was inferred without a model, a sentence each.
  public var inferences: [Bilingual]
  /// The report for people.
  public var text: Bilingual
  /// The report as a table.
  public var csv: Bilingual

  public init(_ report: LoadReport, days: [Day]) {
    self.days = days
    problemCount = report.problemCount
    noteCount = report.counts.values.reduce(0, +) - report.problemCount
    inferences = report.inferences
    text = Bilingual(report.text(in: .english), report.text(in: .chinese))
    csv = Bilingual(report.csv(in: .english), report.csv(in: .chinese))
  }

  public var bytes: [UInt8] {
    var writer = ByteWriter()
    writer.append(days) { $0.append($1.rawValue) }
    writer.append(count: problemCount)
    writer.append(count: noteCount)
    writer.append(inferences + [text, csv]) {
      $0.append(text: $1.english)
      $0.append(text: $1.chinese)
    }
    return writer.bytes
  }

  /// Nil for bytes that are no record.
  public init?(bytes: [UInt8]) {
    let read = bytes.withUnsafeBytes { bytes -> LoadRecord? in
      var reader = ByteReader(bytes)
      guard let days = try? reader.list({ Day(rawValue: try $0.int32()) }), let problems = try? reader.count(),
        let notes = try? reader.count(), let words = try? reader.list({ Bilingual(try $0.text(), try $0.text()) }), words.count >= 2
      else { return nil }
      return LoadRecord(
        days: days, problemCount: problems, noteCount: notes, inferences: words.dropLast(2), text: words[words.count - 2],
        csv: words[words.count - 1])
    }
    guard let read else { return nil }
    self = read
  }

  private init(
    days: [Day], problemCount: Int, noteCount: Int, inferences: some Sequence<Bilingual>, text: Bilingual, csv: Bilingual
  ) {
    (self.days, self.problemCount, self.noteCount) = (days, problemCount, noteCount)
    (self.inferences, self.text, self.csv) = (Array(inferences), text, csv)
  }
}
