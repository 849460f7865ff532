import Schema

/// The rows that an expression reads: a relation under an alias, and what has been joined to it on the way.
final class Scope {
  struct TableColumn {
    var name: String
    var type: DataType
    var digits = Digits()
  }

  enum Rows {
    case records(entity: Int)
    /// The printed result of a query
    case table([TableColumn])
    case nothing
  }

  /// The FROM clause, which scopes of joined records share: expressions add to it while they are written.
  final class From {
    private(set) var items: [String]
    private var aliases: [String: String] = [:]

    init(_ first: String) { items = [first] }

    func add(_ item: String) { items.append(item) }

    /// The alias of a join, made once.
    func join(_ key: String, _ make: () throws -> (item: String, alias: String)) rethrows -> String {
      if let alias = aliases[key] { return alias }
      let (item, alias) = try make()
      items.append(item)
      aliases[key] = alias
      return alias
    }

    var text: String { items.joined(separator: "\n  ") }
    /// On one line, for a subquery.
    var inline: String { items.joined(separator: " ") }
  }

  let rows: Rows
  let alias: String
  let from: From
  let snapshot: Int
  /// The column that numbers the rows, where they have an order of their own.
  let place: String?
  /// The column that numbers the rows of a result by key, where that is another order.
  var keyPlace: String?
  /// Writes a relation that holds the row of totals: the columns of the table and an empty place.
  var totals: (() throws -> String)?

  init(_ rows: Rows, _ relation: String, alias: String, snapshot: Int, place: String? = nil) {
    self.rows = rows
    self.alias = alias
    self.snapshot = snapshot
    self.place = place
    from = From("\(quoted(relation)) AS \(alias)")
  }

  /// The same rows with a FROM clause of their own.
  init(_ rows: Rows, from: From, alias: String, snapshot: Int, place: String?) {
    self.rows = rows
    self.alias = alias
    self.snapshot = snapshot
    self.place = place
    self.from = from
  }

  /// Records joined to the rows of another scope.
  init(entity: Int, alias: String, within other: Scope, snapshot: Int) {
    rows = .records(entity: entity)
    self.alias = alias
    self.snapshot = snapshot
    place = nil
    from = other.from
  }

  var entity: Int? {
    if case .records(let entity) = rows { return entity }
    return nil
  }

  func column(_ name: String) -> String { "\(alias).\(quoted(name))" }

  func cell(_ column: TableColumn) -> Term { Term(self.column(column.name), digits: column.digits) }
}

/// The rows of a group in a query of their own.
struct RowsAgain {
  var scope: Scope
  /// What is the same in these rows and in those of the group at hand: equal, or missing in both.
  var ties: [(own: String, group: String)]
  var conditions: [Term]
}

/// Rows sorted into groups: what measures are written over.
final class GroupScope {
  let rows: Scope
  /// What every aggregate must look at only.
  let filters: [String]
  /// Every group has a row that passes ``filters``.
  let isNeverEmpty: Bool
  /// The rows once more, for what needs a query of its own.
  let again: (() -> RowsAgain)?
  /// All rows as one group.
  let whole: (() throws -> GroupScope)?

  init(
    rows: Scope, filters: [String] = [], isNeverEmpty: Bool, again: (() -> RowsAgain)?,
    whole: (() throws -> GroupScope)?
  ) {
    self.rows = rows
    self.filters = filters
    self.isNeverEmpty = isNeverEmpty
    self.again = again
    self.whole = whole
  }
}

/// What an expression has one value for: a row or a group.
enum Domain {
  case row(Scope)
  case groups(GroupScope)
}
