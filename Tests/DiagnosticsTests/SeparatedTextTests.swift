import Diagnostics
import Testing

@Suite struct SeparatedTextTests {
  private func cell(_ text: String, _ delimiter: Unicode.Scalar = ",", always: Bool = false) -> String {
    var bytes = Array("before".utf8)
    bytes.append(contentsOf: text.utf8)
    bytes.quoteTail(from: 6, delimiter: UInt8(ascii: delimiter), always: always)
    #expect(bytes.starts(with: "before".utf8))
    return String(decoding: bytes.dropFirst(6), as: UTF8.self)
  }

  @Test(arguments: [",", "\t"] as [Unicode.Scalar]) func onlyWhatNeedsQuotesHasThem(delimiter: Unicode.Scalar) {
    for byte in UInt8.min..<0x80 {
      let text = "a\(Unicode.Scalar(byte))b"
      let needsQuotes = byte == UInt8(ascii: delimiter) || "\"\n\r".utf8.contains(byte)
      #expect(asksForQuotes(byte, delimiter: UInt8(ascii: delimiter)) == needsQuotes)
      let doubled = byte == UInt8(ascii: "\"") ? "a\"\"b" : text
      #expect(cell(text, delimiter) == (needsQuotes ? "\"\(doubled)\"" : text))
    }
    #expect(cell("汉，字", delimiter) == "汉，字")
  }

  @Test func anEmptyTextIsNoMissingOne() { #expect(cell("") == "\"\"") }

  @Test func quotesAreToldApartFromTheirText() {
    #expect(cell("\"\"") == "\"\"\"\"\"\"")
    #expect(cell("\\.", always: true) == "\"\\.\"")
  }
}
