import Diagnostics
import Testing

@Suite("display width")
struct DisplayWidthTests {
  /// The cells that glibc's wcwidth, utf8proc and libunistring agree on.
  @Test(
    "cells",
    arguments: [
      ("", 0), ("abc", 3), ("汉字", 4), ("ＡＢ", 4), ("e\u{301}", 1), ("👍", 2), ("👍🏽", 4), ("👨‍👩‍👧", 6), ("…—①±¥", 5), ("㎡", 2), ("𠮷", 2),
      ("a\u{200B}b", 2), ("一、二", 6), ("한국", 4), ("ｱ", 1), ("é", 1), ("\u{1160}", 0), ("、。", 4), ("“”", 2), ("あ", 2), ("\t", 0),
    ])
  func cells(_ text: String, _ width: Int) { #expect(displayWidth(text) == width) }

  @Test("a beginning never ends within a character")
  func prefixes() {
    #expect(displayPrefix("汉字ab", cells: 3) == ("汉", 2))
    #expect(displayPrefix("汉字ab", cells: 5) == ("汉字a", 5))
    #expect(displayPrefix("e\u{301}a", cells: 1) == ("e\u{301}", 1))
    #expect(displayPrefix("ab", cells: 9) == ("ab", 2))
  }

  @Test("what could act on the terminal is escaped")
  func escapes() {
    #expect(displayEscaped("汉字 abc 👨‍👩‍👧") == "汉字 abc 👨‍👩‍👧")
    #expect(displayEscaped("a\u{1B}[31m\n\t\u{202E}\u{200B}\u{7F}\u{9B}") == "a\\u{1B}[31m\\n\\t\\u{202E}\\u{200B}\\u{7F}\\u{9B}")
  }
}
