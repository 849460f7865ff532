import Query
import Schema

extension Checked {
  /// Made of nothing but counts, sums, averages and shares of the rows of a group: what adds up over versions.
  var isSumOfRows: Bool {
    switch node {
    case .constant: true
    case .aggregate(let aggregate):
      switch aggregate.function {
      case .count, .sum, .avg, .share:
        aggregate.unit == nil && aggregate.onceThrough == nil && aggregate.filter?.readsWholeEntity != true
          && aggregate.value?.readsWholeEntity != true
      case .median, .distinct, .min, .max, .first, .last: false
      }
    case .definition, .negate, .arithmetic, .chain, .call, .conditional, .coalesce, .compare, .isIn, .isBetween, .isMissing, .not, .and,
      .or:
      children.allSatisfy(\.isSumOfRows)
    case .column, .recordKey, .follow, .isOneOf, .contains, .startsWith, .endsWith, .matches, .quantified, .atSnapshot, .existed,
      .throughout,
      .differs, .recordDiffers, .heldSince, .linkAggregate, .entityAggregate, .part, .shared:
      false
    }
  }

  var isPlainCount: Bool {
    if case .aggregate(let aggregate) = unwrapped.node { return aggregate.function == .count && aggregate.value == nil }
    return false
  }
}
