import Diagnostics
import Landing
import Model
import Syntax

/// The built-in model, parsed and bound once for all tests.
enum BuiltIn {
  static let source = Source(name: "landing.lq", bytes: Landing.model)
  static let parsed = Parser.parse(source)

  static let built: (model: Model, findings: [ModelBuilder.Finding]) = {
    var builder = ModelBuilder()
    builder.add(parsed.script, source: source)
    return builder.build()
  }()

  static var model: Model { built.model }

  /// `line 12: message`, so that a failing test says where.
  static func lines(_ diagnostics: [Diagnostic]) -> [String] {
    diagnostics.map { "line \(source.line(at: $0.range.start).number): \($0.problem.message)" }
  }
}
