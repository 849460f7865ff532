import Diagnostics
import Schema
import Syntax

extension ModelBuilder {
  /// Names and types of definitions; their bodies are bound where they are used. Cycles are looked for last, when every name is known.
  mutating func buildDefinitions() {
    var names = Array(repeating: NameTable(), count: model.catalog.entities.count)
    let added = newDefinitionNames()
    for (index, definition) in model.definitions.enumerated() where !added.contains(DefinitionName(definition.entity, definition.name)) {
      for name in [definition.name] + [definition.label].compactMap({ $0 }) + definition.aliases {
        _ = names[definition.entity].claim(name, owner: index, what: .theDefinition(definition.name), place: .base)
      }
    }
    var fresh: [Int] = []
    var replaced: [(index: Int, old: ModelDefinition)] = []
    for (definition, source) in definitions {
      guard let entity = entity(definition.entity, source: source) else { continue }
      let earlier = model.definitions.firstIndex { $0.entity == entity && foldedName($0.name) == foldedName(definition.name.text) }
      let owner = earlier.flatMap { fresh.contains($0) ? nil : $0 } ?? model.definitions.count
      guard claim(definition, entity: entity, owner: owner, names: &names[entity], source: source) else { continue }
      checkParameters(definition, entity: entity, source: source)
      let old = owner < model.definitions.count ? model.definitions[owner] : nil
      var bound = ModelDefinition(
        name: definition.name.text, label: definition.label, aliases: definition.aliases.map(\.name.text), entity: entity,
        parameters: definition.parameters.map(\.text), type: definition.type.flatMap { type($0, source: source) }, body: definition.body,
        source: sources[source], nameRange: definition.name.range, documentation: definition.documentation)
      if let old {
        bound.replacedText = old.text
        model.definitions[owner] = bound
        replaced.append((owner, old))
      } else {
        model.definitions.append(bound)
      }
      fresh.append(owner)
    }
    // What the texts say goes before what is only kept.
    for (index, old) in replaced { keepNames(of: old, at: index, names: &names[old.entity]) }
    let references = model.definitionReferences()
    sayWhatIsBuilt(on: replaced.map(\.index), fresh: Set(fresh), references)
    checkCycles(among: fresh, references)
  }

  /// A word defined anew is still called what it was called, where the declaration says nothing else and nobody has the name by now.
  private mutating func keepNames(of old: ModelDefinition, at index: Int, names: inout NameTable) {
    var bound = model.definitions[index]
    func isFree(_ name: String) -> Bool {
      hidden(by: name, entity: bound.entity) == nil
        && names.claim(name, owner: index, what: .theDefinition(bound.name), place: .base) == nil
    }
    if bound.label == nil, let label = old.label, isFree(label) { bound.label = label }
    if bound.aliases.isEmpty { bound.aliases = old.aliases.filter { isFree($0) } }
    model.definitions[index] = bound
  }

  /// Notes at each definition that takes the place of another which of the others mean something else from here on.
  private mutating func sayWhatIsBuilt(on replaced: [Int], fresh: Set<Int>, _ references: [[Int]]) {
    for index in replaced where model.definitions[index].text != model.definitions[index].replacedText {
      var reached: Set<Int> = [index]
      var users: [Int] = []
      var isGrowing = true
      while isGrowing {
        isGrowing = false
        for (user, used) in references.enumerated() where !reached.contains(user) && !reached.isDisjoint(with: used) {
          reached.insert(user)
          users.append(user)
          isGrowing = true
        }
      }
      // What comes back to itself is an error, and is left out.
      guard reached.isDisjoint(with: references[index]) else { continue }
      let others = users.filter { !fresh.contains($0) }.sorted().map { model.definitions[$0].name }
      let definition = model.definitions[index]
      guard !others.isEmpty, let source = sources.firstIndex(where: { $0.name == definition.source.name }) else { continue }
      report(.redefines(definition.name, users: others), at: Place(source: source, range: definition.nameRange), severity: .note)
    }
  }

  private struct DefinitionName: Hashable {
    var entity: Int
    var name: String

    init(_ entity: Int, _ name: String) {
      self.entity = entity
      self.name = foldedName(name)
    }
  }

  private func newDefinitionNames() -> Set<DefinitionName> {
    Set(
      definitions.compactMap { definition, _ in entityNames[definition.entity.text].map { DefinitionName($0.owner, definition.name.text) } }
    )
  }

  /// Takes the definition's names; false if its main name is taken or would hide something.
  private mutating func claim(_ definition: Definition, entity: Int, owner: Int, names: inout NameTable, source: Int) -> Bool {
    let what = Bilingual.theDefinition(definition.name.text)
    let place = Place(source: source, range: definition.name.range)
    var spellings = [(definition.name.text, place)]
    if let label = definition.label { spellings.append((label, place)) }
    spellings += definition.aliases.map { ($0.name.text, Place(source: source, range: $0.name.range)) }
    for (number, (spelling, place)) in spellings.enumerated() {
      var isFree = false
      if Self.ownWords.contains(foldedName(spelling)) {
        report(.reservedName(spelling), at: place)
      } else if let (hidden, earlier) = hidden(by: spelling, entity: entity) {
        report(.hides(spelling, hidden: hidden), at: place, earlier: earlier)
      } else if let earlier = names.claim(spelling, owner: owner, what: what, place: place) {
        report(.duplicate(spelling, other: earlier.what), at: place, earlier: earlier)
      } else {
        isFree = true
      }
      if number == 0, !isFree { return false }
    }
    return true
  }

  /// What a new name on an entity's records would hide: a field, a link, an entity or a function.
  private func hidden(by spelling: String, entity: Int) -> (Bilingual, NameTable.Claim?)? {
    let plural = model.catalog.entities[entity].plural
    if let claim = fieldNames[entity][spelling] { return (claim.what.of(plural), claim) }
    if let claim = reverseNames[entity][spelling] { return (claim.what.of(plural), claim) }
    if let claim = entityNames[spelling] { return (claim.what, claim) }
    if FunctionNames.all.contains(foldedName(spelling)) { return (.theFunction(spelling), nil) }
    return nil
  }

  private mutating func checkParameters(_ definition: Definition, entity: Int, source: Int) {
    var seen = NameTable()
    for (index, parameter) in definition.parameters.enumerated() {
      let place = Place(source: source, range: parameter.range)
      if let (hidden, earlier) = hidden(by: parameter.text, entity: entity) {
        report(.hides(parameter.text, hidden: hidden), at: place, earlier: earlier)
      } else if let earlier = seen.claim(parameter.text, owner: index, what: .theParameter(parameter.text), place: place) {
        report(.duplicate(parameter.text, other: earlier.what), at: place, earlier: earlier)
      }
    }
  }

  /// Reports each cycle once, at its first new definition, and takes that definition out of the model.
  private mutating func checkCycles(among fresh: [Int], _ references: [[Int]]) {
    var state = Array(repeating: 0, count: references.count)
    var path: [Int] = []
    var broken: Set<Int> = []
    func visit(_ index: Int) -> [[Int]] {
      state[index] = 1
      path.append(index)
      var cycles: [[Int]] = []
      for next in references[index] {
        if state[next] == 0 {
          cycles += visit(next)
        } else if state[next] == 1, let start = path.firstIndex(of: next) {
          cycles.append(Array(path[start...]))
        }
      }
      path.removeLast()
      state[index] = 2
      return cycles
    }
    var cycles: [[Int]] = []
    for index in references.indices where state[index] == 0 { cycles += visit(index) }
    for cycle in cycles {
      guard let start = cycle.firstIndex(where: fresh.contains) else { continue }
      let turned = Array(cycle[start...] + cycle[..<start]) + [cycle[start]]
      broken.insert(cycle[start])
      let definition = model.definitions[cycle[start]]
      guard let source = sources.firstIndex(where: { $0.name == definition.source.name }) else { continue }
      report(.definitionCycle(turned.map { model.definitions[$0].name }), at: Place(source: source, range: definition.nameRange))
    }
    model.definitions = model.definitions.enumerated().filter { !broken.contains($0.offset) }.map(\.element)
  }
}
