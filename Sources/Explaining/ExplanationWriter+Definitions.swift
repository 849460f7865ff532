import Query
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
    guard case .conditional(let condition, let then, let otherwise) = expression.node else {
      return [ExplainedBlock(say("\(phrase(expression, row)) otherwise", "否则为\(phrase(expression, row))"))]
    }
    return [branch(condition, then, row)] + branches(of: otherwise, row)
  }

  /// What blanks do to a condition stands with its parts, as for `where`.
  private func branch(_ condition: Checked, _ then: Checked, _ row: ExplainedRow) -> ExplainedBlock {
    let value = phrase(then, row)
    let tree = block(condition, row)
    guard tree.below.isEmpty else { return ExplainedBlock(say("\(value) if \(tree.text)", "为\(value)，若\(tree.text)"), below: tree.below) }
    let line = say("\(value) if \(inline(condition, row))", "若\(inline(condition, row))，为\(value)")
    return ExplainedBlock(line + missingNote(condition, row, isNegated: false))
  }
}
