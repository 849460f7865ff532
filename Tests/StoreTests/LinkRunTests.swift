import CKernels
import Results
import TestSupport
import Testing

/// Runs of rising links against plain loops: links missing, runs across words, targets without a run.
@Suite struct LinkRunTests {
  @Test(arguments: UInt64(1)...60) func holdersEqualPlainLoops(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let targetCount = Int.random(in: 1...300, using: &generator)
    let longest = [1, 4, 150].randomElement(using: &generator)!
    var links: [UInt32] = []
    for target in 0..<targetCount where Int.random(in: 0..<5, using: &generator) > 0 {
      for _ in 0..<Int.random(in: 0...longest, using: &generator) {
        links.append(Int.random(in: 0..<9, using: &generator) == 0 ? 0 : UInt32(target + 1))
      }
    }
    if links.isEmpty { links = [0] }
    var (last, holders) = (Bitmap(count: links.count), Bitmap(count: targetCount))
    #expect(luodi_find_runs_u32(links, links.count, &last.words, &holders.words) == 1)
    #expect(holders == Bitmap(count: targetCount, rows: links.filter { $0 > 0 }.map { Int($0) - 1 }))

    for share in [0, 1, 5, 10] {
      let rows = links.indices.filter { links[$0] > 0 && Int.random(in: 0..<10, using: &generator) < share }
      let selected = Bitmap(count: links.count, rows: rows)
      var found = Bitmap(count: targetCount)
      var room = [UInt64](repeating: 0, count: holders.words.count + 2)
      luodi_holders_of_runs(
        selected.words, last.words, last.words.count, holders.words, holders.words.count, &room, &found.words)
      #expect(found == Bitmap(count: targetCount, rows: rows.map { Int(links[$0]) - 1 }))
    }
  }

  @Test func aFallingLinkMakesNoRuns() {
    var words: [UInt64] = [0]
    var holders: [UInt64] = [0]
    #expect(luodi_find_runs_u8([1, 1, 0, 3, 2], 5, &words, &holders) == 0)
    words = [0]
    holders = [0]
    #expect(luodi_find_runs_u16([0, 2, 0, 2, 5], 5, &words, &holders) == 1)
    #expect(words == [0b11000] && holders == [0b10010])
  }
}
