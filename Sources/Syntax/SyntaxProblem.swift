public import Diagnostics

/// Everything that the lexer and the parser can find wrong, worded here, in Chinese in `SyntaxProblem+Chinese.swift`, and nowhere else.
public enum SyntaxProblem: Problem, Hashable {
  // Lexer: characters
  /// Bytes that are not UTF-8
  case notText
  /// A whole text in another encoding, by the name that `iconv` knows
  case otherEncoding(String)
  /// A control, bidi or zero-width character, by its code
  case invisible(UInt32)
  /// A character with no meaning outside texts
  case strayCharacter(String)

  // Lexer: texts
  case unterminatedText(closing: String)
  case unterminatedName
  case unterminatedPattern
  case emptyName
  case badEscape(String)

  // Lexer: numbers
  /// `007`
  case leadingZero(written: String, right: String)
  /// `.5`
  case missingZero(right: String)
  /// `1,000`: a number, or two
  case commaInNumber(right: String, list: String)
  case tooManyDigits

  // Lexer: dates
  /// `2018-02-30`
  case noSuchDay(String)
  /// `2018年13月`, `2018-W53`
  case noSuchPeriod(String)
  /// `3月`, `3月份`: this year's? every year's? three months?
  case loneMonth(String, number: Int)
  /// `5日`, `5号`
  case loneDay(String, number: Int)
  /// `3月7日`
  case dayWithoutYear(String, month: Int, day: Int)
  /// `3/7/2018`, `2018.3.7`: the days it might be
  case foreignDate(String, readings: [String])

  // Parser
  /// A path with U+0000, at which the system would end it: another file
  case nulInPath
  /// What the place allows, what stands there
  case expected(Wanted, found: Bilingual)
  /// What stands there; the keyword that was allowed and looks alike
  case unexpected(Bilingual, mightBe: String?)
  /// A spelling of another language: ``ours`` shows the whole form
  case foreign(String, ours: Bilingual)
  /// A clause, and the earlier one that it repeats or excludes
  case twice(String, first: String)
  /// `district = East Lake`
  case wordsNeedQuotes(String)
  case tooDeep(levels: Int)
  case tooManyStages(limit: Int)
  case reserved(String)
  /// A clause that belongs to no owner here; `reading` says how it was read and what to write
  case clauseNotHere(String, reading: Bilingual)
  /// An indented line that begins as a statement does, behind a blank one: part of the statement above by its indentation
  case statementInside(line: Int, first: Int)
}

extension SyntaxProblem {
  public var message: String {
    switch self {
    case .notText: "expected text in UTF-8, found other bytes"
    case .otherEncoding(let name): "expected text in UTF-8, found text in \(name)"
    case .invisible(let code): "found an invisible character, U+\(hexadecimal(code))"
    case .strayCharacter(let text): "`\(text)` means nothing here"
    case .unterminatedText: "the text that begins here does not end on its line"
    case .unterminatedName: "the back-quoted name that begins here does not end on its line"
    case .unterminatedPattern: "the pattern that begins here does not end on its line"
    case .emptyName: "expected a name between the back-quotes, found nothing"
    case .badEscape(let text): "`\(text)` is no escape"
    case .leadingZero(let written, _): "the number `\(written)` begins with a zero"
    case .missingZero: "expected a digit before the point"
    case .commaInNumber: "expected a number without commas"
    case .tooManyDigits: "expected a number of at most 18 digits"
    case .noSuchDay(let text): "there is no day \(text)"
    case .noSuchPeriod(let text): "there is no period \(text)"
    case .loneMonth(let text, _): "`\(text)` alone can be a month or a number of months"
    case .loneDay(let text, _): "`\(text)` alone can be a day of a month or a number of days"
    case .dayWithoutYear(let text, _, _): "`\(text)` needs a year"
    case .foreignDate(let text, _): "`\(text)` is not how a date is written"
    case .nulInPath: "the name of a file holds no U+0000"
    case .expected(let wanted, let found): "expected \(wanted.words), found \(found.english)"
    case .unexpected(let what, _): "did not expect \(what.english) here"
    case .foreign(let text, _): "`\(text)` is spelled otherwise here"
    case .twice(let what, let first): what == first ? "`\(what)` is given twice" : "`\(what)` cannot stand beside `\(first)`"
    case .wordsNeedQuotes(let text): "`\(text)` is more than one word"
    case .tooDeep(let levels): "this is nested more than \(levels) levels deep"
    case .tooManyStages(let limit): "a query has at most \(limit) stages"
    case .reserved(let word): "`\(word)` is a word of the language, not a name"
    case .clauseNotHere(let clause, _): "`\(clause)` cannot stand here"
    case .statementInside(let line, let first): "line \(line) goes on with the statement of line \(first), because it is indented"
    }
  }

  public var hint: String? {
    switch self {
    case .notText: "save the file as UTF-8"
    case .otherEncoding(let name): "save the file as UTF-8; `iconv -f \(name) -t UTF-8 FILE` writes it so"
    case .invisible: "delete it; inside a text write it as \\u{…}"
    case .strayCharacter(let text): SyntaxProblem.strayHint(text)
    case .unterminatedText(let closing): "close it with \(closing)"
    case .unterminatedName: "close it with a back-quote"
    case .unterminatedPattern: "close it with /; a slash inside is \\/"
    case .badEscape: "the escapes are \\\" \\' \\\\ \\n \\t and \\u{…}"
    case .leadingZero(let written, let right): "write \(right); a code is a text: \"\(written)\""
    case .missingZero(let right): "write \(right)"
    case .commaInNumber(let right, let list): "write \(right); for several numbers put spaces after the commas: \(list)"
    case .tooManyDigits: "a long code is a text: put it in quotation marks"
    case .loneMonth(_, let number) where number > 12: "write \(number)mo or \(number)个月"
    case .loneDay(_, let number) where number > 31: "write \(number)d or \(number)天"
    case .loneMonth(_, let number):
      "write a month (2018-\(twoDigits(number)), 2018年\(number)月) or a duration (\(number)mo, \(number)个月)"
    case .loneDay(_, let number):
      "write a date (2018-03-\(twoDigits(number)), 2018年3月\(number)日) or a duration (\(number)d, \(number)天)"
    case .dayWithoutYear(_, let month, let day): "write 2018-\(twoDigits(month))-\(twoDigits(day)) or 2018年\(month)月\(day)日"
    case .foreignDate(_, let readings): "write " + readings.joined(separator: " or ")
    case .foreign(_, let ours): "write \(ours.english)"
    case .tooDeep: "name parts of it with `define`"
    case .tooManyStages: "one stage may hold several conditions, joined with `and`"
    case .reserved(let word): "a name is written in back-quotes: `\(word)`"
    case .clauseNotHere(_, let reading): reading.english
    case .statementInside(_, let first): "a statement of its own begins no further right than line \(first)"
    case .expected(.keyword(.of), _): "`of` and an entity say which records are meant"
    case .emptyName, .noSuchDay, .noSuchPeriod, .nulInPath, .expected: nil
    case .unexpected(_, let mightBe): mightBe.map { "might be `\($0)`" }
    case .twice("where", "where"): "join the conditions with `and`"
    case .twice: "leave one of them out"
    case .wordsNeedQuotes(let text): "write it in quotation marks: \"\(text)\""
    }
  }

  /// What people mean by characters that other notations use.
  private static func strayHint(_ text: String) -> String? {
    switch text {
    case "–", "—", "——": "write - for minus, `to` for a range"
    case "~", "～", "〜": "write `to` for a range"
    case "&": "write and"
    case "?", "？": "write ?? for \"or else\""
    case "%": "a percentage is a number: 30%"
    case "¥", "￥", "€", "£": "write the unit behind the amount: 120元, 1.2m"
    case "《", "》", "「", "」", "『", "』", "〈", "〉", "【", "】": "texts stand in \"…\" or “…”"
    case "@", "^", "\\": nil
    default: "names with such characters stand in back-quotes, values in quotation marks"
    }
  }

  func hexadecimal(_ code: UInt32) -> String {
    let digits = String(code, radix: 16, uppercase: true)
    return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }
}
