import Diagnostics
import Results
import Schema
import Store

/// What evaluating expressions has to say besides their values: in the footer, and of rules that are chosen by the rows at hand.
struct EvaluatorNotes: Sendable {
  /// What moving dates came to that the footer has to say.
  enum DateNote: Sendable {
    case outsideCalendar
    /// Beyond the years 1 to 9999
    case outsideYears
    /// Moved by a fraction of a day or month, rounded
    case rounded
  }

  /// Such dates by place in the query, so that evaluating twice does not count twice.
  private var dates: [DateNote: [SourceRange: Int]] = [:]
  /// What aggregates outside the measures skipped, by the name that the footer gives them.
  private var skipped: [String: SkippedCells] = [:]
  /// Entities whose records a measure took once per group through a link.
  var countedOnce: Set<Int> = []
  /// Rules that are chosen by the rows at hand, once the query runs.
  var fired: Set<Rule> = []

  mutating func note(_ kind: DateNote, _ count: Int, at range: SourceRange) {
    guard count > 0 else { return }
    dates[kind, default: [:]].merge([range: count], uniquingKeysWith: max)
  }

  /// The largest count stands: the same aggregate may be worked out again over some of its rows.
  mutating func note(_ name: String, _ cells: SkippedCells) { skipped[name, default: SkippedCells()].formMaximum(cells) }

  mutating func merge(_ other: EvaluatorNotes) {
    for (kind, counts) in other.dates { dates[kind, default: [:]].merge(counts, uniquingKeysWith: max) }
    for (name, cells) in other.skipped { note(name, cells) }
    if !other.countedOnce.isEmpty { countedOnce.formUnion(other.countedOnce) }
    if !other.fired.isEmpty { fired.formUnion(other.fired) }
  }

  /// What was skipped outside the measures, by name.
  var ofSkipped: [ResultTable.Note] { skipped.sorted { isBefore($0.key, $1.key) }.flatMap { $0.value.notes(of: $0.key) } }

  var ofDates: [ResultTable.Note] {
    func total(_ kind: DateNote) -> Int { dates[kind]?.values.reduce(0, +) ?? 0 }
    let (lost, beyond, moved) = (total(.outsideCalendar), total(.outsideYears), total(.rounded))
    var notes = lost > 0 ? [ResultTable.Note(.outsideCalendar(count: lost))] : []
    if beyond > 0 {
      let (english, chinese) =
        beyond == 1
        ? ("1 date is missing: it lies beyond the years 1 to 9999", "1 个日期为空：超出 1 年至 9999 年")
        : ("\(beyond) dates are missing: they lie beyond the years 1 to 9999", "\(beyond) 个日期为空：超出 1 年至 9999 年")
      notes.append(ResultTable.Note(.words(english: english, chinese: chinese)))
    }
    if moved > 0 {
      let english = moved == 1 ? "1 date was moved by a fraction, rounded" : "\(moved) dates were moved by fractions, rounded"
      notes.append(ResultTable.Note(.words(english: english, chinese: "\(moved) 个日期推移的量带小数，已四舍五入")))
    }
    return notes
  }
}
