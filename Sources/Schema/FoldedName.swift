/// The form in which names and values are matched: lower case, full-width forms folded to ASCII, `_` and `-` and inner spaces dropped, `’` as `'`.
public func foldedName(_ name: String) -> String {
  foldedPlainName(name) ?? foldedAnyName(name)
}

/// ASCII and the common Chinese characters, byte by byte: reading a model folds thousands of names. Nil where the name holds anything else.
private func foldedPlainName(_ name: String) -> String? {
  var name = name
  var isPlain = true
  let folded = name.withUTF8 { bytes in
    unsafe String(unsafeUninitializedCapacity: bytes.count) { folded in
      var count = 0
      var index = 0
      while index < bytes.count {
        let byte = unsafe bytes[index]
        switch byte {
        case 0x20, 0x09, 0x5F, 0x2D: index += 1
        case 0x41...0x5A:
          unsafe folded[count] = byte + 32
          count += 1
          index += 1
        case 0..<0x80:
          unsafe folded[count] = byte
          count += 1
          index += 1
        // U+4000-9FFF: three bytes, no letter case.
        case 0xE4...0xE9:
          for offset in 0..<3 { unsafe folded[count + offset] = bytes[index + offset] }
          count += 3
          index += 3
        default:
          isPlain = false
          return 0
        }
      }
      return count
    }
  }
  return isPlain ? folded : nil
}

private func foldedAnyName(_ name: String) -> String {
  var folded = String.UnicodeScalarView()
  for scalar in name.unicodeScalars {
    var value = scalar.value
    if (0xFF01...0xFF5E).contains(value) { value -= 0xFEE0 }
    switch value {
    case 0x20, 0x09, 0x3000, 0xA0, 0x5F, 0x2D: continue
    case 0x2018, 0x2019: folded.append("'")
    case 0x41...0x5A: folded.append(Unicode.Scalar(value + 32)!)
    case 0..<0x80: folded.append(Unicode.Scalar(value)!)
    default:
      for lower in scalar.properties.lowercaseMapping.unicodeScalars { folded.append(lower) }
    }
  }
  return String(folded)
}
