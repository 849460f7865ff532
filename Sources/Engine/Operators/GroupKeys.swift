import Query
import Results
import Schema
import Store

/// A group key over the rows at hand: its different values in declared order, and which of them each row has.
struct KeyColumn {
  let column: OutputColumn
  /// Choices by code, links by key, text by code point, the rest by value.
  var values: Vector
  /// Index into `values` of each row; `values.count` for a missing key, so that it comes last.
  var indexes: [UInt32]

  var missing: UInt32 { UInt32(values.count) }

  /// The values at some indexes; a missing one is the index behind the last.
  func cells(_ indexes: [UInt32]) -> Vector {
    values.picking(orMissing: indexes.map { $0 == missing ? -1 : Int32($0) })
  }
}

extension Evaluator {
  func keyColumn(_ key: GroupKey, over frame: Frame, withEmpty: Bool) throws -> KeyColumn {
    let vector = try values(key.column.value, over: .rows(frame))
    let known = vector.known.rows
    let codes = try orderCodes(vector, polling)
    var (ranks, distinct) = try factorized(try polling.map(known.count) { codes[Int(known[$0])] }, polling)
    var values: Vector
    if withEmpty, let universe = universe(of: key.column.value, entity: frame.entity), case .codes(_, let names) = vector.cells {
      let present = Set(distinct)
      let all = present.union(universe.map(UInt64.init)).sorted()
      let rankOf = Dictionary(uniqueKeysWithValues: all.enumerated().map { ($1, UInt32($0)) })
      ranks = ranks.map { rankOf[distinct[Int($0)]]! }
      distinct = all
      values = Vector(type: vector.type, count: all.count, cells: .codes(all.map(UInt32.init), names))
    } else {
      var representative = [Int32](repeating: 0, count: distinct.count)
      try polling.forEach(known.count) { representative[Int(ranks[$0])] = known[$0] }
      values = vector.picking(representative)
      values.validity = nil
    }
    var indexes = [UInt32](repeating: UInt32(distinct.count), count: frame.count)
    try polling.forEach(known.count) { indexes[Int(known[$0])] = ranks[$0] }
    return KeyColumn(column: key.column, values: values, indexes: indexes)
  }

  /// The values that groups without rows have: a choice's declared values; the records alive that a link may point at. Nil for other types.
  private func universe(of key: Checked, entity: Int?) -> [Int]? {
    switch key.type {
    case .choice(let choice): return Array(choices[choice].values.indices)
    case .link(let target):
      var alive = base(target)
      if let restriction = restriction(of: key, entity: entity) {
        let column = column(restriction.field, of: target, over: alive.rows)
        let codes = column.codes
        alive = alive.picking(
          Bitmap(count: alive.count, rows: (0..<alive.count).filter { column.isKnown($0) && codes[$0] == restriction.code }))
      }
      return keys(of: alive, entity: target).map(Int.init)
    case .text, .date, .period, .money, .number, .flag, .duration: return nil
    }
  }

  /// What the link field that the key reads says of its targets.
  private func restriction(of key: Checked, entity: Int?) -> LinkRestriction? {
    guard let (entity, field) = linkField(key, entity: entity) else { return nil }
    return library.catalog.entities[entity].fields[field].restriction
  }

  private func linkField(_ key: Checked, entity: Int?) -> (entity: Int, field: Int)? {
    switch key.node {
    case .column(.field(let field)): entity.map { ($0, field) }
    case .follow(_, let target, let inner): linkField(inner, entity: target)
    case .definition(_, let body): linkField(body, entity: entity)
    default: nil
    }
  }
}
