import Schema
import Semantics
import Store

extension Session {
  /// What a name stands for, as lines of text; values with how many rows carry them today.
  func describe(_ subject: Subject, world: World) throws {
    switch subject {
    case .model: show(modelLines(world).joined(separator: "\n"))
    case .snapshots: show(snapshotLines().joined(separator: "\n"))
    case .entity(let entity): show(entityLines(entity, world).joined(separator: "\n"))
    case .field(let entity, let field, let values):
      show(fieldLines(entity, field).joined(separator: "\n"))
      if let values { try write(engine().run(values), Destination()) }
    case .definition(let index, let matching):
      var lines = definitionLines(index)
      if let matching, let count = try rowCount(of: matching) {
        let entity = model.catalog.entities[model.definitions[index].entity]
        lines.append("  today: \(count) of \(world.values.rowCount(entity: model.definitions[index].entity, snapshot: world.askedSnapshot)) \(entity.plural)")
      }
      show(lines.joined(separator: "\n"))
    case .choice(let index): show(choiceLines(index).joined(separator: "\n"))
    }
  }

  /// The single cell of a count.
  private func rowCount(of query: CheckedQuery) throws -> Int? {
    let table = try engine().run(query)
    guard table.rowCount == 1, case .double(let counts)? = table.columns.last?.values.cells else { return nil }
    return counts.first.map { Int($0) }
  }

  private func modelLines(_ world: World) -> [String] {
    var lines = ["entities:"]
    for (index, entity) in model.catalog.entities.enumerated() {
      let rows = world.values.rowCount(entity: index, snapshot: world.askedSnapshot)
      lines.append("  \(titled(entity.plural, entity.label)): \(rows) rows, \(entity.fields.count) fields" + documentation(entity.documentation))
    }
    let definitions = model.definitions.map { titled($0.name, $0.label) }
    if !definitions.isEmpty { lines.append("definitions: " + definitions.joined(separator: ", ")) }
    if !model.catalog.choices.isEmpty { lines.append("choices: " + model.catalog.choices.map(\.name).joined(separator: ", ")) }
    lines.append("`describe NAME` tells more; `describe snapshots` lists the dates")
    return lines
  }

  private func snapshotLines() -> [String] {
    guard let data else { return [] }
    let library = data.library
    return library.snapshots.enumerated().map { index, day in
      let rows = model.catalog.entities.enumerated().compactMap { entity, declared -> String? in
        let count = library.rowCount(entity: entity, snapshot: index)
        return count > 0 ? "\(count) \(declared.plural)" : nil
      }
      return "\(day)  \(rows.joined(separator: ", "))"
    }
  }

  private func entityLines(_ index: Int, _ world: World) -> [String] {
    let entity = model.catalog.entities[index]
    var lines = [titled(entity.plural, entity.label) + documentation(entity.documentation)]
    lines.append("  \(world.values.rowCount(entity: index, snapshot: world.askedSnapshot)) records, by \(entity.fields[entity.keyField].name)")
    lines.append("  fields:")
    for field in entity.fields {
      lines.append("    \(titled(field.name, field.label)): \(typeInWords(field.type))\(field.isExtra ? ", not declared" : "")" + documentation(field.documentation))
    }
    let links = model.catalog.reverseLinks(of: index)
    if !links.isEmpty {
      lines.append("  linked: " + links.map { "\($0.name) (\(model.catalog.entities[$0.entity].plural))" }.joined(separator: ", "))
    }
    let definitions = model.definitions.filter { $0.entity == index }
    if !definitions.isEmpty { lines.append("  definitions: " + definitions.map { titled($0.name, $0.label) }.joined(separator: ", ")) }
    return lines
  }

  private func fieldLines(_ entity: Int, _ index: Int) -> [String] {
    let owner = model.catalog.entities[entity]
    let field = owner.fields[index]
    var lines = ["field \(titled(field.name, field.label)) of \(owner.plural): \(typeInWords(field.type))" + documentation(field.documentation)]
    if !field.aliases.isEmpty { lines.append("  also: " + field.aliases.joined(separator: ", ")) }
    return lines
  }

  private func definitionLines(_ index: Int) -> [String] {
    let definition = model.definitions[index]
    var lines = ["definition \(titled(definition.name, definition.label)) for \(model.catalog.entities[definition.entity].plural)"]
    if let documentation = definition.documentation { lines.append("  " + documentation) }
    lines.append("  " + definition.text)
    lines.append("  a comparison with a missing value is false")
    return lines
  }

  private func choiceLines(_ index: Int) -> [String] {
    let choice = model.catalog.choices[index]
    var lines = ["choice \(choice.name)" + (choice.orderedCount > 1 ? ", in order:" : ":")]
    for (place, value) in choice.values.enumerated() {
      let aliases = value.aliases.map(\.text)
      lines.append(
        "  \(titled(value.code, value.label))" + (aliases.isEmpty ? "" : ", also \(aliases.joined(separator: ", "))")
          + (choice.orderedCount > 0 && place >= choice.orderedCount ? " (unordered)" : ""))
    }
    return lines
  }

  private func titled(_ name: String, _ label: String?) -> String { label.map { "\(name) \($0)" } ?? name }

  private func documentation(_ text: String?) -> String { text.map { " -- \($0)" } ?? "" }

  private func typeInWords(_ type: DataType) -> String {
    switch type {
    case .text: "text"
    case .choice(let choice): model.catalog.choices.indices.contains(choice) ? "choice \(model.catalog.choices[choice].name)" : "choice"
    case .date: "date"
    case .period(let unit): unit.rawValue
    case .money(let unit): "money in \(unit.name)"
    case .number: "number"
    case .flag: "flag"
    case .duration(let kind): kind.rawValue
    case .link(let target): "link to \(model.catalog.entities[target].plural)"
    }
  }
}
