import Glibc
import Testing

/// A library file as bytes, to break some of them.
struct LibraryBytes {
  private let path: String
  private var bytes: [UInt8] = []

  init(_ path: String) throws {
    self.path = path
    let file = try #require(fopen(path, "rb"))
    defer { fclose(file) }
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while case let count = fread(&chunk, 1, chunk.count, file), count > 0 { bytes += chunk[..<count] }
  }

  private func number(_ place: Int, _ length: Int) -> Int {
    (0..<length).reduce(0) { $0 | Int(bytes[place + $1]) << (8 * $1) }
  }

  /// Turns the first byte over, or the last one, in every chunk of cells of the columns chosen, and writes the file; how many chunks that were. The places are those that
  /// `LibraryFormat.swift` draws.
  func breakCells(atEnd: Bool = false, of isChosen: (_ entity: Int, _ column: Int) -> Bool) throws -> Int {
    var broken = bytes
    var count = 0
    for entry in 0..<number(32, 4) {
      let start = number(24, 8) + entry * 64
      let (place, length) = (number(start + 8, 8), number(start + 16, 8))
      guard 32...40 ~= number(start, 2), length > 0, isChosen(number(start + 2, 2), number(start + 4, 2)) else { continue }
      broken[atEnd ? place + length - 1 : place] ^= 0xFF
      count += 1
    }
    let file = try #require(fopen(path, "wb"))
    defer { fclose(file) }
    #expect(fwrite(broken, 1, broken.count, file) == broken.count)
    return count
  }
}
