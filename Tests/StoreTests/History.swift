import TestSupport
/// Whole snapshots of the fixture's items, by key.
enum History {
  /// A history in which records appear, change, vanish, return and change back.
  static func random(seed: UInt64, snapshots: Int, keys: Int) -> [[String: Item]] {
    var generator = SeededGenerator(seed: seed)
    var history: [[String: Item]] = []
    var current: [String: Item] = [:]
    for _ in 0..<snapshots {
      for key in (0..<keys).map({ "K\($0)" }) {
        if let item = current[key] {
          if generator.chance(6) {
            current[key] = nil
          } else if generator.chance(3) {
            var changed = item
            switch Int.random(in: 0..<4, using: &generator) {
            case 0: changed.due = changed.due.map { $0 + 1 } ?? 17500
            case 1: changed.title = nil
            case 2: changed.weight = 0.5
            default: changed = Item.random(&generator)
            }
            current[key] = changed
          }
        } else if generator.chance(3) {
          // A record that returns is often just as it was.
          let earlier = history.reversed().lazy.compactMap { $0[key] }.first
          current[key] = earlier != nil && generator.chance(2) ? earlier : Item.random(&generator)
        }
      }
      history.append(current)
    }
    return history
  }

  static func versionCount(_ history: [[String: Item]]) -> Int {
    var previous: [String: Item] = [:]
    var count = 0
    for snapshot in history {
      count += snapshot.count { previous[$0.key] != $0.value }
      previous = snapshot
    }
    return count
  }
}
