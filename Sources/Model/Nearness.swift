import Diagnostics
import Schema

/// How near two folded spellings are; what hints and lists of nearest values are ranked by.
public enum Nearness {
  /// Longer words are no mistyped names: comparing them would cost the product of the lengths, and nobody reads so far.
  static let longest = 400

  /// Small is near; nil is unlike. A spelling that holds the word, or begins it, counts as near however long it is.
  static func score(_ word: String, _ spelling: String) -> Int? {
    guard word.utf8.count <= longest else { return nil }
    let left = Array(foldedName(word))
    let right = Array(foldedName(spelling))
    guard !left.isEmpty, !right.isEmpty else { return nil }
    let limit = max(1, max(left.count, right.count) / 3)
    // A word of which nothing is left is not alike.
    if let steps = NearestName.distance(left, right, limit: limit), steps < left.count { return steps * 2 }
    if left.count >= 2, right.starts(with: left) { return 5 }
    let isLong = left.count >= (left[0].isASCII ? 4 : 2)
    if isLong, right.holds(left) { return 6 }
    if right.count >= 4, left.holds(right) { return 7 }
    return nil
  }

  /// The names nearest to a word, best first, each once.
  public static func nearest(to word: String, among names: some Sequence<String>, count: Int = 3) -> [String] {
    guard word.utf8.count <= longest else { return [] }
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
