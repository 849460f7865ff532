public import Diagnostics
import Query
public import Schema
import Syntax

/// What a name of the model stands for: the data of `describe NAME`. How many records match a definition today is the engine's to count.
public struct Description: Sendable {
  public enum Kind: Sendable, Hashable {
    case entity(Int)
    case field(entity: Int, Int)
    case link(entity: Int, Int)
    /// A to-many link, seen from the entity.
    case reverse(entity: Int, Catalog.ReverseLink)
    case choice(Int)
    /// Index into ``Model/definitions``.
    case definition(Int)
    case function(String)
  }

  /// A name with what it is, for the parts of an entity.
  public struct Part: Sendable {
    public var name: String
    public var label: String?
    /// In words: "money in 亿元", "choice stage", "units".
    public var type: Bilingual
    public var documentation: String?
  }

  public struct ValueLine: Sendable {
    public var code: String
    public var english: String?
    public var label: String?
    /// With the days between which they hold.
    public var aliases: [Bilingual]
    /// Rows that hold it at the snapshot; nil where no column was asked about.
    public var rows: Int?
    /// Held by rows but not declared.
    public var isOutside: Bool
  }

  public var kind: Kind
  public var name: String
  public var label: String?
  public var aliases: [String] = []
  /// The entity on whose records it stands.
  public var entity: String?
  public var type: Bilingual?
  public var documentation: String?
  /// The definition as declared: `done is missing and due < today`.
  public var definition: String?
  /// Of a definition that took another's place: where it stands, and what the word was.
  public var redefined: (place: String, was: String)?
  public var parameters: [String] = []
  /// What missing values do to it, or nil where they can do nothing.
  public var missingRule: Bilingual?
  /// Fields, links and definitions of an entity.
  public var parts: [Part] = []
  /// Values of a choice, link or text column; at most ``valueLimit``, those with the most rows where there are more.
  public var values: [ValueLine] = []
  /// How many values there are in all.
  public var valueCount = 0
  /// Records of the entity at the snapshot; for a definition, those it is asked of.
  public var rows: Int?

  public static let valueLimit = 50
}

/// Looks names up for `describe`.
public struct Describer: Sendable {
  let model: Model
  let values: any ValueSource
  let snapshot: Int

  public init(model: Model, values: any ValueSource, snapshot: Int) {
    self.model = model
    self.values = values
    self.snapshot = snapshot
  }

  /// Everything of that name: an entity, a choice, fields and definitions of one entity or several, a function. Empty if the model has no such name.
  public func descriptions(of name: String) -> [Description] {
    var found: [Description] = []
    if let entity = model.entity(named: name) { found.append(description(ofEntity: entity)) }
    if let choice = model.choice(named: name) { found.append(description(ofChoice: choice)) }
    for entity in model.catalog.entities.indices {
      switch model.scope(entity).lookup(name) {
      case .field(let field): found.append(description(ofField: field, of: entity, kind: .field(entity: entity, field)))
      case .link(let field, _): found.append(description(ofField: field, of: entity, kind: .link(entity: entity, field)))
      case .definition(let index): found.append(description(ofDefinition: index))
      case .reverse(let link):
        // The name of an entity is described as that entity; only a reverse name of its own is news.
        if model.entity(named: name) == nil { found.append(description(ofReverse: link, of: entity)) }
      default: continue
      }
    }
    if found.isEmpty, let function = FunctionNames.all.first(where: { $0 == foldedName(name) }) {
      found.append(Description(kind: .function(function), name: FunctionNames.spelling(of: function)))
    }
    return found
  }

  /// Entities, for `describe` without a name.
  public func overview() -> [Description] { model.catalog.entities.indices.map(description(ofEntity:)) }

  /// Names to offer where one was not found.
  public func nearest(to name: String) -> [String] {
    var names = model.entityNames.map(\.spelling) + model.catalog.choices.map(\.name)
    for entity in model.catalog.entities.indices { names += model.scope(entity).names.map(\.spelling) }
    return Nearness.nearest(to: name, among: names)
  }
}

extension Describer {
  private func description(ofEntity index: Int) -> Description {
    let entity = model.catalog.entities[index]
    var description = Description(kind: .entity(index), name: entity.plural, label: entity.label)
    description.aliases = [entity.singular] + entity.aliases
    description.documentation = entity.documentation
    description.rows = values.rowCount(entity: index, snapshot: snapshot)
    for field in entity.fields {
      let type = model.catalog.typeWords(of: field.type)
      description.parts.append(.init(name: field.name, label: field.label, type: type, documentation: field.documentation))
    }
    for link in model.catalog.reverseLinks(of: index) {
      let source = model.catalog.entities[link.entity]
      description.parts.append(.init(name: link.name, label: nil, type: many(source), documentation: nil))
    }
    for definition in model.definitions where definition.entity == index {
      description.parts.append(
        .init(name: definition.name, label: definition.label, type: Bilingual("definition", "定义"), documentation: definition.documentation))
    }
    return description
  }

  private func description(ofChoice index: Int) -> Description {
    let choice = model.catalog.choices[index]
    var description = Description(kind: .choice(index), name: choice.name)
    description.type = choice.orderedCount > 0 ? Bilingual("ordered choice", "有序选项") : Bilingual("choice", "选项")
    description.values = choice.values.map { line(for: $0, rows: nil) }
    description.valueCount = choice.values.count
    return description
  }

  private func description(ofField index: Int, of entity: Int, kind: Description.Kind) -> Description {
    let field = model.catalog.entities[entity].fields[index]
    var description = Description(kind: kind, name: field.name, label: field.label)
    description.aliases = field.aliases
    description.entity = model.catalog.entities[entity].plural
    description.type = model.catalog.typeWords(of: field.type)
    description.documentation = field.documentation
    let lines = valueLines(field: index, of: entity)
    description.valueCount = lines.count
    if lines.count <= Description.valueLimit {
      description.values = lines
    } else {
      let most = lines.enumerated().sorted { ($1.element.rows ?? 0, $0.offset) < ($0.element.rows ?? 0, $1.offset) }
      description.values = most.prefix(Description.valueLimit).map(\.element)
    }
    return description
  }

  private func description(ofReverse link: Catalog.ReverseLink, of entity: Int) -> Description {
    var description = Description(kind: .reverse(entity: entity, link), name: link.name)
    description.entity = model.catalog.entities[entity].plural
    description.type = many(model.catalog.entities[link.entity])
    return description
  }

  private func description(ofDefinition index: Int) -> Description {
    let definition = model.definitions[index]
    var description = Description(kind: .definition(index), name: definition.name, label: definition.label)
    description.aliases = definition.aliases
    description.entity = model.catalog.entities[definition.entity].plural
    description.type = definition.type.map(model.catalog.typeWords)
    description.documentation = definition.documentation
    description.definition = definition.text
    description.rows = values.rowCount(entity: definition.entity, snapshot: snapshot)
    if let was = definition.replacedText {
      description.redefined = ("\(definition.source.name):\(definition.source.line(at: definition.nameRange.start).number)", was)
    }
    description.parameters = definition.parameters
    description.missingRule = ComparedNames(in: definition.body).rule
    return description
  }

  private func valueLines(field: Int, of entity: Int) -> [Description.ValueLine] {
    let counts = values.values(entity: entity, field: field, snapshot: snapshot)
    let declared: [NamedValue] =
      switch model.catalog.entities[entity].fields[field].type {
      case .choice(let choice): model.catalog.choices[choice].values
      case .link(let target): model.catalog.entities[target].keyNames
      default: []
      }
    return counts.map { count in
      if count.code < declared.count { return line(for: declared[count.code], rows: count.rows) }
      return Description.ValueLine(
        code: count.text, english: count.name, label: nil, aliases: [], rows: count.rows, isOutside: !declared.isEmpty && count.name == nil)
    }
  }

  private func many(_ entity: Entity) -> Bilingual { Bilingual("many \(entity.plural)", "多个\(entity.label ?? " \(entity.plural)")") }

  private func line(for value: NamedValue, rows: Int?) -> Description.ValueLine {
    let aliases = value.aliases.map { alias in
      switch (alias.from, alias.to) {
      case (nil, nil): Bilingual(alias.text, alias.text)
      case (let from?, nil): Bilingual("\(alias.text) from \(from)", "\(alias.text)（\(from) 起）")
      case (nil, let to?): Bilingual("\(alias.text) to \(to)", "\(alias.text)（至 \(to)）")
      case (let from?, let to?): Bilingual("\(alias.text) from \(from) to \(to)", "\(alias.text)（\(from) 至 \(to)）")
      }
    }
    return Description.ValueLine(
      code: value.code, english: value.english, label: value.label, aliases: aliases, rows: rows, isOutside: false)
  }
}

extension Catalog {
  /// A type as `describe` shows it, in English as its declaration writes it: `money in 亿元`, `choice stage`, `units`.
  func typeWords(of type: DataType) -> Bilingual {
    switch type {
    case .text: Bilingual("text", "文本")
    case .choice(let choice):
      choice < choices.count ? Bilingual("choice \(choices[choice].name)", "选项 \(choices[choice].name)") : Bilingual("choice", "选项")
    case .date: Bilingual("date", "日期")
    case .period(let unit): Bilingual(unit.rawValue, unit.chinese)
    case .money(let unit): Bilingual("money in \(unit.name)", "金额（\(unit.name)）")
    case .number: Bilingual("number", "数")
    case .flag: Bilingual("flag", "是否")
    case .duration(let kind): Bilingual(kind.rawValue, Bilingual.duration(kind).chinese)
    case .link(let target): Bilingual(entities[target].plural, entities[target].label ?? entities[target].plural)
    }
  }
}
