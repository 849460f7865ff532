import Query
import Schema

/// `where id = X` => the rows of that key, without a pass over the others
///
/// Pays always: a key is found in the sorted keys in some steps.
enum KeyLookup {
  static func apply(_ condition: Checked, _ entity: Int, _ compiler: inout PredicateCompiler) -> ColumnPredicate? {
    switch condition.node {
    case .isOneOf(let operand, let keys):
      if case .recordKey = operand.unwrapped.node { return .keys(keys.sorted()) }
      guard let column = compiler.column(operand, entity), case .keys = column.statistics.cells else { return nil }
      return .keys(keys.sorted())
    case .compare(.equal, let operand, let right):
      guard case .text(let key)? = right.constantValue, let column = compiler.column(operand, entity),
        case .keys = column.statistics.cells
      else { return nil }
      return .keys(compiler.statistics.number(of: key, column.field, of: entity).map { [$0] } ?? [])
    default: return nil
    }
  }
}
