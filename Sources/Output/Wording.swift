public import Diagnostics
public import Results
import Schema

/// The words around an answer, in one language.
public struct Wording: Sendable {
  public let language: Language

  public init(_ language: Language) { self.language = language }

  private func pick(_ english: String, _ chinese: String) -> String { language == .english ? english : chinese }

  /// The key cell of the total.
  var all: String { pick("(all)", "(合计)") }
  /// The key cell of the group without a key.
  var missing: String { pick("(missing)", "(空)") }
  /// The change of a rank that was not there before.
  var new: String { pick("new", "新") }
  var notesSheet: String { pick("notes", "说明") }

  func flag(_ value: Bool) -> String { value ? pick("yes", "是") : pick("no", "否") }

  /// A column's heading with its unit: `total investment (亿元)`.
  func heading(_ column: ResultTable.Column) -> String {
    let words = plainHeading(column)
    guard let unit = column.values.type.unitName else { return words }
    return pick("\(words) (\(unit.english))", "\(words)(\(unit.chinese))")
  }

  func plainHeading(_ column: ResultTable.Column) -> String {
    language == .chinese ? column.label ?? column.heading : column.heading
  }

  func groupName(_ column: ResultTable.Column) -> String? {
    guard let names = column.groupNames else { return column.group }
    return pick(names.english, names.chinese)
  }

  func unit(_ type: DataType) -> String? { type.unitName.map { pick($0.english, $0.chinese) } }

  /// The footer: how many rows of what, as of when, then the notes, a line each.
  public func footer(_ table: ResultTable) -> [String] { [summary(table)] + table.notes.map(note) }

  /// `12 projects; snapshot 2018-03-30`
  public func summary(_ table: ResultTable) -> String {
    let rows = table.rowCount - (table.hasTotals ? 1 : 0)
    let noun = table.rowNoun
    let counted =
      switch (language, rows) {
      case (.english, 1) where noun.english == "rows": "1 row"
      case (.english, _): "\(rows) \(noun.english)"
      case (.chinese, _): noun.chinese == "行" ? "\(rows) 行" : "\(rows) 个\(noun.chinese)"
      }
    guard let snapshot = table.snapshot else { return counted }
    if noun.english.isEmpty { return pick("snapshot \(snapshot)", "快照 \(snapshot)") }
    return counted + pick("; snapshot \(snapshot)", "；快照 \(snapshot)")
  }

  public func note(_ note: ResultTable.Note) -> String {
    switch note.kind {
    case .skippedMissing(let column, let count):
      count == 1
        ? pick("\(column): 1 missing value was skipped", "\(column)：跳过 1 个空值")
        : pick("\(column): \(count) missing values were skipped", "\(column)：跳过 \(count) 个空值")
    case .outsideOrder(let column, let count):
      pick(
        "\(column): \(count) value\(count == 1 ? " is" : "s are") outside the order, neither less nor more than others",
        "\(column)：\(count) 个值在次序之外，不分先后")
    case .undecided(let column, let count):
      pick(
        "\(column): \(count) row\(count == 1 ? " counts" : "s count") as not, because a value is missing",
        "\(column)：\(count) 行因空值计为“否”")
    case .tiesCut(let count):
      count == 1
        ? pick("1 more row ties with the last one shown", "另有 1 行与所示末行并列")
        : pick("\(count) more rows tie with the last one shown", "另有 \(count) 行与所示末行并列")
    case .cut(let shown, let total): pick("\(shown) of \(total) rows are shown", "共 \(total) 行，显示 \(shown) 行")
    case .countedOnce(let entity):
      pick("each of the \(entity) is counted once in a group", "每组中每个\(entity)只计一次")
    case .outsideCalendar(let count):
      pick(
        "\(count) working-day result\(count == 1 ? " is" : "s are") missing: the calendar does not declare the year",
        "\(count) 个工作日结果为空：日历未声明该年份")
    case .words(let english, let chinese): pick(english, chinese)
    }
  }

  /// The note under a table whose long cells were cut.
  func shortened(_ count: Int, limit: Int) -> String {
    count == 1
      ? pick("1 cell is longer than \(limit) and ends in …", "1 个单元格超过 \(limit) 格，以 … 结尾")
      : pick("\(count) cells are longer than \(limit) and end in …", "\(count) 个单元格超过 \(limit) 格，以 … 结尾")
  }
}
