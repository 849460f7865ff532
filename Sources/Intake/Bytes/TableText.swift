/// A file's text in memory, decoded.
struct TableText {
  let decoded: DecodedText

  init(_ path: String) throws(OpeningProblem) {
    let bytes: [UInt8]
    do { bytes = try FileBytes.read(path) } catch { throw OpeningProblem(problem: .unreadableFile(reason: error.reason)) }
    try self.init(bytes)
  }

  init(_ bytes: [UInt8]) throws(OpeningProblem) {
    if let format = Self.binaryFormat(bytes) { throw OpeningProblem(problem: .unsupportedFormat(format)) }
    let text = Decoder.decode(bytes)
    // Damage here and there is reported place by place; a file that is damage throughout is no text.
    let zeros = text.bytes.lazy.filter { $0 == 0 }.count
    if (text.damage.count + zeros) > 20, (text.damage.count + zeros) * 50 > bytes.count { throw OpeningProblem(problem: .notText) }
    if text.bytes.allSatisfy({ $0 <= 0x20 || $0 == 0x2C }) { throw OpeningProblem(problem: .emptyFile) }
    decoded = text
  }

  /// Formats known by their first bytes, whatever the file is called.
  private static func binaryFormat(_ bytes: [UInt8]) -> String? {
    let signatures: [([UInt8], String)] = [
      ([0x50, 0x4B, 0x03, 0x04], "XLSX"), ([0xD0, 0xCF, 0x11, 0xE0], "XLS"), ([0x25, 0x50, 0x44, 0x46], "PDF"), ([0x1F, 0x8B], "gzip"),
    ]
    return signatures.first { bytes.starts(with: $0.0) }?.1
  }
}
