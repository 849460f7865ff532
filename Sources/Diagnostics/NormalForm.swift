@_spi(_Unicode) import Swift

/// Text has one form, Unicode's NFC: `é` typed as a letter with an accent behind it is the `é` of one character. So equal texts have equal bytes, in
/// files, queries and libraries alike.
public enum NormalForm {
  /// The text in NFC.
  public static func of(_ text: String) -> String {
    var text = text
    return text.withUTF8 { unsafe isSurely($0) } ? text : composed(text)
  }

  /// The UTF-8 of a text in NFC; nil where it is so already.
  public static func changed(_ bytes: UnsafeBufferPointer<UInt8>) -> [UInt8]? {
    guard unsafe !isSurely(bytes) else { return nil }
    let composed = unsafe Array(composed(String(decoding: bytes, as: UTF8.self)).utf8)
    return unsafe composed.elementsEqual(bytes) ? nil : composed
  }

  private static func composed(_ text: String) -> String {
    var scalars = String.UnicodeScalarView()
    for scalar in text._nfc { scalars.append(scalar) }
    return String(scalars)
  }

  /// A quick look that is right where it says yes: nearly all cells are ASCII, Chinese characters and their punctuation, which no form changes.
  static func isSurely(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    let raw = UnsafeRawBufferPointer(bytes)
    var index = 0
    while index < bytes.count {
      let byte = unsafe bytes[index]
      if byte < 0x80 {
        while index + 8 <= bytes.count, unsafe raw.loadUnaligned(fromByteOffset: index, as: UInt64.self) & 0x8080_8080_8080_8080 == 0 {
          index += 8
        }
        while index < bytes.count, unsafe bytes[index] < 0x80 { index += 1 }
        continue
      }
      switch byte {
      // U+0080-02FF, U+03C0-047F
      case 0xC2...0xCB, 0xCF...0xD1: index += 2
      // U+4000-9FFF
      case 0xE4...0xE9: index += 3
      case 0xE2, 0xE3, 0xEF:
        guard index + 2 < bytes.count, unsafe isUnchanged(byte, bytes[index + 1], bytes[index + 2]) else { return false }
        index += 3
      default: return false
      }
    }
    return true
  }

  /// Of the rows of signs beside the Chinese characters, those without marks and without characters that stand for others.
  @inline(__always)
  private static func isUnchanged(_ first: UInt8, _ second: UInt8, _ third: UInt8) -> Bool {
    switch first {
    case 0xE2:
      switch second {
      // U+2000 and U+2001 stand for wider blanks.
      case 0x80: third > 0x81
      // U+2040-20BF, U+2140-22FF, U+2340-2ABF
      case 0x81, 0x82, 0x85...0x8B, 0x8D...0xAA: true
      default: false
      }
    case 0xE3:
      switch second {
      // Tone marks U+302A-302F; the voice marks of kana, U+3099 and U+309A
      case 0x80: !(0xAA...0xAF).contains(third)
      case 0x82: third != 0x99 && third != 0x9A
      default: true
      }
    // U+FF00-FFFF, full-width forms
    default: second >= 0xBC
    }
  }
}
