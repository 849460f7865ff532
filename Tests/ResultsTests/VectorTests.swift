import Results
import Schema
import TestSupport
import Testing

/// A vector of each kind, read as what it is and asked for what it is not.
@Suite struct VectorTests {
  private struct Names: CodeNames {
    var count: Int { 2 }
    func code(_ index: Int) -> String { ["new", "old"][index] }
    func name(_ index: Int, chinese: Bool) -> String { chinese ? ["新", "旧"][index] : code(index) }
  }

  private static let unit = MoneyUnit(name: "万元", factor: 10_000)
  private static let odd = Bitmap(count: 3, rows: [0, 2])

  private static func vector(_ type: DataType, _ cells: Vector.Cells) -> Vector {
    Vector(type: type, count: 3, cells: cells, validity: odd)
  }

  static let days = vector(.date, .int32([0, 7, -1]))
  static let codes = vector(.choice(0), .codes([1, 9, 0], Names()))
  static let flags = vector(.flag, .bits(Bitmap(count: 3, rows: [2])))
  static let all: [(vector: Vector, texts: [String], values: [Value])] = [
    (days, ["1970-01-01", "", "1969-12-31"], [.date(Day(rawValue: 0)), .missing, .date(Day(rawValue: -1))]),
    (codes, ["old", "", "new"], [.choice(1), .missing, .choice(0)]),
    (flags, ["false", "", "true"], [.flag(false), .missing, .flag(true)]),
    (vector(.text, .text(["a", "?", ""])), ["a", "", ""], [.text("a"), .missing, .text("")]),
    (vector(.text, .codes([0, 7, 1], Names())), ["new", "", "old"], [.text("new"), .missing, .text("old")]),
    (vector(.link(3), .codes([1, 7, 0], Names())), ["old", "", "new"], [.link(1), .missing, .link(0)]),
    (
      vector(.period(.month), .int32([31, 5, 59])), ["1970-02", "", "1970-03"],
      [.period(Period(.month, holding: Day(rawValue: 31))), .missing, .period(Period(.month, holding: Day(rawValue: 59)))]
    ),
    (
      vector(.money(unit), .int64([15_000_000, 1, -10_000])), ["0.15", "", "-0.0001"],
      [.money(Money(rawValue: 15_000_000)), .missing, .money(Money(rawValue: -10_000))]
    ),
    (
      vector(.money(unit), .decimal([1 << 90, 1, 0], scale: 4)), ["12379400392853802748.99124224", "", "0"],
      [.money(Money(rawValue: Int128(1) << 90)), .missing, .money(Money(rawValue: 0))]
    ),
    (
      vector(.number, .decimal([150, 1, -5], scale: 2)), ["1.5", "", "-0.05"],
      [.number(Decimal(150, scale: 2)), .missing, .number(Decimal(-5, scale: 2))]
    ),
  ]

  @Test func cellsAreValuesAndTexts() {
    for (vector, texts, values) in Self.all {
      #expect((0..<3).map { vector.machineText(at: $0) } == texts)
      #expect((0..<3).map { vector.value($0) } == values)
    }
  }

  /// Each cell of a mixed column is what it is in its own.
  @Test func mixedCellsAreThoseOfTheirColumns() {
    var generator = SeededGenerator(seed: 3)
    let places = (0..<200).map { _ in
      (part: Int.random(in: 0..<Self.all.count, using: &generator), place: Int.random(in: 0..<3, using: &generator))
    }
    let mixed = MixedCells(parts: Self.all.map(\.vector), part: places.map { UInt32($0.part) }, place: places.map { Int32($0.place) })
    let vector = Vector(type: .text, count: places.count, cells: .mixed(mixed))
    for (index, (part, place)) in places.enumerated() {
      #expect(vector.machineText(at: index) == Self.all[part].texts[place])
      #expect(vector.value(index) == .text(Self.all[part].texts[place]))
    }
  }

  @Test func aKindIsReadAsItself() {
    #expect(Self.days.int32s == [0, 7, -1])
    #expect(Self.codes.codes == [1, 9, 0])
    #expect(Self.flags.bits.rows == [2])
  }

  @Test func daysOfOtherKindsEndTheProgram() async { await #expect(processExitsWith: .failure) { _ = VectorTests.codes.int32s } }
  @Test func codesOfOtherKindsEndTheProgram() async { await #expect(processExitsWith: .failure) { _ = VectorTests.flags.codes } }
  @Test func flagsOfOtherKindsEndTheProgram() async { await #expect(processExitsWith: .failure) { _ = VectorTests.days.bits } }
  @Test func amountsOfOtherKindsEndTheProgram() async { await #expect(processExitsWith: .failure) { _ = VectorTests.days.money(0) } }

  @Test func codesWithoutBytesAreSpelledOne() {
    var bytes: [UInt8] = []
    Names().appendCode(1, to: &bytes)
    #expect(String(decoding: bytes, as: UTF8.self) == "old")
    #expect(Names().codeBytes == nil)
  }
}
