import Glibc

/// The stack that the limits on depth are made for. A system may give the program less (`ulimit -s 256`).
enum StackRoom {
  static let needed = 8 << 20

  /// Runs all of the program: here where there is room, else on a thread that has it.
  static func run(_ body: @escaping () -> Void) {
    var (limit, attributes, thread) = (rlimit(), pthread_attr_t(), pthread_t())
    guard getrlimit(__rlimit_resource_t(RLIMIT_STACK.rawValue), &limit) == 0, limit.rlim_cur < needed, pthread_attr_init(&attributes) == 0
    else {
      return body()
    }
    pthread_attr_setstacksize(&attributes, needed)
    let whole = Unmanaged.passRetained(Whole(body))
    let failed = pthread_create(
      &thread, &attributes,
      {
        Unmanaged<Whole>.fromOpaque($0!).takeRetainedValue().body()
        return nil
      }, whole.toOpaque())
    guard failed == 0 else {
      whole.release()
      return body()
    }
    // Signals are for the thread that works: they end its waiting.
    var all = sigset_t()
    sigfillset(&all)
    pthread_sigmask(SIG_SETMASK, &all, nil)
    pthread_join(thread, nil)
  }

  private final class Whole {
    let body: () -> Void

    init(_ body: @escaping () -> Void) { self.body = body }
  }
}
