import Diagnostics

/// Names as users write them: a word that is not reserved, or any text in back-quotes.
extension Parser {
  /// `investment`, `` `select` ``, `区`. A missing name is empty, and later stages stay silent about it.
  mutating func parseName(_ wanted: Wanted = .name) -> Name {
    guard !isAtStatementEnd else {
      missing(wanted)
      return emptyName
    }
    switch tokens[index].kind {
    case .quotedName(let text):
      advance()
      return Name(text, isQuoted: true, range: tokens[index - 1].range)
    case .word where tokens[index].isName:
      advance()
      return Name(tokens[index - 1].text, range: tokens[index - 1].range)
    default:
      missing(wanted)
      return emptyName
    }
  }

  /// A name where nothing but a name can stand, as in a declaration: a reserved word is taken, with an error.
  mutating func parseNewName(_ wanted: Wanted = .name, at place: Expectations.Place = .newName) -> Name {
    offer(place)
    guard !isAtStatementEnd, case .word = tokens[index].kind, !tokens[index].isName else { return parseName(wanted) }
    let token = tokens[index]
    report(.reserved(token.text), at: token.range, fix: "`\(token.text)`")
    advance()
    return Name(token.text, isQuoted: true, range: token.range)
  }

  /// A code as a model writes it: a word, a number kept digit by digit, a text.
  mutating func parseCode(_ wanted: Wanted = .name) -> Name {
    offer(.newName)
    guard !isAtStatementEnd else { return parseName(wanted) }
    switch tokens[index].kind {
    case .text(let text):
      advance()
      return Name(text, isQuoted: true, range: tokens[index - 1].range)
    case .number, .period, .duration, .money, .date, .moment:
      let range = tokens[index].range
      advance()
      return Name(source.normalText(range), range: range)
    default: return parseNewName(wanted)
    }
  }

  /// The name in `as NAME`; a text is one too.
  mutating func parseAlias() -> Name {
    if seesText, case .text(let text) = tokens[index].kind {
      advance()
      return Name(text, isQuoted: true, range: tokens[index - 1].range)
    }
    return parseNewName()
  }

  var emptyName: Name {
    let place = index > 0 ? tokens[index - 1].range.end : 0
    return Name("", range: SourceRange(place, place))
  }

  /// `"…"`, if one stands here.
  mutating func parseOptionalText() -> String? {
    offer(.text)
    guard !isAtStatementEnd, case .text(let text) = tokens[index].kind else { return nil }
    advance()
    return text
  }

  /// `unit.kind`: names joined by dots.
  mutating func parsePath(_ wanted: Wanted = .field) -> [Name] {
    var names = [parseName(wanted)]
    while sees(.dot) {
      advance()
      offer(.name(row, after: names.map(\.text)))
      names.append(parseName(.name))
      guard names.count <= Parser.pathLimit else {
        reportDepth(at: names[0].range.union(names[names.count - 1].range))
        skipStatement()
        return [names[0]]
      }
    }
    // `sum` may still become `sum investment`.
    if names.count == 1, index > 0, isOpenEnd(index), let aggregate = tokens[index - 1].aggregate, aggregate != .first, aggregate != .last {
      offer(.name(row, after: []))
      ask(.distinct)
    }
    return names
  }
}
