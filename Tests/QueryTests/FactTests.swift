import Diagnostics
import Query
import Schema
import Testing

/// What can be asked of a checked expression without running it.
@Suite struct FactTests {
  private func checked(_ node: Checked.Node, _ type: DataType = .flag) -> Checked { Checked(node, type: type, range: SourceRange(0, 0)) }
  private var field: Checked { checked(.column(.field(2)), .number) }
  private func number(_ value: Int) -> Checked { checked(.constant(.number(Decimal(value))), .number) }
  private var comparison: Checked { checked(.compare(.less, field, number(5))) }

  @Test func turnedRoundSaysTheSameOfExchangedSides() {
    for comparison in [ComparisonOperator.equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual] {
      #expect(comparison.turnedRound.turnedRound == comparison)
      for (left, right) in [(1, 2), (2, 2), (3, 2)] {
        #expect(comparison.holds(left, right) == comparison.turnedRound.holds(right, left), "\(left) \(comparison.rawValue) \(right)")
      }
    }
  }

  @Test func aConditionIsOneBehindNamesLinksAndSnapshots() {
    #expect(comparison.isCondition && !field.isCondition)
    for body in [comparison, field] {
      for wrapped in [Checked.Node.definition("d", body), .follow(link: 1, target: 0, body), .atSnapshot(0, body)] {
        #expect(checked(wrapped, body.type).isCondition == body.isCondition)
      }
    }
    // A stored flag may be missing, a constant one may not.
    #expect(!checked(.column(.field(0))).isCondition && checked(.constant(.flag(false))).isCondition)
  }

  @Test func whatReadsAnotherSnapshotOrRecordIsNotOfItsVersionAlone() {
    #expect(comparison.readsOnlyItsVersion)
    for far in [Checked.Node.atSnapshot(0, comparison), .follow(link: 1, target: 0, comparison), .existed(at: 0), .recordDiffers(from: 0)] {
      #expect(!checked(far).readsOnlyItsVersion)
      #expect(!checked(.and([comparison, checked(.not(checked(far)))])).readsOnlyItsVersion)
    }
  }

  @Test func neverIsSeenThroughAndAndOr() {
    let never = checked(.constant(.flag(false)))
    #expect(checked(.and([comparison, never])).isNever && !checked(.or([comparison, never])).isNever)
    #expect(checked(.or([never, checked(.definition("d", never))])).isNever)
    // What is not never may be so or not.
    #expect(!checked(.not(never)).isNever)
  }

  @Test func aSharedBodyAnswersForWhatStandsInIt() {
    let total = checked(.aggregate(Aggregate(.sum, value: field)), .number)
    let shared = SharedBody(name: "d", body: total, spelling: "sum #2", unit: nil, isRatio: false, onceThrough: nil)
    let use = checked(.arithmetic(.addNumbers, checked(.shared(shared), .number), number(1)), .number)
    #expect(use.isMeasure && !use.isCondition && !use.readsOnlyItsVersion && !use.readsWholeEntity)
    #expect(checked(.shared(shared), .number).children.isEmpty)
  }

  @Test func rewritingReachesEveryLeafOnce() {
    var seen = 0
    let tree = checked(
      .or([
        comparison, checked(.not(checked(.isMissing(field)))),
        checked(.isBetween(checked(.conditional(comparison, then: field, otherwise: number(1)), .number), low: nil, high: .number(2))),
      ]))
    let changed = tree.rewritten { one in
      guard case .column(.field(2)) = one.node else { return one }
      seen += 1
      return checked(.column(.field(3)), .number)
    }
    #expect(seen == 4)
    var left: [Int] = []
    _ = changed.rewritten { one in
      if case .column(.field(let number)) = one.node { left.append(number) }
      return one
    }
    #expect(left == [3, 3, 3, 3])
  }
}
