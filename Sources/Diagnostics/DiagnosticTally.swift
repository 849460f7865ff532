/// How much of what is wrong with one text was shown: ten errors are enough to begin with, and the rest are counted. Warnings likewise.
public struct DiagnosticTally: Sendable {
  public static let limit = 10
  /// So many errors are worth looking for what might have been meant: a few more than are shown, as some stand behind others.
  public static let detailLimit = limit + 2

  private var errors = 0
  private var warnings = 0

  public init() {}

  /// Counts one more; whether it is to be shown.
  mutating func shows(_ severity: Diagnostic.Severity) -> Bool {
    switch severity {
    case .error:
      errors += 1
      return errors <= Self.limit
    case .warning:
      warnings += 1
      return warnings <= Self.limit
    case .note: return true
    }
  }

  /// No further error will be shown.
  public var isFull: Bool { errors >= Self.limit }

  /// What was not shown, as a line; nil when all was.
  public var rest: Bilingual? {
    let (errors, warnings) = (max(0, errors - Self.limit), max(0, warnings - Self.limit))
    guard errors + warnings > 0 else { return nil }
    let english = [(errors, "error"), (warnings, "warning")].filter { $0.0 > 0 }.map { "\($0) more \($1)\($0 == 1 ? "" : "s")" }
    let chinese = [(errors, "错误"), (warnings, "警告")].filter { $0.0 > 0 }.map { " \($0) 个\($1)" }
    return Bilingual(
      "\(english.joined(separator: " and ")) \(errors + warnings == 1 ? "is" : "are") not shown",
      "另有\(chinese.joined(separator: "、"))未显示")
  }
}
