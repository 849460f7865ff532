import Diagnostics
import Schema
import Syntax

extension ModelBuilder {
  /// Names of the base model, so that what is added cannot take them again.
  mutating func claimBaseNames() {
    for (index, entity) in model.catalog.entities.enumerated() {
      for name in [entity.plural, entity.singular] + [entity.label].compactMap({ $0 }) + entity.aliases {
        _ = entityNames.claim(name, owner: index, what: .theEntity(entity.plural), place: .base)
      }
      fieldNames.append(NameTable())
      fieldPlaces.append([])
      for (fieldIndex, field) in entity.fields.enumerated() {
        fieldPlaces[index].append(.base)
        for name in [field.name] + [field.label].compactMap({ $0 }) + field.aliases {
          _ = fieldNames[index].claim(name, owner: fieldIndex, what: .theField(field.name), place: .base)
        }
      }
    }
    for (index, choice) in model.catalog.choices.enumerated() {
      _ = choiceNames.claim(choice.name, owner: index, what: .theChoice(choice.name), place: .base)
    }
  }

  /// Entities by name only; what they say about fields waits until the fields are known.
  mutating func buildEntities() {
    for (declaration, source) in entities {
      let index = model.catalog.entities.count
      let what = Bilingual.theEntity(declaration.plural.text)
      if let earlier = entityNames[declaration.plural.text],
        foldedName(earlier.spelling) == foldedName(model.catalog.entities[earlier.owner].plural)
      {
        report(.fixedEntity(declaration.plural.text), at: Place(source: source, range: declaration.plural.range), earlier: earlier)
        continue
      }
      guard claim(declaration.plural, label: nil, aliases: [], owner: index, what: what, source: source, in: .entities) else {
        continue
      }
      _ = claim(
        declaration.singular, label: declaration.label, aliases: declaration.aliases, owner: index, what: what, source: source,
        in: .entities)
      model.catalog.entities.append(
        Entity(
          plural: declaration.plural.text, singular: declaration.singular.text, label: declaration.label,
          aliases: declaration.aliases.map(\.name.text), documentation: declaration.documentation))
      fieldNames.append(NameTable())
      fieldPlaces.append([])
    }
  }

  /// Key, name, snapshot and shown fields, now that the fields are known.
  mutating func buildFieldReferences() {
    var done: Set<Int> = []
    for (declaration, source) in entities {
      guard let entity = entityNames[declaration.plural.text]?.owner, done.insert(entity).inserted else { continue }
      if model.catalog.entities[entity].plural != declaration.plural.text { continue }
      if let key = keyField(declaration, entity: entity, source: source) { model.catalog.entities[entity].keyField = key }
      model.catalog.entities[entity].nameField = declaration.nameField.flatMap {
        reference($0, role: .name, entity: entity, source: source)
      }
      model.catalog.entities[entity].snapshotField = declaration.snapshotField.flatMap {
        reference($0, role: .snapshot, entity: entity, source: source)
      }
      let shown = declaration.shown.compactMap { field($0, of: entity, source: source) }
      model.catalog.entities[entity].defaultColumns = shown.isEmpty ? model.catalog.entities[entity].usualColumns : shown
    }
  }

  private mutating func keyField(_ declaration: EntityDeclaration, entity: Int, source: Int) -> Int? {
    if fieldNames[entity][declaration.key.text] == nil {
      let nearest = nearest(to: declaration.key.text) { $0.fieldNames[entity].spellings }
      report(
        .keyMissing(entity: declaration.plural.text, field: declaration.key.text, nearest: nearest),
        at: Place(source: source, range: declaration.key.range))
      return nil
    }
    return reference(declaration.key, role: .key, entity: entity, source: source)
  }

  /// A field named for a purpose, whose type has to fit.
  mutating func reference(_ name: Name, role: DeclarationProblem.Role, entity: Int, source: Int) -> Int? {
    guard let index = field(name, of: entity, source: source) else { return nil }
    let type = model.catalog.entities[entity].fields[index].type
    let fits =
      switch (role, type) {
      case (.key, .text), (.name, .text), (.snapshot, .date), (.unit, .text), (.unit, .choice), (.restriction, .choice): true
      default: false
      }
    if fits { return index }
    report(
      .unfitField(role, field: name.text, found: model.catalog.words(for: type)), at: Place(source: source, range: name.range))
    return nil
  }
}

extension Catalog {
  /// A type as messages call it: "a date", "a choice of `stage`".
  func words(for type: DataType) -> Bilingual {
    switch type {
    case .text: .text
    case .choice(let choice) where choice < choices.count:
      Bilingual("a choice of `\(choices[choice].name)`", "选项 `\(choices[choice].name)` 的取值")
    case .choice: Bilingual("a choice", "选项")
    case .date: .date
    case .period(let unit): .period(unit)
    case .money: Bilingual("an amount of money", "金额")
    case .number: .number
    case .flag: Bilingual("a flag", "是非值")
    case .duration(let kind): .duration(kind)
    case .link(let target): Bilingual("a link to `\(entities[target].plural)`", "指向 `\(entities[target].plural)` 的关联")
    }
  }
}

extension Entity {
  /// What `list` shows where the model does not say: the first fields.
  var usualColumns: [Int] { Array(fields.indices.prefix(8)) }
}
