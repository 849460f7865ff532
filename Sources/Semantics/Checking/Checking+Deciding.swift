import Schema

extension Checking {
  /// The operands whose absence makes an `if` take its `else`: all that the condition compares, but for those it asks about
  /// with `is missing` or `is known` itself.
  func operandsThatDecide(_ condition: Checked) -> [Checked] {
    var operands: [(text: String, operand: Checked)] = []
    var asked: Set<String> = []
    collect(condition, wrap: { $0 }, &operands, &asked)
    return operands.filter { !asked.contains($0.text) }.map(\.operand)
  }

  private func collect(
    _ condition: Checked, wrap: (Checked) -> Checked, _ operands: inout [(text: String, operand: Checked)], _ asked: inout Set<String>
  ) {
    func read(_ operand: Checked) {
      guard !operand.isConstant, !operand.isCondition else { return }
      let wrapped = wrap(operand)
      let text = printed(wrapped)
      if !operands.contains(where: { $0.text == text }) { operands.append((text, wrapped)) }
    }
    switch condition.node {
    case .and, .or, .not, .definition:
      for child in condition.children { collect(child, wrap: wrap, &operands, &asked) }
    case .follow(let link, let target, let inner) where inner.isCondition:
      collect(
        inner, wrap: { wrap(Checked(.follow(link: link, target: target, $0), type: $0.type, range: $0.range)) }, &operands, &asked)
    case .compare, .isOneOf, .isIn, .isBetween, .contains, .startsWith, .endsWith, .matches:
      for child in condition.children { read(child) }
    case .isMissing(let operand): asked.insert(printed(wrap(operand)))
    case .column, .coalesce, .call, .follow: read(condition)
    case .atSnapshot(_, let inner): if !inner.isCondition { read(condition) }
    case .constant, .recordKey, .quantified, .existed, .throughout, .differs, .recordDiffers, .heldSince, .negate, .arithmetic,
      .conditional, .aggregate, .linkAggregate, .entityAggregate, .part:
      break
    }
  }

  func printed(_ checked: Checked) -> String { CheckedPrinter(catalog: catalog, addedChoices: addedChoices).text(of: checked) }
}
