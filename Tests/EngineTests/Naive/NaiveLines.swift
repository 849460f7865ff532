import Query
import Schema

/// `changes` and `history` from full dumps: every record of every snapshot laid side by side, cell by cell. Knows nothing of versions or intervals.
struct NaiveLines {
  let library: NaiveLibrary
  let choices: [Choice]

  private typealias Record = NaiveLibrary.Record

  private func record(_ key: Int, _ entity: Int, at snapshot: Int) -> Record? { library.tables[snapshot][entity].first { $0.key == key } }

  private func keys(_ entity: Int, upTo snapshot: Int) -> [Int] {
    Set((0...snapshot).flatMap { library.tables[$0][entity].map(\.key) }).sorted()
  }

  private func holds(_ condition: Checked?, _ record: Record, _ entity: Int, at snapshot: Int) throws -> Bool {
    guard let condition else { return true }
    return try NaiveEvaluator(library: library, snapshot: snapshot, choices: choices).holds(
      condition, .row(.record(entity: entity, record)))
  }

  func rows(_ changes: CheckedQuery.Changes) throws -> [[Value]] {
    var rows: [[Value]] = []
    let (from, to, entity) = (changes.from.snapshot, changes.to.snapshot, changes.entity)
    for key in keys(entity, upTo: to) {
      let old = record(key, entity, at: from)
      let new = record(key, entity, at: to)
      let holdsBefore = try old.map { try holds(changes.from.condition, $0, entity, at: from) } ?? false
      let holdsAfter = try new.map { try holds(changes.to.condition, $0, entity, at: to) } ?? false
      guard holdsBefore || holdsAfter else { continue }
      func line(_ change: LineChange) -> [Value] { [.choice(change.rawValue), .link(key), .missing, .missing, .missing] }
      let isLacking = from < to && (from...to).contains { record(key, entity, at: $0) == nil }
      var whole: LineChange?
      switch (old, new) {
      case (_?, nil): whole = .removed
      case (nil, _?): whole = (0..<from).contains { record(key, entity, at: $0) != nil } ? .returned : .added
      case (_?, _?): whole = isLacking ? .returned : nil
      case (nil, nil): break
      }
      if let whole, changes.showsRecords { rows.append(line(whole)) }
      guard let old, let new else { continue }
      for (index, field) in changes.fields.enumerated() where old.cells[field] != new.cells[field] {
        rows.append(
          [.choice(LineChange.changed.rawValue), .link(key), .choice(index)]
            + [old, new].map { cell($0.cells[field], field, entity, changes.columns) })
      }
    }
    return rows
  }

  func rows(_ history: CheckedQuery.History, _ days: [Day]) throws -> [[Value]] {
    var rows: [[Value]] = []
    let entity = history.entity
    for key in history.key.map({ [$0] }) ?? keys(entity, upTo: history.snapshot) {
      if history.key == nil {
        guard let present = record(key, entity, at: history.snapshot),
          try holds(history.condition, present, entity, at: history.snapshot)
        else { continue }
      }
      // What each snapshot holds; a snapshot that repeats the one before begins nothing.
      var lines: [(since: Int, change: LineChange, cells: [Value])] = []
      var last: Record?
      var starts: [Int] = []
      for snapshot in 0...history.snapshot {
        let here = record(key, entity, at: snapshot)
        let before = snapshot == 0 ? nil : record(key, entity, at: snapshot - 1)
        var found: [(LineChange, [Value])] = []
        let nothing: [Value] = [.missing, .missing, .missing]
        switch (before, here) {
        case (nil, let here?):
          found.append((last == nil ? .added : .returned, nothing))
          if let last { found += changed(last, here, history).map { (.changed, $0) } }
        case (_?, nil): found.append((.removed, nothing))
        case (let before?, let here?): found += changed(before, here, history).map { (.changed, $0) }
        case (nil, nil): break
        }
        if !found.isEmpty { starts.append(snapshot) }
        lines += found.map { (snapshot, $0.0, $0.1) }
        if let here { last = here }
      }
      for line in lines {
        let end = starts.first { $0 > line.since } ?? history.snapshot + 1
        rows.append([.link(key), .date(days[line.since]), .date(days[end - 1]), .choice(line.change.rawValue)] + line.cells)
      }
    }
    return rows
  }

  private func changed(_ old: Record, _ new: Record, _ history: CheckedQuery.History) -> [[Value]] {
    history.fields.enumerated().compactMap { index, field in
      guard old.cells[field] != new.cells[field] else { return nil }
      return [.choice(index)] + [old, new].map { cell($0.cells[field], field, history.entity, history.columns) }
    }
  }

  /// The value, or under mixed types its spelling in machine formats.
  private func cell(_ value: Value, _ field: Int, _ entity: Int, _ columns: CheckedQuery.LineColumns) -> Value {
    guard columns.isMixed, value != .missing else { return value }
    let type = World.catalog.entities[entity].fields[field].type
    switch (value, type) {
    case (.choice(let code), .choice(let choice)): return .text(spelling(code, library.choiceNumbers[choice]))
    case (.link(let key), .link(let target)): return .text(spelling(key, library.keyNumbers[target]))
    case (.date(let day), _): return .text("\(day)")
    case (.period(let period), _): return .text("\(period)")
    case (.money(let money), .money(let unit)): return .text(money.decimal(in: unit))
    case (.number(let number), _), (.duration(let number, _), _):
      return .text(number.description)
    case (.flag(let flag), _): return .text(flag ? "true" : "false")
    default: return value
    }
  }

  private func spelling(_ number: Int, _ numbers: [String: Int]) -> String { numbers.first { $0.value == number }!.key }
}
