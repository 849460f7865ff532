import Diagnostics

extension Printer {
  static func outline(_ query: Query) -> Outline {
    var pieces = head(query.verb)
    // `的` between predicate and entity keeps both readings open, and is read behind the verb alone: `of` would close one.
    let isTurned = query.hasOtherReading && !query.predicates.isEmpty
    let joint = query.predicates.isEmpty ? "" : isTurned ? " 的 " : " "
    let entity = query.predicates.map { outline($0) }.joined(" ") + [.text(joint), .node(outline(entity: query.entity))]
    switch query.verb {
    case .list(let columns): pieces += (columns.isEmpty ? [] : [" of "]) + (columns.isEmpty ? [" "] : []) + entity
    case .count: pieces += [" "] + entity
    case .history(let id):
      pieces += [" "] + entity
      if let id { pieces += [" ", .node(outline(id))] }
    case .measures, .rank, .changes, .trend: pieces += [isTurned ? " " : " of "] + entity
    }
    for (index, clause) in query.clauses.enumerated() {
      pieces += [.line, .node(outline(clause, next: index + 1 < query.clauses.count ? query.clauses[index + 1] : nil))]
    }
    for stage in query.stages { pieces += [.line, .node(outline(stage))] }
    return Outline("query", query.range, pieces)
  }

  private static func head(_ verb: Query.Verb) -> [Outline.Piece] {
    switch verb {
    case .list(let columns): ["list"] + (columns.isEmpty ? [] : [" "]) + outlines(columns)
    case .count: ["count"]
    case .measures(let columns): outlines(columns)
    case .rank(let key, let measure, let ascending): rank(key, measure, ascending)
    case .changes(let fields): ["changes"] + (fields.isEmpty ? [] : [" in "]) + fields.map { outline($0) }.joined(", ")
    case .trend(let columns): ["trend "] + outlines(columns)
    case .history: ["history of"]
    }
  }

  static func rank(_ key: Expression, _ measure: Column, _ ascending: Bool) -> [Outline.Piece] {
    ["rank ", .node(outline(key)), " by ", .node(outline(measure)), ascending ? " asc" : ""]
  }

  private static func outline(entity name: Name) -> Outline { Outline("entity", name.range, [.text(text(of: name))]) }

  static func outlines(_ columns: [Column]) -> [Outline.Piece] { columns.map { outline($0) }.joined(", ") }

  static func outline(_ column: Column) -> Outline {
    var pieces: [Outline.Piece]
    switch column.kind {
    case .everything: pieces = ["*"]
    case .expression(let expression): pieces = [.node(outline(expression))]
    }
    if let alias = column.alias { pieces += [" as ", .text(text(of: alias))] }
    return Outline("column", column.range, pieces)
  }

  // MARK: Clauses

  /// `changed`, `ever` and `always` would take a `from`, `to` or `since` of the next clause for their own: parentheses keep it away.
  static func outline(_ clause: Clause, next: Clause? = nil) -> Outline {
    if case .condition(let condition) = clause.kind, let word = next?.takenWord, condition.takes(word) {
      return Outline("clause", clause.range, ["where (", .node(outline(condition)), ")"])
    }
    return Outline("clause", clause.range, pieces(clause.kind))
  }

  private static func pieces(_ kind: Clause.Kind) -> [Outline.Piece] {
    switch kind {
    case .condition(let condition): ["where ", .node(outline(condition))]
    case .groups(let keys, let across): groups(keys, across)
    case .sort(let keys): ["sort by "] + keys.map { outline($0) }.joined(", ")
    case .top(let count, let by, let per, let isBottom):
      [isBottom ? "bottom " : "top ", .node(outline(count))] + optional(" by ", by) + optional(" per ", per)
    case .skip(let count): ["skip ", .node(outline(count))]
    case .asOf(let moment): ["as of ", .node(outline(moment))]
    case .withTotals: ["with totals"]
    case .withEmpty: ["with empty"]
    case .compare(let moment): ["compare ", .node(outline(moment))]
    case .since(let moment): ["since ", .node(outline(moment))]
    case .from(let moment): ["from ", .node(outline(moment))]
    case .until(let moment): ["to ", .node(outline(moment))]
    case .every(let step): ["every \(step.rawValue)"]
    case .format(let name): ["as \(name.text)"]
    case .file(let file): ["to \(quoted(file))"]
    }
  }

  private static func groups(_ keys: [Column], _ across: Column?) -> [Outline.Piece] {
    var pieces: [Outline.Piece] = keys.isEmpty ? [] : ["by "] + outlines(keys)
    if let across { pieces += [keys.isEmpty ? "across " : " across ", .node(outline(across))] }
    return pieces
  }

  private static func optional(_ word: String, _ expression: Expression?) -> [Outline.Piece] {
    expression.map { [.text(word), .node(outline($0))] } ?? []
  }

  private static func outline(_ key: SortKey) -> Outline {
    let direction = key.isDescending.map { $0 ? " desc" : " asc" } ?? ""
    return Outline("key", key.expression.range, [.node(outline(key.expression)), .text(direction)])
  }

  // MARK: Stages

  static func outline(_ stage: Stage) -> Outline {
    var pieces: [Outline.Piece] = ["| "]
    switch stage.verb {
    case .list(let columns): pieces += ["list"] + (columns.isEmpty ? [] : [" "]) + outlines(columns)
    case .count: pieces += ["count"]
    case .measures(let columns): pieces += outlines(columns)
    case .rank(let key, let measure, let ascending): pieces += rank(key, measure, ascending)
    case .clauses: break
    }
    for (index, clause) in stage.clauses.enumerated() {
      if case .clauses = stage.verb, index == 0 {} else { pieces.append(" ") }
      pieces.append(.node(outline(clause)))
    }
    return Outline("stage", stage.range, pieces)
  }
}

extension Clause {
  /// The word that it begins with, if a condition before it might take it.
  fileprivate var takenWord: Keyword? {
    switch kind {
    case .file, .until: .to
    case .from: .from
    case .since: .since
    default: nil
    }
  }
}

extension Expression {
  /// Ends in a form that has no such part yet.
  fileprivate func takes(_ word: Keyword) -> Bool {
    switch kind {
    case .changed(_, let from, let to, let since): word == .from ? from == nil : word == .to ? to == nil : since == nil
    case .ever(let inner, nil), .always(let inner, nil): word == .since || inner.takes(word)
    case .and(_, let last), .or(_, let last), .not(let last), .was(let last, nil), .conditional(_, _, let last): last.takes(word)
    default: false
    }
  }
}
