import Model
import Query
import Schema
import Syntax

extension ExplanationWriter {
  // MARK: Names of the model

  /// `planned_start`, or its label in Chinese.
  public func name(ofField field: Int, _ row: ExplainedRow) -> String {
    // Over lines a link is the column that holds the record.
    if row.entity == nil, row.columns.indices.contains(field) { return name(ofColumn: row.columns[field]) }
    guard let entity = row.entity, catalog.entities[entity].fields.indices.contains(field) else { return "field \(field)" }
    let declared = catalog.entities[entity].fields[field]
    return say(declared.name, declared.label ?? declared.name)
  }

  /// The records of an entity as people call them.
  func records(_ entity: Int?, count: Int = 2) -> String {
    guard let entity else { return say(count == 1 ? "row" : "rows", "行") }
    let declared = catalog.entities[entity]
    return say(count == 1 ? declared.singular : declared.plural, declared.label ?? declared.plural)
  }

  /// `12 projects`, `12 个项目`.
  func counted(_ count: Int, _ entity: Int?) -> String {
    say("\(count) \(records(entity, count: count))", entity == nil ? "\(count) 行" : "\(count) 个\(records(entity))")
  }

  /// Linked records seen from their target, by the name that the model gives the link.
  func name(of link: ReverseLink) -> String {
    let entity = catalog.entities[link.entity]
    return say(entity.fields[link.field].reverseName ?? entity.plural, entity.label ?? entity.plural)
  }

  func name(ofColumn column: OutputColumn) -> String { say(column.name, column.label ?? column.name) }

  /// A definition by name and label; it will be unfolded below.
  func name(ofDefinition name: String, _ body: Checked, _ row: ExplainedRow) -> String {
    self.name(
      ofDefinition: name, body, row, spelling: CheckedPrinter(catalog: catalog, addedChoices: addedChoices).text(of: body, on: row.entity))
  }

  func name(of shared: SharedBody, _ row: ExplainedRow) -> String {
    name(ofDefinition: shared.name, shared.body, row, spelling: shared.spelling)
  }

  private func name(ofDefinition name: String, _ body: Checked, _ row: ExplainedRow, spelling: String) -> String {
    let owner = owner(ofDefinition: name, body, row)
    var number = 1
    if row.then != nil {
      pastDefinitions.append(UsedDefinition(name: name, owner: owner.entity, row: row, body: body, spelling: spelling, number: 1))
    } else if let known = definitions.first(where: { $0.name == name && $0.owner == owner.entity && $0.spelling == spelling }) {
      number = known.number
    } else {
      number = 1 + definitions.filter { $0.name == name && $0.owner == owner.entity }.count
      definitions.append(UsedDefinition(name: name, owner: owner.entity, row: row, body: body, spelling: spelling, number: number))
    }
    let title = titled(name, owner.entity, number)
    switch owner.rows {
    case .linked(let link)?: return say("\(title) of \(its) \(self.name(of: link))", "\(its)\(self.name(of: link))的\(title)")
    case .all?: return say("\(title) of all \(records(owner.entity))", "全部\(records(owner.entity))的\(title)")
    case .group?, nil: return title
    }
  }

  /// The entity that a definition is declared for: that of the row, or for a measure that of the rows it is taken over.
  private func owner(ofDefinition name: String, _ body: Checked, _ row: ExplainedRow) -> (entity: Int?, rows: AggregatedRows?) {
    func declares(_ entity: Int?) -> Bool { explainer.model.definitions.contains { $0.name == name && $0.entity == entity } }
    if declares(row.entity) { return (row.entity, nil) }
    func rows(of expression: Checked) -> (Int, AggregatedRows)? {
      switch expression.node {
      case .linkAggregate(_, let link): return declares(link.entity) ? (link.entity, .linked(link)) : nil
      case .entityAggregate(_, let entity): return declares(entity) ? (entity, .all) : nil
      default: return expression.children.lazy.compactMap { rows(of: $0) }.first
      }
    }
    return rows(of: body).map { ($0.0, $0.1) } ?? (row.entity, nil)
  }

  /// Of one record, or of all the records of a group.
  var its: String { isInMeasure ? say("their", "全组") : say("its", "所属") }

  /// `overdue 逾期`; in Chinese the label alone. A second use with other arguments gets a number.
  func titled(_ name: String, _ entity: Int?, _ number: Int) -> String {
    let label = explainer.model.definitions.first { $0.name == name && $0.entity == entity }?.label
    let words = say([name, label].compactMap { $0 }.joined(separator: " "), label ?? name)
    return number == 1 ? words : words + " (\(number))"
  }

  // MARK: Values

  /// A constant in full: `420113 Hannan 汉南区`, `5 亿元`, `"text"`.
  func text(of value: Value, _ type: DataType) -> String {
    switch value {
    case .missing: say("blank", "空")
    case .text(let text): say("\"\(text)\"", "“\(text)”")
    case .choice(let code): choiceValue(code, type)
    case .link(let key): recordName(key, type)
    case .date(let day): day.description
    case .period(let period): period.description
    case .money(let money): if case .money(let unit) = type { "\(money.decimal(in: unit)) \(unit.name)" } else { money.decimal(in: .yuan) }
    case .number(let number): spelled(number)
    case .flag(let flag): flag ? say("yes", "是") : say("no", "否")
    case .duration(let count, let kind): duration(count, kind)
    }
  }

  private func choiceValue(_ code: Int, _ type: DataType) -> String {
    guard case .choice(let index) = type, index - catalog.choices.count < addedChoices.count else { return "#\(code)" }
    let choice = index < catalog.choices.count ? catalog.choices[index] : addedChoices[index - catalog.choices.count]
    guard code < choice.values.count else { return outsideValue(code, of: index) }
    return full(choice.values[code])
  }

  /// A value that only the data hold: the text of it in the first column of the choice.
  private func outsideValue(_ code: Int, of choice: Int) -> String {
    for (entity, declared) in catalog.entities.enumerated() {
      for (field, column) in declared.fields.enumerated() where column.type == .choice(choice) {
        if let found = explainer.values.text(ofCode: code, entity: entity, field: field) { return found }
      }
    }
    return "#\(code)"
  }

  private func recordName(_ key: Int, _ type: DataType) -> String {
    guard case .link(let entity) = type else { return "\(key)" }
    let declared = catalog.entities[entity].keyNames
    if key < declared.count { return full(declared[key]) }
    guard let found = explainer.values.key(key, entity: entity) else { return "#\(key)" }
    return [found.text, found.name].compactMap { $0 }.joined(separator: " ")
  }

  private func full(_ value: NamedValue) -> String {
    var parts = [value.code]
    for name in [value.english, value.label] {
      if let name, !parts.contains(name) { parts.append(name) }
    }
    return parts.joined(separator: " ")
  }

  /// The last digits of a quotient tell a reader nothing.
  private func spelled(_ number: Decimal) -> String {
    guard let rounded = number.rounded(.halfAway, places: 9), rounded != 0 else { return number.description }
    return rounded.description
  }

  private func duration(_ count: Decimal, _ kind: DurationKind) -> String {
    let (number, isOne) = (spelled(count), count == 1 || count == -1)
    return switch kind {
    case .days: say("\(number) day\(isOne ? "" : "s")", "\(number) 天")
    case .months: say("\(number) month\(isOne ? "" : "s")", "\(number) 个月")
    case .workdays: say("\(number) working day\(isOne ? "" : "s")", "\(number) 个工作日")
    }
  }

  /// `a, b and c`.
  func list(_ words: [String], or: Bool = false) -> String {
    guard words.count > 1 else { return words.first ?? "" }
    return words.dropLast().joined(separator: say(", ", "、")) + say(or ? " or " : " and ", or ? "或" : "和") + words.last!
  }
}
