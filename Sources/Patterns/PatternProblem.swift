public import Diagnostics

/// What `matches` does not take. Its words in Chinese stand in `PatternProblem+Chinese.swift`.
public enum PatternProblem: Problem, Hashable {
  // Not finished, or not put together rightly
  case unclosedGroup
  case strayParenthesis
  case groupName
  case unclosedSet
  case trailingBackslash
  case nothingToRepeat(String)
  /// `a**`
  case repeatedRepeat(String)
  /// `{3,2}`
  case countsTurned(String, String)
  /// `[z-a]`
  case rangeTurned(String)
  /// `[a-\d]`
  case badRange(String)
  case badCharacter(String)
  case unknownEscape(String)
  case unknownFlag(String)
  case unknownProperty(String)
  case unknownClass(String)
  /// `[\b]`
  case notInSet(String)

  // What other libraries take
  case nestedSet
  case setOperation(String)
  case backReference(String)
  case lookAround(String, isNegative: Bool)
  case possessive(String)
  case edgeBesideLetter(String, String)
  /// Anything else; nil is the whole pattern.
  case notTaken(String?)

  // Too much
  case tooLong(Int)
  case tooDeep(Int)
  case tooManyRepeats(Int)
  case tooLarge
  case outOfMemory

  public var message: String {
    switch self {
    case .unclosedGroup: "the group that begins here is not closed: expected `)`"
    case .strayParenthesis: "`)` closes no group"
    case .groupName: "expected the name of a group and `>`, as in `(?<name>…)`"
    case .unclosedSet: "the set of characters that begins here is not closed: expected `]`"
    case .trailingBackslash: "expected a character after `\\`"
    case .nothingToRepeat(let sign): "`\(sign)` has nothing before it to repeat"
    case .repeatedRepeat(let signs): "`\(signs)` repeats what is repeated already"
    case .countsTurned(let low, let high): "`{\(low),\(high)}` counts from the greater to the smaller"
    case .rangeTurned(let range): "the range `\(range)` goes from the later to the earlier character"
    case .badRange(let range): "expected a range from one character to another, found `\(range)`"
    case .badCharacter(let escape): "`\(escape)` is the number of no character"
    case .unknownEscape(let escape): "`\(escape)` has no meaning in a pattern"
    case .unknownFlag(let flag): "unknown flag `\(flag)`: there are `i`, `m`, `s` and `U`"
    case .unknownProperty(let property): "`\(property)` is neither a category of characters nor a script"
    case .unknownClass(let name): "unknown class of characters `\(name)`"
    case .notInSet(let escape): "`\(escape)` is no character, and cannot stand in a set"
    case .nestedSet: "sets inside of sets are not taken: this `[` stands inside of `[…]`"
    case .setOperation(let sign): "intersections and differences of sets, `\(sign)`, are not taken"
    case .backReference(let reference): "references back to what a group matched, `\(reference)`, are not taken"
    case .lookAround(let sign, _): "looking ahead or behind, `\(sign)…)`, is not taken"
    case .possessive(let sign): "repeating without giving back, `\(sign)+`, is not taken"
    case .edgeBesideLetter(let edge, let letter):
      "`\(edge)` is about the edges of words of ASCII letters, digits and `_`, and cannot stand beside `\(letter)`"
    case .notTaken(let sign?): "`\(sign)` is not taken in patterns"
    case .notTaken(nil): "this is no regular expression that `matches` takes"
    case .tooLong(let limit): "the pattern is too long: \(limit) bytes are the most"
    case .tooDeep(let limit): "the groups are nested too deeply: \(limit) inside each other are the most"
    case .tooManyRepeats(let limit): "a part is repeated too often: \(limit) times are the most, counts inside counts multiplied"
    case .tooLarge: "the pattern is too large: with its repetitions written out it does not fit in memory"
    case .outOfMemory: "there is not enough memory to search for the pattern"
    }
  }

  public var hint: String? {
    switch self {
    case .unclosedGroup, .strayParenthesis, .unclosedSet, .nothingToRepeat: "a character that stands for itself might lack its `\\`"
    case .trailingBackslash: "for a backslash you might mean `\\\\`"
    case .repeatedRepeat, .countsTurned, .badRange, .groupName, .unknownFlag: nil
    case .rangeTurned: "you might turn it round"
    case .badCharacter: "you might mean `\\x{6C49}`, a code point in hexadecimal digits"
    case .unknownEscape(let escape): mean(escape.dropFirst())
    case .unknownProperty: "you might mean `\\p{Han}`, `\\p{L}` for letters, `\\p{Lu}` for capitals or `\\p{N}` for numbers"
    case .unknownClass: "you might mean `[:alpha:]`, `[:digit:]`, `[:alnum:]`, `[:upper:]`, `[:lower:]`, `[:space:]` or `[:punct:]`"
    case .notInSet(let escape): escape.hasSuffix("b") ? nil : mean(escape.dropFirst())
    case .nestedSet: "for the character itself you might write `\\[`; sets that are joined need no inner brackets"
    case .setOperation(let sign): "for the characters themselves you might write `\\\(sign.prefix(1))`"
    case .backReference: "you might list what can repeat: `(AA|BB|CC)`"
    case .lookAround(_, let isNegative):
      isNegative
        ? "you might say it by a second condition: `… matches /…/ and not … matches /…/`"
        : "you might write what stands there as part of the pattern, or as a second condition with `and`"
    case .possessive(let sign): mean(sign[...])
    case .edgeBesideLetter: "you might leave it out, or say what may stand there: `(^|[^\\p{L}])`"
    case .notTaken("\\Z"): mean("$")
    case .notTaken("\\X"): mean(".")
    case .notTaken("(?>"): mean("(?:")
    case .notTaken: nil
    case .tooLong: "for a list of texts you might mean `in (…)`"
    case .tooDeep, .tooManyRepeats: nil
    case .tooLarge: "you might repeat less, or use a smaller class than `\\w`"
    case .outOfMemory: "you might repeat less in it"
    }
  }

  private func mean(_ spelled: Substring) -> String { "you might mean `\(spelled)`" }
}

/// A ``PatternProblem`` with its place: bytes of the pattern.
public struct PatternError: Error, Hashable {
  public var problem: PatternProblem
  public var range: Range<Int>

  init(_ problem: PatternProblem, at range: Range<Int>) {
    self.problem = problem
    self.range = range
  }
}
