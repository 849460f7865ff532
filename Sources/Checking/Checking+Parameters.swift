import Diagnostics
public import Model
import Query
public import Schema
import Syntax

extension Checking {
  /// `param district: units = Hannan "which district"`
  func checkParam(_ declared: ParamDeclaration) -> CheckedStatement? {
    let (type, found) = ModelBuilder.type(declared.type, in: model, source: source)
    diagnostics += found
    guard let type, checkIsTypeOfParameter(declared.type) else { return nil }
    var declaration = ParameterDeclaration(
      name: declared.name.text, type: type, restriction: nil, typeText: words(of: declared.type.range), documentation: declared.prompt,
      defaultValue: nil, nameRange: declared.name.range)
    if case .link(_, let restriction?, _) = declared.type.kind, case .link(let target) = type {
      guard let code = checkRestriction(restriction.field, restriction.value, of: target) else { return nil }
      declaration.restriction = code
    }
    if let written = declared.defaultValue {
      guard let value = checkParameterValue(written, for: declaration) else { return nil }
      declaration.defaultValue = value
    }
    return .param(declaration)
  }

  /// What only a field's type says: how its cells are read, and how it is reached from the other end.
  private func checkIsTypeOfParameter(_ syntax: TypeSyntax) -> Bool {
    let part: String? =
      switch syntax.kind {
      case .link(_, _, _?): "reverse"
      case .date(_?): "as"
      case .number(_?): "in"
      default: nil
      }
    guard let part else { return true }
    report(ScriptProblem.typePartOfField(part), at: syntax.range)
    return false
  }

  private func checkRestriction(_ field: Name, _ value: Name, of target: Int) -> LinkRestriction? {
    let record = context(.record(target), .row(insideAggregate: false))
    guard case .field(let index)? = find(field.text, record), case .choice = catalog.entities[target].fields[index].type else {
      let nearest = nearest(to: field.text, among: visibleNames(record))
      report(
        .unknownName(field.text, of: Bilingual(code: catalog.entities[target].plural), nearest: nearest, elsewhere: []), at: field.range)
      return nil
    }
    let opposite = Opposite(type: catalog.entities[target].fields[index].type, column: nil, name: field.text)
    guard let checked = checkValue(value.text, value.range, opposite, record, orName: nil), case .choice(let code)? = checked.constantValue
    else { return nil }
    return LinkRestriction(field: index, code: code)
  }

  private func words(of range: SourceRange) -> String {
    source.text(range).split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  // MARK: Values

  /// A default, or an argument of `run … with`.
  func checkParameterValue(_ written: Expression, for declaration: ParameterDeclaration) -> ScriptParameter? {
    let context = context(.none, .row(insideAggregate: false))
    let opposite = Opposite(type: declaration.type, column: nil, name: declaration.name)
    if let word = written.bareWord, !opposite.hasNamedValues, declaration.type != .text, find(word.text, context) == nil,
      declaration.type != .flag || Self.flagWords[foldedName(word.text)] == nil
    {
      report(problem(declaration, found: Bilingual(code: word.text)), at: written.range)
      return nil
    }
    let isYear = declaration.type == .period(.year) && written.isWholeNumber
    let found: Checked?
    if isYear, case .span(let span) = checkSpan(written, opposite: declaration.type, context), let period = span.period {
      found = Checked(.constant(.period(period)), type: declaration.type, range: written.range)
    } else {
      found = check(written, context, opposite: opposite)
    }
    guard var value = found else { return nil }
    switch (declaration.type, value.type) {
    case (.money, .number), (.duration, .number):
      guard let converted = bareNumber(value, written, as: declaration.type, declaration.name, context) else { return nil }
      value = converted
    case (.duration, .duration) where declaration.type != value.type:
      report(.durationKinds(describe(declaration.type), describe(value.type)), at: written.range)
      return nil
    default: break
    }
    let wanted = Checked(.recordKey, type: declaration.type, range: written.range)
    guard common(wanted, value) != nil else {
      report(problem(declaration, found: describe(value.type)), at: written.range)
      return nil
    }
    guard let constant = value.constantValue else {
      report(ScriptProblem.parameterNotKnown(declaration.name), at: written.range)
      return nil
    }
    guard checkIsAllowed(constant, words(written, context), declaration, written.range) else { return nil }
    var text = source.normalText(written.range)
    if case .text(let spelled) = constant { text = spelled }
    if case .parameter(let name) = written.unwrapped.kind, let other = parameter(name, written.range, context) { text = other.text }
    return ScriptParameter(name: declaration.name, type: declaration.type, value: constant, text: text)
  }

  /// A value that comes from outside as bare text: choices, links and texts take it as it is, everything else is written as in a query.
  func checkParameterText(_ text: String, for declaration: ParameterDeclaration) -> ScriptParameter? {
    let range = source.range
    func made(_ value: Value, _ text: String) -> ScriptParameter {
      ScriptParameter(name: declaration.name, type: declaration.type, value: value, text: text)
    }
    let context = context(.none, .row(insideAggregate: false))
    switch declaration.type {
    case .text: return made(.text(text), text)
    case .choice, .link:
      let opposite = Opposite(type: declaration.type, column: nil, name: declaration.name)
      guard let checked = checkValue(text, range, opposite, context, orName: nil), let value = checked.constantValue,
        checkIsAllowed(value, text, declaration, range)
      else { return nil }
      return made(value, text)
    case .flag:
      if let flag = Self.flagWords[foldedName(text)] { return made(.flag(flag), text) }
    case .date, .period, .money, .number, .duration:
      let parsed = Parser.parse(source)
      if parsed.diagnostics.isEmpty, parsed.script.statements.count == 1,
        case .expression(let expression) = parsed.script.statements[0].kind, expression.isWithoutNames
      {
        return checkParameterValue(expression, for: declaration)
      }
    }
    report(problem(declaration, found: Bilingual(code: text)), at: range)
    return nil
  }

  private func problem(_ declaration: ParameterDeclaration, found: Bilingual) -> ScriptProblem {
    let example: String? =
      switch declaration.type {
      case .date: "2018-03-07"
      case .period(.week): "2018-W10"
      case .period(.month): "2018-03"
      case .period(.quarter): "2018Q1"
      case .period(.half): "2018H1"
      case .period(.year): "2018"
      case .money: "5亿"
      case .duration(.days): "30d"
      case .duration(.months): "3mo"
      case .duration(.workdays): "5wd"
      case .flag: "yes"
      case .number: "12.5"
      case .text, .choice, .link, .period: nil
      }
    return .parameterType(declaration.name, wanted: wanted(declaration.type), found: found, example: example)
  }

  private func wanted(_ type: DataType) -> Bilingual { type == .flag ? Bilingual("yes or no", "是或否") : describe(type) }

  /// `units where kind = district`
  private func checkIsAllowed(_ value: Value, _ words: String, _ declaration: ParameterDeclaration, _ range: SourceRange) -> Bool {
    guard let restriction = declaration.restriction, case .link(let key) = value, case .link(let target) = declaration.type else {
      return true
    }
    guard let code = world.values.choiceCode(entity: target, field: restriction.field, key: key, snapshot: snapshot),
      code != restriction.code
    else { return true }
    report(ScriptProblem.parameterRestricted(declaration.name, words, wanted: declaration.typeText), at: range)
    return false
  }

  // MARK: Use

  /// What `$district` stands for: in the body of a definition, what it was when that was defined.
  func parameter(_ name: Name, _ range: SourceRange, _ context: Context) -> ScriptParameter? {
    let known = context.parameters ?? world.parameters
    if let found = known[named: name.text] { return found }
    report(
      ScriptProblem.undeclaredParameter(
        name.text, nearest: tellsDetails() ? Nearness.nearest(to: name.text, among: known.map(\.name)) : []),
      at: range,
      in: context)
    return nil
  }

  /// A text stands for the value that it spells where one is wanted.
  func checkParameter(_ name: Name, _ range: SourceRange, _ context: Context, _ opposite: Opposite?) -> Checked? {
    guard let parameter = parameter(name, range, context) else { return nil }
    if case .text(let word) = parameter.value, let opposite, opposite.hasNamedValues {
      return checkValue(word, range, opposite, context, orName: nil)
    }
    return Checked(.constant(parameter.value), type: parameter.type, range: context.place(range))
  }

  func report(_ problem: ScriptProblem, at range: SourceRange) { diagnostics.append(Diagnostic(problem, at: range)) }

  func report(_ problem: ScriptProblem, at range: SourceRange, in context: Context) {
    diagnostics.append(Diagnostic(problem, at: context.place(range)))
  }
}

extension Expression {
  /// Names script parameters anywhere inside.
  var readsParameters: Bool {
    if case .parameter = kind { return true }
    return children.contains(where: \.readsParameters)
  }

  fileprivate var isWholeNumber: Bool {
    if case .literal(.number(let number)) = unwrapped.kind { return number.scale == 0 }
    return false
  }
}

extension DataType {
  /// Some value of the type, for a script that is checked before anyone has given one.
  func sample(on day: Day) -> Value {
    switch self {
    case .text: .text("")
    case .choice: .choice(0)
    case .date: .date(day)
    case .period(let unit): .period(Period(unit, holding: day))
    case .money: .money(Money(rawValue: 10_000))
    case .number: .number(1)
    case .flag: .flag(true)
    case .duration(let kind): .duration(1, kind)
    case .link: .link(0)
    }
  }
}

extension ParameterDeclaration {
  /// The default, or some value of the type: for a script that is checked and not run.
  public func placeholder(on day: Day) -> ScriptParameter {
    defaultValue ?? ScriptParameter(name: name, type: type, value: type.sample(on: day), text: "")
  }
}
