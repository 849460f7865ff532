import Patterns
import TestSupport
import Testing

func isFound(_ pattern: String, in text: String) throws -> Bool {
  var text = text
  return try Pattern.read(pattern).isFound(inString: &text)
}

extension Pattern {
  func isFound(inString text: inout String) throws -> Bool { try text.withUTF8 { try isFound(in: $0) } }
}

/// Patterns by texts, beside the regular expressions of Swift, which decided until now: what they say alike, and what they do not.
@Suite struct PatternTableTests {
  static let texts = [
    "", "汉", "汉字", "汉字\n", "汉\n字", "汉字汉", "汉.字", "武汉市", "汉A", "A座", "A", "a", "abc", "ABC", "AbC", "aab", "b", "aa", "é", "Éa", "éa",
    "café", "Ёж", "ёж", "Σ", "σ", "ς", "ß", "SS", "ẞ", "１２", "12", "①", "٣", "Ⅳ", "ａ", "Ａ", "foo bar", "foo_bar", "foo-bar", "foobar",
    "3.5",
    "第3期", "第三期", "3号线", " ", "\u{3000}", "\u{A0}", "\u{200B}", "_", "-", "，", "（一期）", "（", "👨", "𠮷", "々", "ー", "カ", "한", "İ", "i", "I",
    "ı", "K", "k", "\u{212A}", "ﬁ", "fi", "{", "}", "a{", "a{x}", "[", "]", "(", "\\", "/", "\"", "&", "a-b", "a.b", "a b", "y", "Z",
    "\u{1}",
    "x\ty", "5m²", "㎡", "№", "“引”", "２０１８年", "东湖高新·光谷", "А1", "ΑΒΓ", "二〇一八",
  ]

  /// Patterns that mean in every text what they have meant.
  static let unchanged = [
    "汉", "^汉", "字$", "^汉.$", "^..$", "^.{2}$", "汉.字", #"^\w+$"#, #"^\W+$"#, #"^\d+$"#, #"第\d期"#, #"^\s+$"#, #"^\S+$"#, #"^\S+\s\S+$"#,
    #"\D"#, #"\bA\b"#, #"\bfoo\b"#, #"\b3"#, #"\bx"#, "(?i)abc", "(?i)éa", "(?i)ёж", "(?i)ß", "(?i)i", "(?i)İ", "(?i)ı",
    "(?i)K",
    "(?i)ﬁ", "(?i)ａ", "[a-z]", "[一-龥]", #"[^\x00-\x7F]"#, #"\p{L}"#, #"\p{Lu}"#, #"\p{Letter}"#, #"\p{script=Han}"#,
    #"\p{Script=Greek}"#, #"\p{Nd}"#, #"\p{P}"#, #"\P{L}"#, #"[\w-]"#, #"[^\w]"#, #"[\W]"#, #"[^\W_]"#, #"^[^\W\d_]+$"#, #"[\d.]"#,
    #"[\D]"#,
    #"[\s]"#, "[[:alpha:]]", "[[:digit:]]", "[[:punct:]]", "[[:space:]]", "^[[:upper:]]+$", "[[:^alpha:]]", #"\h"#, #"\v"#, #"\R"#,
    #"\u6C49"#,
    #"\u{6C49}"#, #"\x{6C49}"#, #"\x41"#, #"\e"#, #"\a"#, "a{,2}b", "^a{,2}$", "a{", "a{x}", "a{2, 3}", "{", "}", "]", "[a-]", "[-a]",
    #"\Qa.b\E"#, #"\Q汉"#, #"[\Qa-z\E]"#, #"\-"#, #"\_"#, #"\""#, #"\\"#, #"\.$"#, #"汉\z"#, #"\A汉"#, "$", "^$", "(?m)字$", "(?m)^字",
    "(?s)汉.字", "(?#c)a", "(?<n>a)", "(?P<n>a)", "(?:a)", "(?i:a)b", "(?-i)a", "(?U)a+", "a*?", "a|", "|", "()", "[，。]", "（.*）", "一期|二期",
    "^[^（]+$", "a b", "[㎡№]", #"\u00e9"#, "caf.", "(A|座)$", "(汉|字){2}", "(?i)[α-γ]+", #"^\p{L}\p{N}$"#,
  ]

  @Test(arguments: unchanged) func meansWhatItMeant(pattern: String) throws {
    let regex = try Regex(pattern)
    for text in Self.texts {
      #expect(try isFound(pattern, in: text) == (text.firstMatch(of: regex) != nil), "/\(pattern)/ in \(text.debugDescription)")
    }
  }

  struct Change: Sendable, CustomTestStringConvertible {
    var pattern: String
    var text: String
    /// Whether it is found, and was.
    var now: Bool
    var testDescription: String { "/\(pattern)/ in \(text.debugDescription)" }

    init(_ pattern: String, _ text: String, now: Bool) { (self.pattern, self.text, self.now) = (pattern, text, now) }
  }

  /// What the reference lists as changed.
  static let changed = [
    // A character is a code point.
    Change("^.$", "e\u{301}", now: false), Change("e", "e\u{301}", now: true), Change("é", "e\u{301}", now: false),
    Change("^.$", "👨‍👩‍👧", now: false), Change("^.$", "🇨🇳", now: false), Change("👍", "👍🏽", now: true),
    Change(#"^\w$"#, "\u{301}", now: true),
    // Edges of words are those of ASCII words.
    Change(#"\b"#, "汉", now: false), Change(#"^\b."#, "Ёж", now: false), Change(#"\bw\b"#, "can't w't", now: true),
    Change(#"\b5\b"#, "3.5", now: true), Change(#"汉字(?:\b|x)"#, "汉字", now: false),
    Change(#"3\b"#, "3.5", now: true),
    // All that differ in case only are alike.
    Change("(?i)σ", "ς", now: true), Change("(?i)[a-z]", "\u{212A}", now: true),
    // `.` is anything but a line feed.
    Change("a.b", "a\rb", now: true), Change("a.b", "a\u{2028}b", now: true),
    // Scripts have the characters that are theirs alone.
    Change(#"\p{Han}"#, "。", now: false), Change(#"\p{Han}"#, "·", now: false),
  ]

  @Test(arguments: changed) func meansSomethingElseThanItMeant(_ change: Change) throws {
    #expect(try isFound(change.pattern, in: change.text) == change.now)
    #expect((change.text.firstMatch(of: try Regex(change.pattern)) != nil) != change.now, "nothing has changed")
  }

  /// Beside an ASCII letter the edge of a Han character is the edge of a word.
  @Test func edgesBesideHan() throws {
    for (pattern, text, found) in [
      (#"\bA\b"#, "汉A座", true), (#"\bA\b"#, "汉AB座", false), (#"\d\b"#, "第3期", true), (#"\B3"#, "第3期", false), (#"\B3\b"#, "A3座", true),
    ] {
      #expect(try isFound(pattern, in: text) == found, "/\(pattern)/ in \(text)")
    }
  }

  /// `\h` is a tab or a blank and nothing beside them; an `\E` that ends no quotation is nothing.
  @Test func blanksAndStrayEnds() throws {
    for (pattern, text, found) in [
      (#"\h"#, "\t", true), (#"\h"#, " ", true), (#"\h"#, "\u{8}", false), (#"\h"#, "\n", false), (#"^a\Eb$"#, "ab", true),
      (#"^a\Eb$"#, "a", false), (#"^\Qa\E\Eb$"#, "ab", true),
    ] {
      #expect(try isFound(pattern, in: text) == found, "/\(pattern)/ in \(text.debugDescription)")
    }
  }

  /// A class of characters and its complement part all characters between them, in a set as well.
  @Test(arguments: ["w", "d", "s", "h", "v"]) func classesAndTheirComplements(letter: String) throws {
    let texts = ["a", "汉", "三", "é", "①", " ", "\u{3000}", "\n", "\u{85}", "_", "-", "，", "👍", "\u{301}", "ａ", "㎡", "Ⅳ", "𠮷", "\u{1}", "/"]
    for text in texts {
      let isIn = try isFound("^\\\(letter)$", in: text)
      for pattern in ["^\\\(letter.uppercased())$", "^[\\\(letter.uppercased())]$", "^[^\\\(letter)]$"] {
        #expect(try isFound(pattern, in: text) != isIn, "/\(pattern)/ in \(text.debugDescription)")
      }
      #expect(try isFound("^[^\\\(letter.uppercased())]$", in: text) == isIn, "\(text.debugDescription)")
    }
  }

  /// Patterns put together of pieces are refused with a reason, or mean on plain texts what Swift makes of them.
  @Test func piecesPutTogether() throws {
    let pieces = [
      "a", "b", "汉", "字", ".", "^", "$", "|", "(", ")", "(?:", "[", "]", "[^", "-", "*", "+", "?", "{2}", "{0,1}", "{", "}", #"\d"#, #"\w"#,
      #"\W"#,
      #"\s"#, "(?i)", "(?i:", #"\."#, #"\Q"#, #"\E"#, "[ab]", "[^a汉]", #"[\w.]"#, "(a|汉)", "a-z", #"\p{Han}"#, "1", "_",
    ]
    let texts = ["", "a", "b", "ab", "ba", "汉", "汉字", "a汉", "1a", "_", "a.b", "aab汉", "[", "{2}", "-", "aaaa", "AB"]
    var generator = SeededGenerator(seed: 2018)
    var counts = (taken: 0, compared: 0)
    for _ in 0..<6000 {
      let pattern = (0..<Int.random(in: 1...7, using: &generator)).map { _ in pieces.randomElement(using: &generator)! }.joined()
      do {
        _ = try Pattern.read(pattern)
      } catch {
        #expect(error.problem != .notTaken(nil), "/\(pattern)/: RE2 refuses what was let through")
        continue
      }
      counts.taken += 1
      guard let regex = try? Regex(pattern) else { continue }
      counts.compared += 1
      for text in texts {
        #expect(try isFound(pattern, in: text) == (text.firstMatch(of: regex) != nil), "/\(pattern)/ in \(text.debugDescription)")
      }
    }
    #expect(counts.taken > 1500 && counts.compared > 1000, "\(counts)")
  }
}
