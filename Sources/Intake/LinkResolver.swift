import Schema

/// Turns what stands in link cells into keys, once all rows of a snapshot are there.
struct LinkResolver {
  private let plan: LoadPlan
  private let day: Day
  private let collectors: [Int: EntityCollector]
  /// With the index of the file's plan
  private(set) var report: [(file: Int, entry: LoadReport.Entry)] = []

  /// The names of one entity's records in this snapshot.
  private struct Targets {
    var declared: NameTable
    /// Folded key or name to keys
    var keys: [String: [String]] = [:]
    var names: [String: [String]] = [:]
  }
  private var targets: [Int: Targets] = [:]

  private enum Resolution {
    case key(String)
    case problem(IntakeProblem)
  }

  init(plan: LoadPlan, day: Day, collectors: [Int: EntityCollector]) {
    self.plan = plan
    self.day = day
    self.collectors = collectors
  }

  mutating func resolveAll() {
    for (entity, collector) in collectors.sorted(by: { $0.key < $1.key }) {
      for (slot, field) in plan.catalog.entities[entity].fields.enumerated() {
        guard case .link(let target) = field.type, let column = collector.textColumn(slot) else { continue }
        resolve(column, of: collector, slot: slot, field: field, target: target)
      }
    }
  }

  private mutating func resolve(_ column: CellColumn, of collector: EntityCollector, slot: Int, field: Field, target: Int) {
    var known: [String: Resolution] = [:]
    for row in column.texts.indices {
      guard let text = column.texts[row] else { continue }
      if field.restriction == nil, collectors[target]?.hasKey(text) ?? false { continue }
      let resolution = known[text] ?? resolve(text, target: target, restriction: field.restriction)
      known[text] = resolution
      switch resolution {
      case .key(let key): if key != text { column.texts[row] = key }
      case .problem(let problem): add(problem, text, collector.places[row], slot)
      }
    }
  }

  private mutating func add(_ problem: IntakeProblem, _ text: String, _ place: EntityCollector.Place, _ slot: Int) {
    let file = plan.files[Int(place.file)]
    let column = file.map.index(ofField: slot)
    let entry = LoadReport.Entry(
      file: file.path, row: Int(place.row), line: Int(place.line), column: column.map { $0 + 1 },
      header: column.map { file.map.columns[$0].header }, value: text, problem: problem)
    report.append((Int(place.file), entry))
  }

  /// By key, then by declared code, name and alias, then by the records' own names.
  private mutating func resolve(_ text: String, target: Int, restriction: LinkRestriction?) -> Resolution {
    let entity = plan.catalog.entities[target]
    if collectors[target]?.hasKey(text) ?? false { return checked([text], target, restriction, entity) }
    let names = targets[target] ?? makeTargets(target)
    targets[target] = names
    switch names.declared.match(text) {
    case .one(let index): return checked([entity.keyNames[index].code], target, restriction, entity)
    case .several(let indices): return checked(indices.map { entity.keyNames[$0].code }, target, restriction, entity)
    case .none: break
    }
    let folded = foldedName(text)
    if let keys = names.keys[folded] ?? names.names[folded] { return checked(keys, target, restriction, entity) }
    return .problem(.danglingLink(entity: entity.plural))
  }

  /// One key, or why none: candidates that the link does not admit are left out first.
  private func checked(_ keys: [String], _ target: Int, _ restriction: LinkRestriction?, _ entity: Entity) -> Resolution {
    let admitted = keys.filter { isAdmitted($0, target, restriction) }
    if admitted.count == 1 { return .key(admitted[0]) }
    if admitted.isEmpty { return .problem(.outsideRestriction(entity: entity.plural)) }
    return .problem(.ambiguousLink(candidates: admitted.map { key in entity.keyNames.first { $0.code == key }?.spelling ?? key }))
  }

  /// A declared record without a row has no kind that could be wrong.
  private func isAdmitted(_ key: String, _ target: Int, _ restriction: LinkRestriction?) -> Bool {
    guard let restriction, let collector = collectors[target], let row = collector.row(ofKey: key) else { return true }
    guard case .choice(let choice) = plan.catalog.entities[target].fields[restriction.field].type,
      let column = collector.textColumn(restriction.field), let value = column.texts[row]
    else { return true }
    return value == plan.catalog.choices[choice].values[restriction.code].code
  }

  private func makeTargets(_ target: Int) -> Targets {
    let entity = plan.catalog.entities[target]
    var targets = Targets(declared: NameTable(entity.keyNames, on: day))
    guard let collector = collectors[target] else { return targets }
    for key in collector.keys { targets.keys[foldedName(key), default: []].append(key) }
    if let nameField = entity.nameField, nameField != entity.keyField, let column = collector.textColumn(nameField), column.type == .text {
      for (row, name) in column.texts.enumerated() {
        if let name { targets.names[foldedName(name), default: []].append(collector.keys[row]) }
      }
    }
    return targets
  }
}
