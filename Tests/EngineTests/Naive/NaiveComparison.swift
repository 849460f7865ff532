import Query
import Schema

/// `compare` and `trend` by what CheckedComparison.swift says, from the naive results of the single queries.
struct NaiveComparison {
  let library: NaiveLibrary
  let comparison: CheckedQuery.Comparison

  private var isRanking: Bool { if case .ranking = comparison.now.shape { true } else { false } }
  private var measures: [Checked] { comparison.now.keysAndMeasures.measures.map(\.value) }

  private struct Side {
    /// By the values of the keys
    var rows: [[Value]: [Value]] = [:]
    var ranks: [[Value]: Value] = [:]
    var empty: [Value]
    var total: [Value]?
  }

  private func side(_ query: CheckedQuery) throws -> Side {
    let naive = NaiveQuery(library: library, query: query)
    let result = try naive.result()
    var side = Side(empty: try naive.measuresOfNoRows())
    let keys = isRanking ? 1 : query.keysAndMeasures.keys.count
    for row in result.rows.dropLast(result.totals) {
      let cells = isRanking ? Array(row.dropFirst()) : row
      side.rows[Array(cells.prefix(keys))] = Array(cells.dropFirst(keys))
      if isRanking { side.ranks[[row[1]]] = row[0] }
    }
    if result.totals > 0 { side.total = Array(result.rows.last!.dropFirst(keys)) }
    return side
  }

  private var evaluator: NaiveEvaluator {
    NaiveEvaluator(library: library, snapshot: 0, choices: World.catalog.choices + comparison.now.addedChoices)
  }

  private func change(_ measure: Int, _ now: Value, _ before: Value) throws -> Value {
    let type = measures[measure].type
    let operation: Arithmetic =
      switch type {
      case .money: .subtractMoney
      case .date: .subtractDates
      default: .subtractNumbers
      }
    let difference = try evaluator.arithmetic(operation, now, before, type)
    guard comparison.changes[measure] == .points else { return difference }
    return try evaluator.arithmetic(.multiplyNumbers, difference, .number(100), type)
  }

  private func row(_ key: [Value], _ now: [Value], _ before: [Value], ranks: (now: Value, before: Value)) throws -> [Value] {
    try comparison.parts.map { part in
      switch part {
      case .rank: ranks.now
      case .rankBefore: ranks.before
      case .rankChange: try evaluator.arithmetic(.subtractNumbers, ranks.before, ranks.now, .number)
      case .key(let index): key[index]
      case .now(let measure): now[measure]
      case .before(let measure): before[measure]
      case .change(let measure): try change(measure, now[measure], before[measure])
      }
    }
  }

  /// The rows, and where each stands by its keys.
  func rows() throws -> [(cells: [Value], key: Int)] {
    let (now, before) = (try side(comparison.now), try side(comparison.before))
    func isBefore(_ left: [Value], _ right: [Value]) -> Bool {
      for (a, b) in zip(left, right) where a != b {
        if a == .missing || b == .missing { return b == .missing }
        return evaluator.order(a, b)! < 0
      }
      return false
    }
    var keys = Array(Set(now.rows.keys).union(before.rows.keys).sorted(by: isBefore).enumerated())
    func rank(_ key: [Value]) -> Decimal { if case .number(let rank)? = now.ranks[key] { rank } else { Decimal(.max) } }
    if isRanking {
      keys.sort { (rank($0.element), $0.offset) < (rank($1.element), $1.offset) }
    }
    return try keys.map { place, key in
      let cells = try row(
        key, now.rows[key] ?? now.empty, before.rows[key] ?? before.empty,
        ranks: (now.ranks[key] ?? .missing, before.ranks[key] ?? .missing))
      return (cells, place)
    }
  }

  func total() throws -> [Value]? {
    guard let now = try side(comparison.now).total, let before = try side(comparison.before).total else { return nil }
    return try row(comparison.now.keysAndMeasures.keys.map { _ in .missing }, now, before, ranks: (.missing, .missing))
  }

  static func rows(of trend: CheckedQuery.Trend, _ library: NaiveLibrary) throws -> [[Value]] {
    let width = trend.columns.count - 1
    return try trend.points.flatMap { point -> [[Value]] in
      guard let query = point.query else { return [[point.value] + [Value](repeating: .missing, count: width)] }
      return try NaiveQuery(library: library, query: query).result().rows.map { [point.value] + $0 }
    }
  }
}
