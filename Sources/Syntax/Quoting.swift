/// A text as a literal that reads back as the same text: `"…"` with escapes where they are needed.
public func quoted(_ text: String) -> String {
  var literal = "\""
  for scalar in text.unicodeScalars {
    switch scalar.value {
    case 0x22: literal += "\\\""
    case 0x5C: literal += "\\\\"
    case 0x0A: literal += "\\n"
    case 0x09: literal += "\\t"
    case _ where Lexer.isInvisible(scalar.value): literal += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
    default: literal.unicodeScalars.append(scalar)
    }
  }
  return literal + "\""
}

/// A name in back-quotes.
public func quotedName(_ name: String) -> String {
  var literal = "`"
  for scalar in name.unicodeScalars {
    if scalar == "`" { literal += "``" } else { literal.unicodeScalars.append(scalar) }
  }
  return literal + "`"
}

/// A name as the printer writes it: bare where the lexer reads it back as one word that is no reserved one, else in back-quotes.
public func spelledName(_ name: String) -> String {
  var lexer = Lexer(bytes: Array(name.utf8))
  if !name.isEmpty { lexer.lexNext() }
  guard let token = lexer.tokens.first, case .word = token.kind, token.text == name, token.keywords.isDisjoint(with: .reserved) else {
    return quotedName(name)
  }
  return name
}
