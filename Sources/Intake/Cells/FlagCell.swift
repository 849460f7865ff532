/// Reads yes and no.
enum FlagCell {
  static func read(_ bytes: UnsafeBufferPointer<UInt8>) -> CellReading<Bool> {
    if bytes.isEmpty { return .missing }
    if let fault = CellWords.spreadsheetFault(bytes) { return .fault(fault) }
    let word = CellScalars(bytes).word
    if yes.contains(word) { return .value(true) }
    if no.contains(word) { return .value(false) }
    return CellWords.isPlaceholder(bytes) ? .placeholder : .fault(.notAFlag)
  }

  private static let yes: Set<String> = ["是", "有", "真", "对", "√", "✓", "✔", "☑", "yes", "y", "true", "t", "si", "sí", "sÍ", "1", "1.0"]
  private static let no: Set<String> = ["否", "无", "没有", "假", "×", "✗", "✘", "☐", "no", "n", "false", "f", "0", "0.0"]
}
