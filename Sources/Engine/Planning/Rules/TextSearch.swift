import Query
import Schema

/// `where name contains X` => one search through the bytes of all names
///
/// Pays always: texts lie end to end, and a search needs not take them apart. Of a dictionary an equal text is one code.
enum TextSearch {
  static func apply(_ condition: Checked, _ entity: Int, _ compiler: inout PredicateCompiler) -> ColumnPredicate? {
    let (operand, text, isWhole): (Checked, String, Bool)
    switch condition.node {
    case .contains(let whole, let part):
      guard case .text(let found)? = part.unwrapped.constantValue, !found.isEmpty else { return nil }
      (operand, text, isWhole) = (whole, found, false)
    case .compare(.equal, let left, let right):
      guard case .text(let found)? = right.constantValue else { return nil }
      (operand, text, isWhole) = (left, found, true)
    default: return nil
    }
    guard let (field, statistics) = compiler.column(operand, entity) else { return nil }
    switch statistics.cells {
    case .packed:
      guard case .text = statistics.type else { return nil }
      guard isWhole else { return .text(field: field, part: text, isWhole: false) }
      return compiler.statistics.number(of: text, field, of: entity).map { .codes(field: field, [$0]) } ?? .always(false)
    case .texts: return text.isEmpty ? nil : .text(field: field, part: text, isWhole: isWhole)
    case .keys, .wide, .flags: return nil
    }
  }
}
