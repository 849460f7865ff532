/// Nanoseconds of a clock that only runs forward, for the times of `explain plan`.
func now() -> UInt64 {
  let elapsed = ContinuousClock.now - start
  return UInt64(elapsed.components.seconds) * 1_000_000_000 + UInt64(elapsed.components.attoseconds / 1_000_000_000)
}

private let start = ContinuousClock.now
