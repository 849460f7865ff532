import Glibc

/// Watches how long work goes on between two polls. Polled by one thread, in whose processor time it measures, so that other work on the machine
/// does not count.
final class Pauses: @unchecked Sendable {
  private(set) var longest = Duration.zero
  private(set) var count = 0
  private var last = Pauses.now

  /// Never stops the work.
  func poll() -> Bool {
    let now = Pauses.now
    if now - last > longest { longest = now - last }
    count += 1
    last = now
    return false
  }

  static var now: Duration {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
  }
}

extension Timing {
  /// The longest pause of each query between polls, the longest first: Ctrl-C is heeded no sooner. Returns how many were refused.
  func pauses(_ queries: [Workload]) -> Int {
    var found: [(name: String, pause: (whole: Duration, longest: Duration, polls: Int))] = []
    var refused = 0
    for query in queries {
      do {
        found.append((query.name, try asking.longestPause(try asking.checked(asking.parsed(query.query)))))
      } catch {
        complain("\(query.name): \(error)")
        refused += 1
      }
    }
    for (name, pause) in found.sorted(by: { $0.pause.longest > $1.pause.longest }) {
      print("\(name)\t\(pause.longest.tenths) ms of \(pause.whole.tenths) ms, \(pause.polls) polls")
    }
    return refused
  }
}

extension Duration {
  /// Milliseconds with one digit behind the point.
  fileprivate var tenths: Double {
    ((Double(components.seconds) * 1e3 + Double(components.attoseconds) / 1e15) * 10).rounded() / 10
  }
}
