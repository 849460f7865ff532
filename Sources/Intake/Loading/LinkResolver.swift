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
    struct Named {
      var key: String
      var name: String
    }

    var declared: NameTable
    /// By folded name
    var names: [String: [Named]] = [:]
  }
  private var targets: [Int: Targets] = [:]

  private enum Resolution {
    /// What is to be said of it stands beside it.
    case key(String, IntakeProblem?)
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
      case .key(let key, let problem):
        if key != text { column.texts[row] = key }
        if let problem { add(problem, text, collector.places[row], slot) }
      case .problem(let problem): add(problem, text, collector.places[row], slot)
      }
    }
  }

  private mutating func add(_ problem: IntakeProblem, _ text: String, _ place: EntityCollector.Place, _ slot: Int) {
    let file = plan.files[Int(place.file)]
    let column = file.map.index(ofField: slot)
    let entry = LoadReport.Entry(
      file: file.place, row: Int(place.row), line: Int(place.line), column: column.flatMap { file.map.place(ofColumn: $0) },
      header: column.map { file.map.columns[$0].header }, value: text, problem: problem)
    report.append((Int(place.file), entry))
  }

  /// By key, exactly; then by declared code, name and alias, then by the records' own names, these two folded. Keys that files brought in are not
  /// folded: `2018-1` is never `20181`.
  private mutating func resolve(_ text: String, target: Int, restriction: LinkRestriction?) -> Resolution {
    let entity = plan.catalog.entities[target]
    if collectors[target]?.hasKey(text) ?? false { return checked([text], target, restriction, entity) }
    let names = targets[target] ?? makeTargets(target)
    targets[target] = names
    switch names.declared.match(text) {
    case .one(let index):
      let key = entity.keyNames[index].code
      return checked([key], target, restriction, entity, resembling: names.declared.resembled(text, index))
    case .several(let indices): return checked(indices.map { entity.keyNames[$0].code }, target, restriction, entity)
    case .none: break
    }
    guard let named = names.names[foldedName(text)] else { return .problem(.danglingLink(entity: entity.plural)) }
    let exact = named.filter { $0.name == text }
    if !exact.isEmpty { return checked(exact.map(\.key), target, restriction, entity) }
    // A name that is its own key, but for what folding drops, would bring folded keys back.
    let others = named.filter { foldedName($0.key) != foldedName($0.name) }
    if others.isEmpty { return .problem(.danglingLink(entity: entity.plural)) }
    return checked(others.map(\.key), target, restriction, entity, resembling: others[0].name)
  }

  /// One key, or why none: candidates that the link does not admit are left out first.
  private func checked(
    _ keys: [String], _ target: Int, _ restriction: LinkRestriction?, _ entity: Entity, resembling spelling: String? = nil
  ) -> Resolution {
    let admitted = keys.filter { isAdmitted($0, target, restriction) }
    if admitted.isEmpty { return .problem(.outsideRestriction(entity: entity.plural)) }
    guard admitted.count == 1 else {
      return .problem(.ambiguousLink(candidates: admitted.map { key in entity.keyNames.first { $0.code == key }?.spelling ?? key }))
    }
    let key = admitted[0]
    // Where the entity has a file, only that says which of the declared names are records.
    if let collector = collectors[target], !collector.hasKey(key) { return .key(key, .unfiledLink(entity: entity.plural, key: key)) }
    return .key(key, spelling.map { .resembledName(spelling: $0, key: key) })
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
    if let nameField = entity.nameField, nameField != entity.keyField, let column = collector.textColumn(nameField), column.type == .text {
      for (row, name) in column.texts.enumerated() {
        // As links spell it: line ends in names differ from file to file too.
        guard let name = name.map(KeyForm.withPlainLineEnds) else { continue }
        targets.names[foldedName(name), default: []].append(.init(key: collector.keys[row], name: name))
      }
    }
    return targets
  }
}
