public import Schema

/// Writes checked queries as text: for `explain plan`, for goldens, and to see whether two expressions are the same.
///
/// One line an expression, every name bound: `stage in {preparatory} and nodes[project]: any(done is missing)`.
public struct CheckedPrinter {
  let catalog: Catalog
  let addedChoices: [Choice]

  public init(catalog: Catalog, addedChoices: [Choice] = []) {
    self.catalog = catalog
    self.addedChoices = addedChoices
  }

  public func text(of query: CheckedQuery) -> String {
    let printer = CheckedPrinter(
      catalog: catalog, addedChoices: query.addedChoices.count >= addedChoices.count ? query.addedChoices : addedChoices)
    return printer.lines(of: query).joined(separator: "\n")
  }

  private func lines(of changes: CheckedQuery.Changes) -> [String] {
    let fields = changes.fields.map { field($0, of: changes.entity) }.joined(separator: ", ")
    let ends = "\(changes.from.snapshot), today \(changes.from.today) to \(changes.to.snapshot), today \(changes.to.today)"
    var lines = [
      "changes of \(catalog.entities[changes.entity].plural) from \(ends)",
      changes.showsRecords ? "in records and \(fields)" : "in \(fields)",
    ]
    for (name, end) in [("from", changes.from), ("to", changes.to)] {
      if let condition = end.condition { lines.append("at \(name): \(write(condition, changes.entity))") }
    }
    return lines + [cells(changes.columns)]
  }

  private func lines(of history: CheckedQuery.History) -> [String] {
    let key = history.key.map { " \(code($0, .link(history.entity)))" } ?? ""
    var lines = [
      "history of \(catalog.entities[history.entity].plural)\(key) up to \(history.snapshot)",
      "in \(history.fields.map { field($0, of: history.entity) }.joined(separator: ", "))",
    ]
    if let condition = history.condition { lines.append("of those where \(write(condition, history.entity))") }
    return lines + [cells(history.columns)]
  }

  private func cells(_ columns: CheckedQuery.LineColumns) -> String {
    "cells: " + (columns.isMixed ? "each of its own type" : "\(columns.cell)")
  }

  public func text(of expression: Checked, on entity: Int? = nil) -> String { write(expression, entity) }

  // MARK: Queries

  private func lines(of query: CheckedQuery) -> [String] {
    var lines: [String] = []
    switch query.source {
    case .entity(let entity): lines.append("from \(catalog.entities[entity].plural) at \(query.snapshot), today \(query.today)")
    case .rows(let inner): lines += ["rows of"] + self.lines(of: inner).map { "  " + $0 }
    case .table(let inner): lines += ["result of"] + self.lines(of: inner).map { "  " + $0 }
    case .changes(let changes): lines += self.lines(of: changes)
    case .history(let history): lines += self.lines(of: history)
    case .comparison(let comparison):
      lines += ["compare"] + self.lines(of: comparison.now).map { "  " + $0 }
      lines += ["with"] + self.lines(of: comparison.before).map { "  " + $0 }
      lines.append("changes \(comparison.changes.map { "\($0)" }.joined(separator: ", "))")
    case .trend(let trend):
      for point in trend.points {
        lines.append("point \(value(point.value, trend.column.value.type))\(point.query == nil ? ": no snapshot" : "")")
        if let query = point.query { lines += self.lines(of: query).map { "  " + $0 } }
      }
    }
    let entity = query.entity
    if let condition = query.condition { lines.append("where \(write(condition, entity))") }
    func columns(_ columns: [OutputColumn]) -> String { columns.map { column($0, entity) }.joined(separator: ", ") }
    switch query.shape {
    case .rows(let shown):
      lines.append("list \(columns(shown))")
      if query.sections > 0 { lines.append("sections \(query.sections)") }
    case .groups(let grouping):
      if !grouping.keys.isEmpty { lines.append("by \(columns(grouping.keys.map(\.column)))") }
      if let across = grouping.across { lines.append("across \(columns([across.column]))") }
      lines.append("measure \(columns(grouping.measures))")
      if grouping.withTotals { lines.append("with totals") }
      if grouping.withEmpty { lines.append("with empty") }
    case .ranking(let ranking):
      lines.append("rank \(columns([ranking.key.column])) by \(columns([ranking.measure]))\(ranking.isAscending ? " asc" : "")")
    }
    func keys(_ keys: [CheckedQuery.SortKey]) -> String {
      keys.map { key in
        switch key.target {
        case .column(let index): "#\(index)\(key.isDescending ? " desc" : "")"
        case .expression(let expression): "\(write(expression, entity))\(key.isDescending ? " desc" : "")"
        }
      }.joined(separator: ", ")
    }
    if !query.order.isEmpty { lines.append("sort \(keys(query.order))") }
    if let cut = query.cut {
      lines.append("top \(cut.count)" + (cut.by.isEmpty ? "" : " by \(keys(cut.by))") + (cut.per.map { " per \(write($0, entity))" } ?? ""))
      if !cut.order.isEmpty { lines.append("then sort \(keys(cut.order))") }
    }
    if query.skip > 0 { lines.append("skip \(query.skip)") }
    return lines
  }

  private func column(_ column: OutputColumn, _ entity: Int?) -> String {
    let text = write(column.value, entity)
    return text == column.name ? text : "\(text) as \(column.name)"
  }

  // MARK: Expressions

  private func write(_ expression: Checked, _ entity: Int?) -> String {
    func text(_ inner: Checked) -> String { write(inner, entity) }
    func list(_ inner: [Checked]) -> String { inner.map(text).joined(separator: ", ") }
    switch expression.node {
    case .constant(let value): return self.value(value, expression.type)
    case .column(.field(let field)): return self.field(field, of: entity)
    case .column(.result(let index)): return "#\(index)"
    case .recordKey: return "key"
    case .follow(let link, let target, let inner): return "\(field(link, of: entity)).(\(write(inner, target)))"
    case .compare(let comparison, let left, let right): return "(\(text(left)) \(comparison.rawValue) \(text(right)))"
    case .isOneOf(let operand, let codes):
      return "\(text(operand)) in {\(codes.sorted().map { code($0, operand.type) }.joined(separator: ", "))}"
    case .isIn(let operand, let values): return "\(text(operand)) in {\(values.map { value($0, operand.type) }.joined(separator: ", "))}"
    case .isBetween(let operand, let low, let high):
      return "\(text(operand)) in [\(low.map { value($0, operand.type) } ?? "")..\(high.map { value($0, operand.type) } ?? "")]"
    case .contains(let left, let right): return "(\(text(left)) contains \(text(right)))"
    case .startsWith(let left, let right): return "(\(text(left)) starts with \(text(right)))"
    case .endsWith(let left, let right): return "(\(text(left)) ends with \(text(right)))"
    case .matches(let operand, let pattern): return "(\(text(operand)) matches /\(pattern)/)"
    case .isMissing(let operand): return "missing(\(text(operand)))"
    case .not(let operand): return "not \(text(operand))"
    case .and(let operands): return "(\(operands.map(text).joined(separator: " and ")))"
    case .or(let operands): return "(\(operands.map(text).joined(separator: " or ")))"
    case .quantified(let quantifier, let link, let inner):
      return "\(quantifier.rawValue) \(name(of: link))(\(inner.map { write($0, link.entity) } ?? ""))"
    case .atSnapshot(let snapshot, let inner): return "at \(snapshot)(\(text(inner)))"
    case .existed(let snapshot): return "existed at \(snapshot)"
    case .throughout(let quantifier, let points): return throughout(quantifier, points, entity)
    case .differs(let left, let right): return "differs(\(text(left)), \(text(right)))"
    case .recordDiffers(let snapshot): return "record differs from \(snapshot)"
    case .heldSince(let field): return "held since(\(self.field(field, of: entity)))"
    case .negate(let operand): return "-\(text(operand))"
    case .arithmetic(let operation, let left, let right): return "\(operation)(\(text(left)), \(text(right)))"
    case .chain(let first, let steps):
      return "chain(\(text(first))" + steps.map { "; \($0.operation)\($0.isTurnedRound ? " of" : "") \(text($0.operand))" }.joined() + ")"
    case .call(let function, let arguments): return "\(function.rawValue)(\(list(arguments)))"
    case .conditional(let condition, let then, let otherwise):
      return "if(\(text(condition)); \(text(then)); \(text(otherwise)))"
    case .coalesce(let operands): return "coalesce(\(list(operands)))"
    case .aggregate(let aggregate): return self.aggregate(aggregate, "", entity)
    case .linkAggregate(let aggregate, let link): return self.aggregate(aggregate, name(of: link), link.entity)
    case .entityAggregate(let aggregate, let all): return self.aggregate(aggregate, "all \(catalog.entities[all].plural)", all)
    case .part(let operand): return "part(\(text(operand)))"
    case .definition(let name, let body): return "\(name){\(text(body))}"
    case .shared(let shared): return shared.spelling
    }
  }

  /// A condition that reads alike at neighbouring snapshots is written once for all of them: `ever(at 0 to 3: landed)`.
  private func throughout(_ quantifier: TimeQuantifier, _ points: [AtSnapshot], _ entity: Int?) -> String {
    var runs: [(first: Int, last: Int, text: String)] = []
    for point in points {
      let text = write(point.condition, entity)
      if let run = runs.last, run.text == text, run.last + 1 == point.snapshot {
        runs[runs.count - 1].last = point.snapshot
      } else {
        runs.append((point.snapshot, point.snapshot, text))
      }
    }
    let parts = runs.map { "at \($0.first)\($0.last > $0.first ? " to \($0.last)" : ""): \($0.text)" }
    return "\(quantifier.rawValue)(\(parts.joined(separator: "; ")))"
  }

  private func aggregate(_ aggregate: Aggregate, _ rows: String, _ entity: Int?) -> String {
    var target = entity
    var parts: [String] = rows.isEmpty ? [] : ["of \(rows)"]
    if let link = aggregate.onceThrough, let entity, case .link(let other) = catalog.entities[entity].fields[link].type {
      target = other
      parts.append("once through \(field(link, of: entity))")
    }
    if let filter = aggregate.filter { parts.append("where \(write(filter, entity))") }
    if let unit = aggregate.unit { parts.append("unit \(write(unit, target))") }
    return "\(aggregate.function.rawValue)(" + ([aggregate.value.map { write($0, target) } ?? "*"] + parts).joined(separator: " ") + ")"
  }

  private func field(_ field: Int, of entity: Int?) -> String {
    guard let entity, catalog.entities[entity].fields.indices.contains(field) else { return "field \(field)" }
    return catalog.entities[entity].fields[field].name
  }

  private func name(of link: ReverseLink) -> String {
    let entity = catalog.entities[link.entity]
    return "\(entity.plural)[\(entity.fields[link.field].name)]"
  }

  private func value(_ value: Value, _ type: DataType) -> String {
    switch value {
    case .missing: return "missing"
    case .text(let text): return "\"\(text)\""
    case .choice(let code), .link(let code): return self.code(code, type)
    case .date(let day): return day.description
    case .period(let period): return period.description
    case .money(let money): return "\(money.decimal(in: .yuan))元"
    case .number(let number): return number.description
    case .flag(let flag): return flag ? "true" : "false"
    case .duration(let count, let kind): return "\(count) \(kind.rawValue)"
    }
  }

  private func code(_ code: Int, _ type: DataType) -> String {
    switch type {
    case .choice(let index):
      guard index - catalog.choices.count < addedChoices.count else { return "#\(code)" }
      let choice = index < catalog.choices.count ? catalog.choices[index] : addedChoices[index - catalog.choices.count]
      return code < choice.values.count ? choice.values[code].code : "#\(code)"
    case .link(let entity):
      let names = catalog.entities[entity].keyNames
      return code < names.count ? names[code].code : "#\(code)"
    case .text, .date, .period, .money, .number, .flag, .duration: return "#\(code)"
    }
  }
}
