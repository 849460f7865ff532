import Diagnostics
import Patterns
import Syntax

extension Checking {
  /// Whether `matches` takes a pattern. What it does not take is shown where it stands between the slashes.
  func isTaken(_ pattern: String, at range: SourceRange, _ context: Context) -> Bool {
    do throws(PatternError) {
      _ = try Pattern.read(pattern)
      return true
    } catch {
      let literal = context.source.text(range)
      let start = range.start + Self.offset(error.range.lowerBound, in: literal)
      let end = range.start + Self.offset(error.range.upperBound, in: literal)
      report(.pattern(error.problem), at: SourceRange(start, end), in: context)
      return false
    }
  }

  /// The patterns of an expression that cannot be checked yet.
  func checkPatterns(in expression: Expression, _ context: Context) {
    if case .literal(.pattern(let pattern)) = expression.kind { _ = isTaken(pattern, at: expression.range, context) }
    for child in expression.children { checkPatterns(in: child, context) }
  }

  /// Where the byte of a pattern stands in its literal: behind the slash, which may be a full-width one, and a backslash more for each slash.
  private static func offset(_ byte: Int, in literal: String) -> Int {
    let bytes = Array(literal.utf8)
    var (place, left) = (literal.unicodeScalars.first.map { UTF8.width($0) } ?? 0, byte)
    while left > 0, place < bytes.count {
      let isSlash = bytes[place] == 0x5C && place + 1 < bytes.count && bytes[place + 1] == 0x2F
      let isPair = bytes[place] == 0x5C && place + 1 < bytes.count && !isSlash
      place += isPair && left == 1 ? 1 : isPair || isSlash ? 2 : 1
      left -= isPair ? min(left, 2) : 1
    }
    return min(place, bytes.count)
  }
}
