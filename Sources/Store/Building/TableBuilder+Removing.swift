extension TableBuilder {
  /// Takes snapshot `place` out: what held only there is gone, later snapshots move down by one, and versions that now meet and are equal become one.
  mutating func remove(snapshot place: Int) {
    var gone = [Bool](repeating: false, count: rowKeys.count)
    var starting: [UInt32: Int] = [:]
    for version in rowKeys.indices {
      if Int(since[version]) > place { since[version] -= 1 }
      if Int(until[version]) > place { until[version] -= 1 }
      if since[version] == until[version] {
        gone[version] = true
      } else if Int(since[version]) == place {
        starting[rowKeys[version]] = version
      }
    }
    for version in rowKeys.indices where !gone[version] && Int(until[version]) == place {
      guard let next = starting[rowKeys[version]], isSame(version, next) else { continue }
      until[version] = until[next]
      gone[next] = true
    }
    keep(rowKeys.indices.filter { !gone[$0] })
  }

  private func isSame(_ left: Int, _ right: Int) -> Bool {
    columns.indices.allSatisfy { isRowKey($0) || columns[$0].cells.isSame(left, right) }
  }

  private mutating func keep(_ versions: [Int]) {
    guard versions.count < rowKeys.count else { return }
    let (keys, starts, ends) = (rowKeys, since, until)
    clearVersions()
    for version in versions { link(key: Int(keys[version]), since: Int(starts[version]), until: Int(ends[version])) }
    for index in columns.indices where !isRowKey(index) { columns[index].cells = columns[index].cells.picking(versions) }
  }
}

extension CellArray {
  func isSame(_ left: Int, _ right: Int) -> Bool {
    switch self {
    case .codes(let cells): cells[left].isSame(as: cells[right])
    case .int32(let cells): cells[left].isSame(as: cells[right])
    case .int64(let cells): cells[left].isSame(as: cells[right])
    case .decimal(let cells): cells[left].isSame(as: cells[right])
    case .flags(let cells): cells[left].isSame(as: cells[right])
    }
  }

  func picking(_ rows: [Int]) -> CellArray {
    switch self {
    case .codes(let cells): .codes(rows.map { cells[$0] })
    case .int32(let cells): .int32(rows.map { cells[$0] })
    case .int64(let cells): .int64(rows.map { cells[$0] })
    case .decimal(let cells): .decimal(rows.map { cells[$0] })
    case .flags(let cells): .flags(rows.map { cells[$0] })
    }
  }
}
