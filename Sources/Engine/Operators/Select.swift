import Schema
import Semantics
import Store

/// Rows of a frame while conditions thin them out: a bitmap over the frame, which turns into picked rows once few are left.
struct Selection {
  private(set) var frame: Frame
  private var places: Bitmap?

  init(_ frame: Frame) { self.frame = frame }

  var count: Int { places?.population ?? frame.count }

  /// Later conditions are tested only on the rows that passed, when those are less than one in eight.
  private static let sparse = 8

  mutating func apply(_ filter: Filter, _ execution: Execution) throws {
    try execution.poll()
    if let places, places.population * Self.sparse < frame.count { settle() }
    let passing = try execution.passing(filter, frame)
    places = places.map { $0.and(passing) } ?? passing
  }

  /// Picks the rows that passed.
  mutating func settle() {
    if let places { frame = frame.picking(places) }
    places = nil
  }
}

extension Execution {
  func selected(_ filters: [Filter], _ frame: Frame) throws -> Frame {
    var selection = Selection(frame)
    for filter in filters { try selection.apply(filter, self) }
    selection.settle()
    return selection.frame
  }

  fileprivate func passing(_ filter: Filter, _ frame: Frame) throws -> Bitmap {
    switch filter.method {
    case .evaluate: return try truth(filter.condition, over: .rows(frame))
    case .bitmaps(let field, let codes, let isNegated):
      guard let entity = frame.entity else { throw misplaced("a bitmap", filter.condition.range) }
      return bitmaps(field, codes, isNegated, entity, frame)
    case .semiJoin(let quantifier, let link, let filters): return try semiJoin(quantifier, link, filters, frame, filter.condition)
    }
  }

  private func bitmaps(_ field: Int, _ codes: Set<Int>, _ isNegated: Bool, _ entity: Int, _ frame: Frame) -> Bitmap {
    let column = library.tables[entity].columns[field]
    var rows = Bitmap(count: library.tables[entity].rowCount)
    for code in codes { rows.formOr(column.bitmap(code: code)) }
    let found: Bitmap =
      switch frame.rows {
      case .first(let count): prefix(rows, count)
      case .picked(let picked): gather(rows, picked)
      }
    return isNegated ? found.complement() : found
  }
}
