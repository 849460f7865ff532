import Query
import Schema

extension ExplanationWriter {
  /// What a missing value does to a condition of one line, with how many there are; empty where there is none.
  func missingNote(_ condition: Checked, _ row: ExplainedRow, isNegated: Bool) -> String {
    var condition = condition
    var isNegated = isNegated
    while case .not(let operand) = condition.node {
      condition = operand
      isNegated.toggle()
    }
    if case .atSnapshot(let snapshot, let inner) = condition.node, inner.isCondition {
      return absenceNote(snapshot, row, isNegated: isNegated)
    }
    if case .recordDiffers(let snapshot) = condition.node, !isNegated { return absenceNote(snapshot, row, isNegated: false) }
    // What is missing at other snapshots is not counted.
    guard row.then == nil else { return "" }
    if case .definition(let name, let body) = condition.node, body.isCondition {
      guard isNegated, readsMissing(body, row) else { return "" }
      let name = titled(name, row.entity, 1)
      return say(" -- true as well where a blank keeps \(name) from holding", " —— 因空值而“\(name)”不成立时也算")
    }
    // Whether a blank decides what so much hangs together with cannot be said on a line.
    if case .shared = condition.node { return "" }
    let notes = operands(of: condition).compactMap { operand, path in note(operand, path, row, isNegated) }
    return notes.isEmpty ? "" : say(" -- ", " —— ") + notes.joined(separator: say("; ", "；"))
  }

  private func note(_ operand: Checked, _ path: [(link: Int, target: Int)], _ row: ExplainedRow, _ isNegated: Bool) -> String? {
    let operand = path.reversed().reduce(operand) { inner, step in
      Checked(.follow(link: step.link, target: step.target, inner), type: inner.type, range: inner.range)
    }
    let words = phrase(operand, row)
    guard let entity = row.entity, let count = missing(operand, entity) else {
      return isNegated ? say("true where \(words) is blank", "\(words)为空时也成立") : nil
    }
    guard count.missing > 0 else { return nil }
    let blank = say(
      "\(words) is blank in \(count.missing) of \(counted(count.of, entity))",
      "\(counted(count.of, entity))中有 \(count.missing) 个\(words)为空")
    return isNegated ? say("\(blank): true for those", "\(blank)：对其成立") : say("\(blank): false for those", "\(blank)：对其不成立")
  }

  /// What a comparison reads on the row, with the links that lead to it; nothing for conditions that ask about blanks or about linked records.
  private func operands(of condition: Checked) -> [(operand: Checked, path: [(link: Int, target: Int)])] {
    switch condition.node {
    case .compare(_, let left, let right), .contains(let left, let right), .startsWith(let left, let right), .endsWith(let left, let right):
      return [left, right].filter { $0.constantValue == nil }.map { ($0, []) }
    case .isOneOf(let operand, _), .isIn(let operand, _), .isBetween(let operand, _, _), .matches(let operand, _): return [(operand, [])]
    case .follow(let link, let target, let inner) where inner.isCondition:
      return operands(of: inner).map { ($0.operand, [(link, target)] + $0.path) }
    case .column, .call, .conditional, .coalesce, .follow: return [(condition, [])]
    case .constant, .recordKey, .isMissing, .not, .and, .or, .quantified, .atSnapshot, .existed, .throughout, .differs, .recordDiffers,
      .heldSince, .negate, .arithmetic, .chain, .shared, .aggregate, .linkAggregate, .entityAggregate, .part, .definition:
      return []
    }
  }

  /// Whether a missing value can decide a condition.
  private func readsMissing(_ condition: Checked, _ row: ExplainedRow) -> Bool {
    switch condition.node {
    case .atSnapshot(let snapshot, _), .recordDiffers(let snapshot): return !absenceNote(snapshot, row, isNegated: false).isEmpty
    case .not(let operand), .definition(_, let operand): return readsMissing(operand, row)
    case .and(let operands), .or(let operands): return operands.contains { readsMissing($0, row) }
    default: return operands(of: condition).contains { operand, path in note(operand, path, row, false) != nil || row.entity == nil }
    }
  }

  /// What the aggregates of a measure skip, with how many there are of all records.
  func skippedNote(_ measure: Checked, _ row: ExplainedRow) -> String {
    guard let entity = row.entity else { return "" }
    var notes: [String] = []
    var seen: Set<String> = []
    func look(_ expression: Checked) {
      if case .aggregate(let aggregate) = expression.node {
        guard let value = aggregate.value, aggregate.function != .share, aggregate.onceThrough == nil, !value.isCondition,
          let count = missing(value, entity), count.missing > 0
        else { return }
        let words = phrase(value, row)
        guard seen.insert(words).inserted else { return }
        notes.append(
          say(
            "\(words) is blank in \(count.missing) of \(counted(count.of, entity)): those are skipped",
            "\(counted(count.of, entity))中有 \(count.missing) 个\(words)为空，计算时跳过"))
        return
      }
      for child in expression.children { look(child) }
    }
    look(measure)
    return notes.isEmpty ? "" : say(" -- ", " —— ") + notes.joined(separator: say("; ", "；"))
  }
}
