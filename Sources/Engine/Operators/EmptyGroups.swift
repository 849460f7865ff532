import Results
import Store

// `with empty`: every combination of the keys' values appears, with or without rows; a missing key only where rows have it.

extension Evaluator {
  func withEmptyGroups(_ membership: Groups.Membership, _ tuples: [[UInt32]], _ keys: [KeyColumn]) throws -> (Groups.Membership, [[UInt32]])
  {
    var all: [[UInt32]] = [[]]
    for key in keys {
      let before = all
      all = []
      try polling.forEach(before.count, block: polling.slowBlock) { index in
        for value in 0..<UInt32(key.values.count) { all.append(before[index] + [value]) }
      }
    }
    let merged = try polling.sorted(Array(Set(all).union(tuples))) { $0.lexicographicallyPrecedes($1) }
    guard case .each(let groups) = membership else { return (membership, tuples) }
    let groupOf = Dictionary(uniqueKeysWithValues: merged.enumerated().map { ($1, UInt32($0)) })
    let renumbered = tuples.map { groupOf[$0]! }
    return (.each(groups.map { renumbered[Int($0)] }), merged)
  }
}
