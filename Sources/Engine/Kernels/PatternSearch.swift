import Glibc
import Patterns
import Results
import Store
import Synchronization

/// Searches many texts for a pattern, so that a Ctrl-C is heeded: between texts, and where one text alone may take long, by leaving its search behind
/// on a thread of its own, which ends when it is done.
struct PatternSearch {
  let pattern: Pattern
  let polling: Polling

  /// Steps, instructions by bytes, after which it is time to ask: some milliseconds where RE2 has to do without its automaton, which is a thousand
  /// times quicker.
  private static let patience = 2_000_000

  init(_ pattern: Pattern, _ polling: Polling) { (self.pattern, self.polling) = (pattern, polling) }

  /// A verdict for each of `0..<count`. `append` adds the bytes of a text.
  func verdicts(_ count: Int, _ append: (Int, inout [UInt8]) -> Void) throws -> [Bool] {
    var verdicts = [Bool](repeating: false, count: count)
    try search(count, append) { verdicts[$0] = true }
    return verdicts
  }

  /// The places of `0..<count` whose text holds the pattern.
  func places(_ count: Int, _ append: (Int, inout [UInt8]) -> Void) throws -> Bitmap {
    var found = Bitmap(count: count)
    try search(count, append) { found.words[$0 >> 6] |= 1 &<< UInt64($0 & 63) }
    return found
  }

  private func search(_ count: Int, _ append: (Int, inout [UInt8]) -> Void, _ found: (Int) -> Void) throws {
    var block = TextBlock()
    try polling.blocks(of: count, size: polling.slowBlock) { places in
      block.removeAll()
      for place in places { block.add { append(place, &$0) } }
      if block.longest * pattern.size > Self.patience {
        for (index, isFound) in try searchedAside(block).enumerated() where isFound { found(places.lowerBound + index) }
      } else {
        var steps = 0
        for (index, place) in places.enumerated() {
          if try block.withText(index, { try pattern.isFound(in: $0) }) { found(place) }
          steps += block.length(index) * pattern.size
          guard steps > Self.patience else { continue }
          try polling.poll()
          steps = 0
        }
      }
    }
  }

  /// The verdicts on a block, from another thread, while this one asks whether the query is to stop.
  private func searchedAside(_ block: TextBlock) throws -> [Bool] {
    let aside = Aside(pattern, block)
    guard aside.start() else { return try (0..<block.count).map { try block.withText($0) { try pattern.isFound(in: $0) } } }
    // Most blocks take less than the first nap.
    var nap = 20_000
    while true {
      if let verdicts = aside.verdicts { return try verdicts.get() }
      if polling.isCancelled() {
        aside.leave()
        throw EngineError(.cancelled)
      }
      var time = timespec(tv_sec: 0, tv_nsec: nap)
      nanosleep(&time, nil)
      nap = min(2 * nap, 5_000_000)
    }
  }
}

/// Some texts end to end.
private struct TextBlock: Sendable {
  private var bytes: [UInt8] = []
  private var ends: [Int] = []
  private(set) var longest = 0

  var count: Int { ends.count }

  mutating func removeAll() {
    bytes.removeAll(keepingCapacity: true)
    ends.removeAll(keepingCapacity: true)
    longest = 0
  }

  mutating func add(_ append: (inout [UInt8]) -> Void) {
    let start = bytes.count
    append(&bytes)
    ends.append(bytes.count)
    longest = max(longest, bytes.count - start)
  }

  func length(_ index: Int) -> Int { ends[index] - (index > 0 ? ends[index - 1] : 0) }

  func withText<Result, Failure>(_ index: Int, _ body: (UnsafeBufferPointer<UInt8>) throws(Failure) -> Result) throws(Failure) -> Result {
    try bytes.withUnsafeBufferPointer { (bytes) throws(Failure) in
      try body(UnsafeBufferPointer(rebasing: bytes[ends[index] - length(index)..<ends[index]]))
    }
  }
}

/// A block of texts that another thread searches. It owns all it reads, so that it can be left behind.
private final class Aside: Sendable {
  private let pattern: Pattern
  private let block: TextBlock
  private let result = Mutex<Result<[Bool], PatternError>?>(nil)
  private let isLeft = Atomic(false)

  init(_ pattern: Pattern, _ block: TextBlock) { (self.pattern, self.block) = (pattern, block) }

  /// Nil until all texts are searched.
  var verdicts: Result<[Bool], PatternError>? { result.withLock { $0 } }

  /// Nobody waits any longer: the text at hand is the last.
  func leave() { isLeft.store(true, ordering: .relaxed) }

  /// False when there is no thread to be had.
  func start() -> Bool {
    // Signals are for the threads that wait for them.
    var (all, before, thread) = (sigset_t(), sigset_t(), pthread_t())
    sigfillset(&all)
    pthread_sigmask(SIG_SETMASK, &all, &before)
    defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
    let me = Unmanaged.passRetained(self)
    let failed = pthread_create(
      &thread, nil,
      {
        Unmanaged<Aside>.fromOpaque($0!).takeRetainedValue().run()
        return nil
      }, me.toOpaque())
    guard failed == 0 else {
      me.release()
      return false
    }
    pthread_detach(thread)
    return true
  }

  private func run() {
    do throws(PatternError) {
      var verdicts: [Bool] = []
      for index in 0..<block.count where !isLeft.load(ordering: .relaxed) {
        verdicts.append(try block.withText(index) { (text) throws(PatternError) in try pattern.isFound(in: text) })
      }
      result.withLock { $0 = .success(verdicts) }
    } catch {
      result.withLock { $0 = .failure(error) }
    }
  }
}
