import Query
import Schema

/// `stage = a or stage = b` => `stage in (a, b)`
///
/// Pays always: the column is gone over once for all values.
enum OneLookup {
  static func apply(_ expression: Checked, _: inout Simplifier) -> Checked? {
    guard case .or(let operands) = expression.node else { return nil }
    var kept: [Checked] = []
    var placeOfColumn: [ColumnReference: Int] = [:]
    for operand in operands {
      guard case .isOneOf(let column, let codes) = operand.node, case .column(let reference) = column.node else {
        kept.append(operand)
        continue
      }
      if let place = placeOfColumn[reference], case .isOneOf(_, let before) = kept[place].node {
        kept[place].node = .isOneOf(column, before.union(codes))
      } else {
        placeOfColumn[reference] = kept.count
        kept.append(operand)
      }
    }
    guard kept.count < operands.count else { return nil }
    return kept.count == 1 ? kept[0] : Checked(.or(kept), type: .flag, range: expression.range)
  }
}
