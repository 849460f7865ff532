import Model
import Testing

@Suite struct PinyinTests {
  @Test(arguments: [
    ("汉南区", "han nan qu"), ("硚口", "qiao kou"), ("黄陂", "huang pi"), ("重庆", "chong qing"), ("重点", "zhong dian"), ("银行", "yin hang"),
    ("行政", "xing zheng"), ("长江新城", "chang jiang xin cheng"), ("局长", "ju zhang"), ("绿地", "lv di"), ("一", "yi"), ("龥", "yu"),
    ("调度会", "diao du hui"), ("A区2号", "a qu 2 hao"),
  ])
  func reads(text: String, expected: String) { #expect(Pinyin.syllables(of: text)?.joined(separator: " ") == expected) }

  @Test func textWithoutChineseHasNone() {
    #expect(Pinyin.syllables(of: "Hannan") == nil)
    #expect(Pinyin.initials(of: "Hannan") == nil)
  }

  @Test func initialsAreFirstLetters() {
    #expect(Pinyin.initials(of: "汉南区") == "hnq")
    #expect(Pinyin.initials(of: "重庆银行") == "cqyh")
  }

  @Test func keysDropTonesAndMarks() {
    #expect(Pinyin.key(of: "Jiāng'àn Qū") == "jianganqu")
    #expect(Pinyin.key(of: "江岸区") == "jianganqu")
    #expect(Pinyin.key(of: "lǜdì") == Pinyin.key(of: "绿地"))
    #expect(Pinyin.key(of: "（）") == nil)
    #expect(Pinyin.key(ofTyped: "汉南") == nil)
    #expect(Pinyin.key(ofTyped: "420113") == nil)
  }

  /// The table's bytes are cut by arithmetic: every reading has to be a syllable and hardly any is missing.
  @Test func everyCharacterOfTheBlockReads() {
    var missing = 0
    for value in UInt32(0x4E00)...0x9FFF {
      let text = String(Unicode.Scalar(value)!)
      let syllables = Pinyin.syllables(of: text) ?? []
      if syllables.isEmpty || syllables == [text] { missing += 1 } else { #expect(syllables[0].utf8.allSatisfy { 0x61...0x7A ~= $0 }) }
    }
    #expect(missing < 100)
  }
}
