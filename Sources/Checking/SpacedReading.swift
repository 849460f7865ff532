public import Model
public import Diagnostics
import Schema
import Syntax

/// Finds where the spaces belong in Chinese that was written without them: `列出逾期项目` is `列出 逾期 项目`.
///
/// The ``Segmenter`` splits a run into keywords, literals and the words given here - names of the model, names of values; at least
/// one part must be no keyword. A known word is never split.
public struct SpacedReading: Sendable {
  private let segmenter: Segmenter

  public init(model: Model) {
    var words: Set<String> = []
    for (spelling, _) in model.entityNames { words.insert(spelling) }
    for entity in model.catalog.entities.indices {
      for (spelling, _) in model.scope(entity).names { words.insert(spelling) }
      for value in model.catalog.entities[entity].keyNames { words.formUnion(value.allSpellings) }
    }
    for choice in model.catalog.choices {
      for value in choice.values { words.formUnion(value.allSpellings) }
    }
    segmenter = Segmenter(names: words)
  }

  /// The words of a run with 汉字 in it, or nil when it is a known word itself, or cannot be split in one way.
  public func words(of run: String) -> [String]? {
    guard run.unicodeScalars.contains(where: Pinyin.isHan), let pieces = segmenter.reading(of: run) else { return nil }
    return pieces.contains { KeywordTable.keywords(of: $0).isEmpty } ? pieces : nil
  }

  /// A whole text with spaces set, when there is a run to split and the spaced text can be read without an error.
  public func reading(of source: Source) -> String? {
    guard source.encodingProblem == nil else { return nil }
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
}
