import Diagnostics
import Schema
import Semantics
import Store
import Syntax

/// The model as it travels with a library: the catalog is the library's own, the definitions are text.
enum StoredModel {
  static let definitionsName = "definitions"
  static let inferredName = "inferred"

  /// The definitions of a model as declarations.
  static func definitions(of model: Model) -> [UInt8] {
    var script = ModelWriter(model).script()
    script.statements.removeAll { if case .define = $0.kind { false } else { true } }
    return Array(Printer.print(script).utf8)
  }

  /// The library's catalog with the definitions of a text; other declarations in it are passed over, since the data are as they are.
  static func model(over catalog: Catalog, _ source: Source) -> (model: Model, diagnostics: [Diagnostic]) {
    let parsed = Parser.parse(source)
    var script = parsed.script
    script.statements.removeAll { if case .define = $0.kind { false } else { true } }
    var builder = ModelBuilder(base: Model(catalog: catalog))
    builder.add(script, source: source)
    let (model, findings) = builder.build()
    return (model, parsed.diagnostics + findings.map(\.diagnostic))
  }
}
