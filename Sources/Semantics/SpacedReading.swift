public import Diagnostics
import Schema
import Syntax

/// Finds where the spaces belong in Chinese that was written without them: `列出逾期项目` is `列出 逾期 项目`.
///
/// A run is split only into known words - keywords, names of the model, names of values - of which at least one is no keyword, and only
/// when one way of splitting needs the fewest words. A known word is never split.
public struct SpacedReading: Sendable {
  private let words: Set<String>
  private let longest: Int

  public init(model: Model) {
    var words: Set<String> = []
    func add(_ spelling: String?) {
      guard let spelling, spelling.unicodeScalars.allSatisfy(Pinyin.isHan) else { return }
      words.insert(spelling)
    }
    for (spelling, _) in model.entityNames { add(spelling) }
    for entity in model.catalog.entities.indices {
      for (spelling, _) in Scope(model: model, entity: entity).names { add(spelling) }
      for value in model.catalog.entities[entity].keyNames { value.allSpellings.forEach(add) }
    }
    for choice in model.catalog.choices {
      for value in choice.values { value.allSpellings.forEach(add) }
    }
    self.words = words
    let keywords = KeywordTable.entries.flatMap(\.spellings)
    longest = max(words.map(\.count).max() ?? 0, keywords.map(\.count).max() ?? 0)
  }

  /// The words of a run, or nil when it is a known word itself, or cannot be split in one way.
  public func words(of run: String) -> [String]? {
    let run = Array(run)
    guard run.count > 1, run.allSatisfy({ $0.unicodeScalars.allSatisfy(Pinyin.isHan) }), !isKnown(String(run)) else { return nil }
    // For each end: the fewest words that lead there, in how many ways, and where the last begins.
    var fewest = [Int?](repeating: nil, count: run.count + 1)
    var ways = [Int](repeating: 0, count: run.count + 1)
    var start = [Int](repeating: 0, count: run.count + 1)
    fewest[0] = 0
    ways[0] = 1
    for end in 1...run.count {
      for begin in max(0, end - longest)..<end {
        guard let before = fewest[begin], isKnown(String(run[begin..<end])) else { continue }
        if before + 1 < fewest[end] ?? .max {
          fewest[end] = before + 1
          ways[end] = ways[begin]
          start[end] = begin
        } else if before + 1 == fewest[end] {
          ways[end] += ways[begin]
        }
      }
    }
    guard fewest[run.count] != nil, ways[run.count] == 1 else { return nil }
    var pieces: [String] = []
    var end = run.count
    while end > 0 {
      pieces.insert(String(run[start[end]..<end]), at: 0)
      end = start[end]
    }
    return pieces.contains(where: words.contains) ? pieces : nil
  }

  /// A whole text with spaces set, when there is a run to split and the spaced text can be read without an error.
  public func reading(of source: Source) -> String? {
    var pieces: [String] = []
    var position = 0
    for token in Lexer.tokens(of: source).tokens {
      guard case .word = token.kind, let words = words(of: token.text) else { continue }
      pieces.append(source.text(SourceRange(position, token.range.start)) + words.joined(separator: " "))
      position = token.range.end
    }
    guard !pieces.isEmpty else { return nil }
    let text = pieces.joined() + source.text(SourceRange(position, source.bytes.count))
    return Parser.parse(Source(name: source.name, text: text)).diagnostics.isEmpty ? text : nil
  }

  private func isKnown(_ word: String) -> Bool { words.contains(word) || !KeywordTable.keywords(of: word).isEmpty }
}

extension NamedValue {
  fileprivate var allSpellings: [String] { [code] + [english, label].compactMap { $0 } + aliases.map(\.text) }
}
