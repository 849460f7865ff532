import Diagnostics
import Semantics
import Syntax

/// The declarations that a user wants in every session: `init.lq` in the configuration folder, then `luodi.lq` in the current one. They hold
/// nothing but declarations, so that a session begins with no question asked and no data read.
struct InitFiles {
  /// What the declarations go over: the built-in model, or another, which may lack the entities that they are for.
  enum Base { case builtIn, another }

  let files: [ParsedScript]

  init(files: [ParsedScript]) { self.files = files }

  /// Files that are there. One that is the model itself is not read twice.
  init(environment: Environment, model: String?) {
    let paths = [environment.configFolder.map { $0 + "/init.lq" }, "luodi.lq"].compactMap { $0 }
    let other = model.flatMap(ScriptFrame.resolved)
    files = paths.compactMap { path in
      guard let file = ScriptFrame.resolved(path), file != other, let bytes = try? ScriptText.readFile(path) else { return nil }
      return Parser.parse(Source(name: path, bytes: bytes))
    }
  }

  /// Adds them to the session's model. What is wrong is said and left out; nothing stops.
  func apply(to session: Session, model base: Base) {
    for file in files {
      var tally = DiagnosticTally()
      defer { session.sayRest(of: tally) }
      _ = session.report(file.diagnostics, in: file.source, &tally)
      let others = file.script.statements.filter { !$0.isDeclaration && !$0.isUnreadable }
      let misplaced = others.map { Diagnostic(ScriptProblem.onlyDeclarations, at: $0.range) }
      _ = session.report(misplaced, in: file.source, &tally)
      let declarations = file.script.statements.filter { statement in
        guard case .define(let definition) = statement.kind else { return statement.isDeclaration }
        return base == .builtIn || session.model.entity(named: definition.entity.text) != nil
      }
      var world = World(model: session.model)
      world.forgivesUnknownValues = true
      let (model, diagnostics) = Checker(world: world).check(declarations: declarations, in: file.source)
      _ = session.report(diagnostics, in: file.source, &tally)
      session.model = model
    }
  }
}

extension Statement {
  fileprivate var isUnreadable: Bool { if case .unreadable = kind { true } else { false } }
}
