/// Words in both languages, for what a stage composes before anyone has asked in which language it will be read: the type that a problem
/// found, the thing that a note points at.
public struct Bilingual: Sendable, Hashable {
  public var english: String
  public var chinese: String

  public init(_ english: String, _ chinese: String) {
    self.english = english
    self.chinese = chinese
  }

  /// Code, which is spelled alike in both languages, in back-quotes.
  public init(code: String) { self.init("`\(code)`", "`\(code)`") }

  public static func + (left: Bilingual, right: Bilingual) -> Bilingual {
    Bilingual(left.english + right.english, left.chinese + right.chinese)
  }

  public subscript(language: Language) -> String {
    switch language {
    case .english: english
    case .chinese: chinese
    }
  }
}
