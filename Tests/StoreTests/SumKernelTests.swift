import TestSupport
import CKernels
import Results
import Testing

/// Sums by group of two columns in one pass against plain loops: cells missing and not, every width of codes, words full, thin and cut at the ends.
@Suite struct SumKernelTests {
  @Test(arguments: [64, 130, 1000], [1, 2, 8]) func pairsEqualPlainLoops(size: Int, lanes: Int) {
    var generator = SeededGenerator(seed: UInt64(size * lanes))
    let groups = 5
    for codeWidth in [0, 1, 2, 4] {
      let isWhole = Bool.random(using: &generator)
      let moreIsWhole = Bool.random(using: &generator)
      let cells = Stored(size, 4, isWhole: isWhole, &generator)
      let more = Stored(size, 4, isWhole: moreIsWhole, &generator)
      let codes = (0..<size).map { _ in codeWidth == 0 ? 0 : Int.random(in: 0..<groups, using: &generator) }
      let stored = Stored(codes.map { UInt64($0) }, max(codeWidth, 1))
      let share = Int.random(in: 1...10, using: &generator)
      let rows = Bitmap(count: size, rows: (0..<size).filter { _ in share == 10 || Int.random(in: 0..<10, using: &generator) < share })
      let (first, last) = (size > 100 ? 7 : 0, size > 100 ? size - 5 : size)

      var expected = (sums: [UInt64](repeating: 0, count: 2 * groups), counts: [UInt64](repeating: 0, count: 2 * groups))
      for row in first..<last where rows[row] {
        for (place, column) in [(cells, isWhole), (more, moreIsWhole)].enumerated() {
          expected.sums[place * groups + codes[row]] += column.0.numbers[row]
          if column.1 || column.0.numbers[row] != 0 { expected.counts[place * groups + codes[row]] += 1 }
        }
      }

      var found = (sums: [UInt64](repeating: 0, count: 2 * groups), counts: [UInt64](repeating: 0, count: 2 * groups))
      var room = [UInt64](repeating: 0, count: 2 * (lanes * groups + 64))
      stored.bytes.withUnsafeBytes { codeBytes in
        cells.bytes.withUnsafeBytes { cellBytes in
          more.bytes.withUnsafeBytes { moreBytes in
            var sweep = luodi_sweep(
              codes: codeBytes.baseAddress, code_width: UInt32(codeWidth), cells: cellBytes.baseAddress, cell_width: 4,
              is_whole: isWhole ? 1 : 0, moment_width: 0, groups: groups, moments: 1, lanes: lanes, chunk: 128)
            luodi_sweep_pairs(
              &sweep, moreBytes.baseAddress, moreIsWhole ? 1 : 0, rows.words, first, last, &room, &found.sums,
              &found.counts)
          }
        }
      }
      #expect(found.sums == expected.sums, "codes of \(codeWidth) bytes")
      #expect(found.counts == expected.counts, "codes of \(codeWidth) bytes")
    }
  }
}

/// Numbers as a column holds them.
private struct Stored {
  let numbers: [UInt64]
  private(set) var bytes: [UInt8] = []

  init(_ numbers: [UInt64], _ width: Int) {
    self.numbers = numbers
    for number in numbers { withUnsafeBytes(of: number.littleEndian) { bytes += $0.prefix(width) } }
  }

  init(_ size: Int, _ width: Int, isWhole: Bool, _ generator: inout SeededGenerator) {
    let top = UInt64.max >> UInt64(64 - 8 * width)
    self.init(
      (0..<size).map { _ in !isWhole && Int.random(in: 0..<4, using: &generator) == 0 ? 0 : UInt64.random(in: 1...top, using: &generator) },
      width)
  }
}
