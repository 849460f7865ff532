import Patterns
import TestSupport
import Testing

/// Patterns and texts that other engines never finish with.
@Suite(.serialized) struct PatternLimitTests {
  private static func seconds(_ body: () throws -> Void) rethrows -> Double {
    let start = ContinuousClock.now
    try body()
    return (ContinuousClock.now - start) / .seconds(1)
  }

  @Test(arguments: ["(.*)*x", "(a+)+$", "(a|aa)+x", "(a*)*b", "(.*a){20}x", "([a-z]+)*x", "(a|a?)+x", "(?:a?){30}a{30}x"])
  func linearWhateverThePattern(pattern: String) throws {
    let text = String(repeating: "a", count: 100_000) + "!"
    var found = true
    let time = try Self.seconds { found = try isFound(pattern, in: text) }
    #expect(!found && time < 5, "\(time) s")
  }

  /// Ten times the text takes no more than some ten times as long.
  @Test func timeGrowsWithTheText() throws {
    let pattern = "(.*)*x"
    let short = String(repeating: "汉字 ", count: 100_000)
    let long = String(repeating: "汉字 ", count: 1_000_000)
    _ = try isFound(pattern, in: short)
    let times = try (Self.seconds { _ = try isFound(pattern, in: short) }, Self.seconds { _ = try isFound(pattern, in: long) })
    #expect(times.1 < 40 * times.0 + 0.05, "\(times)")
  }

  static let hostile: [(name: String, pattern: String, problem: PatternProblem?)] = [
    ("sets", String(repeating: "[", count: 2000), .nestedSet),
    ("closed sets", String(repeating: "[", count: 2000) + String(repeating: "]", count: 2000), .nestedSet),
    ("groups", String(repeating: "(", count: 2000), .tooDeep(200)),
    ("closed groups", String(repeating: "(", count: 2000) + "a" + String(repeating: ")", count: 2000), .tooDeep(200)),
    ("flags", String(repeating: "(?i:", count: 2000), .tooDeep(200)),
    ("counts", "a{1000}{1000}", .repeatedRepeat("{1000}")), ("counts of groups", "(a{1000}){1000}", .tooManyRepeats(1000)),
    ("a megabyte", String(repeating: "汉", count: 350_000), .tooLong(65_536)),
    ("a megabyte of sets", String(repeating: "[", count: 1_000_000), .tooLong(65_536)),
    ("classes", String(repeating: #"\w"#, count: 2000), .tooLarge), ("a class", #"\w{100}"#, .tooLarge),
    ("complements", String(repeating: #"[^\W_]"#, count: 5000), .tooLarge),
    ("properties", String(repeating: #"\pL"#, count: 5000), .tooLarge),
    ("other classes", String(repeating: "[[:^alpha:]]", count: 2000), .tooLarge),
    ("bars", String(repeating: "|", count: 60_000), nil), ("stars", String(repeating: "a*", count: 25_000), .tooLarge),
    ("left out", String(repeating: "a?", count: 30_000), .tooLarge), ("left out by counts", "(a?b?c?d?e?f?g?h?){1000}", .tooLarge),
    ("left out at most", "(a{0,900}b?){900}", .tooManyRepeats(1000)), ("some left out", String(repeating: "(a|b)?", count: 2900), nil),
    ("flags in a row", String(repeating: "(?i)", count: 15_000), nil),
    ("options", String(repeating: "(a?", count: 190) + String(repeating: ")?", count: 190), nil),
    ("alternatives", (0..<8000).map { "a\($0)b" }.joined(separator: "|"), nil),
    ("dots", String(repeating: ".", count: 7000), nil), ("counted dots", ".{1000}", nil),
    ("ranges", "[" + (0..<5000).map { "\(Unicode.Scalar(0x4E00 + 4 * $0)!)-\(Unicode.Scalar(0x4E01 + 4 * $0)!)" }.joined() + "]", nil),
  ]

  /// One clear error or none; at once, and without a crash. An optimised program takes some 50 ms for the worst of them.
  @Test(arguments: hostile.indices) func hostilePatterns(index: Int) {
    let (name, pattern, problem) = Self.hostile[index]
    var met: PatternProblem?
    let time = Self.seconds {
      do throws(PatternError) { _ = try Pattern.read(pattern) } catch { met = error.problem }
    }
    #expect(met == problem, "\(name)")
    #expect((met?.message.utf8.count ?? 0) < 200)
    #expect(time < 5, "\(name)")
  }

  /// Where RE2's automaton has no room the answer is the same: running out is never "not found".
  @Test func patternsThatOutgrowTheAutomaton() throws {
    var generator = SeededGenerator(seed: 7)
    let text = String((0..<20_000).map { _ in Bool.random(using: &generator) ? "a" : "b" })
    let needle = String((0..<900).map { _ in Bool.random(using: &generator) ? "a" : "b" })
    #expect(try isFound("[ab]*a[ab]{899}c", in: text + "a" + needle.dropLast() + "c"))
    #expect(try !isFound("[ab]*a[ab]{899}c", in: text + "b" + needle.dropLast() + "c"))
    #expect(try isFound("(x*a?b?){900}c", in: text + "c"))
  }
}
