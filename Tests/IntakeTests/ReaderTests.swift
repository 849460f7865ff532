import Testing

@testable import Intake

/// All rows of a text; cells as texts.
private func rows(_ bytes: [UInt8], delimiter: UInt8 = 0x2C) -> [[String]] {
  bytes.withUnsafeBufferPointer { buffer in
    var reader = DelimitedReader(buffer, delimiter: delimiter)
    var row = Row()
    var rows: [[String]] = []
    while reader.next(&row) { rows.append(row.cells.map { row.content(of: $0) }) }
    return rows
  }
}

private func rows(_ text: String, delimiter: UInt8 = 0x2C) -> [[String]] { rows(Array(text.utf8), delimiter: delimiter) }

private func records(_ text: String) -> [Row] {
  Array(text.utf8).withUnsafeBufferPointer { buffer in
    var reader = DelimitedReader(buffer, delimiter: 0x2C)
    var record = Row()
    var records: [Row] = []
    while reader.next(&record) { records.append(record) }
    return records
  }
}

@Suite struct ReaderTests {
  @Test func plainRowsAndEveryLineEnd() {
    let expected = [["a", "b"], ["1", "2"], ["3", "4"]]
    #expect(rows("a,b\n1,2\n3,4\n") == expected)
    #expect(rows("a,b\r\n1,2\r\n3,4\r\n") == expected)
    #expect(rows("a,b\r1,2\r3,4\r") == expected)
    #expect(rows("a,b\n1,2\r\n3,4") == expected)
    #expect(rows("a;b\n1;2\n3;4\n", delimiter: 0x3B) == expected)
    #expect(rows("") == [])
    #expect(rows("\n\n") == [[""], [""]])
    #expect(rows("a,\n,b") == [["a", ""], ["", "b"]])
    #expect(rows("a,") == [["a", ""]])
  }

  @Test func quotes() {
    #expect(rows("\"a,b\",\"c\"\"d\",\"e\nf\"\n") == [["a,b", "c\"d", "e\nf"]])
    #expect(rows("\"\",x\n") == [["", "x"]])
    #expect(rows("\"a\" ,b\n") == [["a", "b"]])
    #expect(rows("5\" pipe,x\n") == [["5\" pipe", "x"]])
    #expect(rows("\"a\"b,c\n") == [["ab", "c"]])
    #expect(rows("\"a\r\nb\",c\r\nd,e") == [["a\r\nb", "c"], ["d", "e"]])
    #expect(rows("\"\"\"\"") == [["\""]])
    #expect(rows("  \u{3000}a\u{A0} ,b") == [["a", "b"]])
  }

  @Test func rowsAndLinesAreCountedApart() {
    let read = records("h\n\"a\nb\"\nc\n\nd")
    #expect(read.map(\.number) == [1, 2, 3, 4, 5])
    #expect(read.map(\.line) == [1, 2, 4, 5, 6])
    #expect(read.last!.endsText)
  }

  @Test func aQuoteThatNeverClosesCostsOneCell() {
    #expect(rows("a,b\n1,\"x\n2,y\n3,\"z\"\n4,w") == [["a", "b"], ["1", "\"x"], ["2", "y"], ["3", "z"], ["4", "w"]])
    #expect(records("a,b\n1,\"x\n2,y\n3,\"z\"\n4,w")[1].remarks.map(\.problem) == [.looseQuote])
    let read = records("a,b\n1,\"x\n2,y\n")
    #expect(read.map { $0.remarks.map(\.column) } == [[], [1], []])
    #expect(read[1].remarks[0].problem == .unterminatedQuote)
    #expect(rows("\"") == [["\""]])
    #expect(rows("a,\"") == [["a", "\""]])
  }

  @Test func delimiters() {
    let find = { (text: String) in Array(text.utf8).withUnsafeBufferPointer { Delimiter.find($0) } }
    #expect(find("a,b\n1,2\n").delimiter == 0x2C)
    #expect(find("a;b;c\n1,5;2,5;3\n4,5;1,2;3\n").delimiter == 0x3B)
    #expect(find("a\tb\n1,5\t2\n").delimiter == 0x09)
    #expect(find("一个标题，不含逗号\na|b|c\n1|2|3\n").delimiter == 0x7C)
    #expect(find("only\none\n").delimiter == 0x2C)
    #expect(find("sep=;\na,b;c\n").delimiter == 0x3B)
    #expect(find("sep=;\r\na,b;c\n").skipped == 7)
    #expect(find("\"a;b;c\",x\n\"d;e;f\",y\n").delimiter == 0x2C)
  }

  /// Rows written with random quoting, delimiters and line ends read back equal.
  @Test func whatIsWrittenReadsBack() {
    let pieces = ["", "a", "b c", "汉南区", ",", ";", "\"", "\"\"", "\n", "\r\n", "x\ty", "1,234", "é", "'", "=1+1", "末尾"]
    var generator = SeededGenerator(11)
    for round in 0..<400 {
      let delimiter = [",", ";", "\t"].randomElement(using: &generator)!
      let width = Int.random(in: 1...6, using: &generator)
      var expected: [[String]] = []
      var text = ""
      for _ in 0..<Int.random(in: 1...8, using: &generator) {
        let row = (0..<width).map { _ in
          let cell = (0..<Int.random(in: 1...3, using: &generator)).map { _ in pieces.randomElement(using: &generator)! }.joined()
          return cell.trimmingScalars(" \n\r\t")
        }
        expected.append(row)
        text += row.map { cell in
          let needsQuotes = cell.unicodeScalars.contains { "\"\n\r\t,;".unicodeScalars.contains($0) }
          guard needsQuotes || Bool.random(using: &generator) else { return cell }
          return "\"" + cell.map { $0 == "\"" ? "\"\"" : String($0) }.joined() + "\""
        }.joined(separator: delimiter)
        text += ["\n", "\r\n"].randomElement(using: &generator)!
      }
      #expect(rows(text, delimiter: delimiter.utf8.first!) == expected, "round \(round): \(text)")
    }
  }

  @Test func fuzzNeverFails() {
    var generator = SeededGenerator(5)
    let alphabet = Array("\"\",;\n\r\t ab1".utf8) + [0x00, 0xFF, 0xE6, 0xB1, 0x89]
    for _ in 0..<2000 {
      let bytes = (0..<Int.random(in: 0...60, using: &generator)).map { _ in alphabet.randomElement(using: &generator)! }
      let read = rows(bytes)
      // No byte but quotes, line ends, delimiters and blanks may get lost.
      let kept = read.joined().joined().utf8.count { $0 == 0x61 || $0 == 0x62 || $0 == 0x31 }
      #expect(kept == bytes.count { $0 == 0x61 || $0 == 0x62 || $0 == 0x31 })
      _ = (try? TableText(bytes)).map { DelimitedTable($0) }
    }
    for _ in 0..<300 {
      let bytes = (0..<Int.random(in: 0...300, using: &generator)).map { _ in UInt8.random(in: 0...255, using: &generator) }
      _ = rows(Decoder.decode(bytes).bytes)
      _ = (try? TableText(bytes)).map { DelimitedTable($0) }
    }
  }

  @Test func longLinesAndUnclosedQuotesStayLinear() {
    // Every cell opens a quote that never closes: a reader that looks for the end each time would take hours.
    let quotes = Array(String(repeating: "\"a\n", count: 200_000).utf8)
    #expect(rows(quotes).count > 1)
    var commas = [UInt8](repeating: 0x2C, count: 3_000_000)
    commas.append(0x0A)
    let read = commas.withUnsafeBufferPointer { buffer in
      var reader = DelimitedReader(buffer, delimiter: 0x2C)
      var record = Row()
      _ = reader.next(&record)
      return (record.cells.count, record.cellsBeyondLimit)
    }
    #expect(read.0 == Row.limit)
    #expect(read.0 + read.1 == 3_000_001)
  }
}

@Suite struct EncodingTests {
  private let text = "编号,区\nA1,汉南区\nA2,武汉经济技术开发区\n"

  @Test func everyEncodingGivesTheSameText() {
    let plain = Array(text.utf8)
    let cases: [([UInt8], TextEncoding)] = [
      (plain, .utf8), ([0xEF, 0xBB, 0xBF] + plain, .utf8), (encoded(text, "GB18030"), .gb18030), (encoded(text, "GBK"), .gb18030),
      ([0xFF, 0xFE] + encoded(text, "UTF-16LE"), .utf16LittleEndian), ([0xFE, 0xFF] + encoded(text, "UTF-16BE"), .utf16BigEndian),
    ]
    for (bytes, encoding) in cases {
      let decoded = Decoder.decode(bytes)
      #expect(decoded.bytes == plain)
      #expect(decoded.encoding == encoding)
      #expect(decoded.damage == [])
    }
    let latin = "id,name\n1,abc\n2,def\n"
    #expect(Decoder.decode(encoded(latin, "UTF-16LE")).bytes == Array(latin.utf8))
    #expect(Decoder.decode(encoded(latin, "UTF-16BE")).bytes == Array(latin.utf8))
  }

  @Test func charactersBeyondGBK() {
    // 硚 needs GBK, 㛃 and 𠮷 need GB18030's four bytes.
    let text = "硚口㛃𠮷区,碶\n"
    #expect(Decoder.decode(encoded(text, "GB18030")).bytes == Array(text.utf8))
  }

  @Test func damageIsPlaced() {
    var bytes = Array(text.utf8)
    let place = Array("编号,区\nA1,".utf8).count
    bytes[place] = 0xFF
    let decoded = Decoder.decode(bytes)
    #expect(decoded.encoding == .utf8)
    #expect(decoded.damage.map(\.byte) == [0xFF, 0xB1, 0x89])
    #expect(decoded.damage[0].offset == place)

    let half = Array(encoded(text, "GB18030").dropLast(2))
    let cut = Decoder.decode(half)
    #expect(cut.encoding == .gb18030)
    #expect(cut.damage.count == 1)
  }

  @Test func truncationsOfEveryLengthDecode() {
    for encoding in ["UTF-8", "GB18030", "UTF-16LE"] {
      let whole = (encoding == "UTF-16LE" ? [0xFF, 0xFE] : []) + encoded(text, encoding)
      for length in 0...whole.count {
        let decoded = Decoder.decode(Array(whole.prefix(length)))
        #expect(decoded.damage.count <= 3)
        #expect(String(validating: decoded.bytes, as: UTF8.self) != nil)
      }
    }
  }
}
