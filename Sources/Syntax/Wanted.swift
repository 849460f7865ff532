/// What the parser looked for and did not find, as data; worded in ``words``.
public enum Wanted: Sendable, Hashable {
  case statement, query, entity, column, measure, key, condition, expression, value, predicate, link, field, name, recordKey
  case number, moment, day, text, file, format, unit, step, type, stage
  case keyword(Keyword)
  case symbol(Token.Symbol)

  /// Behind "expected".
  public var words: String {
    switch self {
    case .statement: "a statement"
    case .query: "a query"
    case .entity: "an entity"
    case .column: "a column"
    case .measure: "a measure"
    case .key: "a key to group by"
    case .condition: "a condition"
    case .expression: "an expression"
    case .value: "a value"
    case .predicate: "a predicate"
    case .link: "a link to many records"
    case .field: "a field"
    case .name: "a name"
    case .recordKey: "the key of a record"
    case .number: "a whole number"
    case .moment: "a date or a period"
    case .day: "a date"
    case .text: "a text in quotation marks"
    case .file: "a file name in quotation marks"
    case .format: "a format"
    case .unit: "a unit of time"
    case .step: "snapshot, week, month, quarter or year"
    case .type: "a type"
    case .stage: "a clause or a list, count or rank after `|`"
    case .keyword(let keyword): "`\(keyword.rawValue)`"
    case .symbol(let symbol): "`\(symbol.rawValue)`"
    }
  }
}
