import Schema

extension TableBuilder {
  /// The table with the newest snapshot's rows first, in key order, history behind by key and time.
  func finish(_ names: FinishedNames, snapshotCount: Int) -> Table {
    let keyRank = names.keyRanks[entity]
    let order = rowKeys.indices.sorted { left, right in
      let leftIsHistory = until[left] != snapshotCount
      let rightIsHistory = until[right] != snapshotCount
      if leftIsHistory != rightIsHistory { return rightIsHistory }
      let (leftKey, rightKey) = (keyRank[Int(rowKeys[left])], keyRank[Int(rowKeys[right])])
      return leftKey != rightKey ? leftKey < rightKey : since[left] < since[right]
    }
    let finalKeys = order.map { keyRank[Int(rowKeys[$0])] }
    return Table(
      keys: names.keys[entity], rowKeys: finalKeys, since: order.map { UInt16(since[$0]) }, until: order.map { UInt16(until[$0]) },
      columns: columns.indices.map { index in
        isRowKey(index)
          ? Column(name: columns[index].name, type: .text, cells: .codes(finalKeys, names.keys[entity]), validity: nil)
          : columns[index].finish(order, names)
      },
      currentCount: until.count { $0 == snapshotCount }, snapshotCount: snapshotCount)
  }
}

extension ColumnBuilder {
  fileprivate func finish(_ order: [Int], _ names: FinishedNames) -> Column {
    switch cells {
    case .codes(let codes):
      switch type {
      case .choice(let choice): return coded(codes, order, names.choices[choice], names.choiceRanks[choice])
      case .link(let target): return coded(codes, order, names.keys[target], names.keyRanks[target])
      default:
        let sorted = texts.texts.sortedNumbers()
        return coded(codes, order, TextDictionary(texts: texts.texts.picking(sorted)), ranks(sorted))
      }
    case .int32(let values): return column(values, order, empty: 0) { .int32($0) }
    case .int64(let values): return column(values, order, empty: 0) { .int64($0) }
    case .double(let values): return column(values, order, empty: 0) { .double($0) }
    case .flags(let values):
      return column(values, order, empty: 0) { flags in
        .bits(Bitmap(count: flags.count, rows: flags.indices.lazy.filter { flags[$0] == 1 }))
      }
    }
  }

  private func coded(_ codes: [UInt32], _ order: [Int], _ dictionary: any CodeNames, _ ranks: [UInt32]) -> Column {
    column(codes.map { $0.isMissing ? .missing : ranks[Int($0)] }, order, empty: 0) { .codes($0, dictionary) }
  }

  /// Puts cells into the final order; missing ones become `empty` and lose their validity bit.
  private func column<Cell: BuilderCell>(_ values: [Cell], _ order: [Int], empty: Cell, cells: ([Cell]) -> Column.Cells) -> Column {
    var ordered = order.map { values[$0] }
    var validity = Bitmap(count: ordered.count, filled: true)
    for (row, value) in ordered.enumerated() where value.isMissing {
      ordered[row] = empty
      validity[row] = false
    }
    let isComplete = validity.population == ordered.count
    return Column(name: name, type: type, cells: cells(ordered), validity: isComplete ? nil : validity)
  }
}
