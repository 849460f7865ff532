public import Diagnostics
public import Schema
public import Syntax

/// A model file read over data that are as they are: labels, aliases, documentation, definitions and calendars take effect; what the data would have
/// had to be read by (another field, another type) cannot any more and is an error, never passed over.
public struct ModelOverlay {
  private var catalog: Catalog
  private let source: Source
  private var findings: [ModelBuilder.Finding] = []
  /// What the builder adds: definitions, calendars, choices that the data do not have.
  private var added: [Statement] = []

  private init(_ catalog: Catalog, _ source: Source) {
    self.catalog = catalog
    self.source = source
  }

  /// `held` are the definitions that the data bring along; one that the text defines anew gives way.
  public static func model(
    of script: Script, source: Source, over catalog: Catalog, holding held: (script: Script, source: Source)? = nil
  ) -> (model: Model, findings: [ModelBuilder.Finding]) {
    var overlay = ModelOverlay(catalog, source)
    for statement in script.statements { overlay.lay(statement) }
    let words = Model(catalog: overlay.catalog)
    var builder = ModelBuilder(base: words)
    if let held {
      let anew = Set(script.statements.compactMap { name(definedBy: $0, in: words) })
      let kept = held.script.statements.filter { name(definedBy: $0, in: words).map { !anew.contains($0) } ?? false }
      builder.add(Script(statements: kept), source: held.source)
    }
    builder.add(Script(statements: overlay.added), source: source)
    let (model, findings) = builder.build()
    return (model, overlay.findings + findings)
  }

  private struct DefinedName: Hashable {
    var entity: Int?
    var name: String
  }

  private static func name(definedBy statement: Statement, in model: Model) -> DefinedName? {
    guard case .define(let definition) = statement.kind else { return nil }
    return DefinedName(entity: model.entity(named: definition.entity.text), name: foldedName(definition.name.text))
  }

  private mutating func lay(_ statement: Statement) {
    switch statement.kind {
    case .entity(let declaration): lay(declaration)
    case .field(let declaration): lay(declaration)
    case .names(let declaration): lay(declaration)
    case .choice(let declaration):
      if let choice = index(ofChoice: declaration.name) { lay(declaration, on: choice) } else { added.append(statement) }
    case .define, .calendar: added.append(statement)
    default: return
    }
  }

  private mutating func report(_ problem: DeclarationProblem, at range: SourceRange) {
    findings.append(ModelBuilder.Finding(source: source, diagnostic: Diagnostic(problem, at: range)))
  }

  // MARK: Finding

  private func index(ofChoice name: Name) -> Int? { Model(catalog: catalog).choice(named: name.text) }

  /// The entity of the data that a declaration is for; reported if there is none.
  private mutating func entity(_ name: Name) -> Int? {
    if let entity = Model(catalog: catalog).entity(named: name.text) { return entity }
    report(.notInData(.entity, name.text, within: nil), at: name.range)
    return nil
  }

  private mutating func field(_ name: Name, of entity: Int) -> Int? {
    let folded = foldedName(name.text)
    let fields = catalog.entities[entity].fields
    // The name first: a label may be another's name.
    if let field = fields.firstIndex(where: { foldedName($0.name) == folded }) { return field }
    if let field = fields.firstIndex(where: { ([$0.label].compactMap { $0 } + $0.aliases).contains { foldedName($0) == folded } }) {
      return field
    }
    report(.notInData(.field, name.text, within: catalog.entities[entity].plural), at: name.range)
    return nil
  }

  // MARK: Laying over

  private mutating func lay(_ declaration: EntityDeclaration) {
    guard let entity = entity(declaration.plural) else { return }
    if let key = field(declaration.key, of: entity), key != catalog.entities[entity].keyField {
      let found = catalog.entities[entity].fields[catalog.entities[entity].keyField].name
      report(.otherInData(.field, declaration.key.text, Bilingual("the key is `\(found)`", "主键是 `\(found)`")), at: declaration.key.range)
    }
    if declaration.singular.text != declaration.plural.text { catalog.entities[entity].singular = declaration.singular.text }
    catalog.entities[entity].label = declaration.label ?? catalog.entities[entity].label
    if !declaration.aliases.isEmpty { catalog.entities[entity].aliases = declaration.aliases.map(\.name.text) }
    catalog.entities[entity].documentation = declaration.documentation ?? catalog.entities[entity].documentation
    if let name = declaration.nameField, let field = field(name, of: entity) { catalog.entities[entity].nameField = field }
    let shown = declaration.shown.compactMap { field($0, of: entity) }
    if !shown.isEmpty { catalog.entities[entity].defaultColumns = shown }
  }

  private mutating func lay(_ declaration: FieldDeclaration) {
    guard let entity = entity(declaration.entity), let index = field(declaration.name, of: entity) else { return }
    var field = catalog.entities[entity].fields[index]
    let (type, problems) = ModelBuilder.type(declaration.type, in: Model(catalog: catalog), source: source)
    findings += problems.map { ModelBuilder.Finding(source: source, diagnostic: $0) }
    switch (type, field.type) {
    case (nil, _): break
    // An amount is the same in any unit; the unit is how it is shown.
    case (.money(let unit)?, .money): field.type = .money(unit)
    case (let type?, let held):
      if type != held { report(.otherInData(.field, field.name, catalog.words(for: held)), at: declaration.type.range) }
    }
    field.label = declaration.label ?? field.label
    if !declaration.aliases.isEmpty { field.aliases = declaration.aliases.map(\.name.text) }
    field.documentation = declaration.documentation ?? field.documentation
    catalog.entities[entity].fields[index] = field
    let taken = catalog.entities[entity].fields.enumerated().filter { $0.offset != index }
    for name in [field.label].compactMap({ $0 }) + field.aliases {
      let folded = foldedName(name)
      guard
        let other = taken.first(where: {
          ([$0.element.name, $0.element.label].compactMap { $0 } + $0.element.aliases).map(foldedName).contains(folded)
        })
      else { continue }
      report(.duplicate(name, other: .theField(other.element.name)), at: declaration.name.range)
    }
  }

  private mutating func lay(_ declaration: ChoiceDeclaration, on index: Int) {
    let held = catalog.choices[index]
    let order = held.values.prefix(held.orderedCount).map { foldedName($0.code) }
    if declaration.ordered.map({ foldedName($0.code.text) }) != order {
      report(.otherInData(.choice, held.name, Bilingual("its values have another order", "取值的次序不同")), at: declaration.name.range)
      return
    }
    catalog.choices[index].values = laid(declaration.ordered + declaration.unordered, over: held.values, within: held.name)
  }

  private mutating func lay(_ declaration: NamesDeclaration) {
    guard let entity = entity(declaration.entity) else { return }
    catalog.entities[entity].keyNames = laid(
      declaration.values, over: catalog.entities[entity].keyNames, within: catalog.entities[entity].plural)
  }

  private mutating func laid(_ declarations: [ValueDeclaration], over held: [NamedValue], within: String) -> [NamedValue] {
    var values = held
    let places = Dictionary(held.enumerated().map { (NameKey($0.element.code), $0.offset) }, uniquingKeysWith: { first, _ in first })
    for declaration in declarations {
      guard let place = places[NameKey(declaration.code.text)] else {
        report(.notInData(.value, declaration.code.text, within: within), at: declaration.code.range)
        continue
      }
      values[place].english = declaration.english?.text ?? values[place].english
      values[place].label = declaration.label ?? values[place].label
      if !declaration.aliases.isEmpty {
        values[place].aliases = declaration.aliases.map { NamedValue.Alias($0.name.text, from: day($0.from), to: day($0.to)) }
      }
    }
    return values
  }

  private func day(_ literal: Literal?) -> Day? {
    guard case .date(let year, let month, let day)? = literal else { return nil }
    return Day(year: year, month: month, day: day)
  }
}
