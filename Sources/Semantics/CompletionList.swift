import Schema
import Syntax

/// Collects what a half-typed word can become. Each thing comes once, under the spelling that the word begins.
struct CompletionList {
  private enum Fit: Int, Comparable {
    /// The main spelling begins with the word; another does; it sounds like it; only its first letters do.
    case main, other, pinyin, initials
    static func < (left: Fit, right: Fit) -> Bool { left.rawValue < right.rawValue }
  }

  private let prefix: String
  private let sound: String?
  private var found: [(fit: Fit, candidate: CompletionCandidate)] = []
  private var inserts: Set<String> = []

  init(prefix: String) {
    // A back-quote or quotation mark already typed is part of what is replaced.
    let bare = prefix.drop { $0 == "`" || $0 == "\"" || $0 == "“" }
    self.prefix = foldedName(String(bare))
    sound = Pinyin.key(ofTyped: String(bare))
  }

  var count: Int { found.count }

  /// Best fit first, each fit in the order added.
  var sorted: [CompletionCandidate] {
    found.enumerated().sorted { ($0.element.fit, $0.offset) < ($1.element.fit, $1.offset) }.map(\.element.candidate)
  }

  /// Adds a thing with its spellings, the main one first, if one of them fits. Without `insert`, the spelling that fits is what to type.
  mutating func add(_ spellings: [String], insert: String?, display: String, kind: CompletionCandidate.Kind) {
    guard let (fit, spelling) = best(of: spellings) else { return }
    let insert = insert ?? (kind == .value ? Spelling.value(spelling) : spelledName(spelling))
    guard inserts.insert(insert).inserted else { return }
    let shown = display.contains(spelling) ? display : "\(spelling) = \(display)"
    found.append((fit, CompletionCandidate(insert: insert, display: shown, kind: kind)))
  }

  /// A keyword in English, or in Chinese if that is what the word begins.
  mutating func add(keyword: Keyword) {
    let spellings = KeywordTable.spellings(of: keyword)
    guard let (fit, spelling) = best(of: spellings), inserts.insert(spelling).inserted else { return }
    let other = spellings.first { $0 != spelling && $0.first?.isASCII != spelling.first?.isASCII }
    found.append(
      (fit, CompletionCandidate(insert: spelling, display: [spelling, other].compactMap { $0 }.joined(separator: " "), kind: .keyword)))
  }

  private func best(of spellings: [String]) -> (Fit, String)? {
    guard let main = spellings.first else { return nil }
    if prefix.isEmpty || foldedName(main).hasPrefix(prefix) { return (.main, main) }
    if let other = spellings.dropFirst().first(where: { foldedName($0).hasPrefix(prefix) }) { return (.other, other) }
    guard let sound else { return nil }
    if let heard = spellings.first(where: { Pinyin.syllables(of: $0) != nil && Pinyin.key(of: $0)?.hasPrefix(sound) == true }) {
      return (.pinyin, heard)
    }
    if let letters = spellings.first(where: { Pinyin.initials(of: $0)?.hasPrefix(sound) == true }) { return (.initials, letters) }
    return nil
  }
}
