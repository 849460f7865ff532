public import Diagnostics
public import Schema
import Synchronization
public import Syntax

/// What a model file declares, bound: the catalog of the data and the definitions over it. ``ModelBuilder`` makes one from declarations.
public struct Model: Sendable {
  public var catalog: Catalog { didSet { names = ModelNames() } }
  /// In the order declared.
  public var definitions: GrowingList<ModelDefinition> {
    get { held }
    set {
      held = newValue
      names = ModelNames()
    }
  }
  private var held: GrowingList<ModelDefinition>
  fileprivate var names = ModelNames()

  public init(catalog: Catalog, definitions: some Sequence<ModelDefinition> = []) {
    self.catalog = catalog
    held = GrowingList(definitions)
  }

  /// The names on a record of an entity. Made once for a model.
  public func scope(_ entity: Int) -> Scope { names.scope(entity) { Scope(model: self, entity: entity) } }

  /// The definition on an entity's rows that a spelling names, of those that the model declares.
  public func definition(named name: String, on entity: Int) -> Int? { names.definition(DefinitionName(name, on: entity), of: held) }

  /// Adds a definition behind the others: what is known of their names stays.
  mutating func append(_ definition: ModelDefinition) {
    if !isKnownUniquelyReferenced(&names) { names = names.copy() }
    names.add(definition, at: held.count)
    held.append(definition)
  }

  mutating func replace(_ replaced: [(place: Int, definition: ModelDefinition)]) {
    guard !replaced.isEmpty else { return }
    for (place, definition) in replaced { held[place] = definition }
    names = ModelNames()
  }

  public mutating func bind(_ parameters: NamedList<ScriptParameter>, to place: Int) { held[place].scriptParameters = parameters }
}

/// The main name of a definition, which no other on the same rows has.
struct DefinitionName: Hashable {
  let entity: Int
  let name: NameKey

  init(_ name: String, on entity: Int) {
    self.entity = entity
    self.name = NameKey(name)
  }
}

/// The names of a model that statements have asked for. A changed model has new ones, but what is only added to goes on.
private final class ModelNames: Sendable {
  private struct Tables {
    var scopes: [Int: Scope] = [:]
    var entities: [NameKey: Int]?
    var definitions: GrowingMap<DefinitionName, Int>?
  }

  private let tables: Mutex<Tables>

  init() { tables = Mutex(Tables()) }
  private init(_ tables: Tables) { self.tables = Mutex(tables) }

  func copy() -> ModelNames { ModelNames(tables.withLock { $0 }) }

  func scope(_ entity: Int, make: () -> Scope) -> Scope {
    tables.withLock { tables in
      if let scope = tables.scopes[entity] { return scope }
      let scope = make()
      tables.scopes[entity] = scope
      return scope
    }
  }

  func entity(_ name: NameKey, of entities: [Entity]) -> Int? {
    tables.withLock { tables in
      if let known = tables.entities { return known[name] }
      var known: [NameKey: Int] = [:]
      for (index, entity) in entities.enumerated() {
        for spelling in [entity.plural, entity.singular] + [entity.label].compactMap({ $0 }) + entity.aliases {
          let key = NameKey(spelling)
          if known[key] == nil { known[key] = index }
        }
      }
      tables.entities = known
      return known[name]
    }
  }

  func definition(_ name: DefinitionName, of definitions: GrowingList<ModelDefinition>) -> Int? {
    tables.withLock { tables in
      if let known = tables.definitions { return known[name] }
      let named = definitions.enumerated().map { (DefinitionName($1.name, on: $1.entity), $0) }
      let known = GrowingMap(Dictionary(named, uniquingKeysWith: { _, last in last }))
      tables.definitions = known
      return known[name]
    }
  }

  func add(_ definition: ModelDefinition, at place: Int) {
    tables.withLock { tables in
      tables.definitions?.set(place, for: DefinitionName(definition.name, on: definition.entity))
      tables.scopes[definition.entity]?.add(definition, at: place)
    }
  }
}

/// `define overdue_by(span) "逾期" for nodes as …`: its body stays a tree, which the checker binds on the entity it is declared for.
public struct ModelDefinition: Sendable {
  public var name: String
  public var label: String?
  public var aliases: [String]
  /// The entity on whose rows it stands.
  public var entity: Int
  public var parameters: [String]
  /// The type, where the declaration names one; it lets bare words in the body be values.
  public var type: DataType?
  public var body: Expression
  /// The text that ``body``'s and ``nameRange``'s offsets point into.
  public var source: Source
  public var nameRange: SourceRange
  public var documentation: String?
  /// What the name stood for before this declaration took its place; nil where it is new.
  public var replacedText: String?
  /// What `$name` in the body stands for: the parameters of the script that made the definition.
  public var scriptParameters: NamedList<ScriptParameter> = []
  /// The body as the printer writes it.
  public var text: String { Printer.text(of: body) }

  public init(
    name: String, label: String? = nil, aliases: [String] = [], entity: Int, parameters: [String] = [], type: DataType? = nil,
    body: Expression, source: Source, nameRange: SourceRange, documentation: String? = nil
  ) {
    self.name = name
    self.label = label
    self.aliases = aliases
    self.entity = entity
    self.parameters = parameters
    self.type = type
    self.body = body
    self.source = source
    self.nameRange = nameRange
    self.documentation = documentation
  }
}

extension Model {
  /// The first entity on whose records a word is a name.
  public func owner(of word: String) -> Int? {
    catalog.entities.indices.first { entity in
      switch scope(entity).lookup(word) {
      case .field?, .link?, .definition?, .reverse?: true
      case .result?, .parameter?, nil: false
      }
    }
  }

  /// The entity that a word names: plural, singular, label or alias, folded.
  public func entity(named name: String) -> Int? { names.entity(NameKey(name), of: catalog.entities) }

  public func choice(named name: String) -> Int? {
    let folded = foldedName(name)
    return catalog.choices.firstIndex { foldedName($0.name) == folded }
  }

  /// Every name an entity can be called by, for nearest names and completion.
  public var entityNames: [(spelling: String, entity: Int)] {
    catalog.entities.enumerated().flatMap { index, entity in
      ([entity.plural, entity.singular] + (entity.label.map { [$0] } ?? []) + entity.aliases).map { ($0, index) }
    }
  }
}
