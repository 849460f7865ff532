/// Everything a model declares about data: entities, fields, choices, calendars. Immutable once made.
///
/// Names here are as declared. Matching folds case, width, `_` and `-` through ``foldedName(_:)``.
public struct Catalog: Sendable {
  public var entities: [Entity]
  public var choices: [Choice]
  public var calendar: WorkingCalendar?

  public init(entities: [Entity] = [], choices: [Choice] = [], calendar: WorkingCalendar? = nil) {
    self.entities = entities
    self.choices = choices
    self.calendar = calendar
  }
}

/// One kind of record: `entity projects project "项目" key id`.
public struct Entity: Sendable {
  public var plural: String
  public var singular: String
  /// The Chinese label, if declared.
  public var label: String?
  public var aliases: [String]
  public var fields: [Field]
  /// The field whose value identifies a record within a snapshot.
  public var keyField: Int
  /// The field that names a record to people; link values match it too.
  public var nameField: Int?
  /// The field that dates the snapshot, when one file holds many.
  public var snapshotField: Int?
  /// The columns of `list` without columns.
  public var defaultColumns: [Int]
  /// Declared names of keys: codes, English and Chinese names, aliases. They are the records of snapshots without a file of the entity.
  public var keyNames: [NamedValue]
  public var documentation: String?

  public init(
    plural: String, singular: String, label: String? = nil, aliases: [String] = [], fields: [Field] = [], keyField: Int = 0,
    nameField: Int? = nil, snapshotField: Int? = nil, defaultColumns: [Int] = [], keyNames: [NamedValue] = [],
    documentation: String? = nil
  ) {
    self.plural = plural
    self.singular = singular
    self.label = label
    self.aliases = aliases
    self.fields = fields
    self.keyField = keyField
    self.nameField = nameField
    self.snapshotField = snapshotField
    self.defaultColumns = defaultColumns
    self.keyNames = keyNames
    self.documentation = documentation
  }
}

/// One column of an entity: `field investment "总投资" for projects: money in 亿元 -- doc text`.
public struct Field: Sendable {
  public var name: String
  public var label: String?
  /// Further spellings, in queries and in the headers of files.
  public var aliases: [String]
  public var type: DataType
  /// For a link: the name by which the target reaches back to these records.
  public var reverseName: String?
  /// For a link: only targets whose choice field (index in the target) has this value code may stand here: `units where kind = district`.
  public var restriction: LinkRestriction?
  /// For a number: the field (index in the same entity) that holds each row's unit.
  public var unitField: Int?
  /// For a date: how ambiguous cells are read.
  public var dateOrder: DateOrder
  public var documentation: String?
  /// Found in a file and not declared.
  public var isExtra: Bool

  public init(
    name: String, label: String? = nil, aliases: [String] = [], type: DataType, reverseName: String? = nil,
    restriction: LinkRestriction? = nil, unitField: Int? = nil, dateOrder: DateOrder = .yearFirst, documentation: String? = nil,
    isExtra: Bool = false
  ) {
    self.name = name
    self.label = label
    self.aliases = aliases
    self.type = type
    self.reverseName = reverseName
    self.restriction = restriction
    self.unitField = unitField
    self.dateOrder = dateOrder
    self.documentation = documentation
    self.isExtra = isExtra
  }
}

public struct LinkRestriction: Hashable, Sendable {
  public var field: Int
  public var code: Int

  public init(field: Int, code: Int) {
    self.field = field
    self.code = code
  }
}

/// `date`, `date as MM/DD/YYYY`, `date as DD/MM/YYYY`.
public enum DateOrder: String, Hashable, Sendable {
  case yearFirst = "YYYY-MM-DD"
  case monthFirst = "MM/DD/YYYY"
  case dayFirst = "DD/MM/YYYY"
}

/// A declared list of values, the ordered ones first.
public struct Choice: Sendable {
  public var name: String
  public var values: [NamedValue]
  /// The first `orderedCount` values compare with `<`; the others only with `=`.
  public var orderedCount: Int

  public init(name: String, values: [NamedValue], orderedCount: Int) {
    self.name = name
    self.values = values
    self.orderedCount = orderedCount
  }
}

/// A value with its spellings: `420113 Hannan "汉南区" alias (汉南, 沌口)`, `new-start "新开工" alias 开业`.
public struct NamedValue: Sendable {
  public struct Alias: Hashable, Sendable {
    public var text: String
    /// The days on which the alias holds, both included; nil is open.
    public var from: Day?
    public var to: Day?

    public init(_ text: String, from: Day? = nil, to: Day? = nil) {
      self.text = text
      self.from = from
      self.to = to
    }
  }

  /// What machine formats print: `new-start`, `420113`.
  public var code: String
  /// The English name, when the code is not one.
  public var english: String?
  /// The Chinese label.
  public var label: String?
  public var aliases: [Alias]

  public init(code: String, english: String? = nil, label: String? = nil, aliases: [Alias] = []) {
    self.code = code
    self.english = english
    self.label = label
    self.aliases = aliases
  }

  /// The code, the names, the aliases.
  public var allSpellings: [String] { [code] + [english, label].compactMap { $0 } + aliases.map(\.text) }
}

extension Catalog {
  /// A link read from the other end: `nodes` of a project. `field` is the link in `entity`.
  public struct ReverseLink: Hashable, Sendable {
    public var entity: Int
    public var field: Int
    public var name: String
  }

  /// The to-many links of an entity: every link field of any entity that points at it, under its reverse name (else that entity's plural).
  public func reverseLinks(of target: Int) -> [ReverseLink] {
    var links: [ReverseLink] = []
    for (entityIndex, entity) in entities.enumerated() {
      for (fieldIndex, field) in entity.fields.enumerated() where field.type == .link(target) {
        links.append(ReverseLink(entity: entityIndex, field: fieldIndex, name: field.reverseName ?? entity.plural))
      }
    }
    return links
  }
}
