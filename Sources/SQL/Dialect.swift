/// The databases that ``SQLWriter`` writes for.
public enum Dialect: String, CaseIterable, Sendable {
  case duckdb, postgresql, clickhouse

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
  var doubleType: String { get }
  /// At least 128 bits: ten-thousandths times a count.
  var wideType: String { get }
  var dateType: String { get }
  var moneyType: String { get }
  /// `TEXT COLLATE "C"`: what a column of texts is declared as, so that texts compare by code point.
  var textColumnType: String { get }

  /// Whether a backslash in a text literal stands for itself.
  var backslashIsPlain: Bool { get }
  /// Whether `ROUND` of a floating-point number goes half away from zero.
  var roundsHalfAway: Bool { get }
  /// Whether `0.5` is an exact decimal.
  var decimalLiteralsAreExact: Bool { get }
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

  func double(_ number: String) -> String
  func decimal(_ digits: String) -> String
  func date(_ day: String) -> String
  func nullable(_ type: String) -> String
  /// A number of rows, in a type that subtracts and joins other whole numbers.
  func count(_ count: String) -> String
  /// A flag as the machine formats print it.
  func flag(_ flag: String) -> String
  /// A floating-point number without a fraction, as an exact one.
  func exact(_ number: String) -> String
  /// A whole quotient of what is not negative.
  func wholeQuotient(_ dividend: String, _ divisor: String) -> String
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
  func digits(_ number: String) -> String
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
  var doubleType: String { "DOUBLE PRECISION" }
  var wideType: String { "NUMERIC" }
  var dateType: String { "DATE" }
  var moneyType: String { "DECIMAL(19, 4)" }
  var textColumnType: String { textType }
  var backslashIsPlain: Bool { true }
  var roundsHalfAway: Bool { false }
  var decimalLiteralsAreExact: Bool { true }
  var hasNullSafeEquality: Bool { true }
  var countsGraphemes: Bool { false }
  var hasCorrelatedSubqueries: Bool { true }
  var keepsColumnNames: Bool { true }
  var hasMiddleOfDates: Bool { true }
  var placeType: String { "BIGINT" }

  func count(_ count: String) -> String { count }
  func flag(_ flag: String) -> String { flag }
  func exact(_ number: String) -> String { "CAST(\(number) AS DECIMAL(19, 0))" }
  func double(_ number: String) -> String { "CAST(\(number) AS \(doubleType))" }
  func decimal(_ digits: String) -> String { digits }
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
  func digits(_ number: String) -> String { "RTRIM(RTRIM(CAST(\(number) AS \(textType)), '0'), '.')" }

  func firstKnown(_ value: String, order: [OrderTerm], filter: String?) -> String {
    let filter = "\(value) IS NOT NULL" + (filter.map { " AND \($0)" } ?? "")
    return "(ARRAY_AGG(\(value) ORDER BY \(order.map(\.sql).joined(separator: ", "))) FILTER (WHERE \(filter)))[1]"
  }

  func middle(_ value: String, isUpper: Bool, filter: String?) -> String {
    "PERCENTILE_DISC(0.5) WITHIN GROUP (ORDER BY \(value)\(isUpper ? " DESC" : ""))" + (filter.map { " FILTER (WHERE \($0))" } ?? "")
  }
}

struct DuckDB: DialectAnswers {
  var doubleType: String { "DOUBLE" }
  var wideType: String { "HUGEINT" }
  var roundsHalfAway: Bool { true }
  var countsGraphemes: Bool { true }

  func double(_ number: String) -> String { number.contains("e") ? number : number + "e0" }
  func wholeQuotient(_ dividend: String, _ divisor: String) -> String { "(\(dividend)) // (\(divisor))" }

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

  func wholeQuotient(_ dividend: String, _ divisor: String) -> String { "DIV(\(dividend), \(divisor))" }

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
  var doubleType: String { "Float64" }
  var wideType: String { "Int256" }
  var dateType: String { "Date32" }
  var moneyType: String { "Decimal(19, 4)" }
  var backslashIsPlain: Bool { false }
  var decimalLiteralsAreExact: Bool { false }
  var hasNullSafeEquality: Bool { false }
  var hasCorrelatedSubqueries: Bool { false }
  var keepsColumnNames: Bool { false }
  var hasMiddleOfDates: Bool { false }
  var placeType: String { "UInt64" }
  func count(_ count: String) -> String { "toInt64(\(count))" }
  func flag(_ flag: String) -> String { "CAST(\(flag) AS Nullable(Bool))" }
  // Both branches of a CASE may be worked out.
  func exact(_ number: String) -> String { "accurateCastOrNull(\(number), 'Decimal(19, 0)')" }
  var lineBreak: String { "char(10)" }
  func lag(_ cell: String) -> String { "lagInFrame(toNullable(\(cell)))" }
  func digits(_ number: String) -> String { "toString(\(number))" }

  func double(_ number: String) -> String { number }
  func decimal(_ digits: String) -> String {
    guard let point = digits.firstIndex(of: ".") else { return digits }
    return "toDecimal128('\(digits)', \(digits[point...].count - 1))"
  }
  func date(_ day: String) -> String { "toDate32('\(day)')" }
  func nullable(_ type: String) -> String { "Nullable(\(type))" }
  func wholeQuotient(_ dividend: String, _ divisor: String) -> String { "intDiv(\(dividend), \(divisor))" }
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
