import Schema
import Syntax

extension Model {
  /// For each definition the definitions that its body uses.
  func definitionReferences() -> [[Int]] {
    var walk = ReferenceWalk(model: self)
    return definitions.map { walk.references(of: $0) }
  }

  /// The cycles among definitions that some of them lead into. What a body uses is read with the names in scope where each stands, as links lead
  /// to other entities.
  func definitionCycles(from starts: [Int]) -> [[Int]] {
    enum State { case open, done }
    var walk = ReferenceWalk(model: self)
    var states: [Int: State] = [:]
    var cycles: [[Int]] = []
    // The way to the definition at hand, each with what it leads to; no recursion, as ways may be long.
    var way: [(definition: Int, rest: ArraySlice<Int>)] = []
    func enter(_ definition: Int) {
      states[definition] = .open
      way.append((definition, walk.references(of: definitions[definition])[...]))
    }
    for start in starts where states[start] == nil {
      enter(start)
      while let last = way.last {
        guard let next = last.rest.first else {
          states[last.definition] = .done
          way.removeLast()
          continue
        }
        way[way.count - 1].rest.removeFirst()
        switch states[next] {
        case nil: enter(next)
        case .open?:
          if let first = way.firstIndex(where: { $0.definition == next }) { cycles.append(way[first...].map(\.definition)) }
        case .done?: break
        }
      }
    }
    return cycles
  }
}

/// Walks a tree and notes the definitions that it names. Bare words opposite a choice that are values of it are no names.
private struct ReferenceWalk {
  let model: Model
  private var parameters: Set<String> = []
  private var found: [Int] = []
  private var isFound: Set<Int> = []
  /// The spellings of the values of choices, folded
  private var values: [Int: Set<NameKey>] = [:]
  private var scopes: [Int: Scope] = [:]

  init(model: Model) { self.model = model }

  mutating func references(of definition: ModelDefinition) -> [Int] {
    parameters = Set(definition.parameters.map(foldedName))
    found = []
    isFound = []
    read(definition.body, on: definition.entity)
    return found
  }

  private mutating func scope(_ entity: Int) -> Scope {
    if let scope = scopes[entity] { return scope }
    let scope = model.scope(entity)
    scopes[entity] = scope
    return scope
  }

  /// Follows a path; the entity at its end if it ends in records, else nil.
  @discardableResult
  private mutating func follow(_ names: ArraySlice<Name>, on entity: Int) -> Int? {
    guard let name = names.first else { return entity }
    if foldedName(name.text) == "all" { return follow(names.dropFirst(), on: entity) }
    switch scope(entity).lookup(name.text) {
    case .link(_, let target): return follow(names.dropFirst(), on: target)
    case .reverse(let link): return follow(names.dropFirst(), on: link.entity)
    case .definition(let index):
      if !parameters.contains(foldedName(name.text)), isFound.insert(index).inserted { found.append(index) }
      return nil
    case nil: return model.entity(named: name.text).flatMap { follow(names.dropFirst(), on: $0) }
    default: return nil
    }
  }

  private mutating func read(_ expression: Expression, on entity: Int) {
    switch expression.kind {
    case .path(let names): follow(names[...], on: entity)
    case .lastResult, .parameter, .literal, .missing: return
    case .negative(let inner), .not(let inner), .parenthesized(let inner), .presence(let inner, _): read(inner, on: entity)
    case .chain(let first, let terms):
      read(first, on: entity)
      for term in terms { read(term.operand, on: entity) }
    case .arithmetic(_, let left, let right), .and(let left, let right), .or(let left, let right), .coalesce(let left, let right),
      .textTest(_, let left, let right, _), .within(let left, let right, _):
      read(left, on: entity)
      read(right, on: entity)
    case .comparison(_, let left, let right): read(left, opposite: [right], on: entity)
    case .membership(let left, let values, _): read(left, opposite: values, on: entity)
    case .between(let left, let low, let high, _): read(left, opposite: [low, high], on: entity)
    case .isNamed(let left, let right, _): readIs(left, right, on: entity)
    case .quantified(_, let link, let condition): readQuantified(link, condition, on: entity)
    case .call(let call): read(call, on: entity)
    case .conditional(let condition, let then, let otherwise): [condition, then, otherwise].forEach { read($0, on: entity) }
    case .was(let inner, let moment), .ever(let inner, let moment), .always(let inner, let moment):
      read(inner, on: entity)
      if let moment { read(moment, on: entity) }
    case .changed(let field, let from, let to, let since):
      if let field { read(field, opposite: [from, to].compactMap { $0 }, on: entity) }
      if let since { read(since, on: entity) }
    case .existed(let moment): if let moment { read(moment, on: entity) }
    }
  }

  private mutating func read(_ left: Expression, opposite values: [Expression], on entity: Int) {
    read(left, on: entity)
    let choice: Int? = if case .choice(let choice)? = type(of: left, on: entity) { choice } else { nil }
    for value in values where !isValue(value, of: choice) { read(value, on: entity) }
  }

  private mutating func readIs(_ left: Expression, _ right: Expression, on entity: Int) {
    if case .path(let names) = left.kind, let target = follow(names[...], on: entity), target != entity || names.count > 1 {
      // Opposite a to-one link a word is a value first; the definition counts all the same: it may be meant.
      return read(right, on: target)
    }
    read(left, opposite: [right], on: entity)
  }

  private mutating func readQuantified(_ link: Expression, _ condition: QuantifiedCondition, on entity: Int) {
    guard case .path(let names) = link.kind, let target = follow(names[...], on: entity) else { return }
    switch condition {
    case .parenthesized(let inner), .named(let inner, _): read(inner, on: target)
    case .none: return
    }
  }

  private mutating func read(_ call: Call, on entity: Int) {
    // `unit.rate(where x)`: the condition is read where the measure stands.
    var place = entity
    if call.function.count > 1 { place = follow(call.function.dropLast(), on: entity) ?? entity }
    follow(call.function.suffix(1), on: place)
    for argument in call.arguments { read(argument, on: entity) }
    guard let condition = call.condition else { return }
    if case .path(let names)? = call.arguments.first?.kind, let target = records(names, on: entity) { place = target }
    read(condition, on: place)
  }

  /// The entity of the records that a path passes last: `nodes.due` is read on nodes.
  private mutating func records(_ names: [Name], on entity: Int) -> Int? {
    for length in stride(from: names.count, to: 0, by: -1) {
      if let target = follow(names.prefix(length), on: entity) { return target }
    }
    return nil
  }

  private mutating func isValue(_ word: Expression, of choice: Int?) -> Bool {
    guard let choice, case .path(let names) = word.kind, names.count == 1, !names[0].isQuoted else { return false }
    let spellings = values[choice] ?? Set(model.catalog.choices[choice].values.flatMap(\.spellings).map(NameKey.init))
    values[choice] = spellings
    return spellings.contains(NameKey(names[0].text))
  }

  private mutating func type(of expression: Expression, on entity: Int) -> DataType? {
    guard case .path(let names) = expression.kind, let last = names.last, let place = follow(names.dropLast(), on: entity) else {
      return nil
    }
    switch scope(place).lookup(last.text) {
    case .field(let field): return model.catalog.entities[place].fields[field].type
    case .definition(let index): return model.definitions[index].type
    default: return nil
    }
  }
}
