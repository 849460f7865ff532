/// A link read from the other end at one snapshot: for each key of the target, the versions whose link points at it.
///
/// ```
/// rows   a a | | b b b      versions of the linking entity, by target key, each in its own key order
/// start  0    2 2      5     those of target key k are rows[start[k] ..< start[k + 1]]
/// ```
public struct ChildRows: Sendable {
  public let start: [UInt32]
  public let rows: [Int32]

  public subscript(targetKey: Int) -> ArraySlice<Int32> { rows[Int(start[targetKey])..<Int(start[targetKey + 1])] }

  init(table: Table, links: Column, targetKeyCount: Int, snapshot: Int) {
    let byKey = table.rows(byKeyAt: snapshot)
    func target(_ row: Int32) -> Int? {
      guard row >= 0, links.isKnown(Int(row)) else { return nil }
      return links.code(at: Int(row))
    }
    var start = [UInt32](repeating: 0, count: targetKeyCount + 1)
    for row in byKey {
      if let target = target(row) { start[target + 1] += 1 }
    }
    for key in 0..<targetKeyCount { start[key + 1] += start[key] }
    var next = start
    var rows = [Int32](repeating: 0, count: Int(start[targetKeyCount]))
    for row in byKey {
      guard let target = target(row) else { continue }
      rows[Int(next[target])] = row
      next[target] += 1
    }
    self.start = start
    self.rows = rows
  }
}
