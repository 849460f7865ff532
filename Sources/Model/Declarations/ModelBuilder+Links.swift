import Diagnostics
import Schema
import Syntax

extension ModelBuilder {
  /// What fields say about other fields (units of numbers, restrictions of links) and the names by which links are read from the other end.
  mutating func buildLinks() {
    for (declaration, source) in fields {
      guard let entity = entityNames[declaration.entity.text]?.owner, let index = fieldNames[entity][declaration.name.text]?.owner,
        fieldPlaces[entity][index].source == source, fieldPlaces[entity][index].range == declaration.name.range
      else { continue }
      switch declaration.type.kind {
      case .number(let unit?):
        model.catalog.entities[entity].fields[index].unitField = reference(unit, role: .unit, entity: entity, source: source)
      case .link(_, let restriction?, _):
        guard case .link(let target) = model.catalog.entities[entity].fields[index].type else { continue }
        model.catalog.entities[entity].fields[index].restriction = self.restriction(
          restriction.field, restriction.value, target: target, source: source)
      default: continue
      }
    }
    checkReverseNames()
  }

  private mutating func restriction(_ name: Name, _ value: Name, target: Int, source: Int) -> LinkRestriction? {
    guard let field = reference(name, role: .restriction, entity: target, source: source),
      case .choice(let index) = model.catalog.entities[target].fields[field].type
    else { return nil }
    let choice = model.catalog.choices[index]
    let folded = foldedName(value.text)
    let code = choice.values.firstIndex { value in value.spellings.contains { foldedName($0) == folded } }
    if let code { return LinkRestriction(field: field, code: code) }
    let nearest = nearest(to: value.text) { _ in choice.values.flatMap(\.spellings) }
    report(
      .unknown(.value, value.text, within: choice.name, nearest: nearest), at: Place(source: source, range: value.range),
      fix: nearest.count == 1 ? nearest[0] : nil)
    return nil
  }

  /// Every to-many link needs a name of its own on its target, beside the target's fields.
  private mutating func checkReverseNames() {
    reverseNames = Array(repeating: NameTable(), count: model.catalog.entities.count)
    for target in model.catalog.entities.indices {
      let links = model.catalog.reverseLinks(of: target)
      for (owner, link) in links.enumerated() {
        let entity = model.catalog.entities[link.entity]
        let field = entity.fields[link.field]
        let place = fieldPlaces[link.entity][link.field]
        let isOnly = links.filter { $0.entity == link.entity }.count == 1
        if field.reverseName == nil, !isOnly {
          report(
            .reverseNeeded(field: field.name, entity: entity.plural, target: model.catalog.entities[target].plural), at: place)
          continue
        }
        let what = Bilingual.theLink(link.name, backFrom: entity.plural)
        let label = [entity.label].compactMap { $0 } + entity.aliases
        for name in model.catalog.spellings(of: link, target: target) where !label.contains(name) {
          if let hidden = fieldNames[target][name] {
            report(.hides(name, hidden: hidden.what.of(model.catalog.entities[target].plural)), at: place, earlier: hidden)
            break
          } else if let earlier = reverseNames[target].claim(name, owner: owner, what: what, place: place), earlier.owner < owner {
            report(.duplicate(name, other: earlier.what), at: place, earlier: earlier)
            break
          }
        }
        for name in label where fieldNames[target][name] == nil {
          _ = reverseNames[target].claim(name, owner: owner, what: what, place: place)
        }
      }
    }
  }
}

extension NamedValue {
  /// Every way to write the value, the code first.
  var spellings: [String] { [code] + [english, label].compactMap { $0 } + aliases.map(\.text) }
}
