import Diagnostics

/// The one form of a key, in the key's column and in links: no blanks around it, line ends as LF, NFC.
enum KeyForm {
  /// The key in its form, and whether more than blanks had to change.
  static func of(_ bytes: UnsafeBufferPointer<UInt8>) -> (text: String, isChanged: Bool) {
    let content = trimmed(bytes)
    var text = String(decoding: content, as: UTF8.self)
    let lineEnds = withPlainLineEnds(text)
    let isBroken = lineEnds.utf8.count != text.utf8.count
    if isBroken { text = lineEnds }
    let normal = NormalForm.of(text)
    return (normal, isBroken || !normal.utf8.elementsEqual(text.utf8))
  }

  /// CR LF as LF.
  static func withPlainLineEnds(_ text: String) -> String {
    guard text.utf8.contains(0x0D) else { return text }
    var bytes: [UInt8] = []
    let utf8 = Array(text.utf8)
    for (index, byte) in utf8.enumerated() where !(byte == 0x0D && index + 1 < utf8.count && utf8[index + 1] == 0x0A) { bytes.append(byte) }
    return String(decoding: bytes, as: UTF8.self)
  }
}
