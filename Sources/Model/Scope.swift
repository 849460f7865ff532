public import Schema

/// The names that one kind of row shows. The checker resolves with it and completion lists it, so what is offered is what is accepted.
///
/// Matching is folded (case, width, `_`, `-`) over name, label and aliases.
public struct Scope: Sendable {
  public enum Meaning: Hashable, Sendable {
    /// A field of the record that is no link.
    case field(Int)
    /// A to-one link.
    case link(field: Int, target: Int)
    /// A to-many link, seen from its target.
    case reverse(Catalog.ReverseLink)
    /// Index into ``Model/definitions``.
    case definition(Int)
    /// A column of the table that a stage reads.
    case result(Int)
    /// A parameter of the definition being read.
    case parameter(String)
  }

  /// Every spelling with what it means, the main name of a thing before its other spellings.
  public private(set) var names = GrowingList<(spelling: String, meaning: Meaning)>()
  private var meanings = GrowingMap<NameKey, [Meaning]>()

  /// The names on a record of an entity: fields and links, to-many links by plural and singular, then definitions.
  public init(model: Model, entity: Int) {
    let record = model.catalog.entities[entity]
    for (index, field) in record.fields.enumerated() {
      let meaning: Meaning = if case .link(let target) = field.type { .link(field: index, target: target) } else { .field(index) }
      add([field.name, field.label].compactMap { $0 } + field.aliases, meaning)
    }
    for link in model.catalog.reverseLinks(of: entity) {
      add(model.catalog.spellings(of: link, target: entity), .reverse(link))
    }
    for (index, definition) in model.definitions.enumerated() where definition.entity == entity { add(definition, at: index) }
  }

  mutating func add(_ definition: ModelDefinition, at index: Int) {
    add([definition.name, definition.label].compactMap { $0 } + definition.aliases, .definition(index))
  }

  /// The columns of a table: the spellings of each, the main one first.
  public init(results: [[String]]) {
    for (index, spellings) in results.enumerated() { add(spellings, .result(index)) }
  }

  /// Adds the parameters of a definition, behind fields and links and before other definitions.
  public mutating func add(parameters: [String]) {
    for parameter in parameters {
      names.append((parameter, .parameter(parameter)))
      let key = NameKey(parameter)
      var known = meanings[key] ?? []
      let place = known.firstIndex { if case .definition = $0 { true } else { false } }
      known.insert(.parameter(parameter), at: place ?? known.endIndex)
      meanings.set(known, for: key)
    }
  }

  /// What a name means here: fields and links first, then parameters, then definitions. The first column where result columns share a name.
  public func lookup(_ name: String) -> Meaning? { meanings[NameKey(name)]?.first }

  private mutating func add(_ spellings: [String], _ meaning: Meaning) {
    for spelling in spellings {
      let key = NameKey(spelling)
      let known = meanings[key] ?? []
      guard !known.contains(meaning) else { continue }
      meanings.set(known + [meaning], for: key)
      names.append((spelling, meaning))
    }
  }
}

extension Catalog {
  /// What a to-many link can be called on its target: the reverse name and its singular; where only one link leads from that entity to the
  /// target, also the entity's plural, singular, label and aliases.
  public func spellings(of link: ReverseLink, target: Int) -> [String] {
    let entity = entities[link.entity]
    var spellings = [link.name]
    let plural = foldedName(entity.plural)
    if let reverse = entity.fields[link.field].reverseName, foldedName(reverse).hasSuffix(plural) {
      // `district_projects` is one `district_project`: the name ends in the entity's plural.
      let kept = reverse.indices.first { foldedName(String(reverse[$0...])) == plural }
      if let kept { spellings.append(String(reverse[..<kept]) + entity.singular) }
    }
    let isOnly = entity.fields.filter { $0.type == .link(target) }.count == 1
    if isOnly { spellings += [entity.plural, entity.singular] + [entity.label].compactMap { $0 } + entity.aliases }
    return spellings
  }
}
