import Diagnostics

/// Types of fields, definitions and parameters; the values of choices and their other names.
extension Parser {
  /// `money in 亿元`, `choice stage`, `units where kind = district reverse district_projects`
  mutating func parseType(takesDateOrder: Bool = true) -> TypeSyntax {
    let start = index
    offer(.type)
    for keyword in [Keyword.text, .number, .money, .date, .flag, .month, .quarter, .year, .week, .days, .months, .workdays, .choice] {
      ask(keyword)
    }
    offer(.entity)
    guard seesName else {
      missing(.type)
      return TypeSyntax(.text, range: range(from: start))
    }
    let kind = parseTypeKind(takesDateOrder)
    return TypeSyntax(kind, range: range(from: start))
  }

  private mutating func parseTypeKind(_ takesDateOrder: Bool) -> TypeSyntax.Kind {
    let token = tokens[index]
    if case .quotedName = token.kind { return parseLinkType() }
    let keywords = token.keywords
    if keywords.contains(.choice), seesNextName {
      advance()
      return .choice(parseName())
    }
    guard let kind = simpleType(keywords) else { return parseLinkType() }
    advance()
    switch kind {
    case .number: return .number(unit: eat(.in) ? parseCode() : nil)
    case .money: return .money(unit: eat(.in) ? parseCode(.name) : nil)
    case .date: return .date(order: takesDateOrder && at(.as) ? parseDateOrder() : nil)
    default: return kind
    }
  }

  private func simpleType(_ keywords: KeywordSet) -> TypeSyntax.Kind? {
    if keywords.contains(.text) { return .text }
    if keywords.contains(.flag) { return .flag }
    if keywords.contains(.number) { return .number(unit: nil) }
    if keywords.contains(.money) { return .money(unit: nil) }
    if keywords.contains(.date) { return .date(order: nil) }
    if keywords.contains(.days) { return .duration(.day) }
    if keywords.contains(.workdays) { return .duration(.workday) }
    // `months` is both the plural of the unit and the type.
    if keywords.contains(.months) { return .duration(.month) }
    if keywords.contains(.month) { return .period(.month) }
    if keywords.contains(.quarter) { return .period(.quarter) }
    if keywords.contains(.year) { return .period(.year) }
    if keywords.contains(.week) { return .period(.week) }
    return nil
  }

  /// `as MM/DD/YYYY`: letters and separators without spaces
  private mutating func parseDateOrder() -> Name {
    advance()
    offer(.newName)
    guard !isAtStatementEnd else { return parseName() }
    let start = index
    repeat { advance() } while !isAtStatementEnd && !tokens[index].hasSpaceBefore
    let range = range(from: start)
    return Name(source.normalText(range), range: range)
  }

  /// `units [where FIELD = VALUE] [reverse NAME]`
  private mutating func parseLinkType() -> TypeSyntax.Kind {
    let entity = parseName(.entity)
    var restriction: (field: Name, value: Name)?
    if eat(.where) {
      let row = Expectations.Row(entity: entity.text)
      offer(.name(row, after: []))
      let field = parseName(.field)
      if !eatEqual() { missing(.symbol(.equal)) }
      offer(.value([field.text], row))
      restriction = (field, parseCode(.value))
    }
    let reverse = eat(.reverse) ? parseNewName() : nil
    return .link(entity, restriction: restriction, reverse: reverse)
  }

  /// `choice NAME: VALUE, …`, `choice NAME ordered: VALUE, …; unordered VALUE, …`
  mutating func parseChoice() -> Statement.Kind {
    advance()
    var choice = ChoiceDeclaration(name: parseNewName(), ordered: [], unordered: [])
    var isFirst = true
    repeat {
      var isOrdered = false
      if eat(.ordered) {
        isOrdered = true
      } else if !eat(.unordered), !isFirst {
        break
      }
      if isFirst { expect(.colon) } else { _ = eat(.colon) }
      isFirst = false
      let values = parseValues()
      if isOrdered { choice.ordered += values } else { choice.unordered += values }
    } while eatSeparator(before: [.ordered, .unordered])
    return .choice(choice)
  }

  /// `names ENTITY: KEY NAME "LABEL" alias …, …`
  mutating func parseNames() -> Statement.Kind {
    advance()
    offer(.entity)
    let entity = parseName(.entity)
    expect(.colon)
    return .names(NamesDeclaration(entity: entity, values: parseValues()))
  }

  /// `CODE [ENGLISH] ["LABEL"] [alias …], …`
  private mutating func parseValues() -> [ValueDeclaration] {
    var values: [ValueDeclaration] = []
    repeat {
      offer(.newName)
      if isAtStatementEnd, !values.isEmpty { break }
      if !tokens[index].keywords.isDisjoint(with: [.ordered, .unordered]), !values.isEmpty { break }
      var value = ValueDeclaration(code: parseCode(.value))
      if value.code.text.isEmpty { return values }
      if seesName, tokens[index].keywords.isDisjoint(with: [.alias, .ordered, .unordered]) { value.english = parseName() }
      value.label = parseOptionalText()
      value.aliases = parseAliases()
      values.append(value)
    } while eat(.comma)
    return values
  }

  /// `alias NAME`, `alias (NAME [from DAY] [to DAY], …)`
  mutating func parseAliases() -> [AliasDeclaration] {
    guard eat(.alias) else { return [] }
    guard eat(.leftParenthesis) else { return [parseAliasName()] }
    var aliases: [AliasDeclaration] = []
    repeat { aliases.append(parseAliasName()) } while eat(.comma) && !sees(.rightParenthesis)
    closeParenthesis()
    return aliases
  }

  private mutating func parseAliasName() -> AliasDeclaration {
    let name = parseCode()
    var alias = AliasDeclaration(name)
    if eat(.from) { alias.from = parseAliasDay() }
    if eat(.to) { alias.to = parseAliasDay() }
    return alias
  }

  private mutating func parseAliasDay() -> Literal? {
    offer(.moment)
    if !isAtStatementEnd, case .date(let year, let month, let day) = tokens[index].kind {
      advance()
      return .date(year: year, month: month, day: day)
    }
    missing(.day)
    return nil
  }
}
