import Diagnostics
import Model
import Query
import Schema
import Syntax

extension Checking {
  /// `any node (kind = eia)`, `every approval is granted`, `no matter`; over a whole entity where no link has the name.
  func checkQuantified(
    _ quantifier: Quantifier, _ link: Expression, _ condition: QuantifiedCondition, _ range: SourceRange, _ context: Context
  ) -> Checked? {
    guard case .path(let names) = link.unwrapped.kind else {
      report(.linkWanted(quantifier.rawValue, words(link, context), nearest: manyNames(context)), at: link.range, in: context)
      return nil
    }
    func written() -> Expression {
      Expression(.quantified(QuantifierWord(rawValue: quantifier.rawValue)!, link: link, condition: condition), range: range)
    }
    var follows: [(link: Int, target: Int)] = []
    var here = context
    for (place, name) in names.enumerated() {
      let isLast = place == names.count - 1
      switch find(name.text, here) {
      case .link(let field, let target)? where !isLast:
        follows.append((field, target))
        here = self.context(on: target, from: context)
      case .reverse(let reverse)? where isLast:
        guard !context.isMeasure else {
          report(.quantifierInMeasure(quantifier.rawValue), at: range, in: context)
          return nil
        }
        return checkQuantified(quantifier, reverse, follows, condition, range, context)
      case .entity(let entity)? where names.count == 1:
        guard checkIsAlone(name, entity, nil, in: written(), context) else { return nil }
        return checkQuantified(quantifier, entity, nil, condition, range, context)
      case .all(let entity)? where names.count == 1:
        return checkQuantified(quantifier, entity, nil, condition, range, context)
      case .set(let set)? where names.count == 1:
        guard checkIsAlone(name, set.entity, set, in: written(), context), checkIsHere(set, link.range, context) else { return nil }
        return checkQuantified(quantifier, set.entity, set, condition, range, context)
      case nil:
        report(.linkWanted(quantifier.rawValue, name.text, nearest: nearestMany(name.text, here)), at: name.range, in: context)
        return nil
      default:
        report(.notALinkOfMany(quantifier.rawValue, words(link, context)), at: link.range, in: context)
        return nil
      }
    }
    return nil
  }

  private func checkQuantified(
    _ quantifier: Quantifier, _ link: ReverseLink, _ follows: [(link: Int, target: Int)], _ condition: QuantifiedCondition,
    _ range: SourceRange, _ context: Context
  ) -> Checked? {
    guard let inner = check(condition, self.context(on: link.entity, from: context)) else { return nil }
    let place = context.place(range)
    var result = Checked(.quantified(quantifier, link, inner), type: .flag, range: place)
    for follow in follows.reversed() {
      result = Checked(.follow(link: follow.link, target: follow.target, result), type: .flag, range: place)
    }
    return result
  }

  /// `no project (…)`: counts over the whole entity.
  private func checkQuantified(
    _ quantifier: Quantifier, _ entity: Int, _ set: SavedSet?, _ condition: QuantifiedCondition, _ range: SourceRange, _ context: Context
  ) -> Checked? {
    guard let inner = check(condition, self.context(on: entity, from: context)) else { return nil }
    let place = context.place(range)
    let member = set.map { membership($0, place) }
    func count(_ filter: Checked?) -> Checked {
      let filter = conjunction([member, filter].compactMap { $0 })
      return Checked(.entityAggregate(Aggregate(.count, filter: filter), entity: entity), type: .number, range: place)
    }
    func compared(_ comparison: ComparisonOperator, _ left: Checked, _ right: Checked) -> Checked {
      Checked(.compare(comparison, left, right), type: .flag, range: place)
    }
    let zero = Checked(.constant(.number(0)), type: .number, range: place)
    switch quantifier {
    case .any: return compared(.greater, count(inner), zero)
    case .no: return compared(.equal, count(inner), zero)
    case .every:
      return Checked(.and([compared(.greater, count(nil), zero), compared(.equal, count(inner), count(nil))]), type: .flag, range: place)
    }
  }

  /// Nil when wrong; inside, nil when nothing is said of the linked records.
  private func check(_ condition: QuantifiedCondition, _ context: Context) -> Checked?? {
    switch condition {
    case .none: return .some(nil)
    case .parenthesized(let inner):
      guard let checked = checkCondition(inner, context) else { return nil }
      return .some(checked)
    case .named(let named, let isNegated):
      guard let checked = checkPredicate(named, context) else { return nil }
      return .some(isNegated ? negated(checked, context.place(named.range)) : checked)
    }
  }

  private func manyNames(_ context: Context) -> [String] {
    guard let entity = context.entity else { return catalog.entities.map(\.singular) }
    return catalog.reverseLinks(of: entity).map(\.name)
  }

  private func nearestMany(_ name: String, _ context: Context) -> [String] {
    guard tellsDetails() else { return [] }
    guard let entity = context.entity else { return Nearness.nearest(to: name, among: model.entityNames.map(\.spelling)) }
    let names = catalog.reverseLinks(of: entity).flatMap { catalog.spellings(of: $0, target: entity) }
    let nearest = Nearness.nearest(to: name, among: names)
    return nearest.isEmpty ? Array(manyNames(context).prefix(5)) : nearest
  }
}
