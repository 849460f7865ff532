import Query
import Schema

// Conditions and values of other snapshots.
extension QueryGenerator {
  mutating func pastSnapshot() -> Int { Int.random(in: 0..<Dump.snapshotCount, using: &random) }

  /// A value of then, or the date since which a field has held; nil where neither has the type.
  mutating func pastValue(_ type: DataType, _ row: Row, depth: Int) -> Checked? {
    guard let entity = row.entity else { return nil }
    if type == .date, chance(2) {
      return Checked(.heldSince(field: Int.random(in: 0..<World.catalog.entities[entity].fields.count, using: &random)), .date)
    }
    return Checked(.atSnapshot(pastSnapshot(), value(type, row, depth: depth - 1)), type)
  }

  mutating func pastCondition(_ row: Row, depth: Int) -> Checked {
    if chance(4), let compared = comparedWithItsPast(row) { return compared }
    switch Int.random(in: 0...6, using: &random) {
    case 0: return Checked(.existed(at: pastSnapshot()), .flag)
    case 1: return Checked(.recordDiffers(from: pastSnapshot()), .flag)
    case 2:
      let now = value(pick(Self.types), row, depth: depth - 1)
      return Checked(.differs(now, Checked(.atSnapshot(pastSnapshot(), now), now.type)), .flag)
    case 3, 4:
      // The same at all snapshots, or with a day that moves.
      let first = pastSnapshot()
      let same = condition(row, depth: depth - 1)
      let moves = chance(3)
      let points = (first...Int.random(in: first..<Dump.snapshotCount, using: &random)).map { point in
        AtSnapshot(
          snapshot: point,
          condition: moves
            ? .or(same, .compare(value(.date, row, depth: 0), .less, Checked(.constant(.date(World.snapshotDay(point) + 260)), .date)))
            : same)
      }
      return Checked(.throughout(pick([.ever, .always]), points), .flag)
    default: return Checked(.atSnapshot(pastSnapshot(), condition(row, depth: depth - 1)), .flag)
    }
  }

  /// `phase < previous(phase)`, `unit != previous(unit)`: a choice or link with what it was.
  mutating func comparedWithItsPast(_ row: Row) -> Checked? {
    let coded = row.columns.filter { if case .choice = $0.type { true } else if case .link = $0.type { true } else { false } }
    guard !coded.isEmpty else { return nil }
    let now = pick(coded)
    var then = Checked(.atSnapshot(pastSnapshot(), now), now.type)
    if chance(4) { then = Checked(.definition("then", then), then.type) }
    let orders = now.type == .choice(World.phaseChoice)
    let comparison = pick(
      orders ? [ComparisonOperator.equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual] : [.equal, .notEqual])
    return chance(2) ? .compare(now, comparison, then) : .compare(then, comparison, now)
  }
}
