public import Diagnostics

/// A text taken apart: its tokens, its tree, and all that was wrong with it. The tree is usable even when there are errors.
public struct ParsedScript: Sendable {
  public var source: Source
  public var tokens: [Token]
  public var script: Script
  public var diagnostics: [Diagnostic]

  public init(source: Source, tokens: [Token], script: Script, diagnostics: [Diagnostic]) {
    self.source = source
    self.tokens = tokens
    self.script = script
    self.diagnostics = diagnostics
  }
}

extension ParsedScript {
  /// The tokens of a range, without a walk over all others.
  func tokens(within range: SourceRange) -> ArraySlice<Token> {
    var (low, high) = (0, tokens.count)
    while low < high {
      let middle = (low + high) / 2
      if tokens[middle].range.start < range.start { low = middle + 1 } else { high = middle }
    }
    return tokens[low...].prefix { $0.range.end <= range.end && $0.kind != .end }
  }
}
