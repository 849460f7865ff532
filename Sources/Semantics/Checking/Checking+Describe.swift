import Diagnostics
import Schema
import Syntax

extension Checking {
  /// Everything that goes by a name: `overdue` is a definition of two entities.
  func checkDescribe(_ name: Name?) -> [Subject]? {
    guard let name else { return [.model] }
    let folded = foldedName(name.text)
    var subjects: [Subject] = []
    if folded == "snapshots" || folded == "snapshot" || KeywordTable.keywords(of: name.text).contains(.snapshots) { subjects.append(.snapshots) }
    if let entity = model.entity(named: name.text) { subjects.append(.entity(entity)) }
    for entity in catalog.entities.indices {
      switch scope(entity).lookup(name.text) {
      case .field(let field)?: subjects.append(.field(entity: entity, field: field, values: valueCounts(entity, field, name.range)))
      case .link(let field, _)?: subjects.append(.field(entity: entity, field: field, values: valueCounts(entity, field, name.range)))
      case .definition(let index)?: subjects.append(.definition(index, matching: matching(index, name.range)))
      case .reverse?, .result?, .parameter?, nil: break
      }
    }
    if let choice = model.choice(named: name.text), !subjects.contains(where: { $0.shows(choice, catalog) }) { subjects.append(.choice(choice)) }
    if subjects.isEmpty {
      let names = model.entityNames.map(\.spelling) + catalog.entities.indices.flatMap { scope($0).names.map(\.spelling) } + ["snapshots"]
      report(.unknownSubject(name.text, nearest: Nearness.nearest(to: name.text, among: names)), at: name.range)
      return nil
    }
    return subjects
  }

  /// `count ENTITY by FIELD` for a field with named values.
  private func valueCounts(_ entity: Int, _ field: Int, _ range: SourceRange) -> CheckedQuery? {
    guard catalog.entities[entity].fields[field].type.isNamed else { return nil }
    let count = OutputColumn(name: "count", label: Self.aggregateLabels[.count], value: Checked(.aggregate(Aggregate(.count)), type: .number, range: range))
    return CheckedQuery(
      source: .entity(entity), entity: entity, snapshot: snapshot, today: today,
      shape: .groups(
        CheckedQuery.Grouping(
          keys: [GroupKey(column: fieldColumn(field, of: entity, range))], across: nil, measures: [count], withTotals: false, withEmpty: false)))
  }

  /// `count ENTITY where PREDICATE`.
  private func matching(_ index: Int, _ range: SourceRange) -> CheckedQuery? {
    let definition = model.definitions[index]
    guard definition.parameters.isEmpty, !isMeasure(index) else { return nil }
    let context = context(.record(definition.entity), .row(insideAggregate: false))
    guard let condition = attempt({ self.checkDefinition(index, arguments: [], range, on: context, from: context) }), condition.type == .flag else {
      return nil
    }
    let count = OutputColumn(name: "count", label: Self.aggregateLabels[.count], value: Checked(.aggregate(Aggregate(.count)), type: .number, range: range))
    return CheckedQuery(
      source: .entity(definition.entity), entity: definition.entity, snapshot: snapshot, today: today, condition: condition,
      shape: .groups(CheckedQuery.Grouping(keys: [], across: nil, measures: [count], withTotals: false, withEmpty: false)), addedChoices: addedChoices)
  }
}

extension Subject {
  /// Whether a field's description already lists the values of a choice.
  fileprivate func shows(_ choice: Int, _ catalog: Catalog) -> Bool {
    if case .field(let entity, let field, _) = self { return catalog.entities[entity].fields[field].type == .choice(choice) }
    return false
  }
}
