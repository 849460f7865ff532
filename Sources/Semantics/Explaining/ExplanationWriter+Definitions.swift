import Schema

extension ExplanationWriter {
  /// Every definition that was named so far and those that they name, each once.
  func writeDefinitions() {
    addPast()
    guard unfolded < definitions.count else { return }
    title("Definitions", "定义")
    while unfolded < definitions.count {
      let definition = definitions[unfolded]
      unfolded += 1
      let name = titled(definition.name, definition.owner, definition.number)
      let owner = say(" (\(records(definition.owner)))", "（\(records(definition.owner))）")
      add(unfolded(definition.body, "\(name)\(owner)", definition.row), depth: 1)
      if unfolded == definitions.count { addPast() }
    }
  }

  /// A definition that is named at other snapshots only is unfolded as it reads there.
  private func addPast() {
    for definition in pastDefinitions where !definitions.contains(where: { $0.name == definition.name && $0.owner == definition.owner }) {
      definitions.append(definition)
    }
    pastDefinitions = []
  }

  private func unfolded(_ body: Checked, _ head: String, _ row: ExplainedRow) -> ExplainedBlock {
    if body.isCondition {
      let inner = block(body, row)
      // What joins conditions goes on with the line of the name.
      return inner.below.isEmpty
        ? ExplainedBlock(say("\(head): \(inner.text)", "\(head)：\(inner.text)"))
        : ExplainedBlock(say("\(head): \(inner.text)", "\(head)：\(inner.text)"), below: inner.below)
    }
    if case .conditional = body.node {
      return ExplainedBlock(say("\(head) is", "\(head)为"), below: branches(of: body, row))
    }
    isInMeasure = body.isMeasure
    defer { isInMeasure = false }
    return ExplainedBlock(say("\(head) is \(phrase(body, row))", "\(head)为\(phrase(body, row))") + skippedNote(body, row))
  }

  /// `if … else if … else …`, a line each.
  private func branches(of expression: Checked, _ row: ExplainedRow) -> [ExplainedBlock] {
    guard case .conditional(let condition, let reads, let then, let otherwise) = expression.node else {
      return [ExplainedBlock(say("\(phrase(expression, row)) otherwise", "否则为\(phrase(expression, row))"))]
    }
    let line = say("\(phrase(then, row)) if \(inline(condition, row))", "若\(inline(condition, row))，为\(phrase(then, row))")
    return [ExplainedBlock(line + skipsToElse(reads, row))] + branches(of: otherwise, row)
  }

  /// A condition that read a blank is not true: the next line decides.
  private func skipsToElse(_ reads: [Checked], _ row: ExplainedRow) -> String {
    guard row.then == nil, let entity = row.entity else { return "" }
    let notes = reads.compactMap { operand -> String? in
      guard let count = explainer.missing(operand, entity, query), count.missing > 0 else { return nil }
      let words = phrase(operand, row)
      return say(
        "\(words) is blank in \(count.missing) of \(counted(count.of, entity)): the next line answers",
        "\(counted(count.of, entity))中有 \(count.missing) 个\(words)为空：由下一行决定")
    }
    return notes.isEmpty ? "" : say(" -- ", " —— ") + notes.joined(separator: say("; ", "；"))
  }
}

extension Checked {
  /// Whether it aggregates the rows of a group.
  fileprivate var isMeasure: Bool {
    switch node {
    case .aggregate: true
    case .shared(let shared): shared.isMeasure
    default: children.contains(where: \.isMeasure)
    }
  }
}
