public import Diagnostics
public import Results
import Schema

/// A cell in the words of a sentence, with its unit: `61.5 亿元`, `12 days`, `汉南区`. What `print` says.
public enum CellWords {
  public static func text(of table: ResultTable, column: Int = 0, row: Int = 0, in language: Language) -> String {
    let vector = table.columns[column].values
    let wording = Wording(language)
    guard vector.isKnown(row) else { return wording.missing }
    var block = CellBlock()
    CellEncoder(.shown, OutputOptions(language: language)).fill(&block, table, column: column, rows: row..<(row + 1))
    let text = String(decoding: block[0], as: UTF8.self)
    guard let unit = wording.unit(vector.type) else { return text }
    switch language {
    case .english:
      if case .duration = vector.type, text == "1" || text == "-1" { return "\(text) \(unit.dropLast())" }
      return "\(text) \(unit)"
    case .chinese: return text + unit
    }
  }
}
