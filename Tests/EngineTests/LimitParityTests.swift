import Glibc
import Query
import Schema
import Store
import TestSupport
import Testing

@testable import Engine

/// The engine against the naive evaluator where every limit is low, so that a small office takes the ways of a large one: columns in zones, a second
/// thread, sparse rows, many groups, long lists, one-row blocks.
@Suite struct LimitParityTests {
  static let limits = [1, 2, 3, 5, 8, 16, 33, 64]
  static let seeds = Array(1...(getenv("PARITY_SEEDS").flatMap { UInt64(String(cString: $0)) } ?? 48))

  private func compare(
    _ query: CheckedQuery, _ library: Library, _ naive: NaiveLibrary, _ limits: Limits, _ rules: [Set<Rule>], _ words: String
  ) throws -> Bool {
    let expected: NaiveResult
    do { expected = try NaiveQuery(library: naive, query: query).result() } catch {
      Issue.record("\(words): the naive evaluator fails with \(error): \(query)")
      return true
    }
    for rules in rules {
      do {
        let found = try Engine(library: library, options: Engine.Options(rules: rules, limits: limits)).run(query)
        guard let difference = difference(found, expected, isStage: isStage(query)) else { continue }
        Issue.record("\(words), rules \(rules.map(\.rawValue).sorted()): \(difference)\n\(query)")
      } catch { Issue.record("\(words), rules \(rules.map(\.rawValue).sorted()): the engine fails with \(error)\n\(query)") }
      return false
    }
    return true
  }

  @Test(arguments: seeds) func smallOffices(seed: UInt64) throws {
    var generator = QueryGenerator(random: SeededGenerator(seed: 7000 + seed))
    let dumps = Dump.random(&generator.random)
    let naive = NaiveLibrary(dumps)
    let limit = Self.limits[Int(seed) % Self.limits.count]
    let limits = Limits(lowered: limit)
    let library = try World.library(dumps, layout: limits.layout)
    for number in 0..<40 {
      let query = number % 3 == 0 ? generator.plainGroups() : generator.query()
      let oneOut = Set(Rule.allCases).subtracting([generator.pick(Rule.allCases)])
      guard try compare(query, library, naive, limits, [Set(Rule.allCases), oneOut], "seed \(seed), limit \(limit), query \(number)") else {
        return
      }
    }
  }

  /// More works than a zone has rows and than a word has bits, so that zones are passed over and both threads have something to do.
  @Test(arguments: Array(seeds.prefix(12))) func officesOfSeveralZones(seed: UInt64) throws {
    var generator = QueryGenerator(random: SeededGenerator(seed: 9000 + seed))
    let dumps = Dump.random(&generator.random, works: 130...200)
    let naive = NaiveLibrary(dumps)
    let limit = Self.limits[Int(seed) % Self.limits.count]
    let limits = Limits(lowered: limit)
    let library = try World.library(dumps, layout: limits.layout)
    for number in 0..<16 {
      let query: CheckedQuery =
        switch number % 4 {
        case 0: generator.plainGroups()
        case 1: generator.topRows()
        case 2: generator.trend(depth: 1)
        default: generator.query(depth: 1, allowStages: false)
        }
      guard try compare(query, library, naive, limits, [Set(Rule.allCases)], "seed \(seed), limit \(limit), query \(number)") else {
        return
      }
    }
  }

  /// Keys are looked for one by one or in a pass over all, whichever costs less: the rows are the same.
  @Test(arguments: limits) func rowsOfKeys(limit: Int) throws {
    var random = SeededGenerator(seed: UInt64(limit))
    let library = try World.library(Dump.random(&random, works: 40...80), layout: Limits(lowered: limit).layout)
    let table = library.tables[World.works]
    for snapshot in library.snapshots.indices {
      for share in [1, 2, 3, 7, 40] {
        let keys = (0..<UInt32(table.keyCount)).filter { Int($0) % share == 0 }
        #expect(
          table.rows(ofRisingKeys: keys, at: snapshot) == keys.map { Int32(table.row(ofKey: Int($0), at: snapshot) ?? -1) },
          "one key in \(share) at \(snapshot)")
      }
    }
  }

  /// Numbers are told apart by a bit each or by a dictionary, whichever costs less.
  @Test(arguments: limits) func differentNumbers(limit: Int) throws {
    var random = SeededGenerator(seed: UInt64(limit))
    for span in [1, 5, 60, 300, 100_000] as [UInt64] {
      for count in [1, 10, 70] {
        let codes = (0..<count).map { _ in UInt64.random(in: 0..<span, using: &random) }
        let found = try factorized(codes, Polling(isCancelled: { false }, Limits(lowered: limit)))
        #expect(found.distinct == Set(codes).sorted(), "\(count) numbers below \(span)")
        #expect(found.indexes.map { found.distinct[Int($0)] } == codes)
      }
    }
  }

  /// Production's own figures, by which a library is as fast as it is: who changes one measures first.
  @Test func theFiguresOfProduction() {
    let limits = Limits()
    #expect(limits.layout.zoneRows == 1024 && limits.layout.rowTextsFrom == 4096 && limits.layout.bitmapsFrom == 4096)
    #expect(limits.sharedWords == 8192 && limits.sharedBytes == 4_194_304 && limits.block == 16_384 && limits.slowBlock == 512)
    #expect(limits.closeNumbers == 65_536 && limits.closeShare == 4 && limits.layout.passShare == 4)
    #expect(limits.narrowIds <= 65_536, "ids of 16 bits")
    #expect(limits.summedRows <= 1 << 17, "what a number of the kernels holds")
  }
}

extension QueryGenerator {
  /// `top N by` a quantity of the rows as they lie, which blocks of rows may be passed over for.
  mutating func topRows() -> CheckedQuery {
    let row = Row.records(World.works)
    let field = pick([World.cost, World.start, World.size, World.lag, World.budget, World.month])
    let columns = [
      OutputColumn(name: "id", value: .field(0, of: World.works)), OutputColumn(name: "c", value: .field(field, of: World.works)),
    ]
    var query = CheckedQuery(
      source: .entity(World.works), entity: World.works, snapshot: chance(2) ? 3 : pastSnapshot(), today: Self.today,
      condition: chance(2) ? nil : condition(row, depth: chance(2) ? 0 : 1), shape: .rows(columns: columns), addedChoices: [Self.bands])
    let key = CheckedQuery.SortKey(chance(2) ? .column(1) : .expression(.field(field, of: World.works)), isDescending: chance(2))
    query.cut = CheckedQuery.Cut(count: pick([1, 2, 5, 30]), by: [key], per: nil)
    if chance(3) { query.skip = pick([1, 3]) }
    return query
  }
}
