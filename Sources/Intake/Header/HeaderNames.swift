import Schema

/// The spellings by which an entity's fields stand in headers.
struct HeaderNames {
  private var fields: [String: Int] = [:]
  let entity: Entity

  init(_ entity: Entity) {
    self.entity = entity
    // Names win over labels, labels over aliases, where two fields share a spelling.
    for spellings: (Field) -> [String] in [{ [$0.name] }, { $0.label.map { [$0] } ?? [] }, { $0.aliases }] {
      for (index, field) in entity.fields.enumerated() where !field.isExtra {
        for spelling in spellings(field) {
          let folded = Self.folded(spelling)
          if fields[folded] == nil { fields[folded] = index }
        }
      }
    }
  }

  /// A header as it is compared: without case, width, blanks, line ends and the marks of forms (`*`, `：`).
  static func folded(_ header: String) -> String {
    // The bytes that what is left out has, or begins with, are rare.
    let isPlain = header.utf8.allSatisfy { !(0x0A...0x0D).contains($0) && ![0x2A, 0xC2, 0xE2, 0xEF].contains($0) }
    return foldedName(isPlain ? header : String(String.UnicodeScalarView(header.unicodeScalars.filter(isSaid)))).trimmingScalars(":\"“”.")
  }

  private static func isSaid(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "\u{A}"..."\u{D}", "\u{85}", "\u{2028}", "\u{2029}", "*", "＊": false
    default: true
    }
  }

  func field(_ header: String) -> Int? { fields[Self.folded(header)] }

  /// What a header says.
  enum Match: Equatable {
    case field(Int, unit: MoneyWords?, inPercent: Bool)
    /// The field, but in a currency that is not the field's
    case foreignCurrency(Int)
    case none
  }

  /// The whole header first, then without a unit at its end: `总投资（亿元）`, `investment (万元)`, `total:万元`.
  func match(_ header: String) -> Match {
    if let index = field(header) { return .field(index, unit: nil, inPercent: false) }
    for split in HeaderNames.splits(header) {
      let (suffix, isBracketed) = (split.suffix, split.isBracketed)
      let money = MoneyWords(suffix)
      let isPercent = ["%", "％", "百分比", "percent"].contains(suffix.lowercased())
      // What is no unit needs no look at the name before it, which is long where the header is.
      guard isBracketed || isPercent || money != nil, let index = field(split.name) else { continue }
      switch entity.fields[index].type {
      case .money(let unit):
        guard let words = money, words.namesUnit || words.currency != nil else { continue }
        guard MoneyWords.agree(MoneyWords(unit.name)?.currency, words.currency) else { return .foreignCurrency(index) }
        return .field(index, unit: words, inPercent: false)
      case .number where isPercent: return .field(index, unit: nil, inPercent: true)
      case .number where isBracketed: return .field(index, unit: nil, inPercent: false)
      case .date, .period:
        if isBracketed, suffix.unicodeScalars.allSatisfy({ "年月日YyMmDd-/.时间格式如 0123456789".unicodeScalars.contains($0) }) {
          return .field(index, unit: nil, inPercent: false)
        }
      default: break
      }
      if isBracketed, Self.formWords.contains(foldedName(suffix)) { return .field(index, unit: nil, inPercent: false) }
    }
    return .none
  }

  /// Words in brackets that tell how to fill in the form and nothing about the column.
  private static let formWords: Set<String> = ["必填", "选填", "可选", "盖章", "required", "optional", "是/否", "yes/no", "下拉选择"]

  /// No unit has more characters.
  private static let unitLength = 60

  /// A header cut in two.
  struct Split {
    fileprivate let scalars: [Unicode.Scalar]
    fileprivate let nameEnd: Int
    fileprivate let suffixRange: Range<Int>
    let isBracketed: Bool

    var name: String { text(scalars[..<nameEnd]) }
    var suffix: String { text(scalars[suffixRange]) }

    private func text(_ slice: ArraySlice<Unicode.Scalar>) -> String {
      func isBlank(_ scalar: Unicode.Scalar) -> Bool { scalar == " " || scalar == "\u{3000}" }
      guard let first = slice.firstIndex(where: { !isBlank($0) }), let last = slice.lastIndex(where: { !isBlank($0) }) else { return "" }
      return String(String.UnicodeScalarView(slice[first...last]))
    }
  }

  /// The ways to cut a unit off a header.
  static func splits(_ header: String) -> [Split] {
    let scalars = Array(header.unicodeScalars).filter { $0.value != 0x0A && $0.value != 0x0D }
    var splits: [Split] = []
    let brackets: [Unicode.Scalar: Unicode.Scalar] = [")": "(", "）": "（", "]": "[", "】": "【", "〕": "〔", "］": "［"]
    if let last = scalars.lastIndex(where: { $0 != " " }), let opening = brackets[scalars[last]] {
      let openings: [Unicode.Scalar] = [opening, opening == "(" ? "（" : opening, opening == "（" ? "(" : opening]
      if let start = scalars[..<last].lastIndex(where: { openings.contains($0) }), start > 0 {
        splits.append(Split(scalars: scalars, nameEnd: start, suffixRange: (start + 1)..<last, isBracketed: true))
      }
    }
    // A unit is short: in a long header only its last words can be one.
    for index in max(1, scalars.count - unitLength)..<max(1, scalars.count) where ":：/,，_- 、".unicodeScalars.contains(scalars[index]) {
      splits.append(Split(scalars: scalars, nameEnd: index, suffixRange: (index + 1)..<scalars.count, isBracketed: false))
    }
    return splits
  }
}

extension String {
  func trimmingScalars(_ edges: String) -> String {
    let scalars = unicodeScalars
    let isEdge: (Unicode.Scalar) -> Bool = { edges.unicodeScalars.contains($0) }
    if let first = scalars.first, let last = scalars.last, !isEdge(first), !isEdge(last) { return self }
    guard let first = scalars.firstIndex(where: { !isEdge($0) }), let last = scalars.lastIndex(where: { !isEdge($0) }) else { return "" }
    return String(scalars[first...last])
  }
}
