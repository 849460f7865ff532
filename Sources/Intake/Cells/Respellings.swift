/// The cells of a choice's column that are a value's spelling but for what folding drops, counted by how they are spelled.
public struct Respellings: Sendable {
  /// One spelling, for the report.
  public struct Spelling: Hashable, Sendable {
    var filed: String
    /// The code of the value that it was read as
    var value: String
    var count: Int
  }

  private struct Meaning: Hashable {
    var filed: String
    var value: String
  }

  private var spellings: [Spelling] = []
  private var places: [Meaning: Int] = [:]

  var spellingCount: Int { spellings.count }

  /// Counts a cell; gives the place of its spelling, by which the next one like it is counted. Under another date one spelling may be another value's.
  mutating func count(_ filed: String, as value: String) -> Int {
    let meaning = Meaning(filed: filed, value: value)
    let place = places[meaning] ?? spellings.count
    if place == spellings.count {
      places[meaning] = place
      spellings.append(Spelling(filed: filed, value: value, count: 0))
    }
    count(place)
    return place
  }

  mutating func count(_ place: Int) { spellings[place].count += 1 }

  /// What the report says of a column: the commonest spellings, and how many others there are.
  public struct Summary: Hashable, Sendable {
    var cells: Int
    var first: [Spelling]
    var others: Int
  }

  /// Nil where every cell is spelled as declared.
  var summary: Summary? {
    if spellings.isEmpty { return nil }
    let order = spellings.indices.sorted { (-spellings[$0].count, $0) < (-spellings[$1].count, $1) }
    let first = order.prefix(Self.shownLimit).map { place in
      var spelling = spellings[place]
      spelling.filed = LoadReport.shortened(spelling.filed)
      return spelling
    }
    return Summary(cells: spellings.reduce(0) { $0 + $1.count }, first: first, others: order.count - first.count)
  }

  private static let shownLimit = 20
}
