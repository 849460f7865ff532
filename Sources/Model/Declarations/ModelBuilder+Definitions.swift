import Diagnostics
import Query
import Schema
import Syntax

extension ModelBuilder {
  /// Names and types of definitions; their bodies are bound where they are used. Cycles are looked for last, when every name is known.
  mutating func buildDefinitions() {
    let base = model.definitions.count
    // What takes the place of a definition of the base frees the names that it had.
    var replaced: [DefinitionName: Int] = [:]
    for (definition, _) in definitions {
      guard let entity = entityNames[definition.entity.text]?.owner,
        let place = model.definition(named: definition.name.text, on: entity), place < base
      else { continue }
      replaced[DefinitionName(definition.name.text, on: entity)] = place
    }
    let freed = Set(replaced.values)
    var names = Array(repeating: NameTable(), count: model.catalog.entities.count)
    var fresh: [Int] = []
    var replacing: [(place: Int, definition: ModelDefinition)] = []
    for (definition, source) in definitions {
      guard let entity = entity(definition.entity, source: source) else { continue }
      let place = replaced.removeValue(forKey: DefinitionName(definition.name.text, on: entity))
      let owner = place ?? model.definitions.count
      guard claim(definition, entity: entity, owner: owner, names: &names[entity], free: freed, base, source: source) else { continue }
      checkParameters(definition, entity: entity, source: source)
      var bound = ModelDefinition(
        name: definition.name.text, label: definition.label, aliases: definition.aliases.map(\.name.text), entity: entity,
        parameters: definition.parameters.map(\.text), type: definition.type.flatMap { type($0, source: source) }, body: definition.body,
        source: sources[source], nameRange: definition.name.range, documentation: definition.documentation)
      if let place {
        bound.replacedText = model.definitions[place].text
        replacing.append((place, bound))
      } else {
        model.append(bound)
      }
      fresh.append(owner)
    }
    // What the texts say goes before what is only kept.
    for index in replacing.indices {
      keepNames(of: &replacing[index], names: &names[replacing[index].definition.entity], free: freed, base)
    }
    model.replace(replacing)
    sayWhatIsBuilt(on: replacing, fresh: Set(fresh))
    checkCycles(among: fresh)
  }

  /// A word defined anew is still called what it was called, where the declaration says nothing else and nobody has the name by now.
  private mutating func keepNames(
    of replaced: inout (place: Int, definition: ModelDefinition), names: inout NameTable, free freed: Set<Int>, _ base: Int
  ) {
    let old = model.definitions[replaced.place]
    func isFree(_ name: String) -> Bool {
      if case .definition(let other)? = model.scope(old.entity).lookup(name), other < base, !freed.contains(other) { return false }
      return hidden(by: name, entity: old.entity) == nil
        && names.claim(name, owner: replaced.place, what: .theDefinition(old.name), place: .base) == nil
    }
    if replaced.definition.label == nil, let label = old.label, isFree(label) { replaced.definition.label = label }
    if replaced.definition.aliases.isEmpty { replaced.definition.aliases = old.aliases.filter { isFree($0) } }
  }

  /// Notes at each definition that takes the place of another which of the others mean something else from here on.
  private mutating func sayWhatIsBuilt(on replaced: [(place: Int, definition: ModelDefinition)], fresh: Set<Int>) {
    let changed = replaced.filter { $0.definition.text != $0.definition.replacedText }
    guard !changed.isEmpty else { return }
    let references = model.definitionReferences()
    var users: [[Int]] = Array(repeating: [], count: references.count)
    for (user, used) in references.enumerated() { for index in used { users[index].append(user) } }
    for (index, definition) in changed {
      var reached: Set<Int> = [index]
      var way = [index]
      while let next = way.popLast() {
        for user in users[next] where reached.insert(user).inserted { way.append(user) }
      }
      // What comes back to itself is an error, and is left out.
      guard reached.isDisjoint(with: references[index]) else { continue }
      let others = reached.subtracting(fresh).subtracting([index]).sorted().map { model.definitions[$0].name }
      guard !others.isEmpty, let source = sources.firstIndex(where: { $0.name == definition.source.name }) else { continue }
      report(.redefines(definition.name, users: others), at: Place(source: source, range: definition.nameRange), severity: .note)
    }
  }

  /// Takes the definition's names; false if its main name is taken or would hide something.
  private mutating func claim(
    _ definition: Definition, entity: Int, owner: Int, names: inout NameTable, free freed: Set<Int>, _ base: Int, source: Int
  )
    -> Bool
  {
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
      } else if case .definition(let other)? = model.scope(entity).lookup(spelling), other < base, !freed.contains(other) {
        report(
          .duplicate(spelling, other: .theDefinition(model.definitions[other].name)), at: place,
          earlier: NameTable.Claim(
            spelling: spelling, owner: other, what: .theDefinition(model.definitions[other].name), place: .base))
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

  /// Reports each cycle once, at its first new definition, and takes that definition out of the model. Every cycle has a new one.
  private mutating func checkCycles(among fresh: [Int]) {
    var broken: Set<Int> = []
    let new = Set(fresh)
    for cycle in model.definitionCycles(from: fresh) {
      guard let start = cycle.firstIndex(where: new.contains) else { continue }
      let turned = Array(cycle[start...] + cycle[..<start]) + [cycle[start]]
      broken.insert(cycle[start])
      let definition = model.definitions[cycle[start]]
      guard let source = sources.firstIndex(where: { $0.name == definition.source.name }) else { continue }
      report(.definitionCycle(turned.map { model.definitions[$0].name }), at: Place(source: source, range: definition.nameRange))
    }
    guard !broken.isEmpty else { return }
    model.definitions = GrowingList(model.definitions.enumerated().filter { !broken.contains($0.offset) }.map(\.element))
  }
}
