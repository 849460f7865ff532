import Checking
import Diagnostics
import Model
import Schema
import Store
import Syntax

/// The model as it travels with a library: the catalog is the library's own, the definitions are text.
enum StoredModel {
  static let definitionsName = "definitions"
  static let inferredName = "inferred"
  static let spellingsName = "definition names"

  /// The definitions of a model as declarations.
  static func definitions(of model: Model) -> [UInt8] {
    var script = ModelWriter(model).script()
    script.statements.removeAll { if case .define = $0.kind { false } else { true } }
    return Array(Printer.print(script).utf8)
  }

  /// Every spelling of every definition, folded, one a line: what tells that a text needs none of them, without taking them apart.
  static func spellings(of model: Model) -> [UInt8] {
    let all = model.definitions.flatMap { [$0.name, $0.label].compactMap { $0 } + $0.aliases }
    return Array(Set(all.map(foldedName)).sorted().joined(separator: "\n").utf8)
  }

  /// Whether any of the spellings stands anywhere in the text. Says yes too often rather than too seldom: a part of another word counts too.
  static func isMentioned(_ spellings: [UInt8], in text: String) -> Bool {
    // Looking through a long text takes longer than taking the definitions apart.
    guard text.utf8.count <= 1 << 14 else { return true }
    let folded = Array(foldedName(text).utf8)
    return spellings.split(separator: 0x0A).contains { spelling in
      guard spelling.count <= folded.count else { return false }
      return (0...(folded.count - spelling.count)).contains { start in
        folded[start] == spelling.first && folded[start..<(start + spelling.count)].elementsEqual(spelling)
      }
    }
  }

  /// Statements that declare nothing: a model is no place for them.
  static func misplaced(in script: Script) -> [Diagnostic] {
    script.statements.filter { statement in
      if case .unreadable = statement.kind { return false }
      return !statement.isDeclaration
    }.map { Diagnostic(ScriptProblem.onlyDeclarations(inModel: true), at: $0.range) }
  }

  /// The library's own model: its catalog, and its definitions over it.
  static func model(of library: Library) -> (model: Model, findings: [ModelBuilder.Finding]) {
    let source = source(of: library)
    let parsed = Parser.parse(source)
    let (model, findings) = ModelOverlay.model(of: parsed.script, source: source, over: library.catalog)
    let misread = parsed.diagnostics + misplaced(in: parsed.script)
    return (model, misread.map { ModelBuilder.Finding(source: source, diagnostic: $0) } + findings)
  }

  /// The library's model under the declarations of a text, which say how the data are called and what more is built on them. The definitions of the
  /// text are read to the end, so that a mistake in one that nobody uses yet is told too.
  static func model(of library: Library, under source: Source) -> (model: Model, findings: [ModelBuilder.Finding]) {
    let (parsed, own) = (Parser.parse(source), StoredModel.source(of: library))
    var (model, findings) = ModelOverlay.model(
      of: parsed.script, source: source, over: library.catalog, holding: (Parser.parse(own).script, own))
    findings += (parsed.diagnostics + misplaced(in: parsed.script)).map { ModelBuilder.Finding(source: source, diagnostic: $0) }
    guard !findings.contains(where: { $0.diagnostic.severity == .error }) else { return (model, findings) }
    return (model, findings + Checker(world: .withoutData(model)).checkDefinitions().filter { $0.source.name == source.name })
  }

  private static func source(of library: Library) -> Source {
    Source(name: definitionsName, bytes: library.attachment(definitionsName) ?? [])
  }
}
