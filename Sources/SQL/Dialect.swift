import Query
import Schema

extension Dialect {
  var answers: any DialectAnswers {
    switch self {
    case .duckdb: DuckDB()
    case .postgresql: PostgreSQL()
    case .clickhouse: ClickHouse()
    }
  }
}

/// What a dialect is asked: small questions, most of which standard SQL answers, so that a new dialect says only where it differs.
protocol DialectAnswers: Sendable {
  var textType: String { get }
  var dateType: String { get }
  var moneyType: String { get }
  /// `TEXT COLLATE "C"`: what a column of texts is declared as, so that texts compare by code point.
  var textColumnType: String { get }

  /// Whether a backslash in a text literal stands for itself.
  var backslashIsPlain: Bool { get }
  /// Whether decimals of different scales may meet in CASE, COALESCE, IN and UNION.
  var mixesScales: Bool { get }
  /// Whether products of integers and short literals are kept in types as short.
  var hasNarrowDecimals: Bool { get }
  /// Whether FLOOR and CEIL take a number of places.
  var cutsAtPlaces: Bool { get }
  /// Whether `a IS DISTINCT FROM b` may stand anywhere; `IS NOT DISTINCT FROM` may stand in every ON.
  var hasNullSafeEquality: Bool { get }
  /// Whether a subquery may read the row around it, however deep.
  var hasCorrelatedSubqueries: Bool { get }
  /// Whether a column that is selected from several relations without AS is called by its name alone.
  var keepsColumnNames: Bool { get }
  /// Whether the middle of dates can be taken.
  var hasMiddleOfDates: Bool { get }
  /// The type of ROW_NUMBER.
  var placeType: String { get }
  /// Whether a text's length can be counted in characters as people see them.
  var countsGraphemes: Bool { get }

  /// The type of numbers with so many decimals.
  func decimalType(_ scale: Int) -> String
  /// Exact digits, with as many decimals as are given or more.
  func decimal(_ digits: String, scale: Int?) -> String
  func date(_ day: String) -> String
  func nullable(_ type: String) -> String
  /// A number of rows, in a type that subtracts and joins other whole numbers.
  func count(_ count: String) -> String
  /// A flag as the machine formats print it.
  func flag(_ flag: String) -> String
  /// A factor of a whole product, in at least 128 bits.
  func wide(_ integer: Term) -> Term
  /// A number to some places, below 0 to tens and hundreds, half away from zero.
  func rounded(_ number: String, _ places: Int) -> String
  /// A quotient without the digits behind some decimals. The divisor is NULL rather than 0.
  func cutQuotient(_ dividend: Term, _ divisor: Term, decimals: Int) -> String
  /// Days since 1970-01-01, and back.
  func dayNumber(_ date: String) -> String
  func day(_ number: String) -> String
  func daysBetween(_ later: String, _ earlier: String) -> String
  func addingDays(_ date: String, _ count: String) -> String
  func addingMonths(_ date: String, _ count: String, isConstant: Bool) -> String
  /// The first day of the `week`, `month`, `quarter` or `year`.
  func start(of unit: String, _ date: String) -> String
  func weekday(_ date: String) -> String
  /// A date by a pattern of `%Y`, `%m`, `%G` (ISO year), `%V` (ISO week), `%Q` (quarter).
  func formatted(_ date: String, _ pattern: DatePattern) -> String
  func contains(_ text: String, _ part: String) -> String
  func startsWith(_ text: String, _ part: String) -> String
  func endsWith(_ text: String, _ part: String) -> String
  func matches(_ text: String, _ pattern: String) -> String
  func length(_ text: String) -> String
  /// The first known value in an order; `order` are the terms of ORDER BY, `filter` what every row must satisfy.
  func firstKnown(_ value: String, order: [OrderTerm], filter: String?) -> String
  /// The lower or the upper of the two middle values.
  func middle(_ value: String, isUpper: Bool, filter: String?) -> String
  /// Behind the last line of a query.
  var settings: String? { get }
  var lineBreak: String { get }
  /// The window function that gives a cell of the row before; NULL at the first.
  func lag(_ cell: String) -> String
  /// An exact number as text, without trailing zeros.
  func digits(_ number: String, scale: Int) -> String
}

/// How a period is spelled; see `Period.description`.
enum DatePattern {
  case year, half, quarter, month, week
}

/// One term of ORDER BY.
struct OrderTerm {
  var text: String
  var isDescending = false

  /// Never missing.
  var isKnown = false

  /// Missing comes last both ways.
  var sql: String { text + (isDescending ? " DESC" : "") + (isKnown ? "" : " NULLS LAST") }
}

extension DialectAnswers {
  var textType: String { "VARCHAR" }
  var dateType: String { "DATE" }
  var moneyType: String { "DECIMAL(19, 4)" }
  var textColumnType: String { textType }
  var backslashIsPlain: Bool { true }
  var mixesScales: Bool { false }
  var hasNarrowDecimals: Bool { false }
  var cutsAtPlaces: Bool { false }
  var hasNullSafeEquality: Bool { true }
  var countsGraphemes: Bool { false }
  var hasCorrelatedSubqueries: Bool { true }
  var keepsColumnNames: Bool { true }
  var hasMiddleOfDates: Bool { true }
  var placeType: String { "BIGINT" }

  func count(_ count: String) -> String { count }
  func flag(_ flag: String) -> String { flag }
  func decimal(_ digits: String, scale: Int?) -> String { digits }
  func rounded(_ number: String, _ places: Int) -> String { places == 0 ? "ROUND(\(number))" : "ROUND(\(number), \(places))" }
  func date(_ day: String) -> String { "DATE '\(day)'" }
  func nullable(_ type: String) -> String { type }
  func dayNumber(_ date: String) -> String { "(\(date) - DATE '1970-01-01')" }
  func day(_ number: String) -> String { "(DATE '1970-01-01' + CAST(\(number) AS INTEGER))" }
  func daysBetween(_ later: String, _ earlier: String) -> String { "(\(later) - \(earlier))" }
  func addingDays(_ date: String, _ count: String) -> String { "(\(date) + \(count))" }
  func start(of unit: String, _ date: String) -> String { "CAST(DATE_TRUNC('\(unit)', \(date)) AS DATE)" }
  func weekday(_ date: String) -> String { "EXTRACT(ISODOW FROM \(date))" }
  func startsWith(_ text: String, _ part: String) -> String { "STARTS_WITH(\(text), \(part))" }
  func length(_ text: String) -> String { "CHAR_LENGTH(\(text))" }
  var settings: String? { nil }
  var lineBreak: String { "CHR(10)" }
  func lag(_ cell: String) -> String { "LAG(\(cell))" }

  func firstKnown(_ value: String, order: [OrderTerm], filter: String?) -> String {
    let filter = "\(value) IS NOT NULL" + (filter.map { " AND \($0)" } ?? "")
    return "(ARRAY_AGG(\(value) ORDER BY \(order.map(\.sql).joined(separator: ", "))) FILTER (WHERE \(filter)))[1]"
  }

  func middle(_ value: String, isUpper: Bool, filter: String?) -> String {
    "PERCENTILE_DISC(0.5) WITHIN GROUP (ORDER BY \(value)\(isUpper ? " DESC" : ""))" + (filter.map { " FILTER (WHERE \($0))" } ?? "")
  }
}

/// 10 to a power, as exact digits.
func powerOfTen(_ exponent: Int) -> String {
  exponent >= 0 ? "1" + String(repeating: "0", count: exponent) : "0." + String(repeating: "0", count: -exponent - 1) + "1"
}

/// Both operands of a quotient as whole numbers, the dividend enlarged so that the whole quotient has some decimals.
private func wholeOperands(
  _ dividend: Term, _ divisor: Term, decimals: Int, whole: (String) -> String, power: (Int) -> String
) -> (String, String) {
  let more = decimals + divisor.scale - dividend.scale
  func scaled(_ term: Term) -> String { term.scale == 0 ? term.text : "\(term.inside(.product)) * \(power(term.scale))" }
  let top: String
  if let number = dividend.number {
    let digits = String(number.mantissa)
    top =
      digits.count + more <= Decimal.mostDigits ? whole(digits + String(repeating: "0", count: more)) : "\(whole(digits)) * \(power(more))"
  } else {
    top = "\(whole(scaled(dividend))) * \(power(more))"
  }
  if let number = divisor.number { return (top, number < 0 ? "(\(number.mantissa))" : String(number.mantissa)) }
  return (top, divisor.digits.isInteger ? divisor.text : whole(scaled(divisor)))
}

extension Term {
  /// Of a constant the decimals that it has, of anything else those of its type.
  fileprivate var scale: Int { number?.scale ?? digits.scale }
}

struct DuckDB: DialectAnswers {
  var hasNarrowDecimals: Bool { true }
  var countsGraphemes: Bool { true }

  func decimalType(_ scale: Int) -> String { "DECIMAL(38, \(scale))" }

  func wide(_ integer: Term) -> Term { Term("CAST(\(integer.text) AS HUGEINT)", isKnown: integer.isKnown, digits: .whole) }

  func cutQuotient(_ dividend: Term, _ divisor: Term, decimals: Int) -> String {
    let (top, bottom) = wholeOperands(dividend, divisor, decimals: decimals) {
      "CAST(\($0) AS HUGEINT)"
    } power: {
      powerOfTen($0)
    }
    return "(\(top) // \(bottom)) * \(powerOfTen(-decimals))"
  }

  func digits(_ number: String, scale: Int) -> String {
    let text = "CAST(\(number) AS VARCHAR)"
    return scale == 0 ? text : "RTRIM(RTRIM(\(text), '0'), '.')"
  }

  func addingMonths(_ date: String, _ count: String, isConstant: Bool) -> String {
    "CAST(\(date) + TO_MONTHS(\(isConstant ? count : "CAST(\(count) AS INTEGER)")) AS DATE)"
  }

  func formatted(_ date: String, _ pattern: DatePattern) -> String {
    switch pattern {
    case .year: "STRFTIME(\(date), '%Y')"
    case .half: "STRFTIME(\(date), '%Y') || CASE WHEN MONTH(\(date)) <= 6 THEN 'H1' ELSE 'H2' END"
    case .quarter: "STRFTIME(\(date), '%Y') || 'Q' || QUARTER(\(date))"
    case .month: "STRFTIME(\(date), '%Y-%m')"
    case .week: "STRFTIME(\(date), '%G-W%V')"
    }
  }

  func contains(_ text: String, _ part: String) -> String { "CONTAINS(\(text), \(part))" }
  func endsWith(_ text: String, _ part: String) -> String { "ENDS_WITH(\(text), \(part))" }
  func matches(_ text: String, _ pattern: String) -> String { "REGEXP_MATCHES(\(text), \(pattern))" }
  // A carriage return and a line feed are one character.
  func length(_ text: String) -> String { "LENGTH_GRAPHEME(REPLACE(\(text), CHR(13) || CHR(10), CHR(10)))" }
}

struct PostgreSQL: DialectAnswers {
  var textType: String { "TEXT" }
  var moneyType: String { "NUMERIC(19, 4)" }
  var textColumnType: String { "TEXT COLLATE \"C\"" }
  var mixesScales: Bool { true }

  func decimalType(_ scale: Int) -> String { "NUMERIC" }

  func wide(_ integer: Term) -> Term { Term("CAST(\(integer.text) AS NUMERIC)", isKnown: integer.isKnown, digits: .whole) }

  func cutQuotient(_ dividend: Term, _ divisor: Term, decimals: Int) -> String {
    let scaled = dividend.number.map { "\($0)e\(decimals)" } ?? "\(dividend.inside(.product)) * 1e\(decimals)"
    return "DIV(\(scaled), \(divisor.text)) * 1e-\(decimals)"
  }

  func digits(_ number: String, scale: Int) -> String { "CAST(TRIM_SCALE(\(number)) AS TEXT)" }

  func addingMonths(_ date: String, _ count: String, isConstant: Bool) -> String {
    "CAST(\(date) + MAKE_INTERVAL(months => \(isConstant ? count : "CAST(\(count) AS INTEGER)")) AS DATE)"
  }

  func formatted(_ date: String, _ pattern: DatePattern) -> String {
    switch pattern {
    case .year: "TO_CHAR(\(date), 'YYYY')"
    case .half: "TO_CHAR(\(date), 'YYYY') || CASE WHEN EXTRACT(MONTH FROM \(date)) <= 6 THEN 'H1' ELSE 'H2' END"
    case .quarter: "TO_CHAR(\(date), 'YYYY\"Q\"Q')"
    case .month: "TO_CHAR(\(date), 'YYYY-MM')"
    case .week: "TO_CHAR(\(date), 'IYYY\"-W\"IW')"
    }
  }

  func contains(_ text: String, _ part: String) -> String { "(STRPOS(\(text), \(part)) > 0)" }
  func endsWith(_ text: String, _ part: String) -> String { "(RIGHT(\(text), LENGTH(\(part))) = \(part))" }
  func matches(_ text: String, _ pattern: String) -> String { "(\(text) ~ \(pattern))" }
}

struct ClickHouse: DialectAnswers {
  var textType: String { "String" }
  var dateType: String { "Date32" }
  var moneyType: String { "Decimal(19, 4)" }
  var backslashIsPlain: Bool { false }
  var cutsAtPlaces: Bool { true }
  var hasNullSafeEquality: Bool { false }
  var hasCorrelatedSubqueries: Bool { false }
  var keepsColumnNames: Bool { false }
  var hasMiddleOfDates: Bool { false }
  var placeType: String { "UInt64" }
  func count(_ count: String) -> String { "toInt64(\(count))" }
  func flag(_ flag: String) -> String { "CAST(\(flag) AS Nullable(Bool))" }
  var lineBreak: String { "char(10)" }
  func lag(_ cell: String) -> String { "lagInFrame(toNullable(\(cell)))" }
  func digits(_ number: String, scale: Int) -> String { "toString(\(number))" }

  func decimalType(_ scale: Int) -> String { "Decimal(76, \(scale))" }

  // Literals with a point are floating-point numbers, and so are whole ones of more than 64 bits.
  func decimal(_ digits: String, scale: Int?) -> String {
    let decimals = digits.firstIndex(of: ".").map { digits[$0...].count - 1 } ?? 0
    let isPlain = decimals == 0 && digits.count <= Decimal.mostDigits
    return isPlain ? digits : "toDecimal256('\(digits)', \(scale ?? decimals))"
  }

  // An integer would not meet decimals in `greatest`.
  func wide(_ integer: Term) -> Term { Term("toDecimal256(\(integer.text), 0)", isKnown: integer.isKnown, digits: Digits()) }

  // `ROUND` keeps the decimals that it makes zeros.
  func rounded(_ number: String, _ places: Int) -> String {
    "toDecimal256(\(places == 0 ? "ROUND(\(number))" : "ROUND(\(number), \(places))"), \(max(places, 0)))"
  }

  func cutQuotient(_ dividend: Term, _ divisor: Term, decimals: Int) -> String {
    let (top, bottom) = wholeOperands(dividend, divisor, decimals: decimals) {
      "toInt256(\($0))"
    } power: {
      $0 <= Decimal.mostDigits ? powerOfTen($0) : "toInt256('\(powerOfTen($0))')"
    }
    return "intDiv(\(top), \(bottom)) * toDecimal256('1e-\(decimals)', \(decimals))"
  }

  func date(_ day: String) -> String { "toDate32('\(day)')" }
  func nullable(_ type: String) -> String { "Nullable(\(type))" }
  func dayNumber(_ date: String) -> String { "toInt64(toInt32(\(date)))" }
  func day(_ number: String) -> String { "addDays(toDate32('1970-01-01'), toInt32(\(number)))" }
  func daysBetween(_ later: String, _ earlier: String) -> String { "dateDiff('day', \(earlier), \(later))" }
  func addingDays(_ date: String, _ count: String) -> String { "addDays(\(date), \(count))" }
  func addingMonths(_ date: String, _ count: String, isConstant: Bool) -> String { "addMonths(\(date), \(count))" }

  func start(of unit: String, _ date: String) -> String {
    switch unit {
    case "week": "toDate32(toMonday(\(date)))"
    case "month": "toDate32(toStartOfMonth(\(date)))"
    case "quarter": "toDate32(toStartOfQuarter(\(date)))"
    default: "toDate32(toStartOfYear(\(date)))"
    }
  }

  func weekday(_ date: String) -> String { "toDayOfWeek(\(date))" }

  func formatted(_ date: String, _ pattern: DatePattern) -> String {
    switch pattern {
    case .year: "formatDateTime(\(date), '%Y')"
    case .half: "formatDateTime(\(date), '%Y') || if(toMonth(\(date)) <= 6, 'H1', 'H2')"
    case .quarter: "formatDateTime(\(date), '%YQ%Q')"
    case .month: "formatDateTime(\(date), '%Y-%m')"
    case .week: "formatDateTime(\(date), '%G-W%V')"
    }
  }

  func contains(_ text: String, _ part: String) -> String { "(position(\(text), \(part)) > 0)" }
  func startsWith(_ text: String, _ part: String) -> String { "startsWith(\(text), \(part))" }
  func endsWith(_ text: String, _ part: String) -> String { "endsWith(\(text), \(part))" }
  func matches(_ text: String, _ pattern: String) -> String { "match(\(text), \(pattern))" }

  func firstKnown(_ value: String, order: [OrderTerm], filter: String?) -> String {
    let filter = "\(value) IS NOT NULL" + (filter.map { " AND \($0)" } ?? "")
    // One direction for all terms: what runs the other way is turned by the caller's choice of function.
    let isDescending = order.last?.isDescending ?? false
    let key = order.map(\.text)
    return
      "\(isDescending ? "argMaxIf" : "argMinIf")(\(value), \(key.count == 1 ? key[0] : "tuple(\(key.joined(separator: ", ")))"), \(filter))"
  }

  func middle(_ value: String, isUpper: Bool, filter: String?) -> String {
    let name = isUpper ? "quantileExactHigh" : "quantileExactLow"
    return filter.map { "\(name)If(0.5)(\(value), \($0))" } ?? "\(name)(0.5)(\(value))"
  }

  // LEFT JOIN fills with defaults, and so do aggregates of no rows where the column is never NULL.
  var settings: String? { "SETTINGS join_use_nulls = 1, aggregate_functions_null_for_empty = 1" }
}
