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
