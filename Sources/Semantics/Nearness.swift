import Schema

/// How near two folded spellings are; what hints and lists of nearest values are ranked by.
enum Nearness {
  /// Changes of one character that turn one text into the other: insert, delete, replace, or swap two neighbours. Gives up, with `limit + 1`, beyond the limit.
  static func distance(_ left: [Character], _ right: [Character], limit: Int) -> Int {
    if abs(left.count - right.count) > limit { return limit + 1 }
    if left.isEmpty || right.isEmpty { return max(left.count, right.count) }
    var beforeLast = [Int](repeating: 0, count: right.count + 1)
    var last = Array(0...right.count)
    var row = last
    for i in 1...left.count {
      row[0] = i
      var best = row[0]
      for j in 1...right.count {
        let cost = left[i - 1] == right[j - 1] ? 0 : 1
        row[j] = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + cost)
        if i > 1, j > 1, left[i - 1] == right[j - 2], left[i - 2] == right[j - 1] { row[j] = min(row[j], beforeLast[j - 2] + 1) }
        best = min(best, row[j])
      }
      if best > limit { return limit + 1 }
      (beforeLast, last, row) = (last, row, beforeLast)
    }
    return last[right.count]
  }

  /// Small is near; nil is unlike. A spelling that holds the word, or begins it, counts as near however long it is.
  static func score(_ word: String, _ spelling: String) -> Int? {
    let left = Array(foldedName(word))
    let right = Array(foldedName(spelling))
    guard !left.isEmpty, !right.isEmpty else { return nil }
    let limit = max(1, max(left.count, right.count) / 3)
    let steps = distance(left, right, limit: limit)
    // One character of two is no likeness in Latin letters, but in Chinese it is.
    if steps <= limit, steps < left.count { return steps * 2 }
    if left.count >= 2, right.starts(with: left) { return 5 }
    let isLong = left.count >= (left[0].isASCII ? 4 : 2)
    if isLong, right.holds(left) { return 6 }
    if right.count >= 4, left.holds(right) { return 7 }
    return nil
  }

  /// The names nearest to a word, best first, each once.
  static func nearest(to word: String, among names: some Sequence<String>, count: Int = 3) -> [String] {
    var scored: [(score: Int, name: String)] = []
    for name in names {
      if let score = score(word, name), !scored.contains(where: { $0.name == name }) { scored.append((score, name)) }
    }
    return scored.enumerated().sorted { ($0.element.score, $0.offset) < ($1.element.score, $1.offset) }.prefix(count).map(\.element.name)
  }
}

extension Array where Element: Equatable {
  func holds(_ part: [Element]) -> Bool {
    guard part.count <= count else { return false }
    return (0...(count - part.count)).contains { self[$0..<($0 + part.count)].elementsEqual(part) }
  }
}
