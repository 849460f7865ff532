import Checking
import Diagnostics
import Model
import Query
import Schema
import Syntax

// What is no query: one record, and the statements that scripts are made of.

extension ExplanationWriter {
  // MARK: show

  func write(_ show: CheckedShow) {
    let entity = catalog.entities[show.entity]
    let record = text(of: .link(show.key), .link(show.entity))
    let one = records(show.entity, count: 1)
    add(
      say(
        "Show the \(one) \(record) as it is in \(snapshotInWords(show.shown)).", "查看\(one) \(record) 在\(snapshotInWords(show.shown))中的样子。"))
    if show.shown != show.asked {
      let asked = date(ofSnapshot: show.asked)
      add(
        show.shown < show.asked
          ? say("It is not in the snapshot asked, \(asked): this is the last one before that holds it.", "所问快照（\(asked)）中没有它：取此前最后含有它的一期。")
          : say("It is not yet in the snapshot asked, \(asked): this is the first one that holds it.", "所问快照（\(asked)）中还没有它：取首个含有它的一期。"))
    }
    title("Shown", "显示")
    add(
      say(
        "its \(entity.fields.count) fields; behind a link the name of the record it leads to", "其 \(entity.fields.count) 个字段；关联字段后附所指记录的名称"),
      depth: 1)
    if let definitions = show.definitions {
      let names = definitions.outputColumns.map { name(ofColumn: $0) }
      add(say("what the model says of it: \(list(names))", "模型对它的判断：\(list(names))"), depth: 1)
    }
    for link in show.links { add(linked(link), depth: 1) }
    let until = date(ofSnapshot: max(show.asked, show.shown))
    add(
      say(
        "its history: every version from the first snapshot to \(until), and the gaps without it", "其历史：从首期快照到\(until)的每个版本，及缺失的期间"),
      depth: 1)
    if !show.links.isEmpty {
      add(say("Of these kinds of records, those without one that names it are left out.", "以上各类关联记录，没有的不列出。"))
    }
  }

  private func linked(_ link: CheckedShow.Linked) -> String {
    let columns = list(link.query.outputColumns.map { name(ofColumn: $0) })
    return say("the \(link.name) that name it: \(columns)", "指向它的\(link.label ?? link.name)：\(columns)")
  }

  // MARK: let

  /// `let late = QUERY`: the query, and what its name is good for.
  func write(_ set: String, _ query: CheckedQuery) {
    let (one, many) = (records(query.entity, count: 1), records(query.entity))
    add(
      say(
        "Keep the \(many) that the following list finds under the name `\(set)`: which they are, not what they hold.",
        "把下面列出的\(many)记作 `\(set)`：记住是哪些，而不是其中的内容。"))
    lines.append("")
    write(query.withoutKeyAtEnd)
    title("Afterwards", "此后")
    let day = date(ofSnapshot: query.snapshot)
    let key = query.entity.map { name(ofField: catalog.entities[$0].keyField, ExplainedRow(entity: $0)) } ?? "id"
    add(
      say(
        "`count \(set)`, `list \(set) where …` read those \(many) in the snapshot of \(day)",
        "`统计 \(set)`、`列出 \(set) 其中 …` 在\(day)的快照中读取这些\(many)"),
      depth: 1)
    add(
      say(
        "`trend`, `changes` and `history` of `\(set)` follow the same \(many) over the snapshots",
        "对 `\(set)` 的 `趋势`、`变化`、`历史` 在各期快照中跟踪这些\(many)"), depth: 1)
    add(
      say(
        "`\(key) in \(set)` in a condition asks whether a \(one) is one of them, at whatever snapshot",
        "条件中的 `\(key) 属于 \(set)` 判断一个\(one)是否在其中，哪一期都可以"),
      depth: 1)
  }

  // MARK: expect

  func write(_ expectation: CheckedExpectation) {
    addedChoices = expectation.condition.addedChoices
    add(
      say(
        "Check what must hold in \(snapshotInWords(expectation.condition.snapshot)).",
        "检查\(snapshotInWords(expectation.condition.snapshot))中应当成立的事。"))
    writeToday(expectation.condition.today, at: expectation.condition.snapshot)
    writeReadings()
    let tree = block(expectation.condition.column.value, ExplainedRow())
    title("Must hold" + (tree.below.isEmpty ? "" : ": \(tree.text)"), "应成立" + (tree.below.isEmpty ? "" : "：\(tree.text)"))
    for line in tree.below.isEmpty ? [tree] : tree.below { add(line, depth: 1) }
    title("Where it does not", "若不成立")
    let message = expectation.message.map { say("says \"\($0)\", ", "显示“\($0)”，") } ?? ""
    add(
      say("\(message)stops the script at this line and leaves with status 1", "\(message)脚本停在此行，以状态 1 退出"), depth: 1)
    for part in expectation.parts {
      guard let records = part.records, let entity = part.entity else { continue }
      let conditions = records.conjuncts.map { inline($0, ExplainedRow(entity: entity)) }.joined(separator: say(" and ", "且"))
      let which = conditions.isEmpty ? say("all \(self.records(entity))", "全部\(self.records(entity))") : conditions
      add(
        part.isOffending
          ? say("names the \(self.records(entity)) that break it: \(which)", "列出不符的\(self.records(entity))：\(which)")
          : say("names the \(self.records(entity)) that were counted or looked at: \(which)", "列出所数或所查的\(self.records(entity))：\(which)"),
        depth: 1)
    }
  }

  // MARK: param, print, run

  func write(_ declaration: ParameterDeclaration) {
    let name = declaration.name
    add(
      say("Take a value that the script calls `$\(name)`: \(declaration.typeText).", "取一个值，脚本中写作 `$\(name)`：\(declaration.typeText)。"))
    if let restriction = declaration.restriction, case .link(let target) = declaration.type {
      let field = catalog.entities[target].fields[restriction.field]
      add(
        say(
          "Only \(records(target)) of which \(field.name) is \(text(of: .choice(restriction.code), field.type)) will do.",
          "只接受\(field.label ?? field.name)为\(text(of: .choice(restriction.code), field.type))的\(records(target))。"))
    }
    title("Where the value comes from", "值的来源")
    add(say("what `run … with \(name) = …` says", "`运行 … 带 \(name) = …` 所给的值"), depth: 1)
    add(say("else what the command line says: `--param \(name)=…`", "否则取命令行的 `--param \(name)=…`"), depth: 1)
    if let value = declaration.defaultValue {
      add(say("else the default: \(text(of: value.value, value.type))", "否则取默认值：\(text(of: value.value, value.type))"), depth: 1)
    } else {
      let words = declaration.documentation.map { say(" (\"\($0)\")", "（“\($0)”）") } ?? ""
      add(say("else the answer at the terminal\(words); elsewhere it is an error", "否则在终端询问\(words)；不在终端时为错误"), depth: 1)
    }
    add(say("a value of another type is an error", "类型不符为错误"), depth: 1)
  }

  func write(_ pieces: [PrintedPiece]) {
    var values: [CheckedExpression] = []
    var line = ""
    for piece in pieces {
      switch piece {
      case .text(let text): line += text
      case .value(let expression):
        values.append(expression)
        line += "{\(values.count)}"
      }
    }
    add(say("Say a line: \"\(line)\"", "显示一行：“\(line)”"))
    guard let first = values.first else { return }
    add(say("The values are read from \(snapshotInWords(first.snapshot)).", "其中的值取自\(snapshotInWords(first.snapshot))。"))
    writeToday(first.today, at: first.snapshot)
    writeReadings()
    title("Values", "值")
    for (number, value) in values.enumerated() {
      addedChoices = value.addedChoices
      add(
        say(
          "{\(number + 1)} is \(phrase(value.column.value, ExplainedRow()))",
          "{\(number + 1)} 为\(phrase(value.column.value, ExplainedRow()))"), depth: 1)
    }
  }

  func write(_ call: ScriptCall) {
    add(say("Run the script \"\(call.target)\", looked for beside the script at hand.", "运行脚本“\(call.target)”（相对于当前脚本所在的文件夹）。"))
    if !call.arguments.isEmpty {
      title("With", "给定参数")
      for argument in call.arguments {
        add("$\(argument.name.text) = \(Printer.text(of: argument.value))", depth: 1)
      }
    }
    title("Afterwards", "此后")
    add(say("what it defines and what it keeps with `let` stay known; its parameters do not", "其中的定义和 `令` 仍然有效，参数不再有效"), depth: 1)
    add(say("it stops at the first error, and so does what called it", "遇到第一个错误即停，调用它的脚本也停"), depth: 1)
  }
}

extension CheckedQuery {
  /// Without the column that only the set needs.
  fileprivate var withoutKeyAtEnd: CheckedQuery {
    guard case .rows(let columns) = shape else { return self }
    var query = self
    query.shape = .rows(columns: Array(columns.dropLast()))
    return query
  }
}
