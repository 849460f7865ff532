import Diagnostics
import Model
import Schema
import Syntax

// Names that are words of the language: only back-quotes make them names.
extension Session {
  /// What is wrong with a text, with a note where a field's name was read as a word of the language.
  func withNames(_ parsed: ParsedScript) -> [Diagnostic] {
    let places = parsed.diagnostics.indices.filter {
      parsed.diagnostics[$0].severity == .error && reservedWord(at: parsed.diagnostics[$0], parsed) != nil
    }
    guard !places.isEmpty else { return parsed.diagnostics }
    // An inferred model has the names of the file's headers. What is wrong with the data is said when they are asked.
    if settings.infersModel, data == nil { try? loadData() }
    var diagnostics = parsed.diagnostics
    var told: Set<String> = []
    for place in places {
      guard let word = reservedWord(at: diagnostics[place], parsed), let owner = model.owner(of: word), told.insert(word).inserted
      else {
        continue
      }
      diagnostics[place].notes.append(Self.note(on: word, of: model.catalog.entities[owner].plural))
    }
    return diagnostics
  }

  /// The names of the data's own that are read only in back-quotes.
  func quotedNames() -> [String] {
    var names: [String] = []
    for entity in model.catalog.entities {
      for field in entity.fields where KeywordTable.isReserved(field.name) && !names.contains(quotedName(field.name)) {
        names.append(quotedName(field.name))
      }
    }
    return names
  }

  private func reservedWord(at diagnostic: Diagnostic, _ parsed: ParsedScript) -> String? {
    guard let token = parsed.tokens.first(where: { $0.range.start >= diagnostic.range.start }), token.range.start == diagnostic.range.start,
      case .word = token.kind, !token.keywords.isDisjoint(with: .reserved)
    else { return nil }
    return token.text
  }

  private static func note(on word: String, of owner: String) -> Diagnostic.Note {
    let name = quotedName(word)
    return Diagnostic.Note(
      Bilingual(
        "\(owner) have a field `\(word)`, a word of the language too: the name stands in back-quotes, \(name)",
        "\(owner) 有字段 `\(word)`，它也是语言的词：作名称时写在反引号中，\(name)"))
  }
}
