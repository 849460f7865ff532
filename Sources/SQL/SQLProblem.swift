public import Diagnostics
public import Query
import Schema

/// What a query can ask that SQL cannot answer in exactly the same way. Refused by name rather than answered nearly.
public enum SQLProblem: Problem, Hashable {
  /// A function that the databases compute differently.
  case function(Builtin, dialect: String, Difference)
  /// `round(x, n)` with an `n` that is no constant.
  case computedDigits(String)
  /// `matches` with what regular-expression libraries read differently.
  case pattern(String)
  /// `across` needs the values that become columns, and no library is open.
  case acrossWithoutValues
  /// A value without a spelling: no library is open.
  case unknownValue
  /// A form that one database has no exact words for.
  case form(Form, dialect: String)
  /// Numbers of more than twelve decimals, of which products and quotients keep as many as each has
  case fineNumbers
  /// A definition that would be larger written out than databases read
  case tooLarge(String)
  /// The checker let something through that has no meaning here: our bug.
  case misplaced(String)

  /// Why a database computes a function otherwise.
  public enum Difference: Sendable, Hashable {
    case ofLetterCase, ofCharacters

    var english: String {
      switch self {
      case .ofLetterCase: "which changes the case of some letters otherwise (`ß`, `İ`)"
      case .ofCharacters: "which counts code points where luodi counts characters"
      }
    }

    var chinese: String {
      switch self {
      case .ofLetterCase: "有些字母（`ß`、`İ`）它变换大小写的结果不同"
      case .ofCharacters: "它数的是码位，luodi 数的是字符"
      }
    }
  }

  public enum Form: Sendable, Hashable {
    /// `workdays(min start, max finish)`: a calendar beside groups
    case workdaysOfMeasures

    var english: String {
      switch self {
      case .workdaysOfMeasures: "working days of measures"
      }
    }

    var chinese: String {
      switch self {
      case .workdaysOfMeasures: "度量的工作日计算"
      }
    }
  }

  public var message: String {
    switch self {
    case .function(let function, let dialect, let difference):
      "`\(function.rawValue)` has no translation that is exact in \(dialect), \(difference.english)"
    case .computedDigits(let name): "`\(name)` to a computed number of places has no translation into SQL"
    case .pattern(let pattern): "`matches /\(pattern)/` has no translation that every database reads as luodi does"
    case .acrossWithoutValues: "`across` becomes one column a value, and without a library the values are not known"
    case .unknownValue: "a value in the query has no spelling without a library"
    case .form(let form, let dialect): "\(form.english) have no translation into the SQL of \(dialect)"
    case .fineNumbers:
      "a product, quotient, average or median of numbers with more than \(Decimal.places) decimals has no translation: it keeps as many as each number has"
    case .tooLarge(let name): "`\(name)` with all that it names is too large to be written out as SQL"
    case .misplaced(let what): "internal error: \(what) cannot be translated here"
    }
  }

  public var hint: String? {
    switch self {
    case .function: "leave it out, or ask luodi"
    case .computedDigits: "write the number of places as a number"
    case .pattern: "letters, digits, `[ ]`, `( )`, `|`, `*`, `+` and `?` are translated; `contains` and `starts with` always are"
    case .acrossWithoutValues: "`by` with both keys needs no values"
    case .unknownValue: "name the library on the command line"
    case .form: "the rest of the query might be translated without it"
    case .fineNumbers: "`round(…, \(Decimal.places))` makes numbers that can be translated"
    case .tooLarge: "the rest of the query might be translated without it"
    case .misplaced: "please report the query"
    }
  }
}

/// A ``SQLProblem`` with the place in the query.
public struct SQLError: Error {
  public var problem: SQLProblem
  public var range: SourceRange?

  init(_ problem: SQLProblem, at range: SourceRange? = nil) {
    self.problem = problem
    self.range = range
  }

  /// The error at its place, or at the whole statement.
  public func diagnostic(in statement: SourceRange) -> Diagnostic { Diagnostic(problem, at: range ?? statement) }
}
