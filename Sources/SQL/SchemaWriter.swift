public import Query
public import Schema

/// The tables of ``TableLayout`` as statements: CREATE TABLE, and how each database loads the CSV files beside it.
public struct SchemaWriter {
  let catalog: Catalog
  let layout: TableLayout
  let values: any ValueSource
  let dialect: Dialect

  /// - Parameter values: for the decimals of columns.
  public init(catalog: Catalog, values: any ValueSource, dialect: Dialect) {
    self.catalog = catalog
    self.values = values
    self.dialect = dialect
    layout = TableLayout(catalog)
  }

  struct Column {
    var name: String
    var type: String
    var isKnown = false
    var comment: String?
  }

  public var text: String {
    var parts = [heading]
    for (name, comment, columns) in tables { parts.append(create(name, comment, columns)) }
    parts.append(tables.map { load($0.name) }.joined(separator: "\n"))
    return parts.joined(separator: "\n\n") + "\n"
  }

  private var heading: String {
    switch dialect {
    case .duckdb: "-- For DuckDB, run in this folder: duckdb library.db < schema-duckdb.sql"
    case .postgresql: "-- For PostgreSQL, run in this folder: psql -v ON_ERROR_STOP=1 -f schema-postgresql.sql"
    case .clickhouse: "-- For ClickHouse 25.8 or newer, run in this folder: clickhouse-client --multiquery < schema-clickhouse.sql"
    }
  }

  /// Every table in the order of the files: entities, their declared keys, choices, snapshots, working days.
  private var tables: [(name: String, comment: String, columns: [Column])] {
    let answers = dialect.answers
    var tables: [(name: String, comment: String, columns: [Column])] = []
    for (index, (entity, table)) in zip(catalog.entities, layout.entities).enumerated() {
      var columns = zip(entity.fields.indices, table.fields).map { field, name in
        Column(name: name, type: type(of: field, index), isKnown: field == entity.keyField, comment: comment(entity.fields[field]))
      }
      columns.append(Column(name: table.since, type: answers.dateType, isKnown: true, comment: "first snapshot that holds the row"))
      columns.append(Column(name: table.until, type: answers.dateType, comment: "first snapshot that no longer does; NULL: still holds"))
      tables.append((table.name, "versions of \(entity.plural)", columns))
    }
    for (entity, table) in zip(catalog.entities, layout.entities) {
      if let names = table.names { tables.append((names, "declared keys of \(entity.plural), in declared order", Self.named(answers))) }
    }
    for (choice, name) in zip(catalog.choices, layout.choices) {
      tables.append(
        (
          name, "values of \(choice.name), in declared order",
          Self.named(answers) + [Column(name: "is_ordered", type: "BOOLEAN", isKnown: true)]
        ))
    }
    tables.append(
      (
        layout.snapshots, "1 is the oldest",
        [Column(name: "number", type: "INTEGER", isKnown: true), Column(name: "day", type: answers.dateType, isKnown: true)]
      ))
    if catalog.calendar != nil {
      tables.append(
        (
          layout.workdays, "the working calendar",
          [
            Column(name: "day", type: answers.dateType, isKnown: true), Column(name: "is_workday", type: "BOOLEAN", isKnown: true),
            Column(name: "number", type: "INTEGER", isKnown: true, comment: "working days from the first day up to this one"),
            Column(name: "number_before", type: "INTEGER", isKnown: true, comment: "the same without this day"),
          ]
        ))
    }
    return tables
  }

  private static func named(_ answers: any DialectAnswers) -> [Column] {
    [
      Column(name: "place", type: "INTEGER", isKnown: true), Column(name: "code", type: answers.textColumnType, isKnown: true),
      Column(name: "english", type: answers.textColumnType), Column(name: "chinese", type: answers.textColumnType),
    ]
  }

  private func type(of field: Int, _ entity: Int) -> String {
    let answers = dialect.answers
    return switch catalog.entities[entity].fields[field].type {
    case .text, .choice, .link: answers.textColumnType
    case .date, .period: answers.dateType
    case .money: answers.moneyType
    case .number: answers.decimalType(values.decimals(entity: entity, field: field) ?? Decimal.places)
    case .flag: "BOOLEAN"
    case .duration: "INTEGER"
    }
  }

  private func comment(_ field: Field) -> String? {
    switch field.type {
    case .choice(let choice): "code, see \(layout.choices[choice])"
    case .link(let entity): "key of \(layout.entities[entity].name)"
    case .period(let unit): "first day of the \(unit.rawValue)"
    case .money: "in currency units, not in the unit that luodi prints"
    case .duration(let kind): kind == .workdays ? "working days" : kind.rawValue
    case .text, .date, .number, .flag: nil
    }
  }

  private func create(_ name: String, _ comment: String, _ columns: [Column]) -> String {
    var lines: [String] = []
    for (index, column) in columns.enumerated() {
      var type = column.type
      if dialect == .clickhouse { type = column.isKnown ? type : "Nullable(\(type))" } else if column.isKnown { type += " NOT NULL" }
      let comma = index < columns.count - 1 ? "," : ""
      lines.append("  \(quoted(column.name)) \(type)\(comma)" + (column.comment.map { " -- \(singleLine($0))" } ?? ""))
    }
    let end = dialect == .clickhouse ? ") ENGINE = MergeTree ORDER BY tuple();" : ");"
    return "-- \(singleLine(comment))\nCREATE TABLE \(quoted(name)) (\n\(lines.joined(separator: "\n"))\n\(end)"
  }

  private func singleLine(_ text: String) -> String { text.split(separator: "\n").joined(separator: " ") }

  /// An empty field is missing, a quoted empty one is an empty text.
  private func load(_ name: String) -> String {
    let file = "'\(TableLayout.fileName(name))'"
    return switch dialect {
    case .duckdb: "COPY \(quoted(name)) FROM \(file) (FORMAT csv, HEADER, DELIMITER ',', QUOTE '\"', NULLSTR '', ALLOW_QUOTED_NULLS false);"
    case .postgresql: "\\copy \(quoted(name)) FROM \(file) WITH (FORMAT csv, HEADER, NULL '')"
    case .clickhouse: "INSERT INTO \(quoted(name)) FROM INFILE \(file) SETTINGS input_format_csv_empty_as_default = 1 FORMAT CSVWithNames;"
    }
  }
}

extension TableLayout {
  /// The file that holds a table.
  public static func fileName(_ table: String) -> String {
    String(table.map { $0 == "/" || $0 == "'" || $0 == "\\" ? "_" : $0 }) + ".csv"
  }
}
