import Schema
import Semantics
import Store

extension Execution {
  /// The rows some, all or none of whose linked records satisfy the filters. Reads the linking entity once, whatever the number of rows.
  func semiJoin(_ quantifier: Quantifier, _ link: ReverseLink, _ filters: [Filter], _ frame: Frame, _ condition: Checked) throws -> Bitmap {
    guard let entity = frame.entity else { throw misplaced("a link of many", condition.range) }
    let children = base(link.entity)
    let holding = try selected(filters, children)
    let keyCount = library.tables[entity].keyCount
    var wanted = Bitmap(count: keyCount)
    if quantifier == .every {
      // As many linked records satisfy the filters as there are; a record without any is left out.
      let all = linkedCounts(link, children, keyCount: keyCount)
      let counts = linkedCounts(link, holding, keyCount: keyCount)
      for key in 0..<keyCount where all[key] > 0 && counts[key] == all[key] { wanted[key] = true }
    } else {
      let column = column(link.field, of: link.entity, over: holding.rows)
      let codes = column.codes
      for place in 0..<holding.count where column.isKnown(place) { wanted[Int(codes[place])] = true }
      if quantifier == .no { wanted.formComplement() }
    }
    return gather(wanted, keys(of: frame, entity: entity).map(Int32.init))
  }

  private func linkedCounts(_ link: ReverseLink, _ frame: Frame, keyCount: Int) -> [Int32] {
    let column = column(link.field, of: link.entity, over: frame.rows)
    let codes = column.codes
    var counts = [Int32](repeating: 0, count: keyCount)
    for place in 0..<frame.count where column.isKnown(place) { counts[Int(codes[place])] += 1 }
    return counts
  }
}
