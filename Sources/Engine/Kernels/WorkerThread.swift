import Glibc
import Synchronization

/// The second thread of queries. It sleeps between them; after a piece of work, and when it is told that one may come, it looks out for the next for
/// a tenth of a millisecond, since waking takes longer than most pieces.
final class WorkerThread: Sendable {
  static let shared = WorkerThread()

  private enum State: UInt8, AtomicRepresentable {
    case idle
    case offered
    case taken
    case done
  }

  private static let lookout = Duration.microseconds(100)

  /// One query at a time has the companion; another does its work alone.
  private let isClaimed = Atomic(false)
  private let state = Atomic(State.idle)
  private let isAsleep = Atomic(false)
  /// Read and written by the side that the state names.
  private let work = UnsafeSlot()
  private let alarm: UnsafeSemaphore
  private let isRunning: Bool

  private init() {
    alarm = UnsafeSemaphore()
    // Signals are for the threads that wait for them.
    var (all, before, thread) = (sigset_t(), sigset_t(), pthread_t())
    sigfillset(&all)
    pthread_sigmask(SIG_SETMASK, &all, &before)
    defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
    isRunning =
      pthread_create(
        &thread, nil,
        { _ in
          WorkerThread.shared.live()
          return nil
        }, nil) == 0
    if isRunning { pthread_detach(thread) }
  }

  /// A piece of work may come soon.
  func wake() {
    if isRunning, isAsleep.load(ordering: .sequentiallyConsistent) { alarm.post() }
  }

  /// False when the companion has other work.
  func offer(_ body: @escaping @Sendable () -> Void) -> Bool {
    guard isRunning, isClaimed.compareExchange(expected: false, desired: true, ordering: .acquiring).exchanged else { return false }
    work.value = body
    state.store(.offered, ordering: .sequentiallyConsistent)
    wake()
    return true
  }

  /// Waits for the work that was offered, or does it when it was not begun.
  func settle(_ body: () -> Void) {
    if state.compareExchange(expected: .offered, desired: .idle, ordering: .acquiringAndReleasing).exchanged {
      body()
    } else {
      var turns = 0
      while state.load(ordering: .acquiring) != .done {
        turns += 1
        if turns > 1 << 12 { sched_yield() }
      }
      state.store(.idle, ordering: .relaxed)
    }
    work.value = nil
    isClaimed.store(false, ordering: .releasing)
  }

  private func live() {
    while true {
      if !take(), !lookOut() { sleep() }
    }
  }

  private func take() -> Bool {
    guard state.compareExchange(expected: .offered, desired: .taken, ordering: .acquiringAndReleasing).exchanged else { return false }
    work.value!()
    state.store(.done, ordering: .releasing)
    return true
  }

  /// True as soon as something is offered.
  private func lookOut() -> Bool {
    let start = ContinuousClock.now
    repeat {
      for _ in 0..<256 where state.load(ordering: .relaxed) == .offered { return true }
    } while ContinuousClock.now - start < Self.lookout
    return false
  }

  private func sleep() {
    isAsleep.store(true, ordering: .sequentiallyConsistent)
    // What was offered before this thread was known to sleep rang no alarm.
    if state.load(ordering: .sequentiallyConsistent) != .offered { alarm.wait() }
    isAsleep.store(false, ordering: .sequentiallyConsistent)
  }
}

/// The work handed over; ``WorkerThread/state`` says whose turn it is.
private final class UnsafeSlot: @unchecked Sendable {
  var value: (@Sendable () -> Void)?
}

private final class UnsafeSemaphore: @unchecked Sendable {
  private let semaphore = UnsafeMutablePointer<sem_t>.allocate(capacity: 1)

  init() { sem_init(semaphore, 0, 0) }

  func post() { sem_post(semaphore) }

  func wait() { while sem_wait(semaphore) != 0 {} }
}
