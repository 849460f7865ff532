import Schema

extension Checking {
  /// The operands whose absence makes an `if` take its `else`: all that the condition compares, but for those it asks about
  /// with `is missing` or `is known` itself.
  func operandsThatDecide(_ condition: Checked) -> [Checked] {
    var found = Deciding()
    collect(condition, wrap: { $0 }, &found)
    return found.operands.filter { !found.askedTexts.contains($0.text) }.map(\.operand)
  }

  /// The same before those that are asked about are left out.
  func decidingOperands(_ condition: Checked) -> (operands: [Checked], asked: [Checked]) {
    var found = Deciding()
    collect(condition, wrap: { $0 }, &found)
    return (found.operands.map(\.operand), found.asked)
  }

  private struct Deciding {
    var operands: [(text: String, operand: Checked)] = []
    var texts: Set<String> = []
    var asked: [Checked] = []
    var askedTexts: Set<String> = []
  }

  private func collect(
    _ condition: Checked, wrap: (Checked) -> Checked, _ found: inout Deciding
  ) {
    func read(_ operand: Checked) {
      guard !operand.isConstant, !operand.isCondition else { return }
      let wrapped = wrap(operand)
      let text = printed(wrapped)
      if found.texts.insert(text).inserted { found.operands.append((text, wrapped)) }
    }
    func ask(_ operand: Checked) {
      let wrapped = wrap(operand)
      if found.askedTexts.insert(printed(wrapped)).inserted { found.asked.append(wrapped) }
    }
    switch condition.node {
    case .and, .or, .not, .definition:
      for child in condition.children { collect(child, wrap: wrap, &found) }
    case .follow(let link, let target, let inner) where inner.isCondition:
      collect(
        inner, wrap: { wrap(Checked(.follow(link: link, target: target, $0), type: $0.type, range: $0.range)) }, &found)
    case .shared(let shared):
      for operand in shared.operands { read(operand) }
      for operand in shared.asked { ask(operand) }
    case .compare, .isOneOf, .isIn, .isBetween, .contains, .startsWith, .endsWith, .matches:
      for child in condition.children { read(child) }
    case .isMissing(let operand): ask(operand)
    case .column, .coalesce, .call, .follow: read(condition)
    case .atSnapshot(_, let inner): if !inner.isCondition { read(condition) }
    case .constant, .recordKey, .quantified, .existed, .throughout, .differs, .recordDiffers, .heldSince, .negate, .arithmetic, .chain,
      .conditional, .aggregate, .linkAggregate, .entityAggregate, .part:
      break
    }
  }

  func printed(_ checked: Checked) -> String { CheckedPrinter(catalog: catalog, addedChoices: addedChoices).text(of: checked) }
}
