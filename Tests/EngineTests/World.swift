import Checking
import Diagnostics
import Schema
import Store
import TestSupport

/// A small office for the tests: works with a field of every type, their steps, and the units they belong to.
enum World {
  static let works = 0
  static let steps = 1
  static let units = 2

  // Fields of works
  static let id = 0
  static let title = 1
  static let phase = 2
  static let cost = 3
  static let start = 4
  static let size = 5
  static let open = 6
  static let unit = 7
  static let month = 8
  static let lag = 9
  static let budget = 10
  static let measure = 11

  // Fields of steps
  static let work = 1
  static let kind = 2
  static let due = 3
  static let done = 4
  static let weight = 5

  // Fields of units
  static let area = 1
  static let target = 2
  static let name = 3

  static let phaseChoice = 0
  static let kindChoice = 1
  static let areaChoice = 2

  static let thousand = MoneyUnit(name: "k", factor: 1000)

  static let catalog = Catalog(
    entities: [
      Entity(
        plural: "works", singular: "work", label: "工程",
        fields: [
          Field(name: "id", type: .text), Field(name: "title", label: "名称", type: .text), Field(name: "phase", type: .choice(phaseChoice)),
          Field(name: "cost", label: "造价", type: .money(thousand)), Field(name: "start", type: .date), Field(name: "size", type: .number),
          Field(name: "open", type: .flag),
          Field(name: "unit", type: .link(units), reverseName: "unit_works", restriction: LinkRestriction(field: area, code: 0)),
          Field(name: "month", type: .period(.month)), Field(name: "lag", type: .duration(.days)),
          Field(name: "budget", type: .money(thousand)), Field(name: "measure", type: .text),
        ], nameField: title),
      Entity(
        plural: "steps", singular: "step",
        fields: [
          Field(name: "id", type: .text), Field(name: "work", type: .link(works)), Field(name: "kind", type: .choice(kindChoice)),
          Field(name: "due", type: .date), Field(name: "done", type: .date), Field(name: "weight", type: .number),
        ]),
      Entity(
        plural: "units", singular: "unit",
        fields: [
          Field(name: "id", type: .text), Field(name: "area", type: .choice(areaChoice)), Field(name: "target", type: .number),
          Field(name: "name", type: .text),
        ], nameField: name,
        keyNames: [NamedValue(code: "U9", english: "Ninth", label: "九"), NamedValue(code: "U1", english: "First", label: "一")]),
    ],
    choices: [
      Choice(
        name: "phase",
        values: [
          NamedValue(code: "early", english: "Early", label: "早"), NamedValue(code: "middle"), NamedValue(code: "late"),
          NamedValue(code: "dropped"),
        ],
        orderedCount: 3),
      Choice(name: "kind", values: [NamedValue(code: "permit"), NamedValue(code: "survey")], orderedCount: 0),
      Choice(name: "area", values: [NamedValue(code: "town"), NamedValue(code: "field")], orderedCount: 0),
    ],
    calendar: WorkingCalendar(
      name: "test", rest: [Day(year: 2018, month: 10, day: 1)!, Day(year: 2018, month: 10, day: 2)!],
      work: [Day(year: 2018, month: 9, day: 30)!]))
}

struct Work: Hashable {
  var id: String
  var title: String?
  var phase: String?
  var cost: Int64?
  var start: Int32?
  var size: ShortDecimal?
  var open: Bool?
  var unit: String?
  var month: Int32?
  var lag: Int32?
  var budget: Int64?
  var measure: String?
}

struct Step: Hashable {
  var id: String
  var work: String?
  var kind: String?
  var due: Int32?
  var done: Int32?
  var weight: ShortDecimal?
}

struct Unit: Hashable {
  var id: String
  var area: String?
  var target: ShortDecimal?
  var name: String?
}

struct Dump {
  var works: [Work] = []
  var steps: [Step] = []
  var units: [Unit] = []
  /// What works measure: numbers of one kind, so that each kind of column comes up.
  var sizes: [ShortDecimal] = []

  var rows: [EntityRows] {
    func column(_ field: Int, _ cells: EntityRows.IncomingColumn.Cells) -> EntityRows.IncomingColumn {
      EntityRows.IncomingColumn(target: .field(field), cells: cells)
    }
    return [
      EntityRows(
        entity: World.works, keys: works.map(\.id),
        columns: [
          column(World.title, .text(works.map(\.title))), column(World.phase, .text(works.map(\.phase))),
          column(World.cost, .int64(works.map(\.cost))), column(World.start, .int32(works.map(\.start))),
          column(World.size, .decimal(works.map(\.size))), column(World.open, .flag(works.map(\.open))),
          column(World.unit, .text(works.map(\.unit))), column(World.month, .int32(works.map(\.month))),
          column(World.lag, .int32(works.map(\.lag))), column(World.budget, .int64(works.map(\.budget))),
          column(World.measure, .text(works.map(\.measure))),
        ]),
      EntityRows(
        entity: World.steps, keys: steps.map(\.id),
        columns: [
          column(World.work, .text(steps.map(\.work))), column(World.kind, .text(steps.map(\.kind))),
          column(World.due, .int32(steps.map(\.due))), column(World.done, .int32(steps.map(\.done))),
          column(World.weight, .decimal(steps.map(\.weight))),
        ]),
    ] + (units.isEmpty ? [] : [unitRows])
  }

  /// Without units in it the dump has no file of them.
  private var unitRows: EntityRows {
    func column(_ field: Int, _ cells: EntityRows.IncomingColumn.Cells) -> EntityRows.IncomingColumn {
      EntityRows.IncomingColumn(target: .field(field), cells: cells)
    }
    return EntityRows(
      entity: World.units, keys: units.map(\.id),
      columns: [
        column(World.area, .text(units.map(\.area))), column(World.target, .decimal(units.map(\.target))),
        column(World.name, .text(units.map(\.name))),
      ])
  }
}

extension World {
  /// The fifth of each month of 2018.
  static func snapshotDay(_ snapshot: Int) -> Day { Day(year: 2018, month: 1 + snapshot, day: 5)! }

  /// - Parameter order: the order in which the dumps are added, whatever their dates.
  static func library(_ dumps: [Dump], order: [Int]? = nil, layout: LibraryLayout? = nil) throws -> Library {
    // Every other library is laid out like a large one.
    let layout = layout ?? (dumps.count % 2 == 0 ? LibraryLayout(rowTextsFrom: 0, bitmapsFrom: 0) : LibraryLayout())
    var builder = LibraryBuilder(catalog: catalog, layout: layout)
    for index in order ?? Array(dumps.indices) { try builder.addSnapshot(snapshotDay(index), dumps[index].rows) }
    return builder.finish()
  }
}

/// All that is wrong is a moment behind the snapshot asked, which texts put together at random may name.
func looksOnlyAhead(_ diagnostics: [Diagnostic]) -> Bool {
  diagnostics.allSatisfy { diagnostic in
    guard diagnostic.severity == .error else { return true }
    if case .past(.momentAhead)? = diagnostic.problem as? QueryProblem { return true }
    return false
  }
}
