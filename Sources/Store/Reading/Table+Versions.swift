public import Results
public import Schema

extension Table {
  /// All versions, by key and then by time: the cells of each column, then the days from which and until which each version holds. What holds at the
  /// last of the snapshots has no end.
  public func versions(snapshots: [Day]) -> [Vector] {
    let rows = (0..<keyCount).flatMap { self.rows(ofKey: $0).map { Int32($0) } }
    let ends = rows.map { Int(until[Int($0)]) }
    func days(_ numbers: [Int], known: Bitmap? = nil) -> Vector {
      let cells = numbers.map { $0 < snapshots.count ? snapshots[$0].rawValue : 0 }
      return Vector(type: .date, count: rows.count, cells: .int32(cells), validity: known)
    }
    let ended = Bitmap(count: rows.count, rows: ends.indices.lazy.filter { ends[$0] < snapshots.count })
    return columns.map { $0.vector(rows: rows) } + [days(rows.map { Int(since[Int($0)]) }), days(ends, known: ended)]
  }
}
