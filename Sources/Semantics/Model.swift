public import Diagnostics
public import Schema
import Synchronization
public import Syntax

/// What a model file declares, bound: the catalog of the data and the definitions over it. ``ModelBuilder`` makes one from declarations.
public struct Model: Sendable {
  public var catalog: Catalog { didSet { scopes = ScopeCache() } }
  /// In the order declared.
  public var definitions: [ModelDefinition] { didSet { scopes = ScopeCache() } }
  private var scopes = ScopeCache()

  /// The names on a record of an entity. Made once for a model.
  func scope(_ entity: Int) -> Scope { scopes.scope(entity) { Scope(model: self, entity: entity) } }

  public init(catalog: Catalog, definitions: [ModelDefinition] = []) {
    self.catalog = catalog
    self.definitions = definitions
  }
}

/// The scopes that a model's statements have asked for. A changed model has a new one.
private final class ScopeCache: Sendable {
  private let scopes = Mutex<[Int: Scope]>([:])

  func scope(_ entity: Int, make: () -> Scope) -> Scope {
    scopes.withLock { held in
      if let scope = held[entity] { return scope }
      let scope = make()
      held[entity] = scope
      return scope
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
  public var scriptParameters: [ScriptParameter] = []
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
  /// The entity that a word names: plural, singular, label or alias, folded.
  public func entity(named name: String) -> Int? {
    let folded = foldedName(name)
    return catalog.entities.firstIndex { entity in
      foldedName(entity.plural) == folded || foldedName(entity.singular) == folded
        || entity.label.map { foldedName($0) == folded } ?? false || entity.aliases.contains { foldedName($0) == folded }
    }
  }

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
