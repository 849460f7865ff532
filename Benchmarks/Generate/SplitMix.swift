/// SplitMix64 (Steele, Lea, Flood 2014): small, seeded, the same on every machine.
struct SplitMix {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// A number in 0..<1
  mutating func unit() -> Double { Double(next() >> 11) / 9_007_199_254_740_992 }

  /// A number in 0..<bound
  mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }

  mutating func chance(_ part: Double) -> Bool { unit() < part }

  /// Up to the bound, mostly far below it.
  mutating func skewed(_ bound: Int) -> Int {
    let unit = unit()
    return Int(Double(bound) * unit * unit * unit) + 10_000
  }
}
