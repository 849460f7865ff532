import Schema
import TestSupport

extension SeededGenerator {
  mutating func maybe<T>(_ value: T) -> T? { chance(5) ? nil : value }
  mutating func pick<T>(_ values: [T]) -> T { values[Int.random(in: 0..<values.count, using: &self)] }
  mutating func day() -> Int32 { Day(year: 2018, month: 9, day: 20)!.rawValue + Int32.random(in: 0...20, using: &self) }
}

extension Dump {
  static let snapshotCount = 4

  /// Short ones; such as no binary fraction is; such as have no place in 64 bits beside each other.
  private static let sizes: [[ShortDecimal]] = [
    [0, 0.25, 1, 1.5, -2, 8], [0.1, 0.005, -1.005, 33.3333, 0.3, 2],
    [ShortDecimal(1, decimals: 18), ShortDecimal(-3, decimals: 18), 9999.5, -3, 0, 0.5],
  ]

  /// Four dumps of one small office: few different values, so that ties and empty groups are common; the last two are changes of the first again,
  /// so that records vanish and return, with the same values and with others.
  static func random(_ generator: inout SeededGenerator, works: ClosedRange<Int> = 0...14) -> [Dump] {
    var dump = Dump()
    dump.sizes = generator.pick(sizes)
    let count = Int.random(in: works, using: &generator)
    dump.works = (0..<count).map { work("W\($0)", dump.sizes, &generator) }.shuffled(using: &generator)
    dump.steps = (0..<2 * count).map { step("S\($0)", works: max(15, count), &generator) }
    dump.units = ["U1", "U5", "U7"].filter { _ in !generator.chance(4) }.map { unit($0, &generator) }
    let second = changed(dump, &generator)
    return [dump, second, generator.chance(2) ? changed(second, &generator) : changed(dump, &generator), changed(dump, &generator)]
  }

  /// Up to six dumps of a small office whose works vanish and return, unchanged or not.
  static func randomSeries(_ generator: inout SeededGenerator) -> [Dump] {
    let first = random(&generator)[0]
    var known = Dictionary(uniqueKeysWithValues: first.works.map { ($0.id, $0) })
    var dumps = [first]
    for _ in 0..<Int.random(in: 1...5, using: &generator) {
      var dump = changed(dumps[dumps.count - 1], &generator)
      // The works of this dump, and some of those that were gone.
      for work in dump.works { known[work.id] = work }
      let present = Set(dump.works.map(\.id))
      for id in known.keys.sorted() where !present.contains(id) && generator.chance(2) { dump.works.append(known[id]!) }
      dumps.append(dump)
    }
    return dumps
  }

  private static func changed(_ dump: Dump, _ generator: inout SeededGenerator) -> Dump {
    var result = dump
    result.works = dump.works.filter { _ in !generator.chance(6) }.map { generator.chance(3) ? work($0.id, dump.sizes, &generator) : $0 }
    let new = work("N\(Int.random(in: 0...3, using: &generator))", dump.sizes, &generator)
    if !result.works.contains(where: { $0.id == new.id }) { result.works.append(new) }
    result.steps = dump.steps.filter { _ in !generator.chance(6) }.map {
      generator.chance(3) ? step($0.id, works: max(15, dump.works.count), &generator) : $0
    }
    result.units = dump.units.map { generator.chance(3) ? unit($0.id, &generator) : $0 }
    return result
  }

  private static func work(_ id: String, _ sizes: [ShortDecimal], _ generator: inout SeededGenerator) -> Work {
    Work(
      id: id, title: generator.maybe(generator.pick(["alley", "Alley", "桥", "", "zoo", "canal 2"])),
      phase: generator.maybe(generator.pick(["early", "early", "middle", "late", "dropped", "odd", "alien"])),
      cost: generator.maybe(Int64.random(in: -2...6, using: &generator) * 12_345), start: generator.maybe(generator.day()),
      size: generator.maybe(generator.pick(sizes)), open: generator.maybe(generator.chance(2)),
      unit: generator.maybe(generator.pick(["U1", "U5", "U7", "U9", "ghost"])),
      month: generator.maybe(generator.pick([17532, 17563, 17591])), lag: generator.maybe(Int32.random(in: -2...9, using: &generator)),
      budget: generator.maybe(Int64.random(in: 0...4, using: &generator) * 10_000), measure: generator.maybe(generator.pick(["t", "kg"])))
  }

  private static func step(_ id: String, works: Int, _ generator: inout SeededGenerator) -> Step {
    Step(
      id: id, work: generator.maybe("W\(Int.random(in: 0...works, using: &generator))"),
      kind: generator.maybe(generator.pick(["permit", "survey", "else"])), due: generator.maybe(generator.day()),
      done: generator.chance(2) ? nil : generator.day(), weight: generator.maybe(generator.pick([1, 2, 2.5, 0])))
  }

  private static func unit(_ id: String, _ generator: inout SeededGenerator) -> Unit {
    Unit(
      id: id, area: generator.maybe(generator.pick(["town", "field", "sea"])), target: generator.maybe(generator.pick([0, 1, 2])),
      name: generator.maybe(generator.pick(["First", "fifth", "七"])))
  }
}
