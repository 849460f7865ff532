import Diagnostics
import Schema
public import Syntax

/// Turns a model back into declarations: what `--model-out` writes after inferring one. Building the text again gives the same model.
public struct ModelWriter: Sendable {
  private let model: Model
  /// By entity, what its definitions are called
  private let definedNames: [String: Set<String>]

  public init(_ model: Model) {
    self.model = model
    definedNames = model.definitions.reduce(into: [:]) { names, definition in
      let entity = foldedName(model.catalog.entities[definition.entity].plural)
      names[entity, default: []].formUnion(([definition.name, definition.label].compactMap { $0 } + definition.aliases).map(foldedName))
    }
  }

  /// The declarations as the printer lays them out.
  public var text: String { Printer.print(script()) }

  /// Choices, then each entity with its fields and names, then the calendar and the definitions.
  public func script() -> Script {
    let catalog = model.catalog
    var kinds: [Statement.Kind] = catalog.choices.map { .choice(declaration(of: $0)) }
    for entity in catalog.entities {
      kinds.append(.entity(declaration(of: entity)))
      for field in entity.fields where !isRepeated(field, in: entity) { kinds.append(.field(declaration(of: field, entity: entity))) }
      if !entity.keyNames.isEmpty {
        kinds.append(.names(NamesDeclaration(entity: name(entity.plural), values: entity.keyNames.map(declaration))))
      }
    }
    if let calendar = catalog.calendar { kinds.append(.calendar(declaration(of: calendar))) }
    for definition in model.definitions { kinds.append(.define(declaration(of: definition))) }
    return Script(statements: kinds.map { Statement($0, range: Self.nowhere) })
  }

  private static let nowhere = SourceRange(0, 0)

  private func name(_ text: String) -> Name { Name(text, range: Self.nowhere) }

  private func aliases(_ names: [String]) -> [AliasDeclaration] { names.map { AliasDeclaration(name($0)) } }

  private func declaration(of choice: Choice) -> ChoiceDeclaration {
    ChoiceDeclaration(
      name: name(choice.name), ordered: choice.values.prefix(choice.orderedCount).map(declaration),
      unordered: choice.values.dropFirst(choice.orderedCount).map(declaration))
  }

  private func declaration(of value: NamedValue) -> ValueDeclaration {
    ValueDeclaration(
      code: name(value.code), english: value.english.map(name), label: value.label,
      aliases: value.aliases.map { AliasDeclaration(name($0.text), from: $0.from.map(literal), to: $0.to.map(literal)) })
  }

  private func literal(_ day: Day) -> Literal {
    let (year, month, day) = day.civil
    return .date(year: year, month: month, day: day)
  }

  private func declaration(of entity: Entity) -> EntityDeclaration {
    EntityDeclaration(
      plural: name(entity.plural), singular: name(entity.singular), label: entity.label, aliases: aliases(entity.aliases),
      key: name(entity.fields[entity.keyField].name), nameField: entity.nameField.map { name(entity.fields[$0].name) },
      snapshotField: entity.snapshotField.map { name(entity.fields[$0].name) },
      shown: entity.defaultColumns == entity.usualColumns
        ? [] : entity.defaultColumns.map { entity.fields[$0] }.filter { !isRepeated($0, in: entity) }.map { name($0.name) },
      documentation: entity.documentation)
  }

  /// A further column of a header that a field has already (`note_2` beside `note`), or one whose header says nothing, called by its place (`column_3`), or
  /// that is called as a definition is: no declaration would find it, and every load does without one.
  private func isRepeated(_ field: Field, in entity: Entity) -> Bool {
    guard field.isExtra else { return false }
    let defined = definedNames[foldedName(entity.plural)] ?? []
    if ([field.name] + field.aliases).contains(where: { defined.contains(foldedName($0)) }) { return true }
    // What an alias leads to is found by it.
    guard field.aliases.isEmpty else { return false }
    if foldedName(field.name) == "column" { return true }
    guard let end = field.name.lastIndex(of: "_"), Int(field.name[field.name.index(after: end)...]) != nil else { return false }
    let base = foldedName(String(field.name[..<end]))
    return base == "column" || entity.fields.contains { foldedName($0.name) == base }
  }

  private func declaration(of field: Field, entity: Entity) -> FieldDeclaration {
    FieldDeclaration(
      name: name(field.name), label: field.label, aliases: aliases(field.aliases), entity: name(entity.plural),
      type: TypeSyntax(type(of: field, entity: entity), range: Self.nowhere), documentation: field.documentation)
  }

  private func type(of field: Field, entity: Entity) -> TypeSyntax.Kind {
    switch field.type {
    case .number: return .number(unit: field.unitField.map { name(entity.fields[$0].name) })
    case .date:
      // The order is punctuation of the date itself, not a name that could need back-quotes.
      return .date(order: field.dateOrder == .yearFirst ? nil : Name(field.dateOrder.rawValue, range: Self.nowhere))
    case .link(let target):
      let linked = model.catalog.entities[target]
      var restriction: (field: Name, value: Name)?
      if let rule = field.restriction, case .choice(let choice) = linked.fields[rule.field].type {
        restriction = (name(linked.fields[rule.field].name), name(model.catalog.choices[choice].values[rule.code].code))
      }
      return .link(name(linked.plural), restriction: restriction, reverse: field.reverseName.map(name))
    default: return kind(of: field.type)
    }
  }

  private func kind(of type: DataType) -> TypeSyntax.Kind {
    switch type {
    case .text: .text
    case .flag: .flag
    case .number: .number(unit: nil)
    case .date: .date(order: nil)
    case .money(let unit): .money(unit: name(unit.name))
    case .period(let unit): .period(UnitWord(rawValue: unit.rawValue)!)
    case .duration(.days): .duration(.day)
    case .duration(.months): .duration(.month)
    case .duration(.workdays): .duration(.workday)
    case .choice(let choice): .choice(name(model.catalog.choices[choice].name))
    case .link(let target): .link(name(model.catalog.entities[target].plural), restriction: nil, reverse: nil)
    }
  }

  private func declaration(of calendar: WorkingCalendar) -> CalendarDeclaration {
    CalendarDeclaration(name: name(calendar.name), rest: runs(calendar.rest), work: runs(calendar.work))
  }

  /// Days in a row as one range.
  private func runs(_ days: Set<Day>) -> [CalendarDeclaration.Days] {
    var runs: [(first: Day, last: Day)] = []
    for day in days.sorted() {
      if let last = runs.last?.last, day == last + 1 { runs[runs.count - 1].last = day } else { runs.append((day, day)) }
    }
    return runs.map { run in
      CalendarDeclaration.Days(first: literal(run.first), last: run.first == run.last ? nil : literal(run.last), range: Self.nowhere)
    }
  }

  private func declaration(of definition: ModelDefinition) -> Definition {
    Definition(
      name: name(definition.name), parameters: definition.parameters.map(name), label: definition.label,
      aliases: aliases(definition.aliases),
      entity: name(model.catalog.entities[definition.entity].plural),
      type: definition.type.map { TypeSyntax(kind(of: $0), range: Self.nowhere) }, body: definition.body,
      documentation: definition.documentation)
  }
}
