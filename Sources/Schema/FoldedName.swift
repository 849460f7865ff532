/// The form in which names and values are matched: lower case, full-width forms folded to ASCII, `_` and `-` and inner spaces dropped, `’` as `'`.
public func foldedName(_ name: String) -> String {
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
