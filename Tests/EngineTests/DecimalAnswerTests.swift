import Checking
import Diagnostics
import Engine
import Model
import Schema
import Store
import Syntax
import TestSupport
import Testing

/// Numbers are decimals, as in a ledger: what was filed stays, sums hang on no order, and nothing is another number that is near.
@Suite struct DecimalAnswerTests {
  private let model = TextParityTests.model()

  private func answer(_ text: String, _ works: [Work]) throws -> [String] {
    let library = try World.library([Dump(works: works)])
    let source = Source(name: "test", text: text)
    let world = Checking.World(model: model, snapshots: library.snapshots, values: library)
    let parsed = Parser.parse(source)
    let (checked, diagnostics) = Checker(world: world).check(try #require(parsed.script.statements.first), in: source)
    guard parsed.diagnostics.isEmpty, diagnostics.isEmpty, case .query(let query, _)? = checked else {
      throw EngineError(.misplaced("\((parsed.diagnostics + diagnostics).map(\.problem.message))"))
    }
    return try Engine(library: library, catalog: model.catalog).run(query).lines
  }

  private func works(_ sizes: [ShortDecimal?], cost: [Int64?] = [], phase: [String] = []) -> [Work] {
    sizes.indices.map { index in
      Work(
        id: "W\(index)", phase: phase.isEmpty ? nil : phase[index % phase.count], cost: cost.isEmpty ? nil : cost[index % cost.count],
        size: sizes[index])
    }
  }

  @Test func longCodesAreKeptAndFound() throws {
    let codes: [ShortDecimal] = [420_113_199_001_011_234, 420_113_199_001_011_235, 420_113_199_001_011_264, 9_007_199_254_740_993]
    let works = works(codes)
    #expect(try answer("list size of works", works) == codes.map { $0.decimal.description })
    #expect(try answer("list id of works where size = 420113199001011234", works) == ["W0"])
    #expect(try answer("list id of works where size > 420113199001011234", works) == ["W1", "W2"])
    #expect(try answer("list id of works where size in (420113199001011235, 9007199254740993)", works) == ["W1", "W3"])
    #expect(try answer("list id of works where size = 9007199254740992", works) == [])
    #expect(try answer("count of works by size", works).count == 4)
    #expect(try answer("list id of works sort by size desc top 2", works) == ["W2", "W1"])
  }

  /// One column of numbers so far apart that 64 bits do not hold them.
  @Test func wideColumnsAnswerAsOthers() throws {
    let works = works([999_999_999_999_999_999, ShortDecimal(1, decimals: 18), -0.5, nil, 7, 0], phase: ["early", "late"])
    #expect(try answer("list id of works where size > 0", works) == ["W0", "W1", "W4"])
    #expect(try answer("list id of works where size <= 0", works) == ["W2", "W5"])
    #expect(try answer("list id of works where size between -0.5 and 0.000000000000000001", works) == ["W1", "W2", "W5"])
    #expect(try answer("list id of works where size = 7 or size is missing", works) == ["W3", "W4"])
    #expect(try answer("list id of works where size < 0.000000000000000001", works) == ["W2", "W5"])
    #expect(try answer("list id of works sort by size", works) == ["W2", "W5", "W1", "W4", "W0", "W3"])
    #expect(
      try answer("sum size, max size, min size of works", works) == ["1000000000000000005.500000000000000001 999999999999999999 -0.5"])
    #expect(try answer("count of works by size", works).first == "-0.5 1")
    #expect(try answer("sum size of works by phase", works) == ["early 1000000000000000005.5", "late 0.000000000000000001"])
    #expect(try answer("list id of works where size in (7, 0.000000000000000001)", works) == ["W1", "W4"])
    #expect(try answer("list id, size * 2 of works where size * 2 > 13", works) == ["W0 1999999999999999998", "W4 14"])
  }

  /// The same numbers in any order have one sum: groups that add up alike share a rank.
  @Test func sumsHangOnNoOrder() throws {
    let sizes: [ShortDecimal] = [0.1, 0.2, 0.3, 0.7, 1.1, 100_000_000_000_000.5]
    var works = works(sizes, phase: ["early"])
    for (index, size) in sizes.reversed().enumerated() { works.append(Work(id: "V\(index)", phase: "late", size: size)) }
    #expect(try answer("rank phase by sum size of works", works) == ["1 early 100000000000002.9", "1 late 100000000000002.9"])
    #expect(try answer("rank phase by avg size of works", works).allSatisfy { $0.hasPrefix("1 ") && $0.hasSuffix(" 16666666666667.15") })
    #expect(try answer("sum size of works where phase = early | where sum_size = 100000000000002.9", works) == ["100000000000002.9"])
  }

  @Test func conditionsSeeDecimals() throws {
    let works = works([0.1, 0.3, 1.005, 0.285])
    #expect(try answer("list id of works where size + 0.2 = 0.3", works) == ["W0"])
    #expect(try answer("list id of works where size * 3 = 0.3", works) == ["W0"])
    #expect(try answer("list id of works where size / 3 = 0.1", works) == ["W1"])
    #expect(try answer("list id of works where round(size, 2) = 1.01", works) == ["W2"])
    #expect(try answer("list round(size, 2), floor(size), ceil(size) of works", works) == ["0.1 0 1", "0.3 0 1", "1.01 1 2", "0.29 0 1"])
    #expect(try answer("list size / 3 of works where size = 0.285", works) == ["0.095"])
    #expect(try answer("list 1 / 3, 2 / 3 of works where id = W0", works) == ["0.333333333333 0.666666666667"])
  }

  /// Amounts are worked in 128 bits, and a factor rounds them once.
  @Test func amountsBeyondSixtyFourBits() throws {
    let works = works([0.3, 1.005, nil], cost: [9_000_000_000_000_000_003, 9_000_000_000_000_000_003, 25_000])
    #expect(try answer("sum cost of works", works) == ["1800000000000.0025006"])
    #expect(try answer("list cost / 0.3 of works where id = W0", works) == ["3000000000000.000001"])
    #expect(try answer("list cost * 3 of works where cost * 3 > 2000万亿元", works) == ["2700000000000.0000009", "2700000000000.0000009"])
    #expect(try answer("sum cost of works | where sum_cost > 1800万亿元", works) == ["1800000000000.0025006"])
    #expect(try answer("avg cost of works", works) == ["600000000000.0008335"])
    #expect(try answer("median cost of works", works) == ["900000000000.0000003"])
    #expect(try answer("list id of works sort by cost * 3 desc top 2", works) == ["W0", "W1"])
    #expect(try answer("list id of works where cost * 3 between 7元 and 8元", works) == ["W2"])
    #expect(try answer("list cost * 0.33335 of works where id = W2", works) == ["0.0008334"])
  }

  /// Whichever side they stand on.
  @Test func aSumOfTwoUnitsPrintsInTheLarger() throws {
    let works = works([1], cost: [50_000_000])
    #expect(try answer("list 300万 + 5亿, 5亿 + 300万, 5亿 - 300万 of works", works) == ["5.03 5.03 4.97"])
    #expect(try answer("list cost + 5亿, 5亿 + cost of works", works) == ["500005 500005"])
  }

  @Test func whatDoesNotFitIsAnError() throws {
    let works = works([999_999_999_999_999_999, 1], cost: [9_000_000_000_000_000_000])
    for text in [
      "list size * size * size of works", "list cost * size * size of works", "sum size * size * 999 of works",
      "list size * size * 100 + size * size * 100 of works",
    ] {
      #expect(throws: EngineError.self, "\(text)") { try answer(text, works) }
    }
    #expect(try answer("list size * size of works where id = W0", works) == ["999999999999999998000000000000000001"])
  }

  /// What has room hangs on the numbers, not on how fine their neighbours are.
  @Test func neighboursDoNotMatter() throws {
    let works = works([999_999_999_999_999_999, 0.000001, 3])
    #expect(try answer("list size * size of works where id = W0 or id = W2", works) == ["999999999999999998000000000000000001", "9"])
    #expect(try answer("list size * size + 1 of works where id = W0", works) == ["999999999999999998000000000000000002"])
    #expect(try answer("list size * size * 3 + size of works where id = W0 or id = W2", works).last == "30")
  }
}
