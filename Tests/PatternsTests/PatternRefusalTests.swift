import Diagnostics
import Patterns
import TestSupport
import Testing

/// What `matches` does not take, and where it says so.
@Suite struct PatternRefusalTests {
  struct Refusal: Sendable, CustomTestStringConvertible {
    var pattern: String
    var problem: PatternProblem
    /// The part of the pattern that is marked.
    var part: String
    var testDescription: String { "/\(pattern)/" }

    init(_ pattern: String, _ problem: PatternProblem, _ part: String) {
      (self.pattern, self.problem, self.part) = (pattern, problem, part)
    }
  }

  static let refusals = [
    Refusal("汉(字", .unclosedGroup, "("), Refusal("a)b", .strayParenthesis, ")"), Refusal("(?<>a)", .groupName, "(?<>"),
    Refusal("汉[字", .unclosedSet, "["), Refusal("[]", .unclosedSet, "["), Refusal("[a\\]", .unclosedSet, "["),
    Refusal("a\\", .trailingBackslash, "\\"), Refusal("*a", .nothingToRepeat("*"), "*"), Refusal("(|+a)", .nothingToRepeat("+"), "+"),
    Refusal("^*", .nothingToRepeat("*"), "*"), Refusal("(?i){2}", .nothingToRepeat("{2}"), "{2}"),
    Refusal("汉**", .repeatedRepeat("*"), "*"), Refusal("a{2}{3}", .repeatedRepeat("{3}"), "{3}"),
    Refusal("a{3,2}", .countsTurned("3", "2"), "{3,2}"), Refusal("[z-a]", .rangeTurned("z-a"), "z-a"),
    Refusal("[a-\\d]", .badRange("a-\\d"), "a-\\d"), Refusal("\\x{110000}", .badCharacter("\\x{110000}"), "\\x{110000}"),
    Refusal("\\uD800", .badCharacter("\\uD800"), "\\uD800"), Refusal("\\xg", .badCharacter("\\x"), "\\x"),
    Refusal("[\\Q\\E]", .unclosedSet, "["),
    Refusal("\\汉", .unknownEscape("\\汉"), "\\汉"), Refusal("\\j", .unknownEscape("\\j"), "\\j"),
    Refusal("(?x)a", .unknownFlag("x"), "x"), Refusal("\\p{Foo}", .unknownProperty("\\p{Foo}"), "\\p{Foo}"),
    Refusal("\\p{L", .unknownProperty("\\p{L"), "\\p{L"), Refusal("\\p{L}-\\p{[}", .unknownProperty("\\p{[}"), "\\p{[}"),
    Refusal("[[:foo:]]", .unknownClass("[:foo:]"), "[:foo:]"), Refusal("[\\b]", .notInSet("\\b"), "\\b"),
    Refusal("汉[a[bc]]", .nestedSet, "["), Refusal("[[]", .nestedSet, "["), Refusal("[a&&b]", .setOperation("&&"), "&&"),
    Refusal("[a--b]", .setOperation("--"), "--"), Refusal("[a~~b]", .setOperation("~~"), "~~"),
    Refusal("(汉)\\1", .backReference("\\1"), "\\1"), Refusal("(a)\\12", .backReference("\\12"), "\\12"),
    Refusal("(?<n>a)\\k<n>", .backReference("\\k"), "\\k"), Refusal("(?P<n>a)(?P=n)", .backReference("(?P=…)"), "(?P="),
    Refusal("汉(?=字)", .lookAround("(?=", isNegative: false), "(?="), Refusal("汉(?!字)", .lookAround("(?!", isNegative: true), "(?!"),
    Refusal("(?<=汉)字", .lookAround("(?<=", isNegative: false), "(?<="), Refusal("(?<!汉)字", .lookAround("(?<!", isNegative: true), "(?<!"),
    Refusal("a++", .possessive("+"), "++"), Refusal("a{2}+", .possessive("{2}"), "{2}+"), Refusal("(?>a)", .notTaken("(?>"), "(?>"),
    Refusal("a\\Z", .notTaken("\\Z"), "\\Z"), Refusal("\\X", .notTaken("\\X"), "\\X"), Refusal("(?(1)a)", .notTaken("(?("), "(?("),
    Refusal("\\b汉字", .edgeBesideLetter("\\b", "汉"), "\\b"), Refusal("汉字\\b", .edgeBesideLetter("\\b", "字"), "\\b"),
    Refusal("\\b(A|汉)", .edgeBesideLetter("\\b", "汉"), "\\b"), Refusal("(汉|A)+\\b", .edgeBesideLetter("\\b", "汉"), "\\b"),
    Refusal("\\B[东西]湖", .edgeBesideLetter("\\B", "东"), "\\B"), Refusal("Ёж\\b", .edgeBesideLetter("\\b", "ж"), "\\b"),
    Refusal("\\b{wb}a", .notTaken("\\b{"), "\\b{"),
    Refusal("a{1001}", .tooManyRepeats(1000), "{1001}"),
    Refusal("a{99999999999999999999}", .tooManyRepeats(1000), "{99999999999999999999}"),
    Refusal("(a{100}){100}", .tooManyRepeats(1000), "{100}"),
    Refusal("((((a{10}){10}){10}){10}){10}", .tooManyRepeats(1000), "{10}"),
  ]

  @Test(arguments: refusals) func refusedAtItsPlace(_ refusal: Refusal) {
    do {
      _ = try Pattern.read(refusal.pattern)
      Issue.record("taken")
    } catch {
      #expect(error.problem == refusal.problem)
      let bytes = Array(refusal.pattern.utf8)
      #expect(String(decoding: bytes[error.range], as: UTF8.self) == refusal.part)
    }
  }

  @Test func everyProblemIsSaidInBothLanguages() {
    let others: [PatternProblem] = [.notTaken(nil), .tooLong(65_536), .tooDeep(200), .tooLarge, .outOfMemory]
    for problem in Self.refusals.map(\.problem) + others {
      #expect(chineseFault(problem.chineseMessage, english: problem.message) == nil)
      #expect(chineseFault(problem.chineseHint, english: problem.hint) == nil)
    }
  }

  /// What hints tell to write instead is taken, and does what was wanted.
  @Test func hintsHold() throws {
    for (pattern, text) in [
      (#"(AA|BB|CC)"#, "xBBx"), ("(^|[^\\p{L}])汉", "a 汉"), ("[\\[]", "["), ("[a\\-]", "-"), ("a$", "ba"), ("(?:a)", "a"), ("\\\\", "\\"),
      ("\\x{6C49}", "汉"), ("\\p{Lu}", "A"), ("[[:upper:]]", "A"), ("[a\\&\\&]", "&"),
    ] {
      #expect(try isFound(pattern, in: text), "/\(pattern)/")
    }
  }
}
