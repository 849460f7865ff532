import Diagnostics

/// Columns, keys and measures: an expression with a name of its own, if it has one.
extension Parser {
  /// `COLUMN, …`. Before `of` any word after `as` is a name; behind it a format word is the format.
  mutating func parseColumns(isBeforeOf: Bool) -> [Column] {
    var columns: [Column] = []
    repeat { columns.append(parseColumn(.column, isBeforeOf: isBeforeOf)) } while eat(.comma)
    return columns
  }

  mutating func parseColumn(_ wanted: Wanted, isBeforeOf: Bool) -> Column {
    let start = index
    if wanted == .column, eat(.star) { return Column(.everything, range: range(from: start)) }
    let expression = parseCondition(wanted)
    let alias = parseAsName(isBeforeOf: isBeforeOf)
    return Column(.expression(expression), alias: alias, range: range(from: start))
  }

  /// `as NAME`, `记为 NAME`
  private mutating func parseAsName(isBeforeOf: Bool) -> Name? {
    if eat(.asName) { return parseAlias() }
    guard at(.as), !seesNext(.of), let next = peek() else {
      guard sees(.as), peek() == nil else { return nil }
      advance()
      offer(.format)
      return parseAlias()
    }
    if !isBeforeOf, OutputFormat.names.contains(foldedWord(next.text)) { return nil }
    advance()
    return parseAlias()
  }
}
