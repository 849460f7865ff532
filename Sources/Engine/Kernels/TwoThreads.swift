import Store

/// Splits the words of a bitmap between two threads where there are enough of them to pay for starting one, and gives what each made of its part, in
/// order. The body must not touch what the other part touches.
func inParts<Result>(of words: Int, _ limits: Limits, _ body: (Range<Int>) -> Result) -> [Result] {
  guard words >= limits.sharedWords else { return words > 0 ? [body(0..<words)] : [] }
  let middle = words / 2
  var second: Result?
  let first = withoutActuallyEscaping(body) { body in
    withUnsafeMutablePointer(to: &second) { place in
      let place = TwoThreads.Shared(place)
      let body = TwoThreads.Shared(body)
      return TwoThreads.alongside({ place.value.pointee = body.value(middle..<words) }) { body.value(0..<middle) }
    }
  }
  return [first, second!]
}

enum TwoThreads {
  /// Passes a value to another thread whose end is awaited before anything else touches it.
  struct Shared<Value>: @unchecked Sendable {
    let value: Value
    init(_ value: Value) { self.value = value }
  }

  /// Runs one piece of work on another thread while this one does its own. When the other thread has not begun by then, this one does both.
  static func alongside<Result>(_ other: @escaping @Sendable () -> Void, _ own: () -> Result) -> Result {
    guard WorkerThread.shared.offer(other) else {
      other()
      return own()
    }
    let result = own()
    WorkerThread.shared.settle(other)
    return result
  }
}
