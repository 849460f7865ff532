import Diagnostics
import Query
import Schema
import Syntax

extension Checking {
  // MARK: Rows

  /// `sort`, `top`, `skip` of a list.
  func checkRowOrder(_ clauses: Clauses, _ query: CheckedQuery, sections: Int, _ row: Context) -> CheckedQuery? {
    var query = query
    let columns = query.outputColumns
    var order = (0..<sections).map { CheckedQuery.SortKey(.column($0), isDescending: false) }
    if let sort = clauses.sort {
      guard let keys = checkSort(sort.keys, columns, row, { self.checkRowKey($0, row) }) else { return nil }
      order += keys
    }
    if let skip = clauses.skip {
      guard let count = checkCount(skip.count, "skip", row) else { return nil }
      query.skip = count
    }
    guard let top = clauses.top else {
      query.order = order
      query.addedChoices = addedChoices
      return query
    }
    guard let count = checkCount(top.count, top.isBottom ? "bottom" : "top", row) else { return nil }
    var per: Checked?
    if let words = top.per {
      guard let key = checkKey(words, nil, row) else { return nil }
      per = key.value
    }
    var by: [CheckedQuery.SortKey]
    if let words = top.by {
      guard let key = checkSort([SortKey(words, isDescending: !top.isBottom)], columns, row, { self.checkRowKey($0, row) }),
        checkIsRankable(key[0], columns, words, row)
      else { return nil }
      by = key
    } else {
      by = Array(order.dropFirst(sections))
      if top.isBottom {
        guard !by.isEmpty else {
          report(.bottomOfNothing, at: top.range)
          return nil
        }
        by = by.map { CheckedQuery.SortKey($0.target, isDescending: !$0.isDescending) }
      }
    }
    var cut = CheckedQuery.Cut(count: count, by: by, per: per)
    // Rows print in the order of the cut; sections and a sort of their own want another.
    if sections > 0 || top.by != nil && clauses.sort != nil || top.isBottom && top.by == nil {
      cut.order = sections > 0 && clauses.sort == nil ? Array(order.prefix(sections)) + by : order
    }
    query.cut = cut
    query.addedChoices = addedChoices
    return query
  }

  /// The columns of a result, read again.
  func readAgain(_ columns: [OutputColumn]) -> [OutputColumn] {
    columns.enumerated().map { index, column in
      var output = OutputColumn(
        name: column.name, label: column.label, value: Checked(.column(.result(index)), type: column.value.type, range: column.value.range))
      output.aliases = column.aliases
      return output
    }
  }

  private func checkRowKey(_ expression: Expression, _ row: Context) -> Checked? { checkKey(expression, nil, row)?.value }

  /// Sort keys: a column of the result by its name or its words, else an expression.
  private func checkSort(
    _ keys: [SortKey], _ columns: [OutputColumn], _ row: Context, _ checkKey: (Expression) -> Checked?
  ) -> [CheckedQuery.SortKey]? {
    var checked: [CheckedQuery.SortKey] = []
    var isWhole = true
    for key in keys {
      let isDescending = key.isDescending ?? false
      if let index = columnNamed(key.expression, columns) {
        isWhole = checkIsOfOneType(columns[index].value, words(key.expression, row), key.expression.range, row) && isWhole
        checked.append(CheckedQuery.SortKey(.column(index), isDescending: isDescending))
        continue
      }
      guard let value = checkKey(key.expression), checkIsOfOneType(value, words(key.expression, row), key.expression.range, row) else {
        isWhole = false
        continue
      }
      let text = printed(value)
      if let index = columns.firstIndex(where: { printed($0.value) == text }) {
        checked.append(CheckedQuery.SortKey(.column(index), isDescending: isDescending))
      } else {
        checked.append(CheckedQuery.SortKey(.expression(value), isDescending: isDescending))
      }
    }
    return isWhole ? checked : nil
  }

  /// Whether the values of a key can be more or less than others: who asks for the top of something says that they are.
  private func checkIsRankable(_ key: CheckedQuery.SortKey, _ columns: [OutputColumn], _ written: Expression, _ row: Context) -> Bool {
    var name = words(written, row)
    switch key.target {
    case .expression(let value): return checkIsRankable(value, name, written.range, row)
    case .column(let index):
      guard columns.indices.contains(index) else { return true }
      if case .missing = written.kind { name = columns[index].name }
      return checkIsRankable(columns[index].value, name, written.range, row)
    }
  }

  /// Flags are: true comes after false.
  func checkIsRankable(_ value: Checked, _ name: String, _ range: SourceRange, _ context: Context) -> Bool {
    checkIsOfOneType(value, name, range, context) && (value.type == .flag || checkIsOrdered(value.type, name, range, context))
  }

  private func columnNamed(_ expression: Expression, _ columns: [OutputColumn]) -> Int? {
    guard case .path(let names) = expression.unwrapped.kind, names.count == 1 else { return nil }
    let folded = foldedName(names[0].text)
    return columns.firstIndex { $0.spellings.contains { foldedName($0) == folded } }
  }

  // MARK: Groups

  /// `sort`, `top`, `skip` of groups: by keys, measures, or any measure.
  func checkGroupOrder(_ clauses: Clauses, _ query: CheckedQuery, _ measured: Context, _ row: Context) -> CheckedQuery? {
    guard case .groups(let grouping) = query.shape else { return query }
    if grouping.keys.isEmpty { return checkOneRow(clauses, query) }
    var query = query
    // The turned key is no column that groups have one value of.
    let columns = grouping.keys.map(\.column) + grouping.measures
    func checkKey(_ expression: Expression) -> Checked? { checkGroupKey(expression, columns, measured, row) }
    if let sort = clauses.sort {
      guard let keys = checkSort(sort.keys, columns, row, checkKey) else { return nil }
      query.order = keys
    }
    if let skip = clauses.skip {
      guard let count = checkCount(skip.count, "skip", row) else { return nil }
      query.skip = count
    }
    query.addedChoices = addedChoices
    guard let top = clauses.top else { return query }
    guard var cut = checkGroupCut(top, query, grouping, columns, row, checkKey) else { return nil }
    // Groups print in the order of the cut; a `sort` beside `top … by` wants another.
    if top.by != nil || top.isBottom { cut.order = query.order }
    query.cut = cut
    query.order = []
    query.addedChoices = addedChoices
    return query
  }

  private func checkGroupCut(
    _ top: Clauses.Top, _ query: CheckedQuery, _ grouping: CheckedQuery.Grouping, _ columns: [OutputColumn], _ row: Context,
    _ checkKey: (Expression) -> Checked?
  ) -> CheckedQuery.Cut? {
    guard let count = checkCount(top.count, top.isBottom ? "bottom" : "top", row) else { return nil }
    var per: Checked?
    if let words = top.per {
      guard let key = self.checkKey(words, nil, row) else { return nil }
      let text = printed(key.value)
      guard grouping.keys.contains(where: { printed($0.column.value) == text }) else {
        report(.perOfNoKey(self.words(words, row), grouping.keys.map(\.column.name)), at: words.range)
        return nil
      }
      per = key.value
    }
    var by: [CheckedQuery.SortKey]
    if let words = top.by {
      guard let key = checkSort([SortKey(words, isDescending: !top.isBottom)], columns, row, checkKey),
        checkIsRankable(key[0], columns, words, row)
      else { return nil }
      by = key
    } else if query.order.isEmpty {
      by = [CheckedQuery.SortKey(.column(grouping.keys.count), isDescending: !top.isBottom)]
      guard checkIsRankable(by[0], columns, Expression(.missing, range: top.range), row) else { return nil }
    } else {
      by = top.isBottom ? query.order.map { CheckedQuery.SortKey($0.target, isDescending: !$0.isDescending) } : query.order
    }
    return CheckedQuery.Cut(count: count, by: by, per: per)
  }

  /// A key of the grouping, or a measure.
  private func checkGroupKey(_ expression: Expression, _ columns: [OutputColumn], _ measured: Context, _ row: Context) -> Checked? {
    if let key = attempt({ self.checkKey(expression, nil, row) }) {
      let text = printed(key.value)
      if columns.contains(where: { printed($0.value) == text }) { return key.value }
    }
    return check(expression, measured)
  }

  /// One row has no order; a `by` that `top` took is the likely reason.
  func checkOneRow(_ clauses: Clauses, _ query: CheckedQuery) -> CheckedQuery? {
    var isWhole = true
    if let top = clauses.top {
      let verb = top.isBottom ? "bottom" : "top"
      let count = source.text(top.count.range)
      report(.oneRow(verb, took: top.by.map { source.text($0.range) }, count: count), at: top.range)
      isWhole = false
    }
    if let sort = clauses.sort {
      report(.oneRow("sort", took: nil, count: ""), at: sort.range)
      isWhole = false
    }
    if let skip = clauses.skip {
      report(.oneRow("skip", took: nil, count: ""), at: skip.range)
      isWhole = false
    }
    return isWhole ? query : nil
  }
}
