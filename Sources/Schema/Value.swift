/// One cell, for constants, group keys, tests and printing single values. Columns are never stored this way.
public enum Value: Hashable, Sendable {
  case missing
  case text(String)
  /// The code within the column's dictionary: declared values first, in declared order, then values outside the list.
  case choice(Int)
  case date(Day)
  case period(Period)
  case money(Money)
  case number(Decimal)
  case flag(Bool)
  /// Days, months or working days; fractions come from averages.
  case duration(Decimal, DurationKind)
  /// The key number of a record: its place in the entity's key dictionary.
  case link(Int)

  public var isMissing: Bool { self == .missing }
}
