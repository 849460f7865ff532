public import Diagnostics
public import Model
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
    // Opposite yes and no.
    words.formUnion(Checking.flagWords.keys)
    segmenter = Segmenter(names: words)
  }

  /// The words of a run with 汉字 in it, or nil when it is a known word itself, or cannot be split in one way.
  public func words(of run: String, where isReadable: ([String]) -> Bool = { _ in true }) -> [String]? {
    guard run.unicodeScalars.contains(where: Pinyin.isHan), let pieces = segmenter.reading(of: run, where: isReadable) else { return nil }
    return pieces.contains { KeywordTable.keywords(of: $0).isEmpty } ? pieces : nil
  }

  /// A whole text with spaces set, when there is a run to split and the spaced text can be read without an error, or with those of other
  /// spellings only, which are replaced by ours.
  public func reading(of source: Source) -> String? {
    guard source.encodingProblem == nil else { return nil }
    let tokens = Lexer.tokens(of: source).tokens
    var splits: [(range: SourceRange, words: [String])] = []
    for token in tokens {
      guard case .word = token.kind, let words = words(of: token.text) else { continue }
      splits.append((token.range, words))
    }
    if let text = readable(source, splits) { return text }
    // A keyword may be two words (`绿色通道是否`): of one run all ways to cut it are tried, and one that can be read is taken.
    let runs = tokens.filter { if case .word = $0.kind { $0.text.unicodeScalars.contains(where: Pinyin.isHan) } else { false } }
    guard source.bytes.count <= 1000 else { return nil }
    for run in runs {
      let others = splits.filter { $0.range != run.range }
      let words = words(of: run.text) { readable(source, others + [(run.range, $0)]) != nil }
      if let words, let text = readable(source, others + [(run.range, words)]) { return text }
    }
    return nil
  }

  private func readable(_ source: Source, _ splits: [(range: SourceRange, words: [String])]) -> String? {
    guard !splits.isEmpty else { return nil }
    let text = replaced(source, splits.map { Diagnostic.Fix($0.range, $0.words.joined(separator: " ")) })
    let spaced = Source(name: source.name, text: text)
    let fixes = Parser.parse(spaced).diagnostics.map(\.fix)
    guard !fixes.isEmpty else { return text }
    guard fixes.allSatisfy({ $0 != nil }) else { return nil }
    let mended = replaced(spaced, fixes.map { $0! })
    return Parser.parse(Source(name: source.name, text: mended)).diagnostics.isEmpty ? mended : nil
  }

  private func replaced(_ source: Source, _ fixes: [Diagnostic.Fix]) -> String {
    var (text, position) = ("", 0)
    for fix in fixes.sorted(by: { $0.range.start < $1.range.start }) where fix.range.start >= position {
      text += source.text(SourceRange(position, fix.range.start)) + fix.replacement
      position = fix.range.end
    }
    return text + source.text(SourceRange(position, source.bytes.count))
  }
}
