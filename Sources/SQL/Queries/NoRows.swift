import Query
import Schema

/// What the measures of a grouped query have where a group has no rows.
struct NoRows {
  /// A relation of one row that holds the cells which are not plain to see; nil where all are.
  var relation: String?
  /// The cell of each measure: SQL that stands by itself, or the column of ``relation``; nil is missing.
  var cells: [Cell?]

  enum Cell {
    case zero
    /// Zero, where the cell of a group that has rows is never missing.
    case zeroIfMissing
    case column(String)
  }
}

extension Writing {
  /// - Parameters:
  ///   - measures: with the names of their columns.
  ///   - rows: what the groups read.
  func noRows(_ measures: [(name: String, value: Checked)], _ rows: GroupedRows) throws -> NoRows {
    let group = rows.none()
    var computed: [(name: String, sql: String)] = []
    let cells = try measures.map { name, measure -> NoRows.Cell? in
      switch measure.unwrapped.node {
      case .aggregate(let aggregate), .linkAggregate(let aggregate, _):
        switch aggregate.function {
        case .count, .distinct: return .zeroIfMissing
        case .sum: return .zero
        case .avg, .min, .max, .median, .first, .last, .share: return nil
        }
      default:
        computed.append((name, try value(measure, .groups(group)).text))
        return .column(name)
      }
    }
    guard !computed.isEmpty else { return NoRows(relation: nil, cells: cells) }
    let relation = freshName("nothing")
    let hasAggregate = measures.contains { measure in computed.contains { $0.name == measure.name } && measure.value.holdsAggregate }
    with(
      relation,
      select(
        columns: computed, from: rows.scope.from.text, condition: .no, having: hasAggregate ? nil : "COUNT(*) >= 0"
      ).text)
    return NoRows(relation: relation, cells: cells)
  }
}
