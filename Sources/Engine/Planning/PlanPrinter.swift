import Query
import Schema
import Store

/// `explain plan`: one line an operator, in the order in which rows pass through them, what the planner expected and what came.
/// ```
/// operator                          expected  rows     ms  how
/// scan projects                          120   120   0.01
/// where stage in (preparatory)            31    31   0.00  bitmaps
/// sort by investment desc                 31    31   0.02
/// rules: flatten-ands, choice-bitmaps
/// ```
struct PlanPrinter {
  let catalog: Catalog
  let library: Library

  private struct Line {
    var cells: [String]
  }

  func text(of run: Executor) -> String {
    let lines = [Line(cells: ["operator", "expected", "rows", "ms", "how"])] + lines(of: run, depth: 0)
    let widths = (0..<5).map { column in lines.map { $0.cells[column].count }.max() ?? 0 }
    let table = lines.map { line in
      var text = ""
      for (column, cell) in line.cells.enumerated() {
        let padding = String(repeating: " ", count: widths[column] - cell.count)
        text += (column == 0 || column == 4 ? cell + padding : padding + cell) + (column < 4 ? "  " : "")
      }
      while text.last == " " { text.removeLast() }
      return text + "\n"
    }
    let fired = rules(of: run)
    return table.joined() + "rules: " + (fired.isEmpty ? "none" : fired.map(\.rawValue).joined(separator: ", ")) + "\n"
  }

  private func rules(of run: Executor) -> [Rule] {
    func fired(_ run: Executor) -> Set<Rule> { run.inner.reduce(run.plan.fired.union(run.fired)) { $0.union(fired($1)) } }
    let all = fired(run)
    return Rule.allCases.filter(all.contains)
  }

  private func lines(of run: Executor, depth: Int) -> [Line] {
    var result = run.inner.flatMap { lines(of: $0, depth: depth + 1) }
    for (node, metrics) in zip(run.plan.nodes, run.metrics) {
      let (title, method) = describe(node.operation, run.plan)
      result.append(
        Line(cells: [
          String(repeating: "  ", count: depth) + title, String(Int(node.estimatedRows.rounded())), String(metrics.rows),
          milliseconds(metrics.time), method,
        ]))
    }
    return result
  }

  private func milliseconds(_ time: Duration) -> String {
    let (seconds, attoseconds) = time.components
    let hundredths = seconds * 100_000 + (attoseconds + 5_000_000_000_000) / 10_000_000_000_000
    return "\(hundredths / 100).\(hundredths % 100 < 10 ? "0" : "")\(hundredths % 100)"
  }

  private func describe(_ operation: PlanOperation, _ plan: Plan) -> (String, String) {
    var text = ExpressionText(catalog: catalog, library: library, entity: plan.query.entity)
    switch plan.query.source {
    case .entity, .rows: break
    case .table(let inner): text.columns = inner.outputColumns.map(\.name)
    case .changes(let changes): text.columns = changes.columns.outputs.map(\.name)
    case .history(let history): text.columns = history.columns.outputs.map(\.name)
    case .comparison(let comparison): text.columns = comparison.columns.map(\.name)
    case .trend(let trend): text.columns = trend.columns.map(\.name)
    }
    switch operation {
    case .scan(let entity): return ("scan \(catalog.entities[entity].plural)", "")
    case .selectedRows: return ("| its rows", "")
    case .resultRows: return ("| its table", "")
    case .changeLines(let changes, _):
      let (from, to) = (library.snapshots[changes.from.snapshot], library.snapshots[changes.to.snapshot])
      return ("changes of \(catalog.entities[changes.entity].plural) from \(from) to \(to)", "versions that begin or end there")
    case .historyLines(let history): return ("history of \(catalog.entities[history.entity].plural)", "versions in order of time")
    case .keyJoin(_, let before, _): return ("compare with snapshot \(before.query.snapshot)", "join by key")
    case .trendRows(let plans, _): return ("\(plans.count) points, the last one above", "")
    case .versionSweep(let plan, _, let trend):
      var inner = ExpressionText(catalog: catalog, library: library, entity: plan.query.entity)
      inner.columns = []
      let conditions = plan.filters.map { inner.text($0.condition) }
      return (
        "\(trend.points.count) points" + (conditions.isEmpty ? "" : " where " + conditions.joined(separator: " and ")),
        "one pass over all versions"
      )
    case .filter(let filter): return ("where \(text.text(filter.condition))", describe(filter.method, text))
    case .group(let grouping, _):
      guard !grouping.keys.isEmpty || grouping.across != nil else { return ("all rows as one group", "") }
      let keys = grouping.keys.map { text.text($0.column.value) }.joined(separator: ", ")
      return ((keys.isEmpty ? "group" : "group by \(keys)") + (grouping.across.map { " across \(text.text($0.column.value))" } ?? ""), "")
    case .rank(let ranking, _): return ("rank \(text.text(ranking.key.column.value)) by \(text.text(ranking.measure.value))", "")
    case .sort(let keys): return ("sort by \(describe(keys, plan, text))", "full sort")
    case .top(let cut, let skip, let method):
      var title = "top \(cut.count)"
      if !cut.by.isEmpty { title += " by \(describe(cut.by, plan, text))" }
      if let per = cut.per { title += " per \(text.text(per))" }
      if !cut.order.isEmpty { title += ", then by \(describe(cut.order, plan, text))" }
      return (title + (skip > 0 ? " skip \(skip)" : ""), describe(method, cut, skip))
    case .skip(let count): return ("skip \(count)", "")
    case .output(let columns): return ("list \(columns.map(\.name).joined(separator: ", "))", "")
    case .measure(let grouping):
      return (grouping.measures.map { text.text($0.value) }.joined(separator: ", ") + (grouping.withTotals ? " with totals" : ""), "")
    }
  }

  private func describe(_ method: Filter.Method, _ text: ExpressionText) -> String {
    switch method {
    case .evaluate: "evaluate"
    case .columns(let test): test.words(catalog)
    case .narrowed(let test): test.words(catalog) + ", then evaluate"
    }
  }

  private func describe(_ method: TopMethod, _ cut: CheckedQuery.Cut, _ skip: Int) -> String {
    switch method {
    case .fullSort: cut.by.isEmpty ? "" : "full sort"
    case .heap, .columnHeap: "heap of \(cut.count + skip)"
    }
  }

  private func describe(_ keys: [CheckedQuery.SortKey], _ plan: Plan, _ text: ExpressionText) -> String {
    keys.map { key in
      let title: String =
        switch (key.target, plan.query.shape) {
        case (.expression(let expression), _): text.text(expression)
        case (.column(let column), .rows(let columns)): columns[column].name
        case (.column(let column), .groups(let grouping)):
          column < grouping.keys.count ? grouping.keys[column].column.name : grouping.measures[column - grouping.keys.count].name
        case (.column(let column), .ranking(let ranking)): ["rank", ranking.key.column.name, ranking.measure.name][column]
        }
      return title + (key.isDescending ? " desc" : "")
    }.joined(separator: ", ")
  }
}
