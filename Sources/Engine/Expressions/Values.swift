import Query
import Results
import Schema
import Store

extension Evaluator {
  /// The cells of an expression, one for each place of the domain.
  func values(_ expression: Checked, over domain: Domain) throws -> Vector {
    try poll()
    switch expression.node {
    case .constant(let value): return constant(value, type: expression.type, count: domain.count)
    case .definition(_, let body): return try values(body, over: domain)
    case .column(let reference): return try column(reference, expression, over: domain)
    case .recordKey: return try recordKeys(expression, over: domain)
    case .follow(let link, let target, let inner): return try followed(link, target, inner, expression, over: domain)
    case .compare, .isOneOf, .isIn, .isBetween, .contains, .startsWith, .endsWith, .matches, .isMissing, .not, .and, .or, .quantified,
      .existed, .throughout, .differs, .recordDiffers:
      return Vector(type: .flag, count: domain.count, cells: .bits(try truth(expression, over: domain)))
    case .atSnapshot(let snapshot, let inner): return try values(inner, at: snapshot, expression, over: domain)
    case .heldSince(let field): return try heldSince(field, expression, over: domain)
    case .negate(let operand):
      let vector = try values(operand, over: domain)
      let quantities = vector.quantities
      return .quantity(
        Quantities(cells: try polling.map(vector.count) { -quantities.cells[$0] }, scale: quantities.scale), vector.type,
        known: vector.validity)
    case .arithmetic(let arithmetic, let left, let right):
      return try self.arithmetic(arithmetic, try values(left, over: domain), try values(right, over: domain), expression)
    case .chain(let first, let steps):
      return try steps.reduce(try values(first, over: domain)) { value, step in
        let operand = try values(step.operand, over: domain)
        let expression = Checked(.constant(.missing), type: step.type, range: step.range)
        return try arithmetic(step.operation, step.isTurnedRound ? operand : value, step.isTurnedRound ? value : operand, expression)
      }
    case .shared(let shared): return try values(shared, over: domain)
    case .call(let function, let arguments):
      return try call(function, arguments, try arguments.map { try values($0, over: domain) }, expression, count: domain.count)
    case .conditional(let condition, let then, let otherwise):
      return try conditional(condition, then, otherwise, expression, over: domain)
    case .coalesce(let operands): return try coalesce(operands, expression, over: domain)
    case .aggregate(let aggregate): return try groupAggregate(aggregate, expression, over: domain)
    case .linkAggregate(let aggregate, let link): return try linkAggregate(aggregate, link, expression, over: domain)
    case .entityAggregate(let aggregate, let entity):
      let frame = base(entity)
      let single = try countingFurther(under: name(of: expression, on: nil)) {
        try self.aggregate(aggregate, Groups(frame: frame, membership: .single, count: 1), expression)
      }
      return single.picking([Int32](repeating: 0, count: domain.count))
    case .part(let operand): return try part(operand, expression, over: domain)
    }
  }

  private func column(_ reference: ColumnReference, _ expression: Checked, over domain: Domain) throws -> Vector {
    guard case .rows(let frame) = domain else { throw misplaced("a column without an aggregate", expression.range) }
    switch (reference, frame.origin) {
    case (.field(let field), .records(let entity)): return column(field, of: entity, over: frame.rows)
    case (.result(let column), .table(let columns)):
      switch frame.rows {
      case .first(let count):
        return count == columns[column].count ? columns[column] : columns[column].picking((0..<Int32(count)).map { $0 })
      case .picked(let rows): return columns[column].picking(rows)
      }
    case (.field, .table), (.field, .nothing), (.result, .records), (.result, .nothing): throw misplaced("a column", expression.range)
    }
  }

  func column(_ field: Int, of entity: Int, over rows: Frame.Rows) -> Vector {
    let column = library.tables[entity].columns[field]
    return switch rows {
    case .first(let count): column.vector(first: count)
    case .picked(let rows): column.vector(rows: rows)
    }
  }

  private func recordKeys(_ expression: Checked, over domain: Domain) throws -> Vector {
    guard case .rows(let frame) = domain, let entity = frame.entity else { throw misplaced("the key of a record", expression.range) }
    return Vector(
      type: expression.type, count: frame.count, cells: .codes(keys(of: frame, entity: entity), library.tables[entity].keys))
  }

  private func conditional(
    _ condition: Checked, _ then: Checked, _ otherwise: Checked, _ expression: Checked, over domain: Domain
  ) throws -> Vector {
    let taken = try truth(condition, over: domain)
    // Each branch is computed only where it is taken, so that one not taken cannot fail.
    return try combined(
      [(taken.rows, then), (taken.complement().rows, otherwise)].filter { !$0.0.isEmpty || domain.isGroups }.map { places, branch in
        (places, try values(branch, over: places.count == domain.count ? domain : domain.picking(places)))
      }, type: expression.type, count: domain.count, at: expression.range)
  }

  private func coalesce(_ operands: [Checked], _ expression: Checked, over domain: Domain) throws -> Vector {
    var parts: [(places: [Int32], vector: Vector)] = []
    var open = (0..<Int32(domain.count)).map { $0 }
    for operand in operands where !open.isEmpty || domain.isGroups {
      let vector = try values(operand, over: open.count == domain.count ? domain : domain.picking(open))
      parts.append((open, vector))
      guard let validity = vector.validity else {
        open = []
        continue
      }
      open = gather(open, validity.complement().rows)
    }
    // A later operand covers only what those before it left missing, so it may overwrite their cells.
    return try combined(parts, type: expression.type, count: domain.count, at: expression.range)
  }

  private func part(_ operand: Checked, _ expression: Checked, over domain: Domain) throws -> Vector {
    guard case .groups(let groups, _) = domain else { throw misplaced("`part`", expression.range) }
    let own = try values(operand, over: domain)
    let whole = try withoutNotes { try values(operand, over: .groups(groups.whole, picked: nil)) }
    guard whole.isKnown(0) else { return .missing(.number, count: domain.count) }
    return try quotient(own, whole.picking([Int32](repeating: 0, count: domain.count)), expression)
  }
}
