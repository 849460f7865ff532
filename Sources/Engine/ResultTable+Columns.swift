import Query
import Results
import Store

extension ResultTable.Column {
  /// A plain column: its English heading is its name in words.
  init(_ column: OutputColumn, values: Vector) {
    self.init(name: column.name, heading: words(column.name), label: column.label, values: values)
  }
}

/// `sum_investment` as people read it: `sum investment`.
func words(_ name: String) -> String {
  name.utf8.contains(UInt8(ascii: "_")) ? String(name.map { $0 == "_" ? " " : $0 }) : name
}
