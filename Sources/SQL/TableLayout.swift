public import Schema

/// The tables that a library becomes: their names and those of their columns. What ``SchemaWriter`` declares, ``SQLWriter`` reads and
/// `luodi export --as-tables` fills.
///
/// | table | a row |
/// |---|---|
/// | one for each entity, by its plural | a version of a record: its fields, and `since` and `until`, the days of the first snapshot that holds it and of the first that no longer does (NULL: still holds) |
/// | `ENTITY_names` where keys are declared | a declared key: `place` (0, 1 …), `code`, `english`, `chinese` |
/// | `CHOICE_values` for each choice | a declared value: `place`, `code`, `english`, `chinese`, `is_ordered` |
/// | `snapshots` | `number` (1 is the oldest) and `day` |
/// | `workdays` where a calendar is declared | a day of the calendar's years: `day`, `is_workday`, `number` (working days from the first day up to this one), `number_before` (without this one) |
///
/// Links hold the key of the record they point at, choices the code of the value, periods their first day, money currency units.
public struct TableLayout: Sendable {
  public struct EntityTable: Sendable {
    public let name: String
    /// The columns of the fields, in order.
    public let fields: [String]
    public let since: String
    public let until: String
    /// The table of declared keys; nil where none is declared.
    public let names: String?
  }

  public let entities: [EntityTable]
  /// By index into ``Catalog/choices``.
  public let choices: [String]
  public let snapshots: String
  public let workdays: String

  /// Unique without regard to case, since SQL folds it.
  public init(_ catalog: Catalog) {
    var tables = UniqueNames()
    let entityNames = catalog.entities.map { tables.take($0.plural) }
    entities = catalog.entities.enumerated().map { index, entity in
      var columns = UniqueNames()
      let fields = entity.fields.map { columns.take($0.name) }
      return EntityTable(
        name: entityNames[index], fields: fields, since: columns.take("since"), until: columns.take("until"),
        names: entity.keyNames.isEmpty ? nil : tables.take(entityNames[index] + "_names"))
    }
    choices = catalog.choices.map { tables.take($0.name + "_values") }
    snapshots = tables.take("snapshots")
    workdays = tables.take("workdays")
  }
}

/// Hands out names, each once: a repeated one gets a number.
struct UniqueNames {
  private var taken: Set<String> = []

  mutating func take(_ name: String) -> String {
    var unique = name
    var number = 2
    while !taken.insert(unique.lowercased()).inserted {
      unique = "\(name)_\(number)"
      number += 1
    }
    return unique
  }
}

/// A name as SQL reads it back: quoted unless it is plain lower-case letters, digits and `_`, and no word of the language.
func quoted(_ name: String) -> String {
  let isPlain =
    !name.isEmpty && name.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x5F }
    && !(0x30...0x39).contains(name.utf8.first!) && !reservedWords.contains(name)
  return isPlain ? name : "\"" + name.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
}

private let reservedWords: Set<String> = [
  "all", "analyse", "analyze", "and", "any", "anti", "array", "as", "asc", "asof", "asymmetric", "at", "between", "both", "by", "case",
  "cast",
  "check", "collate", "column", "concurrently", "constraint", "create", "cross", "current", "date", "day", "default", "deferrable", "desc",
  "describe", "distinct", "do", "else", "end", "except", "exists", "extract", "false", "fetch", "filter", "final", "first", "for",
  "foreign", "format", "freeze", "from", "full", "global", "glob", "grant", "group", "grouping", "groups", "having", "ilike", "in", "index",
  "initially", "inner", "intersect", "interval", "into", "is", "isnull", "join", "key", "lambda", "last", "lateral", "leading", "left",
  "like",
  "limit", "local", "localtime", "materialized", "month", "natural", "not", "notnull", "null", "nulls", "of", "offset", "on", "only", "or",
  "order", "outer", "over", "overlaps", "partition", "pivot", "pivot_longer", "pivot_wider", "placing", "position", "prewhere", "primary",
  "qualify", "range", "references", "returning", "right", "row", "rows", "sample", "select", "semi", "session_user", "set", "settings",
  "show",
  "similar", "some", "summarize", "symmetric", "system_user", "table", "tablesample", "then", "time", "timestamp", "to", "trailing", "true",
  "try_cast", "ttl", "union", "unique", "unpivot", "user", "using", "values", "variadic", "verbose", "view", "week", "when", "where",
  "window",
  "with", "within", "year",
]
