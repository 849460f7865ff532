import Schema

/// The files of one entity, surveyed without a model.
struct InferredTable {
  private let members: [(file: FoundTable, map: HeaderMap)]
  let fileIndices: [Int]
  /// By column, in order of first appearance over the files
  private(set) var facts: [ColumnFacts] = []
  private(set) var rowCount = 0
  /// The order of days and months that the columns agree on
  private let tableOrder: DateOrder?
  /// So many columns are tried as keys, and as dates of snapshots: each trial reads all rows.
  private static let trials = 12

  /// Nil if none of the files is a table; why stands in `entries` later, when they are planned.
  init?(files: [(index: Int, file: FoundTable)], entries: inout [LoadReport.Entry]) {
    var members: [(FoundTable, HeaderMap)] = []
    var indices: [Int] = []
    var columns: [String: Int] = [:]
    for (index, file) in files {
      let table: any FiledTable
      do {
        table = try file.open()
      } catch {
        entries.append(.init(file: file.place, problem: error.problem))
        continue
      }
      let map = Self.guessHeader(table)
      if map.columns.count >= Row.limit, table.isTooWide(row: map.row) {
        entries.append(.init(file: file.place, row: map.place, problem: .tooManyColumns(limit: Row.limit)))
        continue
      }
      for column in map.columns {
        let folded = HeaderNames.folded(column.header)
        // `-` names no more than nothing does: no declaration would find it.
        if folded.isEmpty { continue }
        if columns[folded] == nil {
          columns[folded] = facts.count
          facts.append(ColumnFacts(header: column.header))
        }
      }
      rowCount += table.survey(into: &facts, below: map) { columns[HeaderNames.folded($0)] }
      members.append((file, map))
      indices.append(index)
    }
    guard !members.isEmpty else { return nil }
    self.members = members
    fileIndices = indices
    let orders = Set(facts.compactMap { $0.dateOrder(share: ColumnJudgement.share)?.order }.filter { $0 != .yearFirst })
    tableOrder = orders.count == 1 ? orders.first : nil
  }

  /// The first row about as wide as the widest ones whose cells are words.
  private static func guessHeader(_ table: any FiledTable) -> HeaderMap {
    let rows = table.headerRows
    let widest = rows.map { row in row.count { !$0.isEmpty } }.max() ?? 0
    let index = rows.firstIndex { row in
      let filled = row.filter { !$0.isEmpty }
      let numeric = filled.count { Double($0) != nil }
      return filled.count * 10 >= widest * 6 && numeric * 5 <= filled.count
    }
    let header = index ?? rows.firstIndex { $0.contains { !$0.isEmpty } } ?? 0
    let columns = (rows.isEmpty ? [] : rows[header]).map { HeaderMap.Column(header: $0, role: .nothing) }
    return HeaderMap(row: header + table.firstRow, columns: columns, matched: 0)
  }

  func judge(_ facts: ColumnFacts) -> ColumnJudgement { ColumnJudgement(facts, tableOrder: tableOrder) }

  /// The column by which people call a row, if one sounds like it.
  func findName(besides key: Int?) -> Int? {
    facts.indices.first { index in
      guard index != key, ColumnJudgement.isNameHeader(facts[index].header) else { return false }
      if case .text = judge(facts[index]).type { return !judge(facts[index]).isChoice }
      return false
    }
  }

  // MARK: Keys

  struct Keys {
    var key: Int?
    var snapshot: Int?
    /// Rows that repeat a key
    var repeated = 0
  }

  /// The column that tells rows apart within a file, or within the snapshots that a date column makes of one file.
  func findKey() -> Keys {
    let full = facts.indices.filter { facts[$0].filled == rowCount && rowCount > 0 }
    let candidates = facts.indices.filter { index in
      let facts = facts[index]
      return facts.filled * 100 >= rowCount * 98 && facts.filled > 0 && facts.decimals == 0 && facts.signedAmounts == 0
        && facts.longest <= 80
        && facts.yearFirst + facts.monthFirst + facts.dayFirst < facts.filled && !facts.hasLineEnds && !facts.hasLinks
    }.sorted { (ColumnJudgement.keyRank(facts[$0]), $0) < (ColumnJudgement.keyRank(facts[$1]), $1) }.prefix(Self.trials)

    let dated = full.filter { index in
      guard case .date = judge(facts[index]).type, let distinct = facts[index].distinct else { return false }
      // A date that the rows share by the dozen may date a snapshot; one that is each row's own is the row's.
      return distinct.count * 5 <= rowCount || ColumnJudgement.isSnapshotHeader(facts[index].header)
    }
    let hinted = Array(dated.filter { ColumnJudgement.isSnapshotHeader(facts[$0].header) }.prefix(Self.trials))
    let others = Array(dated.filter { !ColumnJudgement.isSnapshotHeader(facts[$0].header) }.prefix(Self.trials))
    // Where folders or names give the dates, a date column is asked only if no key does without.
    let isDated = members.allSatisfy { $0.file.day != nil }
    let dates: [Int?] = isDated ? [nil] + hinted : hinted + [nil] + others
    var nearly: Keys?
    for date in dates {
      let repeats = countRepeats(of: Array(candidates), within: date)
      for (candidate, repeated) in zip(candidates, repeats) {
        if repeated == 0 { return Keys(key: candidate, snapshot: date) }
        if repeated * 50 <= rowCount, nearly == nil, ColumnJudgement.keyRank(facts[candidate]) == 0 {
          nearly = Keys(key: candidate, snapshot: date, repeated: repeated)
        }
      }
    }
    return nearly ?? Keys(key: nil, snapshot: dates.first ?? nil)
  }

  /// For each candidate how many rows repeat an earlier one's key in the same file (and on the same date).
  private func countRepeats(of candidates: [Int], within date: Int?) -> [Int] {
    var repeats = candidates.map { _ in 0 }
    for (file, map) in members {
      guard let table = try? file.open() else { continue }
      let first = map.firstColumns
      func column(_ index: Int) -> Int? { first[HeaderNames.folded(facts[index].header)] }
      let places = candidates.map(column)
      let datePlace = date.flatMap(column)
      var seen = candidates.map { _ in Set<String>() }
      table.forEachRecord(below: map) { row in
        func text(_ place: Int?) -> String { place.map(row.content(ofColumn:)) ?? "" }
        let day = datePlace == nil ? "" : text(datePlace)
        for (index, place) in places.enumerated() where place != nil {
          let key = text(place)
          if !key.isEmpty, !seen[index].insert(day + "\u{0}" + key).inserted { repeats[index] += 1 }
        }
      }
    }
    return repeats
  }
}
