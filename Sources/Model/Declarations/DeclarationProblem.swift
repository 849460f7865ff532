public import Diagnostics
public import Schema

/// What can be wrong with a declaration.
public enum DeclarationProblem: Problem, Hashable {
  /// What a name in a declaration has to name.
  public enum Kind: String, Sendable {
    case entity, choice, field, value, moneyUnit = "unit of money"
  }

  /// Why a field is named in another declaration, and what type that asks for.
  public enum Role: Sendable {
    case key, name, snapshot, unit, restriction
  }

  case unknown(Kind, String, within: String?, nearest: [String])
  case unknownDateOrder(String)
  /// `period` and `duration` types exist for some calendar units only.
  case unfitUnit(String)
  /// The same name, after folding, for two things: `other` says what has it already.
  case duplicate(String, other: Bilingual)
  case hides(String, hidden: Bilingual)
  case reservedName(String)
  case unfitField(Role, field: String, found: Bilingual)
  case keyMissing(entity: String, field: String, nearest: [String])
  case reverseNeeded(field: String, entity: String, target: String)
  case definitionCycle([String])
  case notADay(String)
  case daysReversed(first: Day, last: Day)
  case tooManyDays(Int)
  case restAndWork(Day)
  case secondCalendar(String, first: String)
  case fixedEntity(String)
  /// A declaration over data that were read already, for something that they do not hold.
  case notInData(Kind, String, within: String?)
  /// … or that they hold as something else: `held` in words.
  case otherInData(Kind, String, Bilingual)
  /// `users`: the definitions built on it, which mean something else from here on.
  case redefines(String, users: [String])
}

extension DeclarationProblem {
  public var message: String {
    switch self {
    case .unknown(let kind, let name, let within, _):
      let place = within.map { " in `\($0)`" } ?? ""
      return "expected \(kind.article) \(kind.rawValue)\(place), found the unknown name `\(name)`"
    case .unknownDateOrder(let found): return "expected the order of a date's parts, found `\(found)`"
    case .unfitUnit(let found): return "expected a calendar unit for the type, found `\(found)`"
    case .duplicate(let name, let other): return "the name `\(name)` is already taken by \(other.english)"
    case .hides(let name, let hidden): return "`\(name)` would hide \(hidden.english)"
    case .reservedName(let name): return "`\(name)` has a meaning of its own and cannot be declared"
    case .unfitField(let role, let field, let found):
      return "expected a \(role.type) field as \(role.words), found `\(field)`, which is \(found.english)"
    case .keyMissing(let entity, let field, _): return "expected a field `\(field)` for `\(entity)`, found no declaration of it"
    case .reverseNeeded(let field, let entity, let target):
      return "expected a reverse name for `\(field)`, as more than one link leads from `\(entity)` to `\(target)`"
    case .definitionCycle(let names): return "the definition refers to itself: \(names.map { "`\($0)`" }.joined(separator: " -> "))"
    case .notADay(let found): return "expected a day such as 2018-02-15, found `\(found)`"
    case .daysReversed(let first, let last): return "expected the later day last, found \(first) to \(last)"
    case .tooManyDays(let count): return "expected a few days in a row, found \(count)"
    case .restAndWork(let day): return "\(day) is declared both as rest and as work"
    case .secondCalendar(let name, let first): return "expected days of the calendar `\(first)`, found a second calendar `\(name)`"
    case .fixedEntity(let name): return "the entity `\(name)` is already declared"
    case .notInData(let kind, let name, let within):
      return "the library holds no \(kind.rawValue) `\(name)`" + (within.map { " in `\($0)`" } ?? "")
    case .otherInData(let kind, let name, let held): return "the library holds the \(kind.rawValue) `\(name)` otherwise: \(held.english)"
    case .redefines(let name, let users):
      let words = users.map { "`\($0)`" }.joined(separator: ", ")
      return "`\(name)` is defined anew, and so what is built on it means something else: \(words)"
    }
  }

  public var hint: String? {
    switch self {
    case .unknown(let kind, let name, let within, let nearest):
      if let words = nearestWords(nearest) { return words }
      switch kind {
      case .entity: return "you might declare it first: entity \(name) … key …"
      case .choice: return "you might declare it: choice \(name): a, b"
      case .field: return within.map { "you might declare it: field \(name) for \($0): text" }
      case .value: return nil
      case .moneyUnit: return "units of money are \(MoneyUnits.usual.map { "`\($0)`" }.joined(separator: ", "))"
      }
    case .unknownDateOrder: return "it might be YYYY-MM-DD, MM/DD/YYYY or DD/MM/YYYY"
    case .unfitUnit: return "periods are week, month, quarter, half, year; durations are days, months, workdays"
    case .duplicate: return "names differ by more than case, width, `_`, `-` and spaces; labels and aliases count as names"
    case .hides: return "you might choose another name"
    case .reservedName: return "you might choose another name"
    case .unfitField: return nil
    case .keyMissing(let entity, let field, let nearest):
      return nearestWords(nearest) ?? "you might declare it: field \(field) for \(entity): text"
    case .reverseNeeded(let field, let entity, _): return "you might write: reverse \(field)_\(entity)"
    case .definitionCycle: return "a definition may use others, but not itself by any way round"
    case .notADay: return nil
    case .daysReversed: return nil
    case .tooManyDays: return "you might check the years"
    case .restAndWork: return nil
    case .secondCalendar: return "a model has one calendar, which may be declared in several statements of one name"
    case .fixedEntity: return "you might add fields to it: field … for …"
    case .notInData, .otherInData: return "you might load the data anew by this model: `luodi load NEW.luodi … --model FILE`"
    case .redefines: return nil
    }
  }

  private func nearestWords(_ nearest: [String]) -> String? {
    guard !nearest.isEmpty else { return nil }
    let names = nearest.map { "`\($0)`" }
    return "you might mean " + (names.count == 1 ? names[0] : names.dropLast().joined(separator: ", ") + " or " + names[names.count - 1])
  }
}

extension DeclarationProblem.Kind {
  var article: String { self == .entity ? "an" : "a" }
}

extension DeclarationProblem.Role {
  var type: String {
    switch self {
    case .key, .name, .unit: "text"
    case .snapshot: "date"
    case .restriction: "choice"
    }
  }

  var words: String {
    switch self {
    case .key: "the key"
    case .name: "the name"
    case .snapshot: "the snapshot's date"
    case .unit: "the unit"
    case .restriction: "the restriction of the link"
    }
  }
}
