import Checking
import Diagnostics
import Engine
import Model
import Query
import Results
import SQL
import Schema
import Store
import Syntax
import Testing

/// One library asked twice: by the engine, and as SQL by another one.
struct Comparison {
  let model: Model
  let library: Library

  var engine: Engine { Engine(library: library, catalog: model.catalog) }

  struct Tally {
    var compared = 0
    var cells = 0
    /// By what was refused
    var refused: [String: Int] = [:]
    /// Beyond the range of the other engine, which says so
    var beyond = 0
    /// Queries that the checker or the engine does not answer
    var unasked = 0
    var unaskedWords: [String: Int] = [:]
  }

  struct Asked {
    var text: String
    var query: CheckedQuery
    var table: ResultTable
    var sql: String
  }

  /// Checks a text and gives its only query.
  func checked(_ text: String) -> (CheckedQuery?, [Diagnostic]) {
    let source = Source(name: "query", text: text)
    let parsed = Parser.parse(source)
    guard parsed.diagnostics.isEmpty, parsed.script.statements.count == 1 else { return (nil, parsed.diagnostics) }
    let world = World(model: model, snapshots: library.snapshots, values: library)
    let (statement, diagnostics) = Checker(world: world).check(parsed.script.statements[0], in: source)
    guard case .query(let query, _)? = statement else { return (nil, diagnostics) }
    return (query, [])
  }

  func sql(_ query: CheckedQuery, _ dialect: Dialect) throws -> String {
    let engine = engine
    return try SQLWriter(
      catalog: model.catalog, snapshots: library.snapshots, values: library, dialect: dialect,
      acrossValues: { query in
        let table = try engine.run(query)
        return (0..<table.rowCount).map { table.columns[0].values.value($0) }
      }
    ).sql(of: query)
  }

  /// Asks every text both ways; differences are recorded as issues.
  func compare(_ texts: [String], with other: OtherEngine, sourceLocation: SourceLocation = #_sourceLocation) throws -> Tally {
    var tally = Tally()
    var asked: [Asked] = []
    let engine = engine
    for text in texts {
      let (query, diagnostics) = checked(text)
      guard let query else {
        tally.unasked += 1
        for diagnostic in diagnostics { tally.unaskedWords[diagnostic.problem.message, default: 0] += 1 }
        continue
      }
      do {
        // SQL gives the columns of machine formats.
        let table = try engine.run(query).withoutSectionsAgain
        asked.append(Asked(text: text, query: query, table: table, sql: try sql(query, other.dialect)))
      } catch let error as SQLError {
        if case .misplaced = error.problem { Issue.record("\(text)\n\(error.problem.message)", sourceLocation: sourceLocation) }
        tally.refused[error.problem.message, default: 0] += 1
      } catch let error as EngineError {
        // What luodi refuses to answer has nothing to compare with.
        tally.unasked += 1
        tally.unaskedWords[error.problem.message, default: 0] += 1
      }
    }
    let answers = try other.answers(asked.map(\.sql), over: library, model.catalog)
    #expect(answers.count == asked.count, sourceLocation: sourceLocation)
    for (asked, answer) in zip(asked, answers) {
      if case .failure(let failure) = answer, other.isOverflow(failure) {
        tally.beyond += 1
        continue
      }
      tally.compared += 1
      tally.cells += asked.table.rowCount * asked.table.columns.count
      switch answer {
      case .failure(let failure): Issue.record("\(asked.text)\n\(asked.sql)\n\(failure.message)", sourceLocation: sourceLocation)
      case .success(let rows):
        if let difference = Self.difference(asked.table, rows, other) {
          Issue.record("\(asked.text)\n\(asked.sql)\n\(difference)", sourceLocation: sourceLocation)
        }
      }
    }
    return tally
  }

  /// Cell by cell, row by row in order.
  static func difference(_ table: ResultTable, _ rows: [[String]], _ other: OtherEngine) -> String? {
    guard rows.count == table.rowCount else { return "luodi has \(table.rowCount) rows, SQL \(rows.count)" }
    for (index, row) in rows.enumerated() {
      guard row.count == table.columns.count else { return "luodi has \(table.columns.count) columns, SQL \(row.count)" }
      for (column, cell) in zip(table.columns, row) where !isSame(column.values, index, cell, other) {
        return "row \(index), \(column.name): luodi \(spelled(column.values, index)), SQL \(cell)"
      }
    }
    return nil
  }

  private static func isSame(_ vector: Vector, _ row: Int, _ cell: String, _ other: OtherEngine) -> Bool {
    let value = vector.value(row)
    switch value {
    // To the last digit; the types of databases write trailing zeros.
    case .number, .duration, .money:
      var digits = Substring(cell)
      if digits.contains(".") {
        while digits.hasSuffix("0") { digits.removeLast() }
        if digits.hasSuffix(".") { digits.removeLast() }
      }
      return spelled(vector, row) == digits
    // PostgreSQL writes `t` and `f`.
    case .flag(let flag) where other == .postgresql: return cell == (flag ? "t" : "f")
    case .missing, .text, .choice, .date, .period, .flag, .link:
      // By scalar, since Swift's `==` on texts is by canonical equivalence.
      return spelled(vector, row).unicodeScalars.elementsEqual(cell.unicodeScalars)
    }
  }

  private static func spelled(_ vector: Vector, _ row: Int) -> String {
    switch vector.value(row) {
    case .missing: return "\\N"
    case .text(let text): return escaped(text)
    case .choice(let code), .link(let code):
      guard case .codes(_, let names) = vector.cells else { return "?" }
      return escaped(names.code(code))
    case .date(let day): return day.description
    case .period(let period): return period.description
    case .money(let money): if case .money(let unit) = vector.type { return money.decimal(in: unit) } else { return "?" }
    case .number(let number), .duration(let number, _): return number.description
    case .flag(let flag): return flag ? "true" : "false"
    }
  }

  private static func escaped(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\": result.append(contentsOf: "\\\\".unicodeScalars)
      case "\t": result.append(contentsOf: "\\t".unicodeScalars)
      case "\n": result.append(contentsOf: "\\n".unicodeScalars)
      case "\r": result.append(contentsOf: "\\r".unicodeScalars)
      default: result.append(scalar)
      }
    }
    return String(result)
  }
}
