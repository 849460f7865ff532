/// Durations never compare or add across kinds.
public enum DurationKind: String, Hashable, Sendable {
  case days, months, workdays
}

/// What a column, an expression or a result can hold.
public enum DataType: Hashable, Sendable {
  case text
  /// One of a declared list of values; the index into ``Catalog/choices``.
  case choice(Int)
  case date
  /// A whole calendar unit: what `month(d)` gives, or a field filed by the month.
  case period(PeriodUnit)
  /// Exact; printed in the unit.
  case money(MoneyUnit)
  case number
  case flag
  case duration(DurationKind)
  /// A record of the entity with this index in ``Catalog/entities``.
  case link(Int)
}
