import Query
import Results
import Schema
import Store

/// Groups by keys that are columns of codes: how they are counted and added up where their rows lie, without picking a row.
struct CodeGrouping {
  var entity: Int
  /// The fields that the keys are.
  var keys: [Int]
  /// Ids that groups can have: what the stored numbers of the keys, 0 for missing, make as the digits of one number.
  var idCount: Int
  /// Fields that measures add up as they are, the first without a missing cell: counting its cells is counting the rows, so that one pass does for
  /// both. At most two.
  var summed: [Int]
  /// Never worth less than picking the rows.
  private var isEasy: Bool

  /// Nil where a key is no column of codes, or the groups would be too many.
  init?(_ grouping: CheckedQuery.Grouping, _ entity: Int, _ statistics: any Statistics, _ limits: Limits) {
    guard grouping.across == nil, !grouping.withEmpty else { return nil }
    (self.entity, keys, idCount, isEasy) = (entity, [], 1, grouping.keys.count <= 1)
    for key in grouping.keys {
      guard case .column(.field(let field)) = key.column.value.unwrapped.node, let codes = statistics.column(field, of: entity).codes else {
        return nil
      }
      keys.append(field)
      idCount *= Int(codes.top) + 1
      guard idCount <= limits.groupIds else { return nil }
      isEasy = isEasy && codes.top < limits.easyCodes
    }
    summed = Self.summed(grouping.measures, entity, statistics)
  }

  /// Few rows are picked sooner than several columns become one, or a long list of counts is set to zero.
  func pays(_ rows: Bitmap, _ limits: Limits) -> Bool {
    isEasy || rows.count < limits.easyRows || rows.population * limits.groupedShare > rows.count
  }

  private static func summed(_ measures: [OutputColumn], _ entity: Int, _ statistics: any Statistics) -> [Int] {
    var columns: [(field: Int, isWhole: Bool)] = []
    for measure in measures {
      guard case .aggregate(let aggregate) = measure.value.unwrapped.node, aggregate.function == .sum || aggregate.function == .avg,
        aggregate.filter == nil, aggregate.onceThrough == nil, case .column(.field(let field))? = aggregate.value?.unwrapped.node,
        let cells = statistics.column(field, of: entity).packed, cells.width < 8, !columns.contains(where: { $0.field == field })
      else { continue }
      columns.append((field, cells.missingCount == 0))
    }
    guard let first = columns.firstIndex(where: \.isWhole) else { return [] }
    return [columns[first].field] + columns.indices.filter { $0 != first }.prefix(1).map { columns[$0].field }
  }
}

/// How an aggregate is worked out over groups by codes without picking their rows.
struct CodeAggregate {
  enum Method {
    /// Rows
    case count
    /// The part of the rows at which a condition holds
    case share(ColumnPredicate)
    /// Sum or average of a packed column
    case sum(field: Int)
    /// Smallest or largest of a packed column
    case extreme(field: Int)
  }

  /// The rows that are taken; nil is all.
  var filter: ColumnPredicate?
  var method: Method
}

/// What is asked to tell how many rows of a share do not hold because a value is missing.
struct UndecidedPredicates {
  var condition: ColumnPredicate
  /// All values that the condition compares are known.
  var allKnown: ColumnPredicate
  var filter: ColumnPredicate?
}

extension PredicateCompiler {
  /// Nil where rows must be picked.
  /// - Parameter isSwept: over all versions at once, where conditions may look at nothing but the version.
  mutating func codeAggregate(_ aggregate: Aggregate, entity: Int, isSwept: Bool) -> CodeAggregate? {
    guard aggregate.onceThrough == nil, aggregate.unit == nil else { return nil }
    var result = CodeAggregate(method: .count)
    if let filter = aggregate.filter {
      guard let filter = predicate(filter, entity: entity, isSwept: isSwept) else { return nil }
      result.filter = filter
    }
    guard let value = aggregate.value else { return result }
    if aggregate.function == .share {
      guard let condition = predicate(value, entity: entity, isSwept: isSwept) else { return nil }
      result.method = .share(condition)
      return result
    }
    if aggregate.function == .count, value.isCondition { return result }
    guard let (field, column) = column(value, entity), let cells = column.packed else { return nil }
    switch aggregate.function {
    case .sum, .avg:
      guard cells.width < 8 else { return nil }
      switch column.type {
      case .money, .number: break
      case .date: guard aggregate.function == .avg, cells.unit == 1 else { return nil }
      case .text, .choice, .link, .flag, .period, .duration: return nil
      }
      result.method = .sum(field: field)
    case .min, .max:
      guard column.quantities != nil, !isSwept else { return nil }
      result.method = .extreme(field: field)
    case .count, .median, .distinct, .first, .last, .share: return nil
    }
    return result
  }

  /// Nil where rows must be picked.
  mutating func undecided(_ share: ShareOfGroups, _ operands: [Checked], entity: Int, isSwept: Bool) -> UndecidedPredicates? {
    var known: [ColumnPredicate] = []
    for operand in operands {
      guard let column = column(operand, entity) else { return nil }
      known.append(.known(field: column.field))
    }
    guard let condition = predicate(share.condition, entity: entity, isSwept: isSwept) else { return nil }
    var result = UndecidedPredicates(condition: condition, allKnown: .and(known))
    if let filter = share.filter {
      guard let filter = predicate(filter, entity: entity, isSwept: isSwept) else { return nil }
      result.filter = filter
    }
    return result
  }

  /// What a condition compares that some version has no value of: a column without a gap need not be looked at.
  func maybeMissing(_ share: ShareOfGroups, entity: Int?) -> [Checked] {
    share.condition.comparedOperands.filter { operand in
      guard let entity, case .column(.field(let field)) = operand.node else { return true }
      return statistics.column(field, of: entity).hasMissing
    }
  }

  private mutating func predicate(_ condition: Checked, entity: Int, isSwept: Bool) -> ColumnPredicate? {
    guard let predicate = predicate(condition, entity: entity), !isSwept || predicate.isTimeless else { return nil }
    return predicate
  }
}
