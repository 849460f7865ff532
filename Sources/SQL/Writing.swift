import Diagnostics
import Query
import Schema

/// One query while it is written: the common table expressions so far and the names in use. Expressions are written by its extensions in
/// `Expressions/`, the clauses by those in `Queries/`.
final class Writing {
  let dialect: Dialect
  let answers: any DialectAnswers
  let catalog: Catalog
  let layout: TableLayout
  let snapshots: [Day]
  let values: any ValueSource
  let acrossValues: ((CheckedQuery) throws -> [Value])?
  /// The catalog's choices and those that exist only in this query.
  let choices: [Choice]

  private(set) var withItems: [(name: String, text: String)] = []
  private var relationNames: Set<String>
  private var aliasCounts: [String: Int] = [:]
  private var aliveNames: [String: String] = [:]

  init(_ writer: SQLWriter, addedChoices: [Choice]) {
    dialect = writer.dialect
    answers = writer.dialect.answers
    catalog = writer.catalog
    layout = writer.layout
    snapshots = writer.snapshots
    values = writer.values
    acrossValues = writer.acrossValues
    choices = catalog.choices + addedChoices
    var taken: Set<String> = [layout.snapshots.lowercased(), layout.workdays.lowercased()]
    for table in layout.entities {
      taken.insert(table.name.lowercased())
      if let names = table.names { taken.insert(names.lowercased()) }
      // Columns that a query adds beside a record's must not hide a field.
      for field in table.fields + [table.since, table.until] { taken.insert(field.lowercased()) }
    }
    for name in layout.choices { taken.insert(name.lowercased()) }
    relationNames = taken
  }

  // MARK: Names

  /// A name for a common table expression or a helping column that nothing else has.
  func freshName(_ base: String) -> String {
    var number = 1
    while true {
      let name = "\(base)_\(number)"
      if relationNames.insert(name.lowercased()).inserted { return name }
      number += 1
    }
  }

  func with(_ name: String, _ text: String) { withItems.append((name, text)) }

  func freshAlias(_ name: String) -> String {
    let first = name.lowercased().utf8.first.flatMap { (0x61...0x7A).contains($0) ? String(UnicodeScalar($0)) : nil } ?? "r"
    aliasCounts[first, default: 0] += 1
    let count = aliasCounts[first]!
    return count == 1 ? first : "\(first)\(count)"
  }

  // MARK: Relations

  /// The records of an entity alive at a snapshot, as a common table expression made once.
  func alive(_ entity: Int, _ snapshot: Int) throws -> String {
    let table = layout.entities[entity]
    guard snapshots.indices.contains(snapshot) else { throw SQLError(.unknownValue) }
    let day = snapshots[snapshot].description
    let key = "\(entity) \(snapshot)"
    if let name = aliveNames[key] { return name }
    var name = table.name + "_" + String(day.map { $0 == "-" ? "_" : $0 })
    if !relationNames.insert(name.lowercased()).inserted { name = freshName(name) }
    aliveNames[key] = name
    let date = answers.date(day)
    with(
      name,
      """
      SELECT * FROM \(quoted(table.name))
      WHERE \(quoted(table.since)) <= \(date) AND (\(quoted(table.until)) IS NULL OR \(quoted(table.until)) > \(date))
      """)
    return name
  }

  /// Every record as it stood last up to a snapshot, whether or not it is still there.
  func latest(_ entity: Int, _ snapshot: Int) throws -> String {
    let table = layout.entities[entity]
    guard snapshots.indices.contains(snapshot) else { throw SQLError(.unknownValue) }
    let key = "\(entity) up to \(snapshot)"
    if let name = aliveNames[key] { return name }
    let (name, number) = (freshName(table.name + "_latest"), freshName("number"))
    aliveNames[key] = name
    let keyField = quoted(table.fields[catalog.entities[entity].keyField])
    with(
      name,
      """
      SELECT * FROM (
        SELECT *, ROW_NUMBER() OVER (PARTITION BY \(keyField) ORDER BY \(quoted(table.since)) DESC) AS \(number)
        FROM \(quoted(table.name))
        WHERE \(quoted(table.since)) <= \(answers.date(snapshots[snapshot].description))
      ) AS versions
      WHERE \(number) = 1
      """)
    return name
  }

  func records(_ entity: Int, _ snapshot: Int) throws -> Scope {
    Scope(
      .records(entity: entity), try alive(entity, snapshot), alias: freshAlias(catalog.entities[entity].plural), snapshot: snapshot)
  }

  /// The column that holds the key of a scope's records.
  func keyColumn(_ scope: Scope, _ range: SourceRange? = nil) throws -> String {
    guard let entity = scope.entity else { throw SQLError(.misplaced("the key of a record"), at: range) }
    return scope.column(layout.entities[entity].fields[catalog.entities[entity].keyField])
  }

  func fieldColumn(_ field: Int, _ scope: Scope, _ range: SourceRange) throws -> String {
    guard let entity = scope.entity, layout.entities[entity].fields.indices.contains(field) else {
      throw SQLError(.misplaced("a field"), at: range)
    }
    return scope.column(layout.entities[entity].fields[field])
  }

  // MARK: Spellings

  func text(_ text: String) -> String {
    // A line break is spelled out, so that a statement can be indented.
    let lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      var literal = ""
      for scalar in line {
        if scalar == "'" {
          literal += "''"
        } else if scalar == "\\", !answers.backslashIsPlain {
          literal += "\\\\"
        } else {
          literal.unicodeScalars.append(scalar)
        }
      }
      return "'\(literal)'"
    }
    return lines.count == 1 ? lines[0] : "(\(lines.joined(separator: " || \(answers.lineBreak) || ")))"
  }

  /// The spelling of a code of a choice: a declared value or one outside the list.
  func code(_ code: Int, ofChoice choice: Int, _ range: SourceRange?) throws -> String {
    if choices[choice].values.indices.contains(code) { return choices[choice].values[code].code }
    for (entity, declared) in catalog.entities.enumerated() {
      for (field, declaredField) in declared.fields.enumerated() where declaredField.type == .choice(choice) {
        if let text = values.text(ofCode: code, entity: entity, field: field) { return text }
      }
    }
    throw SQLError(.unknownValue, at: range)
  }

  func key(_ number: Int, of entity: Int, _ range: SourceRange?) throws -> String {
    guard let key = values.key(number, entity: entity) else { throw SQLError(.unknownValue, at: range) }
    return key.text
  }

  /// A constant number, duration or amount.
  func number(_ number: Decimal) -> Term {
    let text = answers.decimal(number.description, scale: nil)
    let isPlain = text == number.description
    var term = Term(
      text, number < 0 && isPlain ? .sum : .atom, isKnown: true,
      digits: Digits(isInteger: number.scale == 0 && isPlain, scale: number.scale))
    term.number = number
    return term
  }

  /// How many decimals the numbers of a column have; where no library is open, as many as a quotient.
  func decimals(_ field: Int, of entity: Int) -> Int { values.decimals(entity: entity, field: field) ?? Decimal.places }

  func sqlType(_ type: DataType) -> String {
    switch type {
    case .text, .choice, .link: answers.textType
    case .date, .period: answers.dateType
    case .money: answers.moneyType
    // NULLs, which take the decimals of what stands beside them.
    case .number, .duration: "INTEGER"
    case .flag: "BOOLEAN"
    }
  }
}
