import Diagnostics
import Query
import Schema

// Lines about records: what changed between two snapshots, and how records came to be what they are.

extension Writing {
  /// Cells of lines as they are where all fields share a type, else as machine formats spell them.
  func lineCell(_ cell: String, _ type: DataType, _ columns: CheckedQuery.LineColumns, _ own: Digits, _ common: Digits) -> String {
    guard columns.isMixed else { return atScale(Term(cell, digits: own), common.scale).text }
    switch type {
    case .text, .choice, .link: return cell
    case .date: return "CAST(\(cell) AS \(answers.nullable(answers.textType)))"
    case .period: return printed(Term(cell), type)
    case .money: return answers.digits(printed(Term(cell), type), scale: own.scale)
    case .number: return answers.digits(cell, scale: own.scale)
    case .duration: return "CAST(\(cell) AS \(answers.nullable(answers.textType)))"
    case .flag: return "CASE WHEN \(cell) THEN 'true' WHEN NOT \(cell) THEN 'false' END"
    }
  }

  func missingCell(_ type: DataType) -> String { missing(type).text }

  /// The digits of the fields that lines are about, and what holds all of them.
  private func digits(of fields: [Int], _ entity: Int) -> (each: [Digits], common: Digits) {
    let each = fields.map { digits(of: $0, entity, catalog.entities[entity].fields[$0].type) }
    return (each, .common(each))
  }

  /// The code by which a field of the lines is called.
  func lineField(_ field: Int, _ columns: CheckedQuery.LineColumns) throws -> String {
    guard case .choice(let choice) = columns.field else { throw SQLError(.misplaced("a field of lines")) }
    return text(try code(field, ofChoice: choice, nil))
  }

  func date(of snapshot: Int) throws -> String {
    guard snapshots.indices.contains(snapshot) else { throw SQLError(.unknownValue) }
    return answers.date(snapshots[snapshot].description)
  }

  /// All versions of an entity's records.
  func versions(_ entity: Int, _ snapshot: Int) -> Scope {
    Scope(.records(entity: entity), layout.entities[entity].name, alias: freshAlias("version"), snapshot: snapshot)
  }

  // MARK: changes

  /// `changes … of ENTITY since T to T`: a line for each record that came or went, and for each cell that differs.
  func changes(_ changes: CheckedQuery.Changes, _ snapshot: Int) throws -> Scope {
    let entity = changes.entity
    let (old, new) = (try records(entity, changes.from.snapshot), try records(entity, changes.to.snapshot))
    let (oldKey, newKey) = (try keyColumn(old), try keyColumn(new))
    let ends = Scope.From("\(old.from.inline) FULL JOIN \(new.from.inline) ON \(newKey) = \(oldKey)")
    func end(_ end: CheckedQuery.End, _ scope: Scope, _ key: String) throws -> Term {
      let isThere = Term("\(key) IS NOT NULL", .comparison, isKnown: true)
      let rows = Scope(.records(entity: entity), from: ends, alias: scope.alias, snapshot: end.snapshot, place: nil)
      return .all([isThere, try end.condition.map { try condition($0, .row(rows)) } ?? .yes])
    }
    let kept = Term.any([try end(changes.from, old, oldKey), try end(changes.to, new, newKey)])
    let pairs = freshName("pairs")
    with(
      pairs,
      select(
        columns: [("key", "COALESCE(\(newKey), \(oldKey))"), ("change", try recordChange(changes, oldKey, newKey))], from: ends.text,
        condition: kept
      ).text)
    var lines: [String] = []
    let columns = changes.columns
    if changes.showsRecords {
      lines.append(
        "SELECT change, \(quoted("key")), \(missingCell(.text)) AS field, \(missingCell(columns.cell)) AS old, \(missingCell(columns.cell)) AS new, -1 AS line\nFROM \(pairs)\nWHERE change IS NOT NULL"
      )
    }
    let (before, after) = (try records(entity, changes.from.snapshot), try records(entity, changes.to.snapshot))
    let pair = freshAlias(pairs)
    let joined =
      "\(pairs) AS \(pair)\n  JOIN \(before.from.inline) ON \(try keyColumn(before)) = \(pair).\(quoted("key"))\n  JOIN \(after.from.inline) ON \(try keyColumn(after)) = \(pair).\(quoted("key"))"
    let (digits, common) = digits(of: changes.fields, entity)
    for (index, field) in changes.fields.enumerated() {
      let name = layout.entities[entity].fields[field]
      let type = catalog.entities[entity].fields[field].type
      let (oldCell, newCell) = (before.column(name), after.column(name))
      lines.append(
        "SELECT 'changed' AS change, \(pair).\(quoted("key")), \(try lineField(index, columns)) AS field, \(lineCell(oldCell, type, columns, digits[index], common)) AS old, \(lineCell(newCell, type, columns, digits[index], common)) AS new, \(index) AS line\nFROM \(joined)\nWHERE \(differs(oldCell, newCell).text)"
      )
    }
    return try numbered(lines, ["change", "key", "field", "old", "new"], common, columns, entity, snapshot, by: ["line"])
  }

  /// What happened to a record as a whole.
  private func recordChange(_ changes: CheckedQuery.Changes, _ oldKey: String, _ newKey: String) throws -> String {
    let table = layout.entities[changes.entity]
    let (from, to) = (try date(of: changes.from.snapshot), try date(of: changes.to.snapshot))
    let earlier = versions(changes.entity, changes.from.snapshot)
    if !answers.hasCorrelatedSubqueries { return try recordChange(changes, oldKey, newKey, from: from, to: to) }
    let wasThere =
      "EXISTS (SELECT 1 FROM \(earlier.from.inline) WHERE \(try keyColumn(earlier)) = \(newKey) AND \(earlier.column(table.until)) <= \(from))"
    let (start, before) = (versions(changes.entity, changes.to.snapshot), versions(changes.entity, changes.to.snapshot))
    let since = start.column(table.since)
    let goesOn =
      "EXISTS (SELECT 1 FROM \(before.from.inline) WHERE \(try keyColumn(before)) = \(try keyColumn(start)) AND \(before.column(table.until)) = \(since))"
    let wasGone =
      "EXISTS (SELECT 1 FROM \(start.from.inline) WHERE \(try keyColumn(start)) = \(newKey) AND \(since) > \(from) AND \(since) <= \(to) AND NOT \(goesOn))"
    return
      "CASE WHEN \(oldKey) IS NULL THEN CASE WHEN \(wasThere) THEN 'returned' ELSE 'added' END WHEN \(newKey) IS NULL THEN 'removed' WHEN \(wasGone) THEN 'returned' END"
  }

  /// The same without a subquery that reads the row around it.
  private func recordChange(_ changes: CheckedQuery.Changes, _ oldKey: String, _ newKey: String, from: String, to: String) throws -> String
  {
    let table = layout.entities[changes.entity]
    let (earlier, start, before) = (
      versions(changes.entity, changes.from.snapshot), versions(changes.entity, changes.to.snapshot),
      versions(changes.entity, changes.to.snapshot)
    )
    let wasThere = isAmong(
      newKey, try keyColumn(earlier), earlier, [Term("\(earlier.column(table.until)) <= \(from)", .comparison)])
    let since = start.column(table.since)
    let (ownKey, until) = (try keyColumn(start), before.column(table.until))
    start.from.add(
      "LEFT JOIN \(quoted(table.name)) AS \(before.alias) ON \(try keyColumn(before)) = \(ownKey) AND \(until) = \(since)")
    let wasGone = isAmong(
      newKey, ownKey, start,
      [
        Term("\(since) > \(from)", .comparison), Term("\(since) <= \(to)", .comparison),
        Term("\(try keyColumn(before)) IS NULL", .comparison, isKnown: true),
      ])
    return
      "CASE WHEN \(oldKey) IS NULL THEN CASE WHEN \(wasThere) THEN 'returned' ELSE 'added' END WHEN \(newKey) IS NULL THEN 'removed' WHEN \(wasGone) THEN 'returned' END"
  }

  /// Lines by key, those of one record in the order of some columns.
  private func numbered(
    _ lines: [String], _ names: [String], _ cells: Digits, _ columns: CheckedQuery.LineColumns, _ entity: Int, _ snapshot: Int,
    by order: [String]
  ) throws -> Scope {
    let (all, result, place) = (freshName("lines"), freshName("result"), freshName("place"))
    with(all, lines.joined(separator: "\nUNION ALL "))
    let types = columns.outputs.map(\.value.type)
    let scope = Scope(.table([]), all, alias: freshAlias(all), snapshot: snapshot)
    let byKey = try self.order(Term(scope.column("key"), isKnown: true), .link(entity), in: scope, isDescending: false)
    let terms = byKey + order.map { OrderTerm(text: scope.column($0), isKnown: true) }
    with(
      result,
      select(
        columns: names.map { ($0, scope.column($0)) } + [(place, "ROW_NUMBER() OVER (ORDER BY \(ordered(terms)))")], from: scope.from.text
      ).text)
    return Scope(
      .table(zip(names, types).map { Scope.TableColumn(name: $0, type: $1, digits: $0 == "old" || $0 == "new" ? cells : Digits()) }),
      result, alias: freshAlias("row"), snapshot: snapshot,
      place: place)
  }

  // MARK: history

  /// `history of ENTITY …`: the runs of snapshots in which a record did not change in any field that is compared.
  func history(_ history: CheckedQuery.History, _ snapshot: Int) throws -> Scope {
    let (entity, columns) = (history.entity, history.columns)
    let runs = try historyRuns(history)
    let cells = "\(missingCell(.text)) AS field, \(missingCell(columns.cell)) AS old, \(missingCell(columns.cell)) AS new"
    func line(_ change: String, from: String, to: String, _ cells: String, at first: String, _ line: Int, where condition: String) -> String
    {
      "SELECT \(quoted("key")), \(from) AS first_number, \(to) AS last_number, '\(change)' AS change, \(cells), \(first) AS run_start, \(line) AS line\nFROM \(runs)\nWHERE \(condition)"
    }
    var lines = [
      line("added", from: "first", to: "run_end", cells, at: "first", -1, where: "before IS NULL"),
      line("removed", from: "before", to: "first", cells, at: "first", -2, where: "is_start AND first > before"),
      line("returned", from: "first", to: "run_end", cells, at: "first", -1, where: "is_start AND first > before"),
      line(
        "removed", from: "beyond", to: String(history.snapshot + 2), cells, at: "beyond", -2,
        where: "beyond = last_end AND beyond <= \(history.snapshot + 1)"),
    ]
    let (digits, common) = digits(of: history.fields, entity)
    for (index, field) in history.fields.enumerated() {
      let type = catalog.entities[entity].fields[field].type
      let (old, new) = ("old_\(index)", "new_\(index)")
      lines.append(
        line(
          "changed", from: "first", to: "run_end",
          "\(try lineField(index, columns)) AS field, \(lineCell(old, type, columns, digits[index], common)) AS old, \(lineCell(new, type, columns, digits[index], common)) AS new",
          at: "first", index,
          where: "before IS NOT NULL AND \(differs(old, new).inside(.and))"))
    }
    let dated = freshName("lines")
    with(dated, lines.joined(separator: "\nUNION ALL "))
    let (alias, first, last) = (freshAlias(dated), freshAlias(layout.snapshots), freshAlias(layout.snapshots))
    let text =
      "SELECT \(alias).\(quoted("key")), \(first).day AS from_day, \(last).day AS to_day, \(alias).change, \(alias).field, \(alias).old, \(alias).new, \(alias).run_start, \(alias).line\nFROM \(quoted(dated)) AS \(alias)\n  JOIN \(quoted(layout.snapshots)) AS \(first) ON \(first).number = \(alias).first_number\n  JOIN \(quoted(layout.snapshots)) AS \(last) ON \(last).number = \(alias).last_number - 1"
    return try numbered(
      [text], ["key", "from_day", "to_day", "change", "field", "old", "new"], common, columns, entity, snapshot, by: ["run_start", "line"])
  }

  /// The versions of the records with snapshot numbers (from 1), each with what the version before it held and the end of its run.
  private func historyRuns(_ history: CheckedQuery.History) throws -> String {
    let table = layout.entities[history.entity]
    let rows = versions(history.entity, history.snapshot)
    let key = try keyColumn(rows)
    let (since, until) = (freshAlias(layout.snapshots), freshAlias(layout.snapshots))
    rows.from.add("JOIN \(quoted(layout.snapshots)) AS \(since) ON \(since).day = \(rows.column(table.since))")
    rows.from.add("LEFT JOIN \(quoted(layout.snapshots)) AS \(until) ON \(until).day = \(rows.column(table.until))")
    let end = history.snapshot + 2
    let selected: Term
    if let number = history.key {
      selected = Term("\(key) = \(text(try self.key(number, of: history.entity, nil)))", .comparison)
    } else {
      let alive = try records(history.entity, history.snapshot)
      let condition = try history.condition.map { try self.condition($0, .row(alive)) } ?? .yes
      let tail = condition.text == "TRUE" ? "" : " WHERE \(condition.text)"
      selected = Term("\(key) IN (SELECT \(try keyColumn(alive)) FROM \(alive.from.inline)\(tail))", .comparison)
    }
    let (plain, pairs, starts, runs) = (freshName("versions"), freshName("versions"), freshName("versions"), freshName("versions"))
    let fields = history.fields.indices.map { ("new_\($0)", rows.column(table.fields[history.fields[$0]])) }
    with(
      plain,
      select(
        columns: [("key", key), ("first", "\(since).number"), ("beyond", "LEAST(COALESCE(\(until).number, \(end)), \(end))")] + fields,
        from: rows.from.text, condition: .all([selected, Term("\(since).number <= \(history.snapshot + 1)", .comparison)])
      ).text)
    let byKey = "OVER (PARTITION BY \(quoted("key")) ORDER BY \(quoted("first")))"
    with(
      pairs,
      select(
        columns: [("", "*"), ("before", "\(answers.lag("beyond")) \(byKey)")]
          + fields.indices.map { ("old_\($0)", "\(answers.lag("new_\($0)")) \(byKey)") },
        from: plain
      ).text)
    let differ = Term.any(fields.indices.map { differs("old_\($0)", "new_\($0)") })
    let start = "before IS NULL OR \(quoted("first")) > before" + (fields.isEmpty ? "" : " OR \(differ.text)")
    with(
      starts,
      select(
        columns: [
          ("", "*"), ("is_start", start), ("run", "SUM(CASE WHEN \(start) THEN 1 ELSE 0 END) \(byKey)"),
          ("last_end", "MAX(beyond) OVER (PARTITION BY \(quoted("key")))"),
        ], from: pairs
      ).text)
    with(runs, select(columns: [("", "*"), ("run_end", "MAX(beyond) OVER (PARTITION BY \(quoted("key")), run)")], from: starts).text)
    return runs
  }

  // MARK: Records of lines

  /// The record that a line is about; one that is gone at the snapshot is read as it last was.
  func recordOfLine(_ column: Int, _ target: Int, _ scope: Scope, _ expression: Checked) throws -> Scope {
    guard case .table(let columns) = scope.rows, columns.indices.contains(column) else {
      throw SQLError(.misplaced("a link"), at: expression.range)
    }
    let relation = try latest(target, scope.snapshot)
    let name = scope.column(columns[column].name)
    let alias = scope.from.join("\(name) \(relation)") {
      let alias = freshAlias(catalog.entities[target].singular)
      let key = "\(alias).\(quoted(layout.entities[target].fields[catalog.entities[target].keyField]))"
      return ("LEFT JOIN \(quoted(relation)) AS \(alias) ON \(key) = \(name)", alias)
    }
    return Scope(entity: target, alias: alias, within: scope, snapshot: scope.snapshot)
  }
}
