import Diagnostics

extension PathText {
  /// The path for people: names that are GB18030 as what they say, other bytes as U+FFFD.
  static func readable(_ path: String) -> String {
    guard path.unicodeScalars.contains(where: { byte($0) != nil }) else { return path }
    return path.split(separator: "/", omittingEmptySubsequences: false).map { part -> String in
      let name = String(part)
      guard name.unicodeScalars.contains(where: { byte($0) != nil }) else { return name }
      let bytes = bytes(of: name)
      let decoded = Iconv.decode(bytes[...], from: .gb18030)
      return String(decoding: decoded.damage.isEmpty ? decoded.bytes : bytes, as: UTF8.self)
    }.joined(separator: "/")
  }
}
