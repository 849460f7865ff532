import Query
import Results
import Schema
import Store

extension Execution {
  /// Marked rows by keys that are columns of codes, without picking a row; nil where the general way must be taken.
  func grouped(_ grouping: CheckedQuery.Grouping, over rows: Bitmap, _ entity: Int) throws -> Grouped? {
    guard options.rules.contains(.codeGroups), let columns = codeColumns(grouping, entity) else { return nil }
    // Few rows are picked sooner than several columns become one, or a long list of counts is set to zero.
    let isEasy = columns.count <= 1 && columns.allSatisfy { $0.top < limits.easyCodes }
    guard isEasy || rows.count < limits.easyRows || rows.population * limits.groupedShare > rows.count else { return nil }
    try poll()
    guard let marked = MarkedGroups(rows, columns, entity: entity, limits, adding: summed(grouping.measures, entity)) else { return nil }
    note(.codeGroups)
    return grouped(grouping, marked) { self.frame(of: rows, entity) }
  }

  /// The keys as columns of codes; nil where one is something else.
  func codeColumns(_ grouping: CheckedQuery.Grouping, _ entity: Int) -> [PackedCells]? {
    guard grouping.across == nil, !grouping.withEmpty else { return nil }
    var columns: [PackedCells] = []
    for key in grouping.keys {
      guard case .column(.field(let field)) = key.column.value.unwrapped.node,
        case .packed(let cells) = library.tables[entity].columns[field].storage, library.tables[entity].columns[field].names != nil
      else { return nil }
      columns.append(cells)
    }
    return columns
  }

  /// Columns that measures add up as they are, the first without a missing cell: counting its cells is counting the rows, so that one pass does for
  /// both. At most two.
  func summed(_ measures: [OutputColumn], _ entity: Int) -> [PackedCells] {
    var columns: [PackedCells] = []
    for measure in measures {
      guard case .aggregate(let aggregate) = measure.value.unwrapped.node, aggregate.function == .sum || aggregate.function == .avg,
        aggregate.filter == nil, aggregate.onceThrough == nil, case .column(.field(let field))? = aggregate.value?.unwrapped.node,
        case .packed(let cells) = library.tables[entity].columns[field].storage, cells.width < 8,
        !columns.contains(where: { $0.isSame(as: cells) })
      else { continue }
      columns.append(cells)
    }
    guard let first = columns.firstIndex(where: { $0.missingCount == 0 }) else { return [] }
    return [columns[first]] + columns.indices.filter { $0 != first }.prefix(1).map { columns[$0] }
  }

  /// Marked groups with the cells of their keys.
  func grouped(_ grouping: CheckedQuery.Grouping, _ marked: MarkedGroups, frame: @escaping () -> Frame) -> Grouped {
    let entity = marked.entity
    var tuples = [[UInt32]](repeating: [], count: marked.groups.count)
    let keys = grouping.keys.indices.map { key in
      let stored = marked.groups.indices.map { marked.stored(key, ofGroup: $0) }
      let present = Set(stored).subtracting([0]).sorted()
      let place = Dictionary(uniqueKeysWithValues: present.enumerated().map { ($1, UInt32($0)) })
      for group in tuples.indices { tuples[group].append(place[stored[group]] ?? UInt32(present.count)) }
      let value = grouping.keys[key].column.value
      guard case .column(.field(let field)) = value.unwrapped.node, let names = library.tables[entity].columns[field].names else {
        preconditionFailure("a key without codes")
      }
      let values = Vector(type: value.type, count: present.count, cells: .codes(present.map { UInt32($0 - 1) }, names))
      return KeyColumn(column: grouping.keys[key].column, values: values, indexes: [])
    }
    let groups = Groups(marked, count: tuples.count, frame: frame)
    return Grouped(keys: keys, tuples: tuples, rows: groups, across: nil)
  }

  /// An aggregate over marked groups; nil where the general way must be taken.
  func markedAggregate(_ aggregate: Aggregate, _ groups: MarkedGroups, _ expression: Checked) throws -> Vector? {
    guard aggregate.onceThrough == nil, aggregate.unit == nil else { return nil }
    var rows = groups.rows
    if let filter = aggregate.filter {
      guard let passing = try passing(filter, rows, groups) else { return nil }
      rows = passing
    }
    let all = aggregate.filter == nil ? groups.counts : groups.counts(of: rows)
    guard let value = aggregate.value else { return .counts(all, expression.type) }
    if aggregate.function == .share {
      guard let holding = try passing(value, rows, groups) else { return nil }
      let part = groups.counts(of: holding)
      return try quotient(.counts(part, .number), .counts(all, .number), expression)
    }
    if aggregate.function == .count, value.isCondition { return .counts(all, expression.type) }
    guard case .column(.field(let field)) = value.unwrapped.node else { return nil }
    let column = library.tables[groups.entity].columns[field]
    guard case .packed(let cells) = column.storage else { return nil }
    switch aggregate.function {
    case .sum, .avg: return try markedSum(aggregate.function, cells, column.type, groups, rows, all, expression)
    case .min, .max:
      guard isQuantity(column.type), groups.sweep == nil else { return nil }
      let best = groups.extremes(cells, of: rows, isSmallest: aggregate.function == .min)
      noteSkipped(all, known: groups.known(cells, of: rows), expression)
      return extremes(best, cells, expression.type)
    case .count, .median, .distinct, .first, .last, .share: return nil
    }
  }

  /// Marked rows at which a condition does not hold because a column that it compares is missing; nil where the general way must be taken.
  func undecidedRows(of condition: Checked, _ operands: [Checked], _ filter: Checked?, _ groups: MarkedGroups) throws -> Int? {
    var planner = RowTestPlanner(execution: self)
    var known: [RowTest] = []
    for operand in operands {
      guard case .column(.field(let field)) = operand.unwrapped.node else { return nil }
      known.append(.known(field: field))
    }
    guard let test = planner.test(condition, entity: groups.entity), groups.sweep == nil || test.isTimeless else { return nil }
    var rows = groups.rows
    if let filter {
      guard let passing = try passing(filter, rows, groups) else { return nil }
      rows = passing
    }
    let doubtful = try passing(.not(.and(known)), rows, groups.entity)
    guard !doubtful.isEmpty else { return 0 }
    return groups.count(of: doubtful) - groups.count(of: try passing(test, doubtful, groups.entity))
  }

  private func isQuantity(_ type: DataType) -> Bool {
    switch type {
    case .date, .period, .money, .number, .duration: true
    case .text, .choice, .link, .flag: false
    }
  }

  /// The marked rows at which a condition holds; nil where it must be evaluated on picked rows.
  private func passing(_ condition: Checked, _ rows: Bitmap, _ groups: MarkedGroups) throws -> Bitmap? {
    var planner = RowTestPlanner(execution: self)
    guard let test = planner.test(condition, entity: groups.entity), groups.sweep == nil || test.isTimeless else { return nil }
    return try passing(test, rows, groups.entity)
  }

  private func noteSkipped(_ all: [Int], known: Int, _ expression: Checked) {
    let missing = all.reduce(0, +) - known
    if missing > 0, skippedCells != nil { skippedCells![expression.spelledWithoutRanges] = SkippedCells(missing: missing) }
  }

  private func markedSum(
    _ function: Aggregate.Function, _ cells: PackedCells, _ type: DataType, _ groups: MarkedGroups, _ rows: Bitmap, _ all: [Int],
    _ expression: Checked
  ) throws -> Vector? {
    switch type {
    case .money, .number: break
    case .date: guard function == .avg, cells.unit == 1 else { return nil }
    case .text, .choice, .link, .flag, .period, .duration: return nil
    }
    guard let (sums, known) = groups.sums(cells, of: rows, all) else { return nil }
    noteSkipped(all, known: known.reduce(0, +), expression)
    let units = sums.indices.map { Int128(sums[$0]) + Int128(known[$0]) * (Int128(cells.base) - 1) }
    let isKnown =
      function == .sum ? sums.indices.filter { all[$0] == 0 || known[$0] > 0 } : sums.indices.filter { known[$0] > 0 }
    let validity = isKnown.count == sums.count ? nil : Bitmap(count: sums.count, rows: isKnown)
    if case .number = type {
      let quantities = Quantities(cells: units, scale: cells.scale)
      if function == .sum { return .quantity(quantities, expression.type, known: validity) }
      let quotients = try quotients(quantities, by: Vector.counts(known, .number).quantities, known: validity, expression)
      return .quantity(quotients, expression.type, known: validity)
    }
    // 64 bits of sums times 64 bits of unit have room.
    let whole = units.map { $0 * Int128(cells.unit) }
    let result = function == .sum ? whole : sums.indices.map { Decimal.quotient(whole[$0], over: Int128(max(known[$0], 1))) }
    if case .date = type {
      return Vector(
        type: expression.type, count: sums.count, cells: .int32(result.map { Int32(truncatingIfNeeded: $0) }), validity: validity)
    }
    return .quantity(Quantities(cells: result, scale: Money.places), expression.type, known: validity)
  }

  private func extremes(_ stored: [UInt64], _ cells: PackedCells, _ type: DataType) -> Vector {
    let known = stored.indices.filter { stored[$0] > 0 }
    let units = stored.map { $0 == 0 ? 0 : cells.units($0) }
    let values: Vector.Cells =
      switch type {
      case .money: .int64(units.map { $0 &* cells.unit })
      case .number: .decimal(units.map { Int128($0) }, scale: cells.scale)
      case .duration: .decimal(units.map { Int128($0 &* cells.unit) }, scale: 0)
      default: .int32(units.map { Int32(truncatingIfNeeded: $0 &* cells.unit) })
      }
    return Vector(
      type: type, count: stored.count, cells: values, validity: known.count == stored.count ? nil : Bitmap(count: stored.count, rows: known)
    )
  }
}

extension MarkedGroups {
  /// Known cells among some rows.
  func known(_ cells: PackedCells, of rows: Bitmap) -> Int {
    guard cells.missingCount > 0 else { return rows.population }
    guard cells.top > 0 else { return 0 }
    return within(1...cells.top, cells, rows.count, limits).population(and: rows)
  }
}
