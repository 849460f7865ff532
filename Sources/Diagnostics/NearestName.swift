/// Which of the known names a mistyped one might have been. Case, width, `_`, `-` and inner spaces do not count.
///
/// Damerau–Levenshtein distance with adjacent swaps (optimal string alignment), over characters, so that one wrong 汉字 is one
/// step. How many steps are still near depends on the length: one for up to 4 characters, two for up to 8, a third beyond. A name
/// that the word begins is near too, behind those.
public enum NearestName {
  /// Bytes of a word; a longer one is no mistyped name.
  private static let longest = 400

  /// The near names, nearest first, ties in the order given; at most `limit`, each once. Case and width of the names stay as given.
  public static func nearest(to word: String, among names: some Sequence<String>, limit: Int = 3) -> [String] {
    guard word.utf8.count <= longest else { return [] }
    let wanted = folded(word)
    guard !wanted.isEmpty, limit > 0 else { return [] }
    var found: [(score: Int, order: Int, name: String)] = []
    var seen: Set<String> = []
    for (order, name) in names.enumerated() {
      guard seen.insert(name).inserted, let score = score(wanted, folded(name)) else { continue }
      found.append((score, order, name))
    }
    return found.sorted { ($0.score, $0.order) < ($1.score, $1.order) }.prefix(limit).map(\.name)
  }

  /// Steps from one to the other; nil beyond `limit`. Time is the product of the lengths, which the limit cuts short.
  public static func distance(_ left: [Character], _ right: [Character], limit: Int) -> Int? {
    guard abs(left.count - right.count) <= limit else { return nil }
    var beforeLast = [Int](repeating: 0, count: right.count + 1)
    var last = Array(0...right.count)
    var row = last
    for i in left.indices {
      row[0] = i + 1
      for j in right.indices {
        row[j + 1] = min(last[j + 1] + 1, row[j] + 1, last[j] + (left[i] == right[j] ? 0 : 1))
        if i > 0, j > 0, left[i] == right[j - 1], left[i - 1] == right[j] { row[j + 1] = min(row[j + 1], beforeLast[j - 1] + 1) }
      }
      if row.allSatisfy({ $0 > limit }) { return nil }
      (beforeLast, last, row) = (last, row, beforeLast)
    }
    return last[right.count] <= limit ? last[right.count] : nil
  }

  private static func score(_ wanted: [Character], _ name: [Character]) -> Int? {
    guard !name.isEmpty else { return nil }
    let longer = max(wanted.count, name.count)
    let limit = longer <= 4 ? 1 : longer <= 8 ? 2 : longer / 3
    // Of a word of one or two characters nothing may be left unchanged; then it is no likeness.
    if let steps = distance(wanted, name, limit: limit), steps < min(wanted.count, name.count) || steps == 0 { return steps }
    return wanted.count >= (wanted[0].isASCII ? 3 : 2) && name.starts(with: wanted) ? 100 + name.count : nil
  }

  private static func folded(_ name: String) -> [Character] {
    var text = ""
    for scalar in name.unicodeScalars {
      var value = scalar.value
      if 0xFF01...0xFF5E ~= value { value -= 0xFEE0 }
      switch value {
      case 0x20, 0x3000, 0xA0, 0x5F, 0x2D: continue
      case 0x2018, 0x2019: text += "'"
      default: text += (Unicode.Scalar(value) ?? scalar).properties.lowercaseMapping
      }
    }
    return Array(text)
  }
}
