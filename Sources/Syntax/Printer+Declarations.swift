import Diagnostics

extension Printer {
  static func pieces(_ entity: EntityDeclaration) -> [Outline.Piece] {
    var text = "entity " + self.text(of: entity.plural)
    if entity.singular.text != entity.plural.text || entity.singular.isQuoted != entity.plural.isQuoted {
      text += " " + self.text(of: entity.singular)
    }
    text += label(entity.label) + aliases(entity.aliases)
    text += " key " + self.text(of: entity.key)
    if let name = entity.nameField { text += " name " + self.text(of: name) }
    if let name = entity.snapshotField { text += " snapshot " + self.text(of: name) }
    if !entity.shown.isEmpty { text += " show " + entity.shown.map { self.text(of: $0) }.joined(separator: ", ") }
    return [.text(text + documentation(entity.documentation))]
  }

  static func pieces(_ field: FieldDeclaration) -> [Outline.Piece] {
    [
      .text("field \(text(of: field.name))\(label(field.label))\(aliases(field.aliases)) for \(text(of: field.entity)): "),
      .node(outline(field.type)), .text(documentation(field.documentation)),
    ]
  }

  static func outline(_ type: TypeSyntax) -> Outline {
    Outline("type", type.range, [.text(words(type.kind))])
  }

  private static func words(_ kind: TypeSyntax.Kind) -> String {
    switch kind {
    case .text: return "text"
    case .flag: return "flag"
    case .number(let unit): return "number" + (unit.map { " in " + code($0) } ?? "")
    case .money(let unit): return "money" + (unit.map { " in " + code($0) } ?? "")
    case .date(let order): return "date" + (order.map { " as " + $0.text } ?? "")
    case .period(let unit): return unit.rawValue
    case .duration(let unit): return unit.plural
    case .choice(let name): return "choice " + text(of: name)
    case .link(let entity, let restriction, let reverse):
      var words = text(of: entity)
      if let restriction { words += " where \(text(of: restriction.field)) = \(code(restriction.value))" }
      if let reverse { words += " reverse \(text(of: reverse))" }
      return words
    }
  }

  static func pieces(_ choice: ChoiceDeclaration) -> [Outline.Piece] {
    var pieces: [Outline.Piece] = [.text("choice " + text(of: choice.name))]
    if choice.ordered.isEmpty { return pieces + [":"] + values(choice.unordered) }
    pieces += [" ordered:"] + values(choice.ordered)
    if !choice.unordered.isEmpty { pieces += [";", .line, "unordered"] + values(choice.unordered, first: " ") }
    return pieces
  }

  static func pieces(_ names: NamesDeclaration) -> [Outline.Piece] {
    [.text("names \(text(of: names.entity)):")] + values(names.values)
  }

  private static func values(_ values: [ValueDeclaration], first: Outline.Piece = .line) -> [Outline.Piece] {
    var pieces: [Outline.Piece] = []
    for (index, value) in values.enumerated() {
      let english = value.english.map { " " + text(of: $0) } ?? ""
      let words = code(value.code) + english + label(value.label) + aliases(value.aliases)
      pieces += [
        index == 0 ? first : .line, .node(Outline("value", value.code.range, [.text(words)])), index < values.count - 1 ? "," : "",
      ]
    }
    return pieces
  }

  static func pieces(_ calendar: CalendarDeclaration) -> [Outline.Piece] {
    var pieces: [Outline.Piece] = [.text("calendar \(text(of: calendar.name)):")]
    if !calendar.rest.isEmpty { pieces += [.line, "rest"] + days(calendar.rest) }
    if !calendar.work.isEmpty { pieces += [calendar.rest.isEmpty ? "" : ";", .line, "work"] + days(calendar.work) }
    return pieces
  }

  private static func days(_ days: [CalendarDeclaration.Days]) -> [Outline.Piece] {
    var pieces: [Outline.Piece] = []
    for (index, day) in days.enumerated() {
      let words = text(of: day.first) + (day.last.map { " to " + text(of: $0) } ?? "")
      pieces += [.fill, .node(Outline("days", day.range, [.text(words + (index < days.count - 1 ? "," : ""))]))]
    }
    return pieces
  }

  static func pieces(_ definition: Definition) -> [Outline.Piece] {
    var head = "define " + text(of: definition.name)
    if !definition.parameters.isEmpty { head += "(" + definition.parameters.map { text(of: $0) }.joined(separator: ", ") + ")" }
    head += label(definition.label) + aliases(definition.aliases) + " for " + text(of: definition.entity)
    var pieces: [Outline.Piece] = [.text(head)]
    if let type = definition.type { pieces += [": ", .node(outline(type))] }
    return pieces + [" as", .fill, .node(outline(definition.body)), .text(documentation(definition.documentation))]
  }

  static func pieces(_ param: ParamDeclaration) -> [Outline.Piece] {
    var pieces: [Outline.Piece] = [.text("param \(text(of: param.name)): "), .node(outline(param.type))]
    if let value = param.defaultValue { pieces += [" = ", .node(outline(value))] }
    return pieces + [.text(label(param.prompt))]
  }

  // MARK: Parts

  private static func label(_ text: String?) -> String { text.map { " " + quoted($0) } ?? "" }

  private static func documentation(_ text: String?) -> String { text.map { " -- " + $0 } ?? "" }

  private static func aliases(_ aliases: [AliasDeclaration]) -> String {
    guard !aliases.isEmpty else { return "" }
    let words = aliases.map { alias in
      code(alias.name) + (alias.from.map { " from " + text(of: $0) } ?? "") + (alias.to.map { " to " + text(of: $0) } ?? "")
    }
    if aliases.count == 1 { return " alias " + words[0] }
    return " alias (" + words.joined(separator: ", ") + ")"
  }
}
