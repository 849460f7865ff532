import Diagnostics
import Model
import Schema
import Syntax

/// Collects what a half-typed word can become. Each thing comes once, under the spelling that the word begins.
struct CompletionList {
  private enum Fit: Int, Comparable {
    /// The main spelling begins with the word; another does; it sounds like it; only its first letters do.
    case main, other, pinyin, initials
    static func < (left: Fit, right: Fit) -> Bool { left.rawValue < right.rawValue }
  }

  private let typed: String
  private let kind: Expectations.Typed
  private let prefix: String
  private let sound: String?
  private var found: [(fit: Fit, candidate: CompletionCandidate)] = []
  private var inserts: Set<String> = []
  /// The typed word as it stands is one of the things: how the list shows it.
  private var whole: CompletionCandidate?

  init(typed: String, kind: Expectations.Typed) {
    self.typed = typed
    self.kind = kind
    // A back-quote or quotation mark already typed is part of what is replaced.
    let bare = kind == .quotedName || kind == .text ? String(typed.dropFirst()) : typed
    prefix = foldedName(bare)
    sound = Pinyin.key(ofTyped: bare)
  }

  var count: Int { found.count }

  /// The typed word is complete as it stands, be it one that is known or not.
  var isWhole: Bool { whole != nil }
  private(set) var isKnown = false

  /// What is a value or the key of a record goes on from digits that are typed.
  var continuesCode: Bool { found.contains { $0.candidate.kind == .value || $0.candidate.kind == .record } }

  /// Says that the typed word is complete, whatever begins with it.
  mutating func addWhole(_ kind: CompletionCandidate.Kind = .name) {
    guard whole == nil else { return }
    whole = CompletionCandidate(insert: typed, display: typed, kind: kind)
  }

  /// The word itself where it is complete, then the best fit first, each fit in the order added.
  var sorted: [CompletionCandidate] {
    let others = found.enumerated().sorted { ($0.element.fit, $0.offset) < ($1.element.fit, $1.offset) }.map(\.element.candidate)
    return (whole.map { [$0] } ?? []) + others
  }

  /// Adds a thing with its spellings, the main one first, if one of them fits. Without `insert`, the spelling that fits is what to type.
  mutating func add(_ spellings: [String], insert: String?, display: String, kind: CompletionCandidate.Kind) {
    guard let (fit, spelling) = best(of: spellings), self.kind != .quotedName || kind != .function else { return }
    let shown = display.contains(spelling) ? display : "\(spelling) = \(display)"
    if isTyped(spelling), isWhole(insert, kind) {
      isKnown = true
      whole = whole ?? CompletionCandidate(insert: typed, display: shown, kind: kind)
      return
    }
    let insert = self.insert(insert, spelling, kind)
    guard inserts.insert(insert).inserted else { return }
    found.append((fit, CompletionCandidate(insert: insert, display: shown, kind: kind)))
  }

  /// A keyword in English, or in Chinese if that is what the word begins.
  mutating func add(keyword: Keyword) {
    let spellings = KeywordTable.spellings(of: keyword)
    guard let (_, spelling) = best(of: spellings) else { return }
    let other = spellings.first { $0 != spelling && $0.first?.isASCII != spelling.first?.isASCII }
    add(spellings, insert: spelling, display: [spelling, other].compactMap { $0 }.joined(separator: " "), kind: .keyword)
  }

  /// A path, which begins with what is typed; a folder's text stays open.
  mutating func add(path: String) {
    let isFolder = path.hasSuffix("/")
    let closed = kind == .text ? quotedAsTyped(path) : quoted(path)
    let insert = isFolder ? String(closed.dropLast()) : closed
    guard inserts.insert(insert).inserted else { return }
    found.append((.main, CompletionCandidate(insert: insert, display: path, kind: .file)))
  }

  /// A text that is still open, and a back-quoted name, are closed by what takes their place.
  private func insert(_ insert: String?, _ spelling: String, _ kind: CompletionCandidate.Kind) -> String {
    switch self.kind {
    case .text: return quotedAsTyped(insert.map { unquoted($0) ?? $0 } ?? spelling)
    case .quotedName: return quotedName(spelling)
    default: return insert ?? (kind == .value ? Spelling.value(spelling) : spelledName(spelling))
    }
  }

  /// What ends a text, by what began it.
  static let closingMarks: [Character: Character] = ["\"": "\"", "'": "'", "“": "”", "‘": "’"]

  /// In the quotation marks that the typed text begins with, where it can stand in them as it is.
  private func quotedAsTyped(_ text: String) -> String {
    guard let open = typed.first, open != "\"", let close = Self.closingMarks[open], quoted(text) == "\"\(text)\"",
      !text.contains(where: { "'‘’“”".contains($0) })
    else { return quoted(text) }
    return "\(open)\(text)\(close)"
  }

  private func unquoted(_ insert: String) -> String? {
    guard insert.hasPrefix("\"") else { return nil }
    return Parser.parse(Source(name: "", text: insert)).tokens.first.flatMap { if case .text(let text) = $0.kind { text } else { nil } }
  }

  /// `project` is complete although `projects` begins with it; `round` is not, nor is a value that wants quotation marks.
  private func isWhole(_ insert: String?, _ kind: CompletionCandidate.Kind) -> Bool {
    if let insert, insert.hasPrefix("\"") || insert.hasSuffix("(") && KeywordTable.keywords(of: typed) == [] { return false }
    return kind == .keyword || self.kind == .literal || spelledName(typed) == typed || kind == .value && KeywordTable.isYes(typed)
  }

  private func isTyped(_ spelling: String) -> Bool {
    switch kind {
    case .word, .literal: foldedName(spelling) == prefix
    case .nothing, .quotedName, .text, .closed: false
    }
  }

  private func best(of spellings: [String]) -> (Fit, String)? {
    guard let main = spellings.first else { return nil }
    if prefix.isEmpty { return (.main, main) }
    if let whole = spellings.first(where: isTyped) { return (.main, whole) }
    if foldedName(main).hasPrefix(prefix) { return (.main, main) }
    if let other = spellings.dropFirst().first(where: { foldedName($0).hasPrefix(prefix) }) { return (.other, other) }
    guard let sound else { return nil }
    if let heard = spellings.first(where: { Pinyin.syllables(of: $0) != nil && Pinyin.key(of: $0)?.hasPrefix(sound) == true }) {
      return (.pinyin, heard)
    }
    if let letters = spellings.first(where: { Pinyin.initials(of: $0)?.hasPrefix(sound) == true }) { return (.initials, letters) }
    return nil
  }
}
