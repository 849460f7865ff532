import Diagnostics
import Query
import Schema
import Syntax

/// Checked expressions in few words, as the checker would make them.
extension Checked {
  init(_ node: Node, _ type: DataType) { self.init(node, type: type, range: SourceRange(0, 0)) }

  static func field(_ field: Int, of entity: Int = World.works) -> Checked {
    Checked(.column(.field(field)), World.catalog.entities[entity].fields[field].type)
  }

  static func result(_ column: Int, _ type: DataType) -> Checked { Checked(.column(.result(column)), type) }
  static func number(_ number: Decimal) -> Checked { Checked(.constant(.number(number)), .number) }
  static func money(_ amount: Int64) -> Checked { Checked(.constant(.money(Money(rawValue: amount))), .money(World.thousand)) }
  static func day(_ year: Int, _ month: Int, _ day: Int) -> Checked {
    Checked(.constant(.date(Day(year: year, month: month, day: day)!)), .date)
  }
  static func duration(_ count: Decimal, _ kind: DurationKind) -> Checked { Checked(.constant(.duration(count, kind)), .duration(kind)) }
  static func isOneOf(_ operand: Checked, _ codes: Set<Int>) -> Checked { Checked(.isOneOf(operand, codes), .flag) }
  static func compare(_ left: Checked, _ comparison: ComparisonOperator, _ right: Checked) -> Checked {
    Checked(.compare(comparison, left, right), .flag)
  }
  static func not(_ operand: Checked) -> Checked { Checked(.not(operand), .flag) }
  static func and(_ operands: Checked...) -> Checked { Checked(.and(operands), .flag) }
  static func or(_ operands: Checked...) -> Checked { Checked(.or(operands), .flag) }
  static func isMissing(_ operand: Checked) -> Checked { Checked(.isMissing(operand), .flag) }
  static func follow(_ link: Int, _ target: Int, _ inner: Checked) -> Checked {
    Checked(.follow(link: link, target: target, inner), inner.type)
  }
  static func arithmetic(_ arithmetic: Arithmetic, _ left: Checked, _ right: Checked, _ type: DataType) -> Checked {
    Checked(.arithmetic(arithmetic, left, right), type)
  }

  static let rowCount = Checked(.aggregate(Aggregate(.count)), .number)

  static func aggregate(_ function: Aggregate.Function, _ value: Checked?, where filter: Checked? = nil, type: DataType? = nil) -> Checked {
    Checked(.aggregate(Aggregate(function, value: value, filter: filter)), type ?? resultType(function, value))
  }

  static func resultType(_ function: Aggregate.Function, _ value: Checked?) -> DataType {
    switch function {
    case .count, .distinct, .share: .number
    case .sum, .avg, .min, .max, .median, .first, .last: value?.type ?? .number
    }
  }
}

extension CheckedQuery {
  /// `list COLUMNS of works`
  static func list(
    _ columns: [Checked], of entity: Int = World.works, where condition: Checked? = nil, order: [SortKey] = [], cut: Cut? = nil,
    skip: Int = 0,
    snapshot: Int = 0
  ) -> CheckedQuery {
    CheckedQuery(
      source: .entity(entity), entity: entity, snapshot: snapshot, today: Day(year: 2018, month: 1, day: 5)!, condition: condition,
      shape: .rows(columns: columns.enumerated().map { OutputColumn(name: "c\($0)", value: $1) }), order: order, cut: cut, skip: skip)
  }

  /// `MEASURES of works by KEYS across KEY`
  static func groups(
    _ measures: [Checked], by keys: [Checked] = [], across: Checked? = nil, of entity: Int = World.works, where condition: Checked? = nil,
    order: [SortKey] = [], cut: Cut? = nil, totals: Bool = false, empty: Bool = false, snapshot: Int = 0
  ) -> CheckedQuery {
    func key(_ index: Int, _ value: Checked) -> GroupKey { GroupKey(column: OutputColumn(name: "k\(index)", value: value)) }
    return CheckedQuery(
      source: .entity(entity), entity: entity, snapshot: snapshot, today: Day(year: 2018, month: 1, day: 5)!, condition: condition,
      shape: .groups(
        Grouping(
          keys: keys.enumerated().map { key($0, $1) }, across: across.map { key(99, $0) },
          measures: measures.enumerated().map { OutputColumn(name: "m\($0)", value: $1) }, withTotals: totals, withEmpty: empty)),
      order: order, cut: cut)
  }
}
