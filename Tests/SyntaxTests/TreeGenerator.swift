import Diagnostics
import Syntax
import TestSupport

/// Random trees of the shapes that the parser makes: looser parts stand in parentheses, as users must write them.
struct TreeGenerator {
  private var random: SeededGenerator
  private let nowhere = SourceRange(0, 0)
  private var budget = 0
  /// How many `show` there were
  private var shows = 0

  init(seed: UInt64) { random = SeededGenerator(seed: seed) }

  private mutating func pick<T>(_ choices: [T]) -> T { choices[random.below(choices.count)] }
  private mutating func chance(_ percent: Int) -> Bool { random.below(100) < percent }
  private mutating func maybe<T>(_ percent: Int, _ make: (inout TreeGenerator) -> T) -> T? { chance(percent) ? make(&self) : nil }
  private mutating func some<T>(_ most: Int, _ make: (inout TreeGenerator) -> T) -> [T] {
    (0...random.below(most)).map { _ in make(&self) }
  }

  private mutating func name() -> Name {
    if chance(8) { return Name(pick(["where", "two words", "a`b", "按", "2018-03", "é", "x y"]), isQuoted: true, range: nowhere) }
    return Name(pick(["a", "b", "stage", "due", "总投资", "区", "new-start", "x_1", "3D", "Jiang'an", "kind", "unit", "项目"]), range: nowhere)
  }

  // MARK: Statements

  mutating func statement() -> Statement {
    budget = 24
    let kind: Statement.Kind
    switch random.below(13) {
    case 8: kind = .param(parameter())
    case 0: kind = .continuation(some(2) { $0.stage() })
    case 1: kind = .show(entity: maybe(50) { $0.name() }, id: path(1), clauses: showClauses())
    case 2: kind = .letting(name(), query())
    case 3: kind = .expect(Expectation(condition: condition(), message: maybe(50) { $0.words() }))
    case 4: kind = .run(target: path(1), arguments: some(2) { ($0.name(), $0.product()) })
    case 5: kind = .explain(pick([.words, .plan, .tree, .tokens, .sql(nil), .sql("duckdb")]), Statement(.query(query()), range: nowhere))
    case 6: kind = .print([.text(words() + "{}"), .expression(noText()), .text("!")])
    case 7: kind = .define(definition())
    default: kind = .query(query())
    }
    return Statement(kind, range: nowhere)
  }

  private mutating func words() -> String { pick(["word", "汉 字", "a \"quoted\" \\ word", "line\nend", "tab\t", "", "'"]) }

  private mutating func noText() -> Expression { make(.call(Call(function: [name()], arguments: [path(2)]))) }

  private mutating func parameter() -> ParamDeclaration {
    let kind: TypeSyntax.Kind = pick([
      .text, .flag, .number(unit: nil), .money(unit: nil), .money(unit: plain("亿元")), .date(order: nil), .period(.month), .period(.year),
      .duration(.day), .duration(.workday), .choice(plain("stage")), .link(plain("units"), restriction: nil, reverse: nil),
      .link(plain("units"), restriction: (plain("kind"), plain("district")), reverse: nil),
    ])
    return ParamDeclaration(
      name: name(), type: TypeSyntax(kind, range: nowhere), defaultValue: maybe(60) { $0.sum() }, prompt: maybe(50) { $0.words() })
  }

  private mutating func definition() -> Definition {
    Definition(
      name: name(), parameters: chance(30) ? some(2) { $0.name() } : [], label: maybe(50) { $0.words() }, entity: name(), body: condition(),
      documentation: maybe(30) { _ in "what it means" })
  }

  private mutating func query() -> Query {
    let verb: Query.Verb
    switch random.below(7) {
    case 0: verb = .list(some(3) { $0.column() })
    case 1: verb = .count
    case 2: verb = .measures(some(2) { $0.measure() })
    case 3: verb = .rank(key: path(2), measure: measure(), ascending: chance(50))
    case 4: verb = .changes(chance(50) ? some(2) { $0.path(2) } : [])
    case 5: verb = .trend(some(2) { $0.measure() })
    default: verb = .list([])
    }
    let predicates = chance(30) ? some(2) { $0.predicate() } : []
    return Query(
      verb: verb, entity: name(), predicates: predicates, clauses: clauses(of: verb), stages: chance(30) ? some(2) { $0.stage() } : [],
      range: nowhere)
  }

  private mutating func predicate() -> Expression {
    let path = path(1)
    return chance(30) ? make(.not(path)) : path
  }

  private mutating func column() -> Column {
    chance(10) ? Column(.everything, range: nowhere) : Column(.expression(condition()), alias: maybe(30) { $0.name() }, range: nowhere)
  }

  private mutating func key() -> Column { Column(.expression(path(2)), alias: maybe(30) { $0.name() }, range: nowhere) }

  private mutating func measure() -> Column {
    let call: Call
    switch random.below(4) {
    case 0: call = Call(function: [plain("count")], arguments: [], isBare: true)
    case 1: call = Call(function: [plain(pick(["sum", "avg", "median"]))], arguments: [path(2)], isBare: true)
    case 2: call = Call(function: [plain("count")], arguments: [path(1)], isDistinct: true, isBare: true)
    default: call = Call(function: [plain("share")], arguments: [condition()], condition: maybe(50) { $0.condition() })
    }
    return Column(.expression(make(.call(call))), range: nowhere)
  }

  private func plain(_ text: String) -> Name { Name(text, range: nowhere) }

  /// `as of`, `as FORMAT` and `to "FILE"`, by turns.
  private mutating func showClauses() -> [Clause] {
    shows += 1
    let day = Expression(.literal(.date(year: 2018, month: 3, day: 7)), range: nowhere)
    let kinds: [Clause.Kind] = [.asOf(day), .format(plain(OutputFormat.names[shows % OutputFormat.names.count])), .file("out \"1\".csv")]
    return kinds.enumerated().filter { shows & (1 << $0.offset) != 0 }.map { Clause($0.element, range: nowhere) }
  }

  private mutating func clauses(of verb: Query.Verb?) -> [Clause] {
    var kinds: [Clause.Kind] = []
    if chance(50) { kinds.append(.condition(condition())) }
    if chance(30) { kinds.append(.groups(some(2) { $0.key() }, across: maybe(30) { $0.key() })) }
    if chance(30) { kinds.append(.sort(some(2) { $0.sortKey() })) }
    if chance(30) { kinds.append(.top(count: number(), by: path(1), per: maybe(40) { $0.path(1) }, isBottom: chance(30))) }
    if chance(10) { kinds.append(.skip(number())) }
    if chance(20) { kinds.append(.asOf(moment())) }
    if chance(10) { kinds.append(.withTotals) }
    if chance(10) { kinds.append(.withEmpty) }
    if chance(10) { kinds.append(.compare(moment())) }
    if chance(10) { kinds.append(.format(plain(pick(OutputFormat.names)))) }
    if chance(10) { kinds.append(.file("out \"1\".csv")) }
    switch verb {
    case .changes?: kinds += [.since(moment()), .until(moment())]
    case .trend?: kinds += [.from(moment()), .until(moment()), .every(pick([.snapshot, .week, .month, .quarter, .year]))]
    default: break
    }
    // What stands before `since`, `from` and `to` in parentheses, as `always` and `changed` would take them.
    if kinds.count > 1, case .condition(let condition) = kinds[0] {
      switch kinds[1] {
      case .file, .since, .from, .until: kinds[0] = .condition(make(.parenthesized(condition)))
      default: break
      }
    }
    return kinds.map { Clause($0, range: nowhere) }
  }

  private mutating func sortKey() -> SortKey { SortKey(path(2), isDescending: pick([nil, true, false])) }

  private mutating func stage() -> Stage {
    switch random.below(5) {
    case 0: Stage(verb: .list(some(2) { $0.column() }), clauses: [], range: nowhere)
    case 1: Stage(verb: .count, clauses: [Clause(.groups([key()], across: nil), range: nowhere)], range: nowhere)
    case 2: Stage(verb: .measures([measure(), key()]), clauses: [], range: nowhere)
    case 3: Stage(verb: .rank(key: path(1), measure: measure(), ascending: chance(50)), clauses: [], range: nowhere)
    default: Stage(verb: .clauses, clauses: [Clause(.condition(condition()), range: nowhere)], range: nowhere)
    }
  }

  // MARK: Expressions

  private func make(_ kind: Expression.Kind) -> Expression { Expression(kind, range: nowhere) }

  private mutating func path(_ most: Int) -> Expression { make(.path(some(most) { $0.name() })) }

  private mutating func number() -> Expression { make(.literal(.number(DecimalText(units: Int64(random.below(50) + 1), scale: 0)))) }

  private mutating func moment() -> Expression {
    let literal: Literal = pick([
      .date(year: 2018, month: 3, day: 7), .period(.month(year: 2018, 3)), .relative(.month, offset: -1), .relative(.week, offset: 0),
      .day(offset: 0),
      .day(offset: -1), .toDate(.year), .partOfThisYear(half: 1, quarter: nil), .snapshot(.previous), .snapshot(.first),
      .period(.year(2018)),
    ])
    let base = make(.literal(literal))
    return chance(20) ? make(.arithmetic(.subtract, base, make(.literal(.duration(DecimalText(units: 30, scale: 0), .day))))) : base
  }

  mutating func condition() -> Expression {
    budget -= 1
    guard budget > 0 else { return path(2) }
    switch random.below(8) {
    case 0: return make(.and(conjunct(), conjunct()))
    case 1: return make(.or(make(.and(conjunct(), conjunct())), conjunct()))
    case 2: return make(.not(conjunct()))
    case 3: return make(.conditional(condition(), then: condition(), otherwise: condition()))
    default: return conjunct()
    }
  }

  /// What `and` and the prefixes take.
  private mutating func conjunct() -> Expression {
    budget -= 1
    guard budget > 0 else { return path(2) }
    switch random.below(16) {
    case 0: return make(.parenthesized(condition()))
    case 1: return make(.was(make(.parenthesized(condition())), on: maybe(50) { $0.moment() }))
    case 2: return make(.ever(path(1), since: maybe(50) { $0.moment() }))
    case 3: return make(.always(test(), since: nil))
    case 4: return make(.not(test()))
    case 5: return make(.existed(on: maybe(50) { $0.moment() }))
    case 6:
      return make(.changed(field: path(2), from: maybe(50) { $0.path(1) }, to: maybe(50) { $0.path(1) }, since: maybe(50) { $0.moment() }))
    case 7, 8: return quantified()
    default: return test()
    }
  }

  private mutating func quantified() -> Expression {
    let condition: QuantifiedCondition
    switch random.below(3) {
    case 0: condition = .none
    case 1: condition = .named(path(1), isNegated: chance(40))
    default: condition = .parenthesized(self.condition())
    }
    return make(.quantified(pick([.any, .every, .no]), link: path(2), condition: condition))
  }

  private mutating func test() -> Expression {
    let left = sum()
    let isNegated = chance(30)
    switch random.below(9) {
    case 0: return make(.membership(left, some(3) { $0.sum() }, isNegated: isNegated))
    case 1: return make(.within(left, moment(), isNegated: isNegated))
    case 2: return make(.between(left, sum(), sum(), isNegated: isNegated))
    case 3: return make(.textTest(pick([.contains, .startsWith, .endsWith]), left, text(), isNegated: isNegated))
    case 4: return make(.textTest(.matches, left, make(.literal(.pattern("^a/b\\d+ [x]$"))), isNegated: isNegated))
    case 5: return make(.presence(left, isKnown: isNegated))
    case 6: return make(.isNamed(left, path(1), isNegated: isNegated))
    default: return make(.comparison(pick([.equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual]), left, sum()))
    }
  }

  private mutating func text() -> Expression { chance(50) ? path(1) : make(.literal(.text(words()))) }

  private mutating func sum() -> Expression {
    switch random.below(8) {
    case 0: make(.arithmetic(.add, product(), product()))
    case 1: make(.arithmetic(.subtract, make(.arithmetic(.add, product(), product())), product()))
    case 2: make(.coalesce(product(), product()))
    default: product()
    }
  }

  private mutating func product() -> Expression {
    switch random.below(10) {
    case 0: make(.arithmetic(.multiply, primary(), primary()))
    case 1: make(.arithmetic(.divide, primary(), make(.negative(primary()))))
    case 2: make(.negative(primary()))
    default: primary()
    }
  }

  private mutating func primary() -> Expression {
    budget -= 1
    switch random.below(12) {
    case 0 where budget > 0: return make(.parenthesized(condition()))
    case 1 where budget > 0: return make(.call(Call(function: some(1) { $0.name() }, arguments: some(2) { $0.condition() })))
    case 2: return make(.call(Call(function: [name()], arguments: [], condition: path(1))))
    case 3: return make(.parameter(name()))
    case 4: return make(.lastResult)
    case 5, 6: return literal()
    default: return path(2)
    }
  }

  private mutating func literal() -> Expression {
    let number = DecimalText(units: Int64(random.below(100_000)), scale: random.below(4))
    let whole = DecimalText(units: Int64(random.below(90) + 1), scale: 0)
    return make(
      .literal(
        pick([
          .text(words()), .number(number), .number(whole), .money(number, pick(MoneyWord.allCases)), .date(year: 2018, month: 12, day: 31),
          .period(.half(year: 2018, 2)), .period(.quarter(year: 2018, 1)), .period(.week(year: 2018, 7)), .period(.month(year: 2018, 11)),
          .duration(whole, pick([.day, .week, .month, .quarter, .year, .workday])), .day(offset: 1), .span(-5, .workday), .span(30, .day),
          .span(-1, .month), .span(2, .quarter), .span(-3, .snapshot), .relative(.quarter, offset: 1), .relative(.half, offset: 0),
        ])))
  }
}
