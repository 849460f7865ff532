import Query
import Schema

// `changes` and `history`: lines about records instead of records.

extension ExplanationWriter {
  func writeHeading(_ changes: CheckedQuery.Changes) {
    let records = records(changes.entity)
    let (from, to) = (snapshotInWords(changes.from.snapshot), snapshotInWords(changes.to.snapshot))
    add(say("Compare the \(records) of two snapshots, record by record and cell by cell:", "逐条逐格比较两期快照中的\(records)："))
    add(say("from \(from)", "从\(from)"), depth: 1)
    add(say("to \(to)", "到\(to)"), depth: 1)
    let fields = list(changes.fields.map { name(ofField: $0, ExplainedRow(entity: changes.entity)) })
    if changes.showsRecords {
      add(
        say("a line for each record that was added, removed or has returned, and for each cell that changed", "新增、删除、恢复的每条记录一行，变更的每格一行"),
        depth: 1)
    } else {
      add(say("a line for each cell that changed in \(fields)", "\(fields)中变更的每格一行"), depth: 1)
    }
    writeEnds(changes)
  }

  /// The condition on the records, as it reads at both ends.
  private func writeEnds(_ changes: CheckedQuery.Changes) {
    let row = ExplainedRow(entity: changes.entity)
    guard let condition = changes.to.condition ?? changes.from.condition else { return }
    let tree = block(condition, row.at(.one(changes.to.snapshot)))
    let joined = tree.below.isEmpty ? "" : tree.text
    title(
      "Condition: the \(records(changes.entity)) for which at one of the two snapshots" + (joined.isEmpty ? "" : " \(joined)"),
      "条件（\(records(changes.entity))，两期之一）：\(joined)")
    for line in tree.below.isEmpty ? [tree] : tree.below { add(line, depth: 1) }
  }

  func writeHeading(_ history: CheckedQuery.History) {
    let row = ExplainedRow(entity: history.entity)
    let key = history.key.map { text(of: .link($0), .link(history.entity)) }
    let subject =
      key.map { say("the \(records(history.entity, count: 1)) \($0)", "\(records(history.entity)) \($0) ") }
      ?? say("\(records(history.entity))", records(history.entity))
    add(
      say(
        "How \(subject) came to be what it is in \(snapshotInWords(history.snapshot)):",
        "\(subject)如何成为\(snapshotInWords(history.snapshot))中的样子："))
    add(
      say("every version from the first snapshot on, oldest first; snapshots without the record are shown", "从首期快照起的每个版本，从早到晚；缺失的期间也显示"),
      depth: 1)
    guard let condition = history.condition else { return }
    let tree = block(condition, row)
    let joined = tree.below.isEmpty ? "" : tree.text
    title(
      "Condition: the \(records(history.entity)) for which" + (joined.isEmpty ? "" : " \(joined)"),
      "条件（\(records(history.entity))）：\(joined)")
    for line in tree.below.isEmpty ? [tree] : tree.below { add(line, depth: 1) }
  }
}
