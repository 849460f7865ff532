import TestSupport
import CKernels
import Results
import Testing

/// The kernels against plain loops, around word borders and with the extreme values of each type.
@Suite struct KernelTests {
  @Test(arguments: [0, 1, 63, 64, 65, 200, 1000]) func kernelsEqualPlainLoops(size: Int) {
    var generator = SeededGenerator(seed: UInt64(size))
    let codes = (0..<size).map { _ in UInt32.random(in: 0..<4, using: &generator) }
    let days = (0..<size).map { _ in [Int32.min, -1, 0, 1, 2, Int32.max].randomElement(using: &generator)! }
    let amounts = (0..<size).map { _ in [Int64.min, -1, 0, 1, 2, Int64.max].randomElement(using: &generator)! }
    let since = (0..<size).map { _ in UInt16.random(in: 0..<5, using: &generator) }
    let until = (0..<size).map { since[$0] + UInt16.random(in: 1..<4, using: &generator) }

    func bits(_ fill: (UnsafeMutablePointer<UInt64>) -> Void) -> Bitmap {
      var bitmap = Bitmap(count: size, filled: true)
      bitmap.words.withUnsafeMutableBufferPointer { if let start = $0.baseAddress { fill(start) } }
      return bitmap
    }
    func rows(_ test: (Int) -> Bool) -> Bitmap { Bitmap(count: size, rows: (0..<size).filter(test)) }

    for code in 0..<5 as Range<UInt32> {
      #expect(bits { luodi_equal_u32(codes, size, code, $0) } == rows { codes[$0] == code })
    }
    for (low, high) in [(Int32.min, 0), (0, 1), (2, 1), (1, Int32.max)] {
      #expect(bits { luodi_between_i32(days, size, low, high, $0) } == rows { low <= days[$0] && days[$0] <= high })
    }
    for (low, high) in [(Int64.min, 0), (0, 1), (2, 1), (1, Int64.max)] {
      #expect(bits { luodi_between_i64(amounts, size, low, high, $0) } == rows { low <= amounts[$0] && amounts[$0] <= high })
    }
    for snapshot in 0..<9 as Range<UInt16> {
      #expect(bits { luodi_alive(since, until, size, snapshot, $0) } == rows { since[$0] <= snapshot && snapshot < until[$0] })
    }
  }
}
