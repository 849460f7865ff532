import Diagnostics

extension Printer {
  static func outline(_ statement: Statement) -> Outline {
    Outline(statement.label, statement.range, pieces(statement.kind))
  }

  private static func pieces(_ kind: Statement.Kind) -> [Outline.Piece] {
    switch kind {
    case .query(let query): [.node(outline(query))]
    case .continuation(let stages): stages.map { outline($0) }.joined(" ")
    case .expression(let expression): [.node(outline(expression))]
    case .show(let entity, let id, let clauses):
      ["show ", .text(entity.map { text(of: $0) + " " } ?? ""), .node(outline(id))] + clauses.flatMap { [.line, .node(outline($0))] }
    case .letting(let name, let query): ["let ", .text(text(of: name)), " = ", .node(outline(query))]
    case .print(let pieces): self.print(pieces)
    case .expect(let expectation):
      ["expect ", .node(outline(expectation.condition)), .text(expectation.message.map { " " + quoted($0) } ?? "")]
    case .run(let target, let arguments):
      ["run ", .node(outline(target)), arguments.isEmpty ? "" : " with "]
        + arguments.map { Outline("argument", $0.name.range, [.text(text(of: $0.name)), " = ", .node(outline($0.value))]) }.joined(", ")
    case .describe(let name): ["describe", .text(name.map { " " + described($0) } ?? "")]
    case .explain(let kind, let inner): [.text(explain(kind)), .node(outline(inner))]
    case .help(let topic): ["help", .text(topic.map { " " + $0 } ?? "")]
    case .unreadable: []
    case .entity(let declaration): pieces(declaration)
    case .field(let declaration): pieces(declaration)
    case .choice(let declaration): pieces(declaration)
    case .names(let declaration): pieces(declaration)
    case .calendar(let declaration): pieces(declaration)
    case .define(let definition): pieces(definition)
    case .param(let declaration): pieces(declaration)
    }
  }

  /// Any word may follow `describe`, reserved or not.
  private static func described(_ name: Name) -> String {
    let tokens = Lexer.tokens(of: Source(name: "", text: name.text)).tokens
    return tokens.count == 2 && tokens[0].kind == .word && !name.isQuoted ? name.text : text(of: name)
  }

  private static func explain(_ kind: ExplainKind) -> String {
    switch kind {
    case .words: "explain "
    case .plan: "explain plan "
    case .tokens: "explain tokens "
    case .tree: "explain tree "
    case .sql(let dialect): "explain sql " + (dialect.map { "for \($0) " } ?? "")
    }
  }

  private static func print(_ pieces: [Interpolation]) -> [Outline.Piece] {
    var result: [Outline.Piece] = ["print \""]
    for piece in pieces {
      switch piece {
      case .text(let text): result.append(.text(doubledBraces(escaped(text))))
      case .expression(let expression):
        // Inside the quotation marks the expression's own are escaped.
        let text = outline(expression).flat.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\\\"")
        result.append(.node(Outline("expression", expression.range, [.text("{\(text)}")])))
      }
    }
    return result + ["\""]
  }

  private static func doubledBraces(_ text: String) -> String {
    text.reduce(into: "") { $0 += $1 == "{" || $1 == "}" ? "\($1)\($1)" : "\($1)" }
  }
}

extension Statement {
  fileprivate var label: String {
    switch kind {
    case .query: "statement"
    case .continuation: "continuation"
    case .expression: "expression"
    case .show: "show"
    case .entity: "entity"
    case .field: "field"
    case .choice: "choice"
    case .names: "names"
    case .calendar: "calendar"
    case .define: "define"
    case .param: "param"
    case .letting: "let"
    case .print: "print"
    case .expect: "expect"
    case .run: "run"
    case .describe: "describe"
    case .explain: "explain"
    case .help: "help"
    case .unreadable: "unreadable"
    }
  }
}
