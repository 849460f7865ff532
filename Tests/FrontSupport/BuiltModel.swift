public import Diagnostics
import Landing
public import Model
import Syntax

/// Builds a model from texts; what is wrong comes as "range text: message".
public func built(_ texts: String..., base: Model? = nil) -> (model: Model, problems: [String]) {
  var builder = ModelBuilder(base: base)
  var problems: [String] = []
  for (index, text) in texts.enumerated() {
    let parsed = Parser.parse(Source(name: "text \(index)", text: text))
    for diagnostic in parsed.diagnostics { problems.append("syntax: \(diagnostic.problem.message)") }
    builder.add(parsed.script, source: parsed.source)
  }
  let (model, findings) = builder.build()
  for finding in findings { problems.append("\(finding.source.text(finding.diagnostic.range)): \(finding.diagnostic.problem.message)") }
  return (model, problems)
}

/// The model that the program brings along.
public enum BuiltInModel {
  public static let source = Source(name: "landing.lq", bytes: Landing.model)

  public static let built: (model: Model, findings: [ModelBuilder.Finding]) = {
    var builder = ModelBuilder()
    builder.add(Parser.parse(source).script, source: source)
    return builder.build()
  }()
}
