import Diagnostics
import Model
import Query
import Schema
import Syntax

extension Checking {
  /// Everything that goes by a name: `overdue` is a definition of two entities.
  func checkDescribe(_ name: Name?) -> CheckedStatement? {
    guard let name else { return .describeModel }
    if KeywordTable.keywords(of: name.text).contains(.snapshots), model.entity(named: name.text) == nil { return .describeSnapshots }
    let found = Describer(model: model, values: world.values, snapshot: snapshot).descriptions(of: name.text)
    guard !found.isEmpty else {
      if let instead = describable(name.text) {
        report(.valueAsSubject(name.text, instead: instead), at: name.range)
        return nil
      }
      let names = model.entityNames.map(\.spelling) + catalog.entities.indices.flatMap { scope($0).names.map(\.spelling) } + ["snapshots"]
      report(.unknownSubject(name.text, nearest: nearest(to: name.text, among: names)), at: name.range)
      return nil
    }
    return .describe(
      found.map { description in
        if case .definition(let index) = description.kind {
          return Described(description: description, matching: matching(index, name.range), value: measured(index, name.range))
        }
        return Described(description: description)
      })
  }

  /// For a word that is a value: the choice that lists it, the record of that name.
  private func describable(_ word: String) -> [String]? {
    var instead: [String] = []
    for choice in catalog.choices {
      if case .one = matcher.match(word, choice: choice) { instead.append("describe \(choice.name)") }
    }
    if catalog.entities.indices.contains(where: { entity in
      if case .one = matcher.match(word, link: entity) { true } else { false }
    }) {
      instead.append("show \(spelledAsWord(word))")
    }
    return instead.isEmpty ? nil : Array(instead.prefix(3))
  }

  /// `count ENTITY where PREDICATE`; nil for what is no predicate.
  private func matching(_ index: Int, _ range: SourceRange) -> CheckedQuery? {
    let definition = model.definitions[index]
    guard definition.parameters.isEmpty, !isMeasure(index) else { return nil }
    let context = context(.record(definition.entity), .row(insideAggregate: false))
    guard let condition = attempt({ self.checkDefinition(index, arguments: [], range, on: context, from: context) }),
      condition.type == .flag
    else {
      return nil
    }
    let count = OutputColumn(
      name: "count", label: Self.label(of: .count), value: Checked(.aggregate(Aggregate(.count)), type: .number, range: range))
    return overall(count, of: definition.entity, where: condition)
  }

  /// `MEASURE of ENTITY`; nil for what is no measure.
  private func measured(_ index: Int, _ range: SourceRange) -> CheckedQuery? {
    let definition = model.definitions[index]
    guard definition.parameters.isEmpty, isMeasure(index) else { return nil }
    let context = context(.record(definition.entity), .measure(.group, filter: nil))
    guard let value = attempt({ self.checkDefinition(index, arguments: [], range, on: context, from: context) }) else { return nil }
    return overall(OutputColumn(name: definition.name, label: definition.label, value: value), of: definition.entity, where: nil)
  }

  /// One measure over all records.
  private func overall(_ measure: OutputColumn, of entity: Int, where condition: Checked?) -> CheckedQuery {
    CheckedQuery(
      source: .entity(entity), entity: entity, snapshot: snapshot, today: today, condition: condition,
      shape: .groups(CheckedQuery.Grouping(keys: [], across: nil, measures: [measure], withTotals: false, withEmpty: false)),
      addedChoices: addedChoices)
  }
}
