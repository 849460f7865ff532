public import Diagnostics

/// The tree of one text: what was written, with a range on every node. No name is resolved here.
///
/// Every case shows the syntax it stands for. The printer turns any tree back into text that parses to the same tree;
/// equality ignores ranges (``Script/isSameText(as:)`` compares printed forms).
public struct Script: Sendable {
  public var statements: [Statement]

  public init(statements: [Statement]) { self.statements = statements }
}

/// A name as written: `investment`, `` `select` ``, `区`.
public struct Name: Sendable {
  public var text: String
  /// In back-quotes: always a name, never a value or a keyword.
  public var isQuoted: Bool
  public var range: SourceRange

  public init(_ text: String, isQuoted: Bool = false, range: SourceRange) {
    self.text = text
    self.isQuoted = isQuoted
    self.range = range
  }
}

public struct Statement: Sendable {
  public indirect enum Kind: Sendable {
    /// `list projects where overdue | count by district`
    case query(Query)
    /// `| where count > 3` on the last result
    case continuation([Stage])
    /// `2018-09-30 + 5wd`
    case expression(Expression)
    /// `show [ENTITY] ID [as of T] [as FORMAT] [to "FILE"]`
    case show(entity: Name?, id: Expression, clauses: [Clause])
    case entity(EntityDeclaration)
    case field(FieldDeclaration)
    case choice(ChoiceDeclaration)
    case names(NamesDeclaration)
    case calendar(CalendarDeclaration)
    case define(Definition)
    /// `param district: units = Hannan "which district"`
    case param(ParamDeclaration)
    /// `let late = list projects where overdue`
    case letting(Name, Query)
    /// `print "本周新开工 {count(projects)} 个"`
    case print([Interpolation])
    /// `expect no project (landed) "message"`, `expect count(projects) > 0`
    case expect(Expectation)
    /// `run "weekly.lq" with district = Caidian`, `run weekly`
    case run(target: Expression, arguments: [(name: Name, value: Expression)])
    /// `describe overdue`, `describe snapshots`, `describe`
    case describe(Name?)
    /// `explain QUERY`, `explain plan QUERY`, `explain sql for duckdb QUERY`
    case explain(ExplainKind, Statement)
    /// `help`, `help where`: the topic is the words that follow, joined by single spaces
    case help(String?)
    /// Text that could not be read; diagnostics say why.
    case unreadable
  }

  public var kind: Kind
  public var range: SourceRange

  public init(_ kind: Kind, range: SourceRange) {
    self.kind = kind
    self.range = range
  }
}

extension Statement {
  /// Adds to the model: `define …`, `entity …`. Those that stand together may name each other in any order.
  public var isDeclaration: Bool {
    switch kind {
    case .entity, .field, .choice, .names, .calendar, .define: true
    case .query, .continuation, .expression, .show, .param, .letting, .print, .expect, .run, .describe, .explain, .help, .unreadable: false
    }
  }
}

public enum ExplainKind: Sendable, Hashable {
  case words
  case tokens
  case tree
  case plan
  /// The dialect as written, or nil.
  case sql(String?)
}

/// `list COLUMN, … of [PREDICATE …] ENTITY CLAUSE … | STAGE …`
public struct Query: Sendable {
  public enum Verb: Sendable {
    /// `list`, with columns or without; also an entity alone
    case list([Column])
    /// `count ENTITY`
    case count
    /// `MEASURE, … of ENTITY`
    case measures([Column])
    /// `rank KEY by MEASURE [asc] of ENTITY`
    case rank(key: Expression, measure: Column, ascending: Bool)
    /// `changes [in FIELD, …] of ENTITY since T [to T]`
    case changes([Expression])
    /// `trend MEASURE, … of ENTITY [from T] [to T] every month`
    case trend([Column])
    /// `history of ENTITY ID` (the id), `history of ENTITY CLAUSE …` (nil)
    case history(id: Expression?)
  }

  public var verb: Verb
  public var entity: Name
  /// Predicates before the entity: `overdue`, `not landed`, `overdue_by(10wd)`.
  public var predicates: [Expression]
  /// In the order written, each kind at most once.
  public var clauses: [Clause]
  public var stages: [Stage]
  /// The words alone do not tell the entity: see ``otherReading``.
  public var hasOtherReading = false
  public var range: SourceRange

  public init(verb: Verb, entity: Name, predicates: [Expression] = [], clauses: [Clause] = [], stages: [Stage] = [], range: SourceRange) {
    self.verb = verb
    self.entity = entity
    self.predicates = predicates
    self.clauses = clauses
    self.stages = stages
    self.range = range
  }
}

/// A column, key or measure with its name: `sum investment as total`; `*` is `.everything`.
public struct Column: Sendable {
  public enum Kind: Sendable {
    case expression(Expression)
    /// `*`
    case everything
  }

  public var kind: Kind
  /// `as total`
  public var alias: Name?
  public var range: SourceRange

  public init(_ kind: Kind, alias: Name? = nil, range: SourceRange) {
    self.kind = kind
    self.alias = alias
    self.range = range
  }
}

/// `EXPR`, `EXPR desc`
public struct SortKey: Sendable {
  public var expression: Expression
  /// Nil where nothing was said: ascending for sort, the verb's own order elsewhere.
  public var isDescending: Bool?

  public init(_ expression: Expression, isDescending: Bool? = nil) {
    self.expression = expression
    self.isDescending = isDescending
  }
}

public struct Clause: Sendable {
  public enum Kind: Sendable {
    /// `where CONDITION`
    case condition(Expression)
    /// `by KEY, … [across KEY]`
    case groups([Column], across: Column?)
    /// `sort [by] EXPR [desc], …`
    case sort([SortKey])
    /// `top N [by EXPR] [per KEY]`, `bottom N by EXPR`
    case top(count: Expression, by: Expression?, per: Expression?, isBottom: Bool)
    /// `skip N`
    case skip(Expression)
    /// `as of T`
    case asOf(Expression)
    /// `with totals`
    case withTotals
    /// `with empty`
    case withEmpty
    /// `compare T`
    case compare(Expression)
    /// `since T` (changes)
    case since(Expression)
    /// `from T` (trend)
    case from(Expression)
    /// `to T` (changes, trend)
    case until(Expression)
    /// `every month` (trend)
    case every(TrendStep)
    /// `as csv`
    case format(Name)
    /// `to "FILE"`
    case file(String)
  }

  public var kind: Kind
  public var range: SourceRange

  public init(_ kind: Kind, range: SourceRange) {
    self.kind = kind
    self.range = range
  }
}

public enum TrendStep: String, Sendable { case snapshot, week, month, quarter, year }

/// One step after `|`: a query without its `of ENTITY`, or clauses alone.
public struct Stage: Sendable {
  public enum Verb: Sendable {
    /// `| list COLUMN, …`
    case list([Column])
    /// `| count by …`
    case count
    /// `| sum investment by …`
    case measures([Column])
    /// `| rank KEY by MEASURE`
    case rank(key: Expression, measure: Column, ascending: Bool)
    /// `| where …`, `| sort …`, `| top …`: only clauses
    case clauses
  }

  public var verb: Verb
  public var clauses: [Clause]
  public var range: SourceRange

  public init(verb: Verb, clauses: [Clause], range: SourceRange) {
    self.verb = verb
    self.clauses = clauses
    self.range = range
  }
}

// MARK: Expressions

public struct Expression: Sendable {
  public indirect enum Kind: Sendable {
    /// `stage`, `unit.kind`, `all.investment`: one name or several joined by dots
    case path([Name])
    /// `_`: the last result
    case lastResult
    /// `$district`
    case parameter(Name)
    case literal(Literal)
    /// `-x`
    case negative(Expression)
    /// `a + b`
    case arithmetic(ArithmeticOperator, Expression, Expression)
    /// `a + b - c + …`, `a * b / …`, `a ?? b ?? …` with more terms than would nest well: operators of one rank, from the left
    case chain(Expression, [ChainTerm])
    /// `a < b`
    case comparison(ComparisonSign, Expression, Expression)
    /// `x in (a, b)`, `x not in (a, b)`
    case membership(Expression, [Expression], isNegated: Bool)
    /// `x in PERIOD`, `id in late`
    case within(Expression, Expression, isNegated: Bool)
    /// `x between a and b`
    case between(Expression, Expression, Expression, isNegated: Bool)
    /// `name contains 汉`, `x starts with y`, `x matches /re/`
    case textTest(TextTest, Expression, Expression, isNegated: Bool)
    /// `x is missing`, `x is known`
    case presence(Expression, isKnown: Bool)
    /// `x is Y`, `x is not Y`: value or predicate, decided by the checker
    case isNamed(Expression, Expression, isNegated: Bool)
    case not(Expression)
    case and(Expression, Expression)
    case or(Expression, Expression)
    /// `any node (kind = eia)`, `every approval is granted`, `no matter`: the condition may be absent
    case quantified(QuantifierWord, link: Expression, condition: QuantifiedCondition)
    /// `f(a, b)`, `count(nodes where overdue)`, `unit.rate(where x)`
    case call(Call)
    /// `if c then a else b`
    case conditional(Expression, then: Expression, otherwise: Expression)
    /// `x ?? y`
    case coalesce(Expression, Expression)
    /// `was C [on T]`
    case was(Expression, on: Expression?)
    /// `ever C [since T]`
    case ever(Expression, since: Expression?)
    /// `always C [since T]`
    case always(Expression, since: Expression?)
    /// `changed [FIELD] [from V] [to V] [since T]`
    case changed(field: Expression?, from: Expression?, to: Expression?, since: Expression?)
    /// `existed [on T]`
    case existed(on: Expression?)
    /// `( x )`: kept, so that the printer keeps what the user grouped
    case parenthesized(Expression)
    /// Nothing readable stood here; a diagnostic says so. Later stages stay silent about it.
    case missing
  }

  public let kind: Kind
  public var range: SourceRange
  /// Expressions inside each other, this one among them. Every walk over the tree takes as much of the stack.
  public let height: Int

  public init(_ kind: Kind, range: SourceRange) {
    self.kind = kind
    self.range = range
    height = 1 + kind.parts.reduce(0) { max($0, $1.height) }
  }
}

/// One more term of a ``Expression/Kind/chain(_:_:)``.
public struct ChainTerm: Sendable {
  /// Nil is `??`.
  public var operation: ArithmeticOperator?
  public var operand: Expression

  public init(_ operation: ArithmeticOperator?, _ operand: Expression) {
    self.operation = operation
    self.operand = operand
  }
}

extension Expression.Kind {
  /// The expressions directly inside, in the order written.
  public var parts: [Expression] {
    switch self {
    case .path, .lastResult, .parameter, .literal, .missing: []
    case .negative(let inner), .presence(let inner, _), .not(let inner), .parenthesized(let inner): [inner]
    case .arithmetic(_, let left, let right), .comparison(_, let left, let right), .within(let left, let right, _),
      .textTest(_, let left, let right, _), .isNamed(let left, let right, _), .and(let left, let right), .or(let left, let right),
      .coalesce(let left, let right):
      [left, right]
    case .chain(let first, let terms): [first] + terms.map(\.operand)
    case .membership(let left, let values, _): [left] + values
    case .between(let value, let low, let high, _): [value, low, high]
    case .quantified(_, let link, let condition):
      switch condition {
      case .parenthesized(let inner), .named(let inner, _): [link, inner]
      case .none: [link]
      }
    case .call(let call): call.arguments + (call.condition.map { [$0] } ?? [])
    case .conditional(let condition, let then, let otherwise): [condition, then, otherwise]
    case .was(let inner, let moment), .ever(let inner, let moment), .always(let inner, let moment): [inner] + [moment].compactMap { $0 }
    case .changed(let field, let from, let to, let since): [field, from, to, since].compactMap { $0 }
    case .existed(let moment): [moment].compactMap { $0 }
    }
  }
}

public enum ArithmeticOperator: String, Sendable { case add = "+", subtract = "-", multiply = "*", divide = "/" }

public enum ComparisonSign: String, Sendable {
  case equal = "=", notEqual = "!=", less = "<", lessOrEqual = "<=", greater = ">", greaterOrEqual = ">="
}

public enum TextTest: String, Sendable { case contains, startsWith = "starts with", endsWith = "ends with", matches }

public enum QuantifierWord: String, Sendable { case any, every, no }

public enum QuantifiedCondition: Sendable {
  /// `any node (CONDITION)`
  case parenthesized(Expression)
  /// `any node is overdue`, `every approval is not granted`
  case named(Expression, isNegated: Bool)
  /// `any node is missing done`-like forms do not exist; `any node`: there is one
  case none
}

/// `f(a, b)`, `count(distinct district where landed)`, `sum investment` without parentheses
public struct Call: Sendable {
  /// `count`, `unit.rate`: the last name is called
  public var function: [Name]
  public var arguments: [Expression]
  public var isDistinct: Bool
  /// `where …` inside the parentheses
  public var condition: Expression?
  /// Written `sum investment`, without parentheses
  public var isBare: Bool

  public init(function: [Name], arguments: [Expression], isDistinct: Bool = false, condition: Expression? = nil, isBare: Bool = false) {
    self.function = function
    self.arguments = arguments
    self.isDistinct = isDistinct
    self.condition = condition
    self.isBare = isBare
  }
}

public enum Literal: Sendable, Hashable {
  /// `"…"`, unescaped
  case text(String)
  /// `12`, `0.5`, `30%` (0.3): digits as an exact decimal, `%` already divided
  case number(DecimalText)
  /// `5亿`, `1.2bn`, `120元`
  case money(DecimalText, MoneyWord)
  /// `2018-03-07`
  case date(year: Int, month: Int, day: Int)
  /// `2018`, only where written as a period beyond doubt: `2018年`, `2018H1`, `2018Q1`, `2018-03`, `2018-W10`. A bare `2018` is a number that the checker reads by its place.
  case period(PeriodWord)
  /// `30d`, `5wd`, `3mo`
  case duration(DecimalText, DurationWord)
  /// `today`, `yesterday`, `tomorrow`
  case day(offset: Int)
  /// `this month` (0), `last week` (-1), `next year` (1)
  case relative(UnitWord, offset: Int)
  /// `last 5 workdays` (-5), `next 30 days` (30)
  case span(Int, UnitWord)
  /// `year to date`
  case toDate(UnitWord)
  /// `上半年`, `下半年`, `一季度` of this year
  case partOfThisYear(half: Int?, quarter: Int?)
  /// `previous snapshot`, `first snapshot`
  case snapshot(SnapshotWord)
  /// `/regex/`
  case pattern(String)
  /// `true`, `false`, `yes`, `no` are names; flags have no literal of their own
}

public enum SnapshotWord: String, Sendable { case previous, first, last }

/// A number exactly as its decimal digits: `12.50` is units 1250, scale 2. Beyond 18 digits the lexer reports.
public struct DecimalText: Sendable, Hashable {
  public var units: Int64
  public var scale: Int
  /// Written as `30%`, which is 0.30
  public var isPercent: Bool

  public init(units: Int64, scale: Int, isPercent: Bool = false) {
    self.units = units
    self.scale = scale
    self.isPercent = isPercent
  }
}

/// The spellings of amounts. `元` also `yuan`, `rmb`; `亿` also `亿元`, `100m`; `m` is a million, `bn` a thousand million.
public enum MoneyWord: String, Sendable, CaseIterable {
  case yuan = "元", tenThousand = "万", hundredMillion = "亿", thousand = "k", million = "m", billion = "bn"

  public var factor: Int64 {
    switch self {
    case .yuan: 1
    case .tenThousand: 10_000
    case .hundredMillion: 100_000_000
    case .thousand: 1_000
    case .million: 1_000_000
    case .billion: 1_000_000_000
    }
  }
}

public enum PeriodWord: Sendable, Hashable {
  case year(Int)
  case half(year: Int, Int)
  case quarter(year: Int, Int)
  case month(year: Int, Int)
  case week(year: Int, Int)
}

public enum UnitWord: String, Sendable { case day, week, month, quarter, half, year, workday, snapshot }

public enum DurationWord: String, Sendable { case day = "d", week = "w", month = "mo", quarter = "q", year = "y", workday = "wd" }

// MARK: Declarations

/// `entity projects project "项目" alias (a, b) key id name name snapshot reported show id, name -- doc`
public struct EntityDeclaration: Sendable {
  public var plural: Name
  public var singular: Name
  public var label: String?
  public var aliases: [AliasDeclaration]
  public var key: Name
  public var nameField: Name?
  public var snapshotField: Name?
  public var shown: [Name]
  public var documentation: String?

  public init(
    plural: Name, singular: Name, label: String? = nil, aliases: [AliasDeclaration] = [], key: Name, nameField: Name? = nil,
    snapshotField: Name? = nil, shown: [Name] = [], documentation: String? = nil
  ) {
    self.plural = plural
    self.singular = singular
    self.label = label
    self.aliases = aliases
    self.key = key
    self.nameField = nameField
    self.snapshotField = snapshotField
    self.shown = shown
    self.documentation = documentation
  }
}

/// `field investment "总投资" alias (计划总投资) for projects: money in 亿元 -- doc`
public struct FieldDeclaration: Sendable {
  public var name: Name
  public var label: String?
  public var aliases: [AliasDeclaration]
  public var entity: Name
  public var type: TypeSyntax
  public var documentation: String?

  public init(
    name: Name, label: String? = nil, aliases: [AliasDeclaration] = [], entity: Name, type: TypeSyntax, documentation: String? = nil
  ) {
    self.name = name
    self.label = label
    self.aliases = aliases
    self.entity = entity
    self.type = type
    self.documentation = documentation
  }
}

public struct TypeSyntax: Sendable {
  public enum Kind: Sendable {
    case text, flag
    /// `number`, `number in unit` (the field that holds the unit)
    case number(unit: Name?)
    /// `money in 亿元`, `money in dollars`
    case money(unit: Name?)
    /// `date`, `date as MM/DD/YYYY`: the order as written
    case date(order: Name?)
    /// `month`, `quarter`, `year`, `week`
    case period(UnitWord)
    /// `days`, `months`, `workdays`
    case duration(UnitWord)
    /// `choice stage`
    case choice(Name)
    /// `units`, `units where kind = district reverse district_projects`
    case link(Name, restriction: (field: Name, value: Name)?, reverse: Name?)
  }

  public var kind: Kind
  public var range: SourceRange

  public init(_ kind: Kind, range: SourceRange) {
    self.kind = kind
    self.range = range
  }
}

/// `alias 开业`, `alias (沌口, 市环保局 to 2019-01-09)`
public struct AliasDeclaration: Sendable {
  public var name: Name
  public var from: Literal?
  public var to: Literal?

  public init(_ name: Name, from: Literal? = nil, to: Literal? = nil) {
    self.name = name
    self.from = from
    self.to = to
  }
}

/// `new-start "新开工" alias 开业`; in names also an English name: `420113 Hannan "汉南区" alias (汉南)`
public struct ValueDeclaration: Sendable {
  public var code: Name
  public var english: Name?
  public var label: String?
  public var aliases: [AliasDeclaration]

  public init(code: Name, english: Name? = nil, label: String? = nil, aliases: [AliasDeclaration] = []) {
    self.code = code
    self.english = english
    self.label = label
    self.aliases = aliases
  }
}

/// `choice stage ordered: a, b; unordered c`, `choice kind: a, b` (unordered)
public struct ChoiceDeclaration: Sendable {
  public var name: Name
  public var ordered: [ValueDeclaration]
  public var unordered: [ValueDeclaration]

  public init(name: Name, ordered: [ValueDeclaration], unordered: [ValueDeclaration]) {
    self.name = name
    self.ordered = ordered
    self.unordered = unordered
  }
}

/// `names units: 420102 Jiangan "江岸区" alias (江岸), …`: spelled names of keys, which exist in every snapshot
public struct NamesDeclaration: Sendable {
  public var entity: Name
  public var values: [ValueDeclaration]

  public init(entity: Name, values: [ValueDeclaration]) {
    self.entity = entity
    self.values = values
  }
}

/// `calendar china: rest 2018-02-15 to 2018-02-21, 2018-04-05; work 2018-02-11`
public struct CalendarDeclaration: Sendable {
  public struct Days: Sendable {
    public var first: Literal
    public var last: Literal?
    public var range: SourceRange

    public init(first: Literal, last: Literal?, range: SourceRange) {
      self.first = first
      self.last = last
      self.range = range
    }
  }

  public var name: Name
  public var rest: [Days]
  public var work: [Days]

  public init(name: Name, rest: [Days], work: [Days]) {
    self.name = name
    self.rest = rest
    self.work = work
  }
}

/// `define overdue_by(span) "超期" for projects as … -- doc`: a predicate, a value or a measure; the checker tells which.
/// `define vintage for projects: choice vintage as if … then prior else current`: the type lets bare words be values.
public struct Definition: Sendable {
  public var name: Name
  public var parameters: [Name]
  public var label: String?
  public var aliases: [AliasDeclaration]
  public var entity: Name
  public var type: TypeSyntax?
  public var body: Expression
  public var documentation: String?

  public init(
    name: Name, parameters: [Name] = [], label: String? = nil, aliases: [AliasDeclaration] = [], entity: Name, type: TypeSyntax? = nil,
    body: Expression, documentation: String? = nil
  ) {
    self.name = name
    self.parameters = parameters
    self.label = label
    self.aliases = aliases
    self.entity = entity
    self.type = type
    self.body = body
    self.documentation = documentation
  }
}

/// `param district: units = Hannan "which district"`
public struct ParamDeclaration: Sendable {
  public var name: Name
  public var type: TypeSyntax
  public var defaultValue: Expression?
  public var prompt: String?

  public init(name: Name, type: TypeSyntax, defaultValue: Expression? = nil, prompt: String? = nil) {
    self.name = name
    self.type = type
    self.defaultValue = defaultValue
    self.prompt = prompt
  }
}

public struct Expectation: Sendable {
  /// `no project (…)`, `count(projects) > 0`
  public var condition: Expression
  public var message: String?

  public init(condition: Expression, message: String?) {
    self.condition = condition
    self.message = message
  }
}

/// A piece of a printed text.
public enum Interpolation: Sendable {
  case text(String)
  /// `{count(projects)}`
  case expression(Expression)
}
