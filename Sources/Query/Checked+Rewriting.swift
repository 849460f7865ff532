import Schema

extension Checked {
  /// The expression with each direct part replaced.
  public func mapChildren(_ change: (Checked) -> Checked) -> Checked {
    func changed(_ aggregate: Aggregate) -> Aggregate {
      var result = aggregate
      result.value = aggregate.value.map(change)
      result.filter = aggregate.filter.map(change)
      result.unit = aggregate.unit.map(change)
      return result
    }
    var result = self
    switch node {
    case .constant, .column, .recordKey, .existed, .recordDiffers, .heldSince, .shared: break
    case .follow(let link, let target, let inner): result.node = .follow(link: link, target: target, change(inner))
    case .compare(let comparison, let left, let right): result.node = .compare(comparison, change(left), change(right))
    case .isOneOf(let operand, let codes): result.node = .isOneOf(change(operand), codes)
    case .isIn(let operand, let values): result.node = .isIn(change(operand), values)
    case .isBetween(let operand, let low, let high): result.node = .isBetween(change(operand), low: low, high: high)
    case .contains(let text, let part): result.node = .contains(change(text), change(part))
    case .startsWith(let text, let part): result.node = .startsWith(change(text), change(part))
    case .endsWith(let text, let part): result.node = .endsWith(change(text), change(part))
    case .matches(let text, let pattern): result.node = .matches(change(text), pattern: pattern)
    case .isMissing(let operand): result.node = .isMissing(change(operand))
    case .not(let operand): result.node = .not(change(operand))
    case .and(let operands): result.node = .and(operands.map(change))
    case .or(let operands): result.node = .or(operands.map(change))
    case .quantified(let quantifier, let link, let inner): result.node = .quantified(quantifier, link, inner.map(change))
    case .atSnapshot(let snapshot, let inner): result.node = .atSnapshot(snapshot, change(inner))
    case .throughout(let quantifier, let points):
      result.node = .throughout(quantifier, points.map { AtSnapshot(snapshot: $0.snapshot, condition: change($0.condition)) })
    case .differs(let left, let right): result.node = .differs(change(left), change(right))
    case .negate(let operand): result.node = .negate(change(operand))
    case .arithmetic(let arithmetic, let left, let right): result.node = .arithmetic(arithmetic, change(left), change(right))
    case .chain(let first, let steps):
      result.node = .chain(
        change(first),
        steps.map { step in
          var step = step
          step.operand = change(step.operand)
          return step
        })
    case .call(let function, let arguments): result.node = .call(function, arguments.map(change))
    case .conditional(let condition, let then, let otherwise):
      result.node = .conditional(change(condition), then: change(then), otherwise: change(otherwise))
    case .coalesce(let operands): result.node = .coalesce(operands.map(change))
    case .aggregate(let aggregate): result.node = .aggregate(changed(aggregate))
    case .linkAggregate(let aggregate, let link): result.node = .linkAggregate(changed(aggregate), over: link)
    case .entityAggregate(let aggregate, let entity): result.node = .entityAggregate(changed(aggregate), entity: entity)
    case .part(let operand): result.node = .part(change(operand))
    case .definition(let name, let body): result.node = .definition(name, change(body))
    }
    return result
  }

  /// Rewritten from the leaves up.
  public func rewritten(_ change: (Checked) -> Checked) -> Checked { change(mapChildren { $0.rewritten(change) }) }

  /// A comparison on the linked record as one on this row: `unit.kind is …` instead of "for its unit: kind is …". Nil for anything else.
  public func onTheRow(through link: Int, _ target: Int) -> Checked? {
    func moved(_ operand: Checked) -> Checked {
      operand.constantValue != nil
        ? operand : Checked(.follow(link: link, target: target, operand), type: operand.type, range: operand.range)
    }
    let result: Node
    switch node {
    case .compare(let comparison, let left, let right): result = .compare(comparison, moved(left), moved(right))
    case .isOneOf(let operand, let codes): result = .isOneOf(moved(operand), codes)
    case .isIn(let operand, let values): result = .isIn(moved(operand), values)
    case .isBetween(let operand, let low, let high): result = .isBetween(moved(operand), low: low, high: high)
    case .contains(let text, let part): result = .contains(moved(text), moved(part))
    case .startsWith(let text, let part): result = .startsWith(moved(text), moved(part))
    case .endsWith(let text, let part): result = .endsWith(moved(text), moved(part))
    case .matches(let text, let pattern): result = .matches(moved(text), pattern: pattern)
    default: return nil
    }
    return Checked(result, type: .flag, range: range)
  }
}
