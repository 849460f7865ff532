import Diagnostics
import Schema
import Syntax

extension ModelBuilder {
  mutating func buildChoices() {
    for (declaration, source) in choices {
      let index = model.catalog.choices.count
      let what = Bilingual.theChoice(declaration.name.text)
      guard claim(declaration.name, label: nil, aliases: [], owner: index, what: what, source: source, in: .choices) else { continue }
      let ordered = values(declaration.ordered, after: [], source: source)
      let all = values(declaration.unordered, after: ordered, source: source)
      model.catalog.choices.append(Choice(name: declaration.name.text, values: all, orderedCount: ordered.count))
    }
  }

  /// `names units: 420102 Jiangan "江岸区" …`
  mutating func buildNames() {
    for (declaration, source) in names {
      guard let entity = entity(declaration.entity, source: source) else { continue }
      let known = model.catalog.entities[entity].keyNames
      model.catalog.entities[entity].keyNames = values(declaration.values, after: known, source: source)
    }
  }

  /// Adds declared values to known ones. Codes, English names and labels each belong to one value; an alias may be shared by several values, which
  /// is how a word that names two things is declared, but not be another value's code or name.
  private mutating func values(_ declarations: [ValueDeclaration], after known: [NamedValue], source: Int) -> [NamedValue] {
    var values = known
    var table = NameTable()
    for (index, value) in known.enumerated() {
      for name in [value.code] + [value.english, value.label].compactMap({ $0 }) {
        _ = table.claim(name, owner: index, what: .theValue(value.code), place: .base)
      }
    }
    for declaration in declarations {
      let index = values.count
      let what = Bilingual.theValue(declaration.code.text)
      let place = Place(source: source, range: declaration.code.range)
      if let earlier = table.claim(declaration.code.text, owner: index, what: what, place: place) {
        report(.duplicate(declaration.code.text, other: earlier.what), at: place, earlier: earlier)
        continue
      }
      var value = NamedValue(code: declaration.code.text)
      if let english = declaration.english {
        let place = Place(source: source, range: english.range)
        if let earlier = table.claim(english.text, owner: index, what: what, place: place) {
          report(.duplicate(english.text, other: earlier.what), at: place, earlier: earlier)
        } else {
          value.english = english.text
        }
      }
      if let label = declaration.label {
        if let earlier = table.claim(label, owner: index, what: what, place: place) {
          report(.duplicate(label, other: earlier.what), at: place, earlier: earlier)
        } else {
          value.label = label
        }
      }
      values.append(value)
    }
    addAliases(declarations, to: &values, table: table, source: source)
    return values
  }

  private mutating func addAliases(_ declarations: [ValueDeclaration], to values: inout [NamedValue], table: NameTable, source: Int) {
    for declaration in declarations {
      guard let index = table[declaration.code.text]?.owner, values[index].code == declaration.code.text else { continue }
      for alias in declaration.aliases {
        let place = Place(source: source, range: alias.name.range)
        let days = days(of: alias, place: place)
        // A dated alias may be the present name of another: names pass from one office to the next.
        if let other = table[alias.name.text], other.owner != index, days.from == nil, days.to == nil {
          report(.duplicate(alias.name.text, other: other.what), at: place, earlier: other)
          continue
        }
        values[index].aliases.append(NamedValue.Alias(alias.name.text, from: days.from, to: days.to))
      }
    }
  }

  private mutating func days(of alias: AliasDeclaration, place: Place) -> (from: Day?, to: Day?) {
    let from = alias.from.flatMap { day($0, place: place) }
    let to = alias.to.flatMap { day($0, place: place) }
    if let from, let to, to < from { report(.daysReversed(first: from, last: to), at: place) }
    return (from, to)
  }

  /// A declared day; reported if the literal is none.
  mutating func day(_ literal: Literal, place: Place) -> Day? {
    if case .date(let year, let month, let day) = literal {
      if let day = Day(year: year, month: month, day: day) { return day }
      report(.notADay("\(year)-\(month)-\(day)"), at: place)
      return nil
    }
    report(.notADay(place.source.map { sources[$0].text(place.range) } ?? ""), at: place)
    return nil
  }
}
