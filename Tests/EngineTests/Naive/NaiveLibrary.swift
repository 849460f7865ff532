import Schema
import TestSupport

/// The dumps as plain records of values, numbered as the store promises: keys and choice values declared first, then by code point.
/// Shares nothing with store or engine.
struct NaiveLibrary {
  struct Record {
    var key: Int
    var cells: [Value]
  }

  /// By snapshot, entity; records in key order.
  private(set) var tables: [[[Record]]] = []
  private(set) var keyNumbers: [[String: Int]] = []
  private(set) var choiceNumbers: [[String: Int]] = []

  init(_ dumps: [Dump]) {
    let works = dumps.flatMap(\.works)
    let steps = dumps.flatMap(\.steps)
    keyNumbers = [
      Self.numbers([], works.map(\.id) + steps.compactMap(\.work)), Self.numbers([], steps.map(\.id)),
      Self.numbers(World.catalog.entities[World.units].keyNames.map(\.code), dumps.flatMap(\.units).map(\.id) + works.compactMap(\.unit)),
    ]
    choiceNumbers = [
      Self.numbers(World.catalog.choices[0].values.map(\.code), works.compactMap(\.phase)),
      Self.numbers(World.catalog.choices[1].values.map(\.code), steps.compactMap(\.kind)),
      Self.numbers(World.catalog.choices[2].values.map(\.code), dumps.flatMap(\.units).compactMap(\.area)),
    ]
    tables = dumps.map { dump in
      [
        sorted(dump.works.map(record)), sorted(dump.steps.map(record)),
        sorted((dump.units.isEmpty ? declaredUnits : dump.units).map(record)),
      ]
    }
  }

  private static func numbers(_ declared: [String], _ used: [String]) -> [String: Int] {
    let others = Set(used).subtracting(declared).sorted { $0.unicodeScalars.lexicographicallyPrecedes($1.unicodeScalars) }
    return Dictionary(uniqueKeysWithValues: (declared + others).enumerated().map { ($1, $0) })
  }

  private func sorted(_ records: [Record]) -> [Record] { records.sorted { $0.key < $1.key } }

  /// The units of a snapshot that has no file of them.
  private var declaredUnits: [Unit] {
    World.catalog.entities[World.units].keyNames.map { Unit(id: $0.code, name: $0.english ?? $0.label ?? $0.code) }
  }

  private func key(_ text: String, _ entity: Int) -> Int { keyNumbers[entity][text]! }
  private func choice(_ text: String?, _ choice: Int) -> Value { text.map { .choice(choiceNumbers[choice][$0]!) } ?? .missing }
  private func link(_ text: String?, _ entity: Int) -> Value { text.map { .link(key($0, entity)) } ?? .missing }
  private func text(_ text: String?) -> Value { text.map { .text($0) } ?? .missing }
  private func date(_ raw: Int32?) -> Value { raw.map { .date(Day(rawValue: $0)) } ?? .missing }
  private func money(_ raw: Int64?) -> Value { raw.map { .money(Money(rawValue: $0)) } ?? .missing }
  private func number(_ number: ShortDecimal?) -> Value { number.map { .number($0.decimal) } ?? .missing }

  private func record(_ work: Work) -> Record {
    Record(
      key: key(work.id, World.works),
      cells: [
        .text(work.id), text(work.title), choice(work.phase, 0), money(work.cost), date(work.start), number(work.size),
        work.open.map { .flag($0) } ?? .missing, link(work.unit, World.units),
        work.month.map { .period(Period(.month, holding: Day(rawValue: $0))) } ?? .missing,
        work.lag.map { .duration(Decimal(Int($0)), .days) } ?? .missing, money(work.budget), text(work.measure),
      ])
  }

  private func record(_ step: Step) -> Record {
    Record(
      key: key(step.id, World.steps),
      cells: [
        .text(step.id), link(step.work, World.works), choice(step.kind, 1), date(step.due), date(step.done), number(step.weight),
      ])
  }

  private func record(_ unit: Unit) -> Record {
    Record(key: key(unit.id, World.units), cells: [.text(unit.id), choice(unit.area, 2), number(unit.target), text(unit.name)])
  }
}
