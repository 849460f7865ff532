import Results
import TestSupport
import Testing

@Suite struct BitmapTests {
  /// Sizes around word borders, and densities from empty to full.
  static let sizes = [0, 1, 63, 64, 65, 127, 128, 129, 1000, 4096]

  private func randomSet(_ size: Int, oneIn: Int, _ generator: inout SeededGenerator) -> Set<Int> {
    Set((0..<size).filter { _ in generator.chance(oneIn) })
  }

  @Test(arguments: sizes) func algebraEqualsThatOfSets(size: Int) {
    var generator = SeededGenerator(seed: UInt64(size) + 1)
    for oneIn in [1, 2, 7, 100] {
      let left = randomSet(size, oneIn: oneIn, &generator)
      let right = randomSet(size, oneIn: 3, &generator)
      let (a, b) = (Bitmap(count: size, rows: left), Bitmap(count: size, rows: right))
      func members(_ bitmap: Bitmap) -> Set<Int> { Set(bitmap.rows.map(Int.init)) }
      #expect(members(a) == left)
      #expect(members(a.and(b)) == left.intersection(right))
      #expect(members(a.or(b)) == left.union(right))
      #expect(members(a.andNot(b)) == left.subtracting(right))
      #expect(members(a.complement()) == Set(0..<size).subtracting(left))
      #expect(a.complement().complement() == a)
      #expect(a.population == left.count)
      #expect(a.population(and: b) == left.intersection(right).count)
      #expect(a.population(andNot: b) == left.subtracting(right).count)
      #expect(a.isEmpty == left.isEmpty)
      #expect(a.firstRow == left.min())
      for limit in [0, 1, 5, 64, size, size + 1] {
        #expect(a.first(limit).rows.map(Int.init) == Array(left.sorted().prefix(limit)))
      }
    }
  }

  @Test(arguments: sizes) func filledAndRanges(size: Int) {
    #expect(Bitmap(count: size, filled: true).population == size)
    #expect(Bitmap(count: size, filled: true).complement().isEmpty)
    var generator = SeededGenerator(seed: UInt64(size) + 77)
    for _ in 0..<20 {
      let low = Int.random(in: 0...size, using: &generator)
      let high = Int.random(in: low...size, using: &generator)
      #expect(Bitmap(count: size, range: low..<high) == Bitmap(count: size, rows: low..<high))
    }
  }

  @Test func membersComeLowestFirst() {
    var seen: [Int] = []
    Bitmap(count: 200, rows: [199, 3, 64, 63, 3]).forEach { seen.append($0) }
    #expect(seen == [3, 63, 64, 199])
  }
}
