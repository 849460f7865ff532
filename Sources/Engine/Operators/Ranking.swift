import Query
import Results
import Schema
import Store

/// A league table: groups by measure, with their ranks.
struct RankedGroups {
  /// Groups in rank order; those without a rank last, ties by key.
  let places: [Int32]
  /// By group: 1 2 2 4; missing without a value, and for the group of the missing key, which is no competitor.
  let ranks: Vector
  let measure: Vector
  /// The measure of the groups that have a rank: what `top` goes by.
  let ranked: Vector
}

extension Evaluator {
  func ranked(_ ranking: CheckedQuery.Ranking, _ grouped: Grouped, notes: inout FooterNotes) throws -> RankedGroups {
    let measure = try counting(ranking.measure, grouped.rows, in: &notes) {
      try values(ranking.measure.value, over: .groups(grouped.rows, picked: nil))
    }
    let outside = outsideOrder(measure, places: grouped.keyCells(0).validity?.rows)
    if outside > 0 { note(ranking.measure.name, SkippedCells(outsideOrder: outside)) }
    var competing = rankable(measure)
    competing.validity = bothKnown(competing.validity, grouped.keyCells(0).validity)
    var order = PlaceOrder(polling)
    try order.append(competing, isDescending: !ranking.isAscending)
    let places = try order.sorted((0..<Int32(grouped.count)).map { $0 })
    var ranks = [Int](repeating: 0, count: grouped.count)
    var rank = 0
    for (index, place) in places.enumerated() {
      if index == 0 || !order.isTie(places[index - 1], place) { rank = index + 1 }
      ranks[Int(place)] = rank
    }
    return RankedGroups(
      places: places, ranks: .counts(ranks, .number, known: competing.validity),
      measure: measure,
      ranked: competing)
  }

  func rankColumns(_ ranking: CheckedQuery.Ranking, _ grouped: Grouped, _ ranked: RankedGroups, _ places: [Int32]) -> [ResultTable.Column] {
    uniquelyNamed([
      ResultTable.Column(name: "rank", heading: "rank", label: "名次", values: ranked.ranks.picking(places)),
      ResultTable.Column(ranking.key.column, values: grouped.keyCells(0).picking(places)),
      ResultTable.Column(ranking.measure, values: ranked.measure.picking(places)),
    ])
  }
}
