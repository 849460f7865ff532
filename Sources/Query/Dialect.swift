/// The databases that questions are written for: the one list of dialects. The names are those of `explain sql for DIALECT`; checker, completion, help
/// and reference read them here, and the room `SQL` answers for each what is asked of it (`DialectAnswers`).
public enum Dialect: String, CaseIterable, Sendable {
  case duckdb, postgresql, clickhouse

  /// Meant where none is named.
  public static let standard = Dialect.duckdb

  /// As its makers write it.
  public var title: String {
    switch self {
    case .duckdb: "DuckDB"
    case .postgresql: "PostgreSQL"
    case .clickhouse: "ClickHouse"
    }
  }

  public static let names = allCases.map(\.rawValue)
}
