import Results
import Schema
import Store
import TestSupport

/// A small world for the tests: `items` with a field of every type and a link to `owners`, who have declared keys.
enum Fixture {
  static let catalog = Catalog(
    entities: [
      Entity(
        plural: "items", singular: "item",
        fields: [
          Field(name: "id", type: .text), Field(name: "title", type: .text), Field(name: "kind", type: .choice(0)),
          Field(name: "cost", type: .money(MoneyUnit(name: "k", factor: 1000))), Field(name: "due", type: .date),
          Field(name: "weight", type: .number), Field(name: "done", type: .flag), Field(name: "owner", type: .link(1)),
          Field(name: "month", type: .period(.month)),
        ], nameField: 1),
      Entity(
        plural: "owners", singular: "owner", fields: [Field(name: "id", type: .text), Field(name: "name", type: .text)], nameField: 1,
        keyNames: [
          NamedValue(code: "20", english: "Zeta", label: "泽塔"), NamedValue(code: "10", label: "十"), NamedValue(code: "30"),
        ]),
    ],
    choices: [
      Choice(
        name: "kind", values: [NamedValue(code: "small", label: "小"), NamedValue(code: "large"), NamedValue(code: "odd")], orderedCount: 2)
    ])

  static let items = 0
  static let owners = 1
}

/// One record as plain optionals, in the order of the fixture's fields (without the key).
struct Item: Hashable {
  var title: String?
  var kind: String?
  var cost: Int64?
  var due: Int32?
  var weight: Double?
  var done: Bool?
  var owner: String?
  var month: Int32?

  static func random(_ generator: inout SeededGenerator) -> Item {
    func maybe<T>(_ value: T) -> T? { generator.chance(5) ? nil : value }
    return Item(
      title: maybe(["", "汉", "a", "é", "b,c", "Z"].randomElement(using: &generator)!),
      kind: maybe(["small", "large", "odd", "strange", "alien"].randomElement(using: &generator)!),
      cost: maybe(Int64.random(in: -3...3, using: &generator) * 1000), due: maybe(Int32.random(in: 17500...17503, using: &generator)),
      weight: maybe([0, 0.5, -2].randomElement(using: &generator)!), done: maybe(Bool.random(using: &generator)),
      owner: maybe(["10", "20", "30", "ghost", "gone"].randomElement(using: &generator)!),
      month: maybe([17532, 17563].randomElement(using: &generator)!))
  }

  static func rows(_ items: [String: Item], order: [String]) -> EntityRows {
    let records = order.map { items[$0]! }
    func column(_ field: Int, _ cells: EntityRows.IncomingColumn.Cells) -> EntityRows.IncomingColumn {
      EntityRows.IncomingColumn(target: .field(field), cells: cells)
    }
    return EntityRows(
      entity: Fixture.items, keys: order,
      columns: [
        column(7, .text(records.map(\.owner))), column(1, .text(records.map(\.title))), column(2, .text(records.map(\.kind))),
        column(3, .int64(records.map(\.cost))), column(4, .int32(records.map(\.due))),
        column(5, .decimal(records.map { $0.weight.map(ShortDecimal.init(shortest:)) })),
        column(6, .flag(records.map(\.done))), column(8, .int32(records.map(\.month))),
      ])
  }

  init(
    title: String? = nil, kind: String? = nil, cost: Int64? = nil, due: Int32? = nil, weight: Double? = nil, done: Bool? = nil,
    owner: String? = nil, month: Int32? = nil
  ) {
    self.title = title
    self.kind = kind
    self.cost = cost
    self.due = due
    self.weight = weight
    self.done = done
    self.owner = owner
    self.month = month
  }

  /// What a library holds in a row.
  init(_ table: Table, row: Int) {
    func text(_ column: Int) -> String? {
      guard table.columns[column].isKnown(row), case .codes(let codes, let names) = table.columns[column].cells else { return nil }
      return names.code(Int(codes[row]))
    }
    func int32(_ column: Int) -> Int32? {
      guard table.columns[column].isKnown(row), case .int32(let cells) = table.columns[column].cells else { return nil }
      return cells[row]
    }
    title = text(1)
    kind = text(2)
    owner = text(7)
    due = int32(4)
    month = int32(8)
    if table.columns[3].isKnown(row), case .int64(let cells) = table.columns[3].cells { cost = cells[row] }
    if table.columns[5].isKnown(row), case .decimal(let cells, let scale) = table.columns[5].cells {
      weight = Decimal(cells[row], scale: scale).approximate
    }
    if table.columns[6].isKnown(row), case .bits(let cells) = table.columns[6].cells { done = cells[row] }
  }
}
