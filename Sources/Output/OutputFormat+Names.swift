public import Diagnostics
import Schema

extension OutputFormat {
  /// By name, folded as all names: `CSV`, `excel_csv`, `md`.
  public init?(name: String) {
    let folded = foldedName(name)
    guard let format = Self.allCases.first(where: { foldedName($0.rawValue) == folded || $0.facts.aliases.contains(folded) }) else {
      return nil
    }
    self = format
  }
}
