/// How the bytes of a file stand for characters.
public enum TextEncoding: String, Sendable {
  case utf8 = "UTF-8"
  case utf16LittleEndian = "UTF-16LE"
  case utf16BigEndian = "UTF-16BE"
  case gb18030 = "GB18030"
}

/// A file's text as UTF-8 without a byte order mark. Bytes that stand for nothing became U+FFFD.
struct DecodedText {
  /// A place where the file's bytes could not be read.
  struct Damage: Equatable {
    /// Offset of the U+FFFD in ``bytes``
    var offset: Int
    /// The byte as it stands in the file
    var byte: UInt8
  }

  var bytes: [UInt8]
  var encoding: TextEncoding
  /// In order of offset
  var damage: [Damage]
}

/// Finds the encoding of a file by its byte order mark, else by which reading fits.
enum Decoder {
  /// The mark decides; without one, UTF-8 if it is valid or nearly so, else UTF-16 by its zero bytes, else GB18030, whichever leaves
  /// fewer damaged places.
  static func decode(_ bytes: [UInt8]) -> DecodedText {
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { return decodeUTF8(Array(bytes.dropFirst(3))) }
    if bytes.starts(with: [0xFF, 0xFE]) { return Iconv.decode(bytes.dropFirst(2), from: .utf16LittleEndian) }
    if bytes.starts(with: [0xFE, 0xFF]) { return Iconv.decode(bytes.dropFirst(2), from: .utf16BigEndian) }
    if bytes.starts(with: [0x84, 0x31, 0x95, 0x33]) { return Iconv.decode(bytes.dropFirst(4), from: .gb18030) }
    if let encoding = unmarkedUTF16(bytes) { return Iconv.decode(bytes[...], from: encoding) }

    let survey = UTF8Survey(bytes)
    if survey.damage.isEmpty { return DecodedText(bytes: bytes, encoding: .utf8, damage: []) }
    // Text in another encoding breaks nearly everywhere as UTF-8; a damaged UTF-8 file breaks here and there.
    if survey.sequences > 2 * survey.damage.count { return repairUTF8(bytes, survey) }
    let chinese = Iconv.decode(bytes[...], from: .gb18030)
    return chinese.damage.count <= survey.damage.count ? chinese : repairUTF8(bytes, survey)
  }

  private static func decodeUTF8(_ bytes: [UInt8]) -> DecodedText {
    let survey = UTF8Survey(bytes)
    if survey.damage.isEmpty { return DecodedText(bytes: bytes, encoding: .utf8, damage: []) }
    return repairUTF8(bytes, survey)
  }

  private static func repairUTF8(_ bytes: [UInt8], _ survey: UTF8Survey) -> DecodedText {
    var repaired: [UInt8] = []
    repaired.reserveCapacity(bytes.count + 2 * survey.damage.count)
    var damage: [DecodedText.Damage] = []
    var copied = 0
    for offset in survey.damage {
      repaired.append(contentsOf: bytes[copied..<offset])
      damage.append(.init(offset: repaired.count, byte: bytes[offset]))
      repaired.append(contentsOf: replacementCharacter)
      copied = offset + 1
    }
    repaired.append(contentsOf: bytes[copied...])
    return DecodedText(bytes: repaired, encoding: .utf8, damage: damage)
  }

  /// UTF-16 that lost its mark: every other byte of the first lines is zero. Nil when the zeros say nothing.
  private static func unmarkedUTF16(_ bytes: [UInt8]) -> TextEncoding? {
    let sample = bytes.prefix(512)
    guard sample.count >= 8 else { return nil }
    var zeros = [0, 0]
    for (index, byte) in sample.enumerated() where byte == 0 { zeros[index & 1] += 1 }
    let half = sample.count / 2
    if zeros[1] * 10 >= half * 3, zeros[0] == 0 { return .utf16LittleEndian }
    if zeros[0] * 10 >= half * 3, zeros[1] == 0 { return .utf16BigEndian }
    return nil
  }
}

/// U+FFFD in UTF-8
let replacementCharacter: [UInt8] = [0xEF, 0xBF, 0xBD]

/// One pass over bytes taken as UTF-8: where they are not, and how many multi-byte characters they hold.
struct UTF8Survey {
  /// Offsets of bytes that belong to no character
  private(set) var damage: [Int] = []
  /// Well-formed characters of more than one byte
  private(set) var sequences = 0

  init(_ bytes: [UInt8]) {
    bytes.withUnsafeBufferPointer { buffer in
      var index = 0
      while index < buffer.count {
        if buffer[index] < 0x80 {
          index = Self.endOfASCII(buffer, from: index)
          continue
        }
        let length = Self.sequenceLength(buffer, at: index)
        if length == 0 {
          damage.append(index)
          index += 1
        } else {
          sequences += 1
          index += length
        }
      }
    }
  }

  /// Eight bytes at a time: most of most files is ASCII.
  private static func endOfASCII(_ buffer: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
    var index = start
    let raw = UnsafeRawBufferPointer(buffer)
    while index + 8 <= buffer.count, raw.loadUnaligned(fromByteOffset: index, as: UInt64.self) & 0x8080_8080_8080_8080 == 0 { index += 8 }
    while index < buffer.count, buffer[index] < 0x80 { index += 1 }
    return index
  }

  /// Length of the well-formed sequence that begins here (Unicode table 3-7), 0 if there is none.
  static func sequenceLength(_ buffer: UnsafeBufferPointer<UInt8>, at index: Int) -> Int {
    func next(_ offset: Int, _ low: UInt8 = 0x80, _ high: UInt8 = 0xBF) -> Bool {
      index + offset < buffer.count && buffer[index + offset] >= low && buffer[index + offset] <= high
    }
    switch buffer[index] {
    case 0xC2...0xDF: return next(1) ? 2 : 0
    case 0xE0: return next(1, 0xA0) && next(2) ? 3 : 0
    case 0xED: return next(1, 0x80, 0x9F) && next(2) ? 3 : 0
    case 0xE1...0xEF: return next(1) && next(2) ? 3 : 0
    case 0xF0: return next(1, 0x90) && next(2) && next(3) ? 4 : 0
    case 0xF1...0xF3: return next(1) && next(2) && next(3) ? 4 : 0
    case 0xF4: return next(1, 0x80, 0x8F) && next(2) && next(3) ? 4 : 0
    default: return 0
    }
  }
}
