import Testing

@testable import Diagnostics

@Suite struct NormalFormTests {
  private func changed(_ text: String) -> [UInt8]? {
    let bytes = Array(text.utf8)
    return bytes.withUnsafeBufferPointer { NormalForm.changed($0) }
  }

  /// From Unicode's NormalizationTest.txt and by hand: what is written and what it becomes, by scalars, for `==` would not tell them apart.
  @Test(arguments: [
    ("cafe\u{301}", [0x63, 0x61, 0x66, 0xE9]), ("\u{212B}", [0xC5]), ("A\u{30A}", [0xC5]), ("\u{2126}", [0x3A9]), ("\u{212A}", [0x4B]),
    ("\u{F900}", [0x8C48]), ("\u{2F800}", [0x4E3D]), ("\u{1100}\u{1161}\u{11A8}", [0xAC01]), ("か\u{3099}", [0x304C]),
    ("a\u{323}\u{307}", [0x1EA1, 0x307]), ("a\u{307}\u{323}", [0x1EA1, 0x307]), ("\u{344}", [0x308, 0x301]), ("\u{958}", [0x915, 0x93C]),
    ("\u{2000}", [0x2002]), ("\u{2ADC}", [0x2ADD, 0x338]), ("\u{2329}", [0x3008]), ("\u{37E}", [0x3B]), ("x\u{1F71}", [0x78, 0x3AC]),
    ("\u{FB1D}", [0x5D9, 0x5B4]), ("漢\u{302B}\u{302A}", [0x6F22, 0x302A, 0x302B]),
  ])
  func otherFormsBecomeOne(_ text: String, _ scalars: [UInt32]) {
    #expect(NormalForm.of(text).unicodeScalars.map(\.value) == scalars)
    #expect(changed(text).map { String(decoding: $0, as: UTF8.self).unicodeScalars.map(\.value) } == scalars)
  }

  @Test(arguments: [
    "", "plain ASCII, 12 characters and more", "café", "武汉市东湖高新区（光谷）", "“引号”——…、。《》①→≥㎡", "ＡＢＣ１２３", "Łódź", "Москва", "한국어", "カタカナ が",
    "😀 𠮷",
    "\u{FEFF}x", "\u{FFFD}", "x\u{FE0F}",
  ])
  func whatIsInTheFormStaysAsItIs(_ text: String) {
    #expect(changed(text) == nil)
    #expect(NormalForm.of(text).utf8.elementsEqual(text.utf8))
  }

  /// The quick look may send a text to the long one, never past it: alone and behind a letter, every character.
  @Test func theQuickLookMissesNothing() {
    var quick = 0
    for value in UInt32(0)...0x10FFFF {
      guard let scalar = Unicode.Scalar(value) else { continue }
      for text in [String(scalar), "e" + String(scalar)] {
        let bytes = Array(text.utf8)
        guard bytes.withUnsafeBufferPointer({ NormalForm.isSurely($0) }) else { continue }
        quick += 1
        guard value >= 0x80 else { continue }
        var composed = String.UnicodeScalarView()
        composed.append(contentsOf: longWay(text))
        #expect(Array(String(composed).utf8) == bytes, "U+\(String(value, radix: 16))")
      }
    }
    #expect(quick > 2 * 24_000)
  }

  /// Through a text that the quick look never passes: a Cherokee letter, which joins with nothing, at the end.
  private func longWay(_ text: String) -> some Sequence<Unicode.Scalar> {
    Array(NormalForm.of(text + "\u{13A0}").unicodeScalars.dropLast())
  }
}
