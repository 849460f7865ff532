public import Diagnostics
public import Schema
public import Syntax

extension ModelBuilder {
  /// Fields with their types. Links may lead to any declared entity; what refers to other fields (units, restrictions) follows in ``buildLinks()``.
  mutating func buildFields() {
    for (declaration, source) in fields {
      guard let entity = entity(declaration.entity, source: source) else { continue }
      let index = model.catalog.entities[entity].fields.count
      let what = Bilingual.theField(declaration.name.text)
      guard
        claim(
          declaration.name, label: declaration.label, aliases: declaration.aliases, owner: index, what: what, source: source,
          in: .fields(entity))
      else { continue }
      // Where the type is unknown the field stays as a text, so that what mentions it is not reported as well.
      let type = type(declaration.type, source: source) ?? .text
      var field = Field(
        name: declaration.name.text, label: declaration.label, aliases: declaration.aliases.map(\.name.text), type: type,
        documentation: declaration.documentation)
      if case .date(let order?) = declaration.type.kind { field.dateOrder = dateOrder(order, source: source) }
      if case .link(_, _, let reverse?) = declaration.type.kind, case .link = type { field.reverseName = reverse.text }
      model.catalog.entities[entity].fields.append(field)
      fieldPlaces[entity].append(Place(source: source, range: declaration.name.range))
    }
  }

  /// The type that a declaration outside the model names, such as that of a parameter.
  public static func type(_ syntax: TypeSyntax, in model: Model, source: Source) -> (type: DataType?, diagnostics: [Diagnostic]) {
    var builder = ModelBuilder(base: model)
    builder.sources = [source]
    builder.tellsNearest()
    switch syntax.kind {
    case .choice, .link: builder.claimBaseNames()
    case .text, .flag, .number, .date, .money, .period, .duration: break
    }
    let type = builder.type(syntax, source: 0)
    return (type, builder.findings.map(\.diagnostic))
  }

  /// The type that a declaration names; nil if it names something unknown, which is reported.
  mutating func type(_ syntax: TypeSyntax, source: Int) -> DataType? {
    let place = Place(source: source, range: syntax.range)
    switch syntax.kind {
    case .text: return .text
    case .flag: return .flag
    case .number: return .number
    case .date: return .date
    case .money(nil): return .money(.yuan)
    case .money(let name?):
      if let unit = MoneyUnits.unit(named: name.text) { return .money(unit) }
      let nearest = nearest(to: name.text) { _ in MoneyUnits.names }
      report(.unknown(.moneyUnit, name.text, within: nil, nearest: nearest), at: Place(source: source, range: name.range))
      return nil
    case .period(let word):
      if let unit = PeriodUnit(rawValue: word.rawValue) { return .period(unit) }
      report(.unfitUnit(word.rawValue), at: place)
      return nil
    case .duration(let word):
      switch word {
      case .day: return .duration(.days)
      case .month: return .duration(.months)
      case .workday: return .duration(.workdays)
      default:
        report(.unfitUnit(word.rawValue), at: place)
        return nil
      }
    case .choice(let name):
      if let claim = choiceNames[name.text] { return .choice(claim.owner) }
      let nearest = nearest(to: name.text) { $0.choiceNames.spellings }
      report(
        .unknown(.choice, name.text, within: nil, nearest: nearest), at: Place(source: source, range: name.range),
        fix: nearest.count == 1 ? nearest[0] : nil)
      return nil
    case .link(let name, _, _): return entity(name, source: source).map { .link($0) }
    }
  }

  private mutating func dateOrder(_ name: Name, source: Int) -> DateOrder {
    // `MM/DD/YYYY`, `m-d-y`, `MDY`: the letters in their order decide.
    var letters = ""
    for letter in name.text.lowercased() where "ymd".contains(letter) && letters.last != letter { letters.append(letter) }
    switch letters {
    case "ymd": return .yearFirst
    case "mdy": return .monthFirst
    case "dmy": return .dayFirst
    default:
      report(.unknownDateOrder(name.text), at: Place(source: source, range: name.range))
      return .yearFirst
    }
  }
}
