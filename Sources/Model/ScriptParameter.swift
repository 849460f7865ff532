public import Diagnostics
public import Schema
import Syntax

/// `param district: units where kind = district = Hannan "which district"`, bound: what a script wants to be told before it runs.
public struct ParameterDeclaration: Sendable {
  public var name: String
  public var type: DataType
  /// For a link: only records whose choice field has this value may be given.
  public var restriction: LinkRestriction?
  /// The type as written: `units`, `money in 亿元`.
  public var typeText: String
  /// The words to ask for it.
  public var documentation: String?
  public var defaultValue: ScriptParameter?
  public var nameRange: SourceRange

  public init(
    name: String, type: DataType, restriction: LinkRestriction?, typeText: String, documentation: String?, defaultValue: ScriptParameter?,
    nameRange: SourceRange
  ) {
    self.name = name
    self.type = type
    self.restriction = restriction
    self.typeText = typeText
    self.documentation = documentation
    self.defaultValue = defaultValue
    self.nameRange = nameRange
  }
}

/// A script parameter with its value: what `$district` means.
public struct ScriptParameter: Sendable {
  public var name: String
  public var type: DataType
  public var value: Value
  /// The value as it was written, for places that read a text.
  public var text: String

  public init(name: String, type: DataType, value: Value, text: String) {
    self.name = name
    self.type = type
    self.value = value
    self.text = text
  }
}

/// What `let late = QUERY` keeps: the keys of the records that a query listed, and the snapshot at which they are read.
public struct SavedSet: Sendable {
  public var name: String
  public var entity: Int
  public var snapshot: Int
  /// What `today` is where the set is read.
  public var today: Day
  /// Key numbers.
  public var keys: Set<Int>

  public init(name: String, entity: Int, snapshot: Int, today: Day, keys: Set<Int>) {
    self.name = name
    self.entity = entity
    self.snapshot = snapshot
    self.today = today
    self.keys = keys
  }
}
