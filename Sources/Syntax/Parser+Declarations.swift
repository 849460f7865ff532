import Diagnostics

/// What a model declares: entities, fields, choices, names, the calendar, definitions, parameters.
extension Parser {
  /// A declaration if its keyword stands here and a name follows.
  mutating func parseDeclaration() -> Statement.Kind? {
    let keywords = tokens[index].keywords
    guard let next = peek() else {
      guard isOpenEnd(index + 1), !keywords.isDisjoint(with: Parser.declaring) else { return nil }
      advance()
      return missingDeclaration()
    }
    switch next.kind {
    case .word, .quotedName, .number, .text: break
    default: return nil
    }
    guard !keywords.isDisjoint(with: Parser.declaring), next.isName || !next.beginsClause || keywords.contains(.define)
    else { return nil }
    if keywords.contains(.entity) { return parseEntity() }
    if keywords.contains(.field) { return parseField() }
    if keywords.contains(.choice) { return parseChoice() }
    if keywords.contains(.names) { return parseNames() }
    if keywords.contains(.calendar) { return parseCalendar() }
    if keywords.contains(.define) { return parseDefinition() }
    return parseParam()
  }

  private static let declaring: KeywordSet = [.entity, .field, .choice, .names, .calendar, .define, .param]

  private mutating func missingDeclaration() -> Statement.Kind {
    offer(.newName)
    missing(.name)
    return .unreadable
  }

  /// `entity PLURAL [SINGULAR] ["LABEL"] [alias …] key FIELD [name FIELD] [snapshot FIELD] [show FIELD, …] [-- DOC]`
  private mutating func parseEntity() -> Statement.Kind {
    advance()
    let plural = parseNewName()
    let singular = seesName && tokens[index].keywords.isDisjoint(with: [.key, .alias]) ? parseNewName() : plural
    var entity = EntityDeclaration(plural: plural, singular: singular, key: emptyName)
    var hasKey = false
    entity.label = parseOptionalText()
    while true {
      if at(.alias) {
        entity.aliases += parseAliases()
      } else if eat(.key) {
        entity.key = parseNewName(.field)
        hasKey = true
      } else if eat(.name) {
        entity.nameField = parseNewName(.field)
      } else if eat(.snapshot) {
        entity.snapshotField = parseNewName(.field)
      } else if eat(.show) {
        repeat { entity.shown.append(parseNewName(.field)) } while eat(.comma)
      } else {
        break
      }
    }
    if !hasKey { missing(.keyword(.key)) }
    entity.documentation = parseDocumentation()
    return .entity(entity)
  }

  /// `field NAME ["LABEL"] [alias …] for ENTITY: TYPE [-- DOC]`
  private mutating func parseField() -> Statement.Kind {
    advance()
    let name = parseNewName()
    let label = parseOptionalText()
    let aliases = parseAliases()
    expect(.for)
    offer(.entity)
    let entity = parseName(.entity)
    expect(.colon)
    let type = parseType()
    return .field(
      FieldDeclaration(name: name, label: label, aliases: aliases, entity: entity, type: type, documentation: parseDocumentation()))
  }

  /// `define NAME[(PARAMETER, …)] ["LABEL"] [alias …] for ENTITY[: TYPE] as EXPRESSION [-- DOC]`
  private mutating func parseDefinition() -> Statement.Kind {
    advance()
    let name = parseNewName()
    var parameters: [Name] = []
    if eat(.leftParenthesis) {
      repeat { parameters.append(parseNewName()) } while eat(.comma)
      closeParenthesis()
    }
    let label = parseOptionalText()
    let aliases = parseAliases()
    expect(.for)
    offer(.entity)
    let entity = parseName(.entity)
    row = Expectations.Row(entity: entity.text)
    // `as` opens the body here, not an order of day, month and year.
    let type = eat(.colon) ? parseType(takesDateOrder: false) : nil
    // `定义 逾期 用于 节点 为 …`
    if !eat(.as), !eat(.asName), !sees(.equal as Keyword), !sees(.equal as Token.Symbol) {
      missing(.keyword(.as))
    } else if sees(.equal as Keyword) || sees(.equal as Token.Symbol) {
      if sees(.equal as Token.Symbol) { foreign(tokens[index].range, ours: "as") }
      advance()
    }
    let body = parseWholeCondition()
    return .define(
      Definition(
        name: name, parameters: parameters, label: label, aliases: aliases, entity: entity, type: type, body: body,
        documentation: parseDocumentation()))
  }

  /// `param NAME: TYPE [= DEFAULT] ["PROMPT"]`
  private mutating func parseParam() -> Statement.Kind {
    advance()
    let name = parseNewName()
    expect(.colon)
    let type = parseType()
    let value = eatEqual() ? parseOperand(opposite: nil) : nil
    return .param(ParamDeclaration(name: name, type: type, defaultValue: value, prompt: parseOptionalText()))
  }

  /// `calendar NAME: rest DAY [to DAY], …; work DAY, …`
  private mutating func parseCalendar() -> Statement.Kind {
    advance()
    var calendar = CalendarDeclaration(name: parseNewName(), rest: [], work: [])
    expect(.colon)
    repeat {
      if eat(.rest) {
        calendar.rest += parseDays()
      } else if eat(.work) {
        calendar.work += parseDays()
      } else {
        missing(.keyword(.rest))
        break
      }
    } while eatSeparator(before: [.rest, .work])
    return .calendar(calendar)
  }

  private mutating func parseDays() -> [CalendarDeclaration.Days] {
    var days: [CalendarDeclaration.Days] = []
    repeat {
      let start = index
      offer(.moment)
      guard let first = parseDay() else { return days }
      let last = eat(.to) ? parseDay() : nil
      days.append(CalendarDeclaration.Days(first: first, last: last, range: range(from: start)))
    } while eat(.comma) && tokens[index].keywords.isDisjoint(with: [.rest, .work])
    return days
  }

  private mutating func parseDay() -> Literal? {
    offer(.moment)
    if !isAtStatementEnd, case .date(let year, let month, let day) = tokens[index].kind {
      advance()
      return .date(year: year, month: month, day: day)
    }
    if tokens[index].kind == .invalid { advance() } else { missing(.day) }
    return nil
  }

  /// A `;` that separates groups of one declaration, not statements: the group's word follows it.
  mutating func eatSeparator(before words: KeywordSet) -> Bool {
    if !isAtStatementEnd, !tokens[index].keywords.isDisjoint(with: words) { return true }
    guard tokens[index].kind == .symbol(.semicolon), index + 1 < tokens.count, !tokens[index + 1].keywords.isDisjoint(with: words) else {
      return false
    }
    // A statement of its own would begin its line as far left.
    if let lineIndent = tokens[index + 1].lineIndent, lineIndent <= indent, tokens[index + 1].keywords.contains(.rest) { return true }
    index += 1
    findStatementEnd(from: index)
    return true
  }

  /// `-- text to the end of the line`
  mutating func parseDocumentation() -> String? {
    guard sees(.documentation as Token.Symbol) else { return nil }
    advance()
    return tokens[index - 1].text
  }
}
