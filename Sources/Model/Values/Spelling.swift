import Syntax

/// How values are written so that a condition reads them back.
public enum Spelling {
  /// A value opposite a choice or link: a bare word or a plain number where possible, else a text.
  public static func value(_ text: String) -> String {
    let isNumber = !text.isEmpty && text.utf8.count <= 18 && text.utf8.first != 0x30 && text.utf8.allSatisfy { 0x30...0x39 ~= $0 }
    return isNumber || spelledName(text) == text || KeywordTable.isYes(text) ? text : quoted(text)
  }
}
