/// Just enough of ZIP and DEFLATE (RFC 1951) to look into a workbook.
struct ZipReader {
  private(set) var files: [String: [UInt8]] = [:]

  init(_ bytes: [UInt8]) {
    func number(_ at: Int, _ size: Int) -> Int { (0..<size).reduce(0) { $0 | Int(bytes[at + $1]) << (8 * $1) } }
    guard let end = stride(from: bytes.count - 22, through: 0, by: -1).first(where: { number($0, 4) == 0x0605_4b50 }) else { return }
    var entry = number(end + 16, 4)
    for _ in 0..<number(end + 10, 2) {
      let (method, packed, size) = (number(entry + 10, 2), number(entry + 20, 4), number(entry + 24, 4))
      let (nameLength, extra, comment) = (number(entry + 28, 2), number(entry + 30, 2), number(entry + 32, 2))
      let local = number(entry + 42, 4)
      let name = String(decoding: bytes[entry + 46..<entry + 46 + nameLength], as: UTF8.self)
      let start = local + 30 + number(local + 26, 2) + number(local + 28, 2)
      let data = Array(bytes[start..<start + packed])
      files[name] = method == 0 ? data : Inflate(data).output
      precondition(files[name]!.count == size)
      entry += 46 + nameLength + extra + comment
    }
  }

  func text(_ name: String) -> String { String(decoding: files[name] ?? [], as: UTF8.self) }
}

private struct Inflate {
  var output: [UInt8] = []
  private let input: [UInt8]
  private var bit = 0

  init(_ input: [UInt8]) {
    self.input = input
    var isLast = false
    while !isLast {
      isLast = take(1) == 1
      switch take(2) {
      case 0: copyStored()
      case 1:
        decode(
          [Int](repeating: 8, count: 144) + .init(repeating: 9, count: 112) + .init(repeating: 7, count: 24)
            + .init(repeating: 8, count: 8), .init(repeating: 5, count: 30))
      case 2: decodeDynamic()
      default: preconditionFailure("bad block")
      }
    }
  }

  private mutating func take(_ count: Int) -> Int {
    var value = 0
    for place in 0..<count {
      value |= Int(input[bit >> 3] >> UInt8(bit & 7) & 1) << place
      bit += 1
    }
    return value
  }

  private mutating func copyStored() {
    bit = (bit + 7) & ~7
    let length = take(16)
    _ = take(16)
    for _ in 0..<length { output.append(UInt8(take(8))) }
  }

  /// Codes by (length, code).
  private func table(_ lengths: [Int]) -> [Int: Int] {
    var table: [Int: Int] = [:]
    var code = 0
    for length in 1...15 {
      for (symbol, own) in lengths.enumerated() where own == length {
        table[length << 16 | code] = symbol
        code += 1
      }
      code <<= 1
    }
    return table
  }

  private mutating func symbol(_ table: [Int: Int]) -> Int {
    var code = 0
    for length in 1...15 {
      code = code << 1 | take(1)
      if let symbol = table[length << 16 | code] { return symbol }
    }
    preconditionFailure("bad code")
  }

  private mutating func decodeDynamic() {
    let (literals, distances, codes) = (take(5) + 257, take(5) + 1, take(4) + 4)
    var lengths = [Int](repeating: 0, count: 19)
    for place in [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15].prefix(codes) { lengths[place] = take(3) }
    let table = table(lengths)
    var all: [Int] = []
    while all.count < literals + distances {
      switch symbol(table) {
      case 16: all += [Int](repeating: all.last!, count: 3 + take(2))
      case 17: all += [Int](repeating: 0, count: 3 + take(3))
      case 18: all += [Int](repeating: 0, count: 11 + take(7))
      case let length: all.append(length)
      }
    }
    decode(Array(all[..<literals]), Array(all[literals...]))
  }

  private mutating func decode(_ literalLengths: [Int], _ distanceLengths: [Int]) {
    let (literals, distances) = (table(literalLengths), table(distanceLengths))
    let lengthBase = [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258]
    let lengthBits = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0]
    let distanceBase = [
      1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385,
      24577,
    ]
    while true {
      let code = symbol(literals)
      if code == 256 { return }
      if code < 256 {
        output.append(UInt8(code))
        continue
      }
      let length = lengthBase[code - 257] + take(lengthBits[code - 257])
      let place = symbol(distances)
      let distance = distanceBase[place] + take(place < 2 ? 0 : place / 2 - 1)
      for _ in 0..<length { output.append(output[output.count - distance]) }
    }
  }
}
