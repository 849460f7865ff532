import Query

/// `where stage in (a, b)` => bitmap(a) | bitmap(b); `where not stage in (a, b)` => the rows that are not in them, blanks included
///
/// Pays always: a bitmap has a word for 64 rows, and where none is kept, codes are compared a vector at a time.
enum ChoiceBitmaps {
  static func apply(_ condition: Checked, _ entity: Int, _ compiler: inout PredicateCompiler) -> ColumnPredicate? {
    guard case .isOneOf(let operand, let codes) = condition.node, let column = compiler.column(operand, entity),
      column.statistics.packed != nil
    else { return nil }
    return .codes(field: column.field, codes.sorted())
  }
}
