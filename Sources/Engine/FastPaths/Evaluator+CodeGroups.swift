import Query
import Results
import Schema
import Store

extension Evaluator {
  /// The rows of a bitmap by keys that are columns of codes, without picking a row.
  func grouped(_ grouping: CheckedQuery.Grouping, _ codes: CodeGrouping, over rows: Bitmap) throws -> Grouped {
    try poll()
    let (entity, keys) = (codes.entity, packed(codes.keys, codes.entity))
    let groups = CodeGroups(rows, keys, entity: entity, limits, adding: packed(codes.summed, entity))
    note(.codeGroups)
    return grouped(grouping, groups) { self.frame(of: rows, entity) }
  }

  /// The cells of fields that a plan knows to be packed.
  func packed(_ fields: [Int], _ entity: Int) -> [PackedCells] {
    fields.map { field in
      guard case .packed(let cells) = library.tables[entity].columns[field].storage else {
        preconditionFailure("a column that is not packed")
      }
      return cells
    }
  }

  /// Groups by codes with the cells of their keys.
  func grouped(_ grouping: CheckedQuery.Grouping, _ codes: CodeGroups, frame: @escaping () -> Frame) -> Grouped {
    let entity = codes.entity
    var tuples = [[UInt32]](repeating: [], count: codes.groups.count)
    let keys = grouping.keys.indices.map { key in
      let stored = codes.groups.indices.map { codes.stored(key, ofGroup: $0) }
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
    let groups = Groups(codes, count: tuples.count, frame: frame)
    return Grouped(keys: keys, tuples: tuples, rows: groups, across: nil)
  }

  /// An aggregate over groups by codes.
  func codeAggregate(
    _ aggregate: CodeAggregate, _ function: Aggregate.Function, _ groups: CodeGroups, _ expression: Checked
  ) throws -> Vector {
    var rows = groups.rows
    if let filter = aggregate.filter { rows = try passing(filter, rows, groups.entity) }
    let all = aggregate.filter == nil ? groups.counts : groups.counts(of: rows)
    switch aggregate.method {
    case .count: return .counts(all, expression.type)
    case .share(let condition):
      let part = groups.counts(of: try passing(condition, rows, groups.entity))
      return try quotient(.counts(part, .number), .counts(all, .number), expression)
    case .sum(let field): return try codeSum(function, field, groups, rows, all, expression)
    case .extreme(let field):
      let cells = packed([field], groups.entity)[0]
      let best = groups.extremes(cells, of: rows, isSmallest: function == .min)
      noteSkipped(all, known: groups.known(cells, of: rows), expression)
      return extremes(best, cells, expression.type)
    }
  }

  /// Rows at which a condition does not hold because a column that it compares is missing.
  func undecidedRows(_ undecided: UndecidedPredicates, _ groups: CodeGroups) throws -> Int {
    var rows = groups.rows
    if let filter = undecided.filter { rows = try passing(filter, rows, groups.entity) }
    let doubtful = try passing(.not(undecided.allKnown), rows, groups.entity)
    guard !doubtful.isEmpty else { return 0 }
    return groups.count(of: doubtful) - groups.count(of: try passing(undecided.condition, doubtful, groups.entity))
  }

  private func noteSkipped(_ all: [Int], known: Int, _ expression: Checked) {
    let missing = all.reduce(0, +) - known
    if missing > 0, skippedCells != nil { skippedCells![expression.spelledWithoutRanges] = SkippedCells(missing: missing) }
  }

  private func codeSum(
    _ function: Aggregate.Function, _ field: Int, _ groups: CodeGroups, _ rows: Bitmap, _ all: [Int], _ expression: Checked
  ) throws -> Vector {
    let (cells, type) = (packed([field], groups.entity)[0], library.tables[groups.entity].columns[field].type)
    let (sums, known) = groups.sums(cells, of: rows, all)
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

extension CodeGroups {
  /// Known cells among some rows.
  func known(_ cells: PackedCells, of rows: Bitmap) -> Int {
    guard cells.missingCount > 0 else { return rows.population }
    guard cells.top > 0 else { return 0 }
    return within(1...cells.top, cells, rows.count, limits).population(and: rows)
  }
}
